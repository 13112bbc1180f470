"""Two lists of one day: the source's and ours. Every difference with why it may be so, and what to do next. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.features.intake.domain.messages import is_external_id
from khue.features.intake.domain.states import KINDS, REFUSED_CONTENT, STATES

DIFFERENCES = {
    "missing_here": Text("Thành phố không có", "Missing here"),
    "missing_there": Text("Nguồn không có", "Missing there"),
    "business": Text("Khác trạng thái nghiệp vụ", "Business states differ"),
    "payment": Text("Khác trạng thái thanh toán", "Payment states differ"),
    "delivery": Text("Khác trạng thái trả kết quả", "Delivery states differ"),
    "twice": Text("Nguồn liệt kê hai lần", "Listed twice"),
}
COMPARED = ("business", "payment", "delivery")
COLUMNS = ("external_id", *COMPARED)
MOST_LINES = 50_000
MOST_BYTES = 10 * 1024 * 1024
MOST_SAID = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the source's list. A state that it does not tell is empty, and is not compared."""

    external_id: str
    business: str = ""
    payment: str = ""
    delivery: str = ""

    def to_json(self) -> list[str]:
        return [self.external_id, self.business, self.payment, self.delivery]


@dataclass(frozen=True, slots=True)
class Ours:
    """A case as it stood at the moment of the list; ``sync`` as it is now."""

    external_id: str
    case_id: int
    business: str
    payment: str
    delivery: str
    sync: str


@dataclass(frozen=True, slots=True)
class Found:
    """A difference. ``theirs`` and ``ours`` are codes, empty where a side has none."""

    kind: str
    external_id: str
    case_id: int | None
    theirs: str
    ours: str
    why: Text
    next_step: Text


@dataclass(frozen=True, slots=True)
class GiveList:
    """What a source says of a day. ``drawn_at`` is the moment that it describes."""

    source_id: int
    day: date
    drawn_at: datetime
    lines: tuple[Listed, ...]
    came_by: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CompareAgain:
    source_id: int
    day: date
    once: UUID | None = None


def may_give(asked: GiveList, today: date) -> Decision:
    """The day has come, and the list can be read."""
    reasons = []
    if asked.day > today:
        reasons.append(_reason("day", "Ngày đối soát chưa tới.", "The day has not come yet."))
    if len(asked.lines) > MOST_LINES:
        reasons.append(_reason("lines", f"Nhiều nhất {MOST_LINES} dòng.", f"At most {MOST_LINES} lines."))
    for number, line in enumerate(asked.lines[:MOST_LINES], start=1):
        reasons += _line_reasons(number, line)
        if len(reasons) > MOST_SAID:
            break
    return Decision.refuse_if_any(reasons[:MOST_SAID])


def _line_reasons(number: int, line: Listed) -> Iterator[Reason]:
    if not is_external_id(line.external_id):
        yield _reason(
            f"lines.{number}.external_id",
            f"Dòng {number}: mã hồ sơ không đúng dạng.",
            f"Line {number}: the external id has another form.",
        )
    for kind in COMPARED:
        code = getattr(line, kind)
        if code and code not in STATES[kind]:
            known = ", ".join(STATES[kind])
            yield _reason(
                f"lines.{number}.{kind}",
                f"Dòng {number}: “{code[:30]}” không phải mã trạng thái; các mã: {known}.",
                f"Line {number}: “{code[:30]}” is no state; the states are: {known}.",
            )


def _reason(field: str, vi: str, en: str) -> Reason:
    return Reason(
        "intake.list",
        Text(vi, en),
        Text("Mời sửa danh sách rồi gửi lại.", "Correct the list and send it again."),
        field,
    )


