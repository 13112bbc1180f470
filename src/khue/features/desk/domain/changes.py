"""The audit in words: what values are called, and how a kept value reads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.money import format_dong
from khue.features.dossiers.domain.steps import STATES
from khue.features.missions.domain.support import SUPPORT, TRANCHE

# Values under these names are states of a dossier, a support or a tranche, or what became of them.
STATED = frozenset({"state", "support", "outcome", "finding"})
WORDS_OF_STATES: Mapping[str, Text] = {
    "agreed": Text("thống nhất", "agreed"),
    "objected": Text("đề nghị thẩm định lại", "asked for a new appraisal"),
    "refused": Text("không chấp thuận", "refused"),
    **TRANCHE.labels,
    **SUPPORT.labels,
    **STATES,
}
READ_AUDIT, READ_PERSONAL, READ_DOSSIERS, READ_LEDGER = "audit.read", "people.privacy", "dossiers.read", "ledger.read"

VALUES = {
    "state": Text("Trạng thái", "State"),
    "step": Text("Bước", "Step"),
    "number": Text("Số", "Number"),
    "document": Text("Văn bản", "Document"),
    "procedure": Text("Thủ tục", "Procedure"),
    "applicant": Text("Người nộp", "Applicant"),
    "assignee": Text("Người xử lý", "Who works on it"),
    "ground": Text("Lý do", "Ground"),
    "note": Text("Ghi chú", "Note"),
    "items": Text("Giấy tờ, nội dung", "Papers and points"),
    "due_on": Text("Hạn", "Due on"),
    "law_day": Text("Ngày áp dụng pháp luật", "Law as it stood on"),
    "section": Text("Mục", "Section"),
    "version": Text("Phiên bản", "Version"),
    "decision": Text("Quyết định số", "Decision no."),
    "outcome": Text("Kết quả", "Outcome"),
    "amount": Text("Số tiền", "Amount"),
    "asked": Text("Đề nghị", "Asked for"),
    "appraised": Text("Thẩm định", "Appraised"),
    "granted": Text("Chấp thuận", "Granted"),
    "total": Text("Tổng", "Total"),
    "paid": Text("Đã chi", "Paid"),
    "cost": Text("Nguyên giá", "Cost"),
    "tranche": Text("Đợt", "Tranche"),
    "tranches": Text("Các đợt", "Tranches"),
    "budget_line": Text("Dòng ngân sách", "Budget line"),
    "support": Text("Khoản hỗ trợ", "Support"),
    "equipment": Text("Thiết bị", "Equipment"),
    "line": Text("Hạng mục chi", "Cost line"),
    "file": Text("Tệp", "File"),
    "files": Text("Các tệp", "Files"),
    "sha256": Text("Mã băm của tệp", "Hash of the file"),
    "invoice_lines": Text("Dòng hóa đơn", "Invoice lines"),
    "invoice_lines_released": Text("Dòng hóa đơn được trả lại", "Invoice lines released"),
    "task": Text("Việc số", "Task no."),
    "dossier": Text("Hồ sơ", "Dossier"),
    "editor": Text("Người cùng soạn", "Editor"),
    "removed": Text("Đã bỏ", "Removed"),
    "warned": Text("Nhắc hạn ngày", "Warned on"),
    "escalated": Text("Báo cấp trên ngày", "Escalated on"),
    "finding": Text("Kết quả kiểm tra", "Finding"),
    "in_order": Text("Đúng quy định", "In order"),
    "sent_back": Text("Trả lại vì", "Sent back because"),
    "answers": Text("Nội dung khai", "Answers"),
    "key": Text("Khóa", "Key"),
    "holder": Text("Người giữ khóa", "Holder of the key"),
    "revoked": Text("Đã thu hồi", "Revoked"),
    "name": Text("Tên", "Name"),
    "role": Text("Vai trò", "Role"),
    "unit": Text("Đơn vị", "Unit"),
    "scope": Text("Phạm vi", "Scope"),
    "mandate": Text("Ủy quyền số", "Mandate no."),
    "valid_from": Text("Từ ngày", "From"),
    "valid_until": Text("Đến ngày", "Until"),
    "kind": Text("Loại", "Kind"),
    "tasks": Text("Số việc", "Tasks"),
    "rows": Text("Kết quả từng dòng", "Results of rows"),
    "stopped": Text("Số dòng đã dừng", "Rows stopped"),
    "feed": Text("Địa chỉ lịch số", "Calendar address no."),
    "view": Text("Bộ lọc số", "View no."),
    "filter": Text("Điều kiện lọc", "Filter"),
    "default": Text("Mở bàn làm việc", "Opens the desk"),
    "mentions": Text("Nhắc đến", "Mentioned"),
    "shortcuts": Text("Phím tắt", "Shortcuts"),
    "digest": Text("Thư tóm tắt", "Digest mail"),
    "due": Text("Hạn", "Due"),
    "text": Text("Nội dung", "Words"),
}
AMOUNTS = frozenset({"amount", "asked", "appraised", "granted", "total", "paid", "cost", "tranches"})
NONE = Text("–", "–")
LONGEST = 2_000
SUBJECT = re.compile(r"[a-z][a-z_-]{0,30}:[A-Za-z0-9._-]{1,80}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a record, before and after the deed."""

    name: Text
    before: Text
    after: Text


def value_label(name: str) -> Text:
    plain = name.replace("_", " ")
    return VALUES.get(name, Text(plain, plain) if plain.strip() else NONE)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Every value that a record names, in the order in which the deed gave them."""
    for name in dict.fromkeys([*after, *before]):
        yield Change(value_label(name), shown(name, before.get(name)), shown(name, after.get(name)))


def shown(name: str, value: Any) -> Text:
    """A kept value as people read it: days, amounts and states in words, lists and tables flattened."""
    text = _shown(name, value)
    return text if len(text.vi) <= LONGEST else Text(text.vi[:LONGEST] + "…", text.en[:LONGEST] + "…")


def _shown(name: str, value: Any) -> Text:
    if value is None or value in ("", [], {}):
        return NONE
    if isinstance(value, bool):
        return Text("có", "yes") if value else Text("không", "no")
    if isinstance(value, int) and name in AMOUNTS:
        return Text(format_dong(value, "vi"), format_dong(value, "en"))
    if isinstance(value, Mapping):
        return _joined(
            [_pair(str(key), _shown(name if str(key).isdigit() else str(key), part)) for key, part in value.items()]
        )
    if isinstance(value, list):
        return _joined([_shown(name, part) for part in value])
    if name in STATED and value in WORDS_OF_STATES:
        return WORDS_OF_STATES[value]
    return _plain(str(value))


def _plain(text: str) -> Text:
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            found = date.fromisoformat(text)
            return Text(format_day(found, "vi"), format_day(found, "en"))
    return Text(text, text) if text.strip() else NONE


def _pair(key: str, value: Text) -> Text:
    label = value_label(key)
    return Text(f"{label.vi}: {value.vi}", f"{label.into('en')}: {value.into('en')}")


def _joined(parts: list[Text]) -> Text:
    return Text("; ".join(p.vi for p in parts), "; ".join(p.into("en") for p in parts))
