"""The text of a document as a list of blocks that a colleague can edit: what stands between its title and its signatures.

A block is ``{"style", "text"}``, a table ``{"style": "table", "text", "rows"}``. Styles: centre, basis, heading, paragraph, item, table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.core.numerals import amount_in_words
from khue.core.placeholders import fill_in

STYLES = ("centre", "basis", "heading", "paragraph", "item", "table")
Blocks = list[dict[str, Any]]


def block(style: str, text: str) -> dict[str, Any]:
    return {"style": style, "text": text}


def table(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """``text`` is the table as lines, so that two versions can be compared."""
    plain = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    return {"style": "table", "text": "\n".join(" | ".join(row) for row in plain), "rows": plain}


def blocks_from(kind: str, values: Mapping[str, Any], texts: Mapping[str, Text]) -> Blocks:
    """The blocks that the template of this kind would print. Raises KeyError for a kind that is not edited."""
    words = {key: fill_in(text.vi, values) for key, text in texts.items()}
    return list(_MAKERS[kind](values, words))


def editable_kinds() -> tuple[str, ...]:
    return tuple(_MAKERS)


def _decision(values: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    yield block("centre", str(values["decider"]).upper())
    yield from _basis(values)
    if values.get("proposal"):
        yield block("basis", str(values["proposal"]))
    yield block("centre", words.get("resolved", ""))
    for number, row in enumerate(values["articles"], 1):
        yield from _article(number, row)
        if number == 1:
            if values.get("amount"):
                yield block("paragraph", f"{words.get('amount_label', '')}: {_money(values['amount'])}")
            if values.get("reasons"):
                yield block("paragraph", f"{words.get('reasons_label', '')}:")
                yield from (block("item", _reason(reason)) for reason in values["reasons"])
    if words.get("closing"):
        yield block("paragraph", words["closing"])


def _agreement(values: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    yield from _basis(values)
    yield block("paragraph", f"Hôm nay, {_day(values['issued_on'])}, tại {values['place']}, các bên gồm có:")
    for side, name in (("giver", "side_a"), ("receiver", "side_b")):
        yield block("heading", f"{words.get(name, '')}: {values[side]['name']}")
        yield from _person(values[side])
    yield block("paragraph", words.get("opening", ""))
    for number, row in enumerate(values["articles"], 1):
        yield from _article(number, row)
    yield block("heading", f"Điều {len(values['articles']) + 1}. {words.get('money_title', '')}")
    yield block("paragraph", f"Tổng kinh phí hỗ trợ: {_money(values['amount'])}")
    rows = [["Đợt", "Nội dung", "Điều kiện giải ngân", "Dự kiến", "Số tiền (đồng)"]]
    for number, row in enumerate(values["tranches"], 1):
        due = _short(row.get("due_on"))
        rows.append([str(number), row["name"], row["condition"], due, _figures(row["amount"])])
    rows.append(["", "Cộng", "", "", _figures(values["amount"])])
    yield table(rows)
    if words.get("closing"):
        yield block("paragraph", words["closing"])


def _acceptance(values: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    yield from _basis(values)
    agreed = f"Thỏa thuận hỗ trợ số {values['agreement_number']} {_day(values['agreed_on'])}"
    day = _day(values["issued_on"])
    yield block(
        "paragraph",
        f"Hôm nay, {day}, tại {values['place']}, các bên tiến hành nghiệm thu {values['tranche']} theo {agreed}.",
    )
    yield block("heading", f"1. {words.get('people_title', '')}")
    for row in values["participants"]:
        side = f" ({row['side']})" if row.get("side") else ""
        yield block("item", f"{row['name']}, {row['position']}{side}")
    yield block("heading", f"2. {words.get('content_title', '')}")
    rows = [["TT", "Sản phẩm, hạng mục", "Số lượng", "Tình trạng", "Minh chứng"]]
    for number, row in enumerate(values["items"], 1):
        rows.append([str(number), row["name"], str(row["quantity"]), row["state"], row.get("evidence") or "–"])
    yield table(rows)
    part = 3
    if values.get("findings"):
        yield block("heading", "3. Nhận xét")
        yield from (block("item", str(finding)) for finding in values["findings"])
        part = 4
    yield block("heading", f"{part}. Kết luận")
    yield block("paragraph", str(values["conclusion"]))
    for name, label in (("asked", "Kinh phí đề nghị"), ("accepted", "Kinh phí được nghiệm thu")):
        if values.get(name):
            yield block("paragraph", f"{label}: {_money(values[name])}")
    if words.get("closing"):
        yield block("paragraph", words["closing"])


_MAKERS = {"decision": _decision, "agreement": _agreement, "acceptance": _acceptance}


def _basis(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rows = [str(row).rstrip(" ;.,") for row in values.get("basis") or ()]
    for index, row in enumerate(rows, 1):
        yield block("basis", row + (";" if index < len(rows) else "."))


def _article(number: int, row: Any) -> Iterator[dict[str, Any]]:
    found = {"text": row} if isinstance(row, str) else row
    if found.get("title"):
        yield block("heading", f"Điều {number}. {found['title']}")
        if found.get("text"):
            yield block("paragraph", str(found["text"]))
    else:
        yield block("paragraph", f"Điều {number}. {found.get('text', '')}")
    yield from (block("item", str(point)) for point in found.get("points", ()))


def _person(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    labels = {
        "representative": "Người đại diện",
        "position": "Chức vụ",
        "address": "Địa chỉ",
        "tax_code": "Mã số thuế",
        "account": "Tài khoản",
        "bank": "Ngân hàng, kho bạc",
    }
    for name, label in labels.items():
        if row.get(name):
            yield block("paragraph", f"{label}: {row[name]}")


def _reason(row: Any) -> str:
    if isinstance(row, str):
        return row
    text = row["text"]
    words = text["vi"] if isinstance(text, Mapping) else str(text)
    source = row.get("source") or {}
    provision = row.get("provision") or source.get("provision")
    return f"{words} (Căn cứ: {provision})" if provision else words


def _money(amount: int) -> str:
    return f"{_figures(amount)} đồng (Bằng chữ: {amount_in_words(amount)}.)"


def _figures(amount: int) -> str:
    return format_dong(amount, "vi").removesuffix("đ").strip()


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _day(value: Any) -> str:
    found = _date(value)
    month = f"{found.month:02}" if found.month < 3 else str(found.month)
    return f"ngày {found.day:02} tháng {month} năm {found.year}"


def _short(value: Any) -> str:
    return f"{_date(value):%d/%m/%Y}" if value else "–"