def read_csv(raw: bytes) -> tuple[tuple[Listed, ...], list[Reason]]:
    """Lines of a CSV file in UTF-8 with a heading (``external_id`` and any of the states), or why it can't be read."""
    if len(raw) > MOST_BYTES:
        return (), [_reason("file", "Tệp lớn hơn 10 MB.", "The file is larger than 10 MB.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), [_reason("file", "Tệp không phải UTF-8.", "The file is not UTF-8.")]
    reader = csv.reader(io.StringIO(text), delimiter=";" if text.partition("\n")[0].count(";") else ",")
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return (), [_reason("file", f"Tệp không đọc được: {error}.", f"The file can't be read: {error}.")]
    heading = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "external_id" not in heading:
        return (), [_reason("file", "Dòng đầu phải có cột external_id.", "The first line names a column external_id.")]
    places = {name: heading.index(name) for name in COLUMNS if name in heading}
    lines = []
    for row in rows[1 : MOST_LINES + 2]:
        cells = {name: row[place].strip()[:100].replace("\0", "") for name, place in places.items() if place < len(row)}
        lines.append(Listed(**{"external_id": "", **cells}))
    return tuple(lines), []


def compare(theirs: Sequence[Listed], ours: Sequence[Ours], elsewhere: Mapping[str, date]) -> tuple[Found, ...]:
    """Every difference, in the order of the source's list, then what only we have. ``elsewhere``: cases of other days."""
    here = {case.external_id: case for case in ours}
    counted = Counter(line.external_id for line in theirs)
    found: list[Found] = []
    seen: set[str] = set()
    for line in theirs:
        if line.external_id in seen:
            continue
        seen.add(line.external_id)
        if counted[line.external_id] > 1:
            found.append(_twice(line, counted[line.external_id]))
        case = here.get(line.external_id)
        found += [_missing_here(line, elsewhere)] if case is None else _differing(line, case)
    found += [_missing_there(case) for case in ours if case.external_id not in seen]
    return tuple(found)


def _twice(line: Listed, times: int) -> Found:
    why = Text(f"Danh sách của nguồn có mã này {times} lần.", f"The source's list holds this id {times} times.")
    step = Text("Đề nghị nguồn kiểm tra cách lập danh sách.", "Ask the source to check how it draws its list.")
    return Found("twice", line.external_id, None, "", "", why, step)


def _missing_here(line: Listed, elsewhere: Mapping[str, date]) -> Found:
    day = elsewhere.get(line.external_id)
    if day is not None:
        why = Text(
            f"Thành phố có hồ sơ này nhưng thuộc ngày {day:%d/%m/%Y} theo thời điểm nộp mà nguồn đã gửi.",
            f"The case is here, under {format_day(day, 'en')}: the moment of lodging that the source sent.",
        )
        step = Text(
            "Không cần gửi lại; đề nghị nguồn thống nhất ngày nộp và múi giờ.",
            "Nothing needs to be sent again; agree on the day and the zone with the source.",
        )
    else:
        why = Text(
            "Thành phố chưa nhận được thông điệp nào có mã này.", "No message with this id has ever arrived here."
        )
        step = Text(
            "Đề nghị nguồn gửi lại hồ sơ; gửi trùng cũng an toàn.",
            "Ask the source to send the dossier again; that is safe.",
        )
    return Found("missing_here", line.external_id, None, line.business, "", why, step)


def _missing_there(case: Ours) -> Found:
    why = Text(
        "Thành phố đã nhận hồ sơ này nhưng danh sách của nguồn không có.",
        "The case was taken in here, and the source's list does not hold it.",
    )
    step = Text(
        "Đề nghị nguồn kiểm tra; không tự xóa hay rút hồ sơ.",
        "Ask the source; never remove or withdraw it on this ground.",
    )
    return Found("missing_there", case.external_id, case.case_id, "", case.business, why, step)


def _differing(line: Listed, case: Ours) -> Iterator[Found]:
    for kind in COMPARED:
        said, is_so = getattr(line, kind), getattr(case, kind)
        if said and said != is_so:
            why, step = _why(kind, case)
            yield Found(kind, line.external_id, case.case_id, said, is_so, why, step)


def _why(kind: str, case: Ours) -> tuple[Text, Text]:
    if kind == "business" and case.business == REFUSED_CONTENT:
        return (
            Text("Nội dung chưa hợp lệ; nguồn đã nhận mọi lý do trong câu trả lời.", "Its content was refused; the source was answered with all reasons."),
            Text("Nguồn cần sửa rồi gửi lại với bản (revision) mới.", "The source corrects it and sends a new revision."),
        )  # fmt: skip
    match case.sync:
        case "pending":
            return (
                Text("Thông điệp về trạng thái mới đang chờ gửi.", "The message with the newer state still waits."),
                Text("Sẽ tự gửi; nếu nơi nhận ngừng lâu, mời liên hệ nguồn.", "It is sent by itself; if the receiver stays down, call the source."),
            )  # fmt: skip
        case "failed":
            return (
                Text("Thông điệp về trạng thái mới đã dừng gửi.", "The message with the newer state was given up."),
                Text("Mời mở hồ sơ và chọn “Gửi lại”.", "Open the case and choose “Send again”."),
            )
    name = KINDS[kind]
    return (
        Text(f"Nguồn đã nhận thông điệp nhưng chưa ghi “{name.vi}” mới.", f"The source has the message, and has not recorded the new “{name.en}”."),
        Text("Đề nghị nguồn đọc lại trạng thái bằng GET và cập nhật.", "Ask the source to read the state by GET and record it."),
    )  # fmt: skip
