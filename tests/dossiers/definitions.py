"""A small definition that is in order, and ways to break it."""

from __future__ import annotations

SOUND = """\
key = "seat-permit"
room = "missions"
title_field = "title"
name = { vi = "Cấp chỗ ngồi", en = "Seat permit" }
summary = { vi = "Tóm tắt", en = "Summary" }
who = { vi = "Mọi tổ chức", en = "Any organisation" }
result = { vi = "Giấy phép", en = "Permit" }

[[sections]]
key = "main"
title = { vi = "Thông tin", en = "About" }

[[sections.fields]]
key = "title"
kind = "text"
label = { vi = "Tên", en = "Title" }

[[sections.fields]]
key = "shared"
kind = "yesno"
label = { vi = "Dùng chung", en = "Shared" }

[[sections.fields]]
key = "reason"
kind = "choice"
show_when = { field = "shared", values = ["yes"] }
label = { vi = "Lý do", en = "Reason" }

[[sections.fields.choices]]
value = "space"
text = { vi = "Thiếu chỗ", en = "No space" }

[[sections.fields.choices]]
value = "other"
text = { vi = "Khác", en = "Other" }

[[sections.fields]]
key = "other_reason"
kind = "longtext"
show_when = { field = "reason", values = ["other"] }
label = { vi = "Lý do khác", en = "Other reason" }

[[sections]]
key = "costs"
title = { vi = "Chi phí", en = "Costs" }

[[sections.fields]]
key = "lines"
kind = "table"
label = { vi = "Hạng mục", en = "Lines" }

[[sections.fields.columns]]
key = "amount"
kind = "money"
total = true
label = { vi = "Số tiền", en = "Amount" }

[[sections.fields.columns]]
key = "software"
kind = "yesno"
required = false
label = { vi = "Phần mềm", en = "Software" }

[[sections.fields.columns]]
key = "licence"
kind = "file"
show_when = { field = "software", values = ["yes"] }
label = { vi = "Giấy phép", en = "Licence" }

[[steps]]
key = "receipt"
name = { vi = "Tiếp nhận", en = "Receipt" }
kind = "check"
right = "dossiers.receive"
who = { vi = "Một cửa", en = "One-stop desk" }

[[steps.outcomes]]
key = "accept"
label = { vi = "Tiếp nhận", en = "Accept" }
next = "decision"

[[steps.outcomes]]
key = "refuse"
label = { vi = "Từ chối", en = "Refuse" }
next = "end.returned"

[[steps]]
key = "decision"
name = { vi = "Quyết định", en = "Decision" }
kind = "decide"
right = "missions.decide"
who = { vi = "Ủy ban", en = "Committee" }
page = "missions:decide"
clock = { parameter = "seat.clock" }

[[steps.outcomes]]
key = "grant"
label = { vi = "Chấp thuận", en = "Grant" }
next = "end.granted"

[[steps]]
key = "visit"
name = { vi = "Kiểm tra", en = "Visit" }
kind = "follow"
right = "missions.audit"
who = { vi = "Kiểm toán viên", en = "Auditor" }
clock = { amount = 5, unit = "working_days", note = { vi = "Theo thông lệ", en = "By custom" } }

[[steps.outcomes]]
key = "done"
label = { vi = "Xong", en = "Done" }
next = ""
"""
RIGHTS = frozenset({"dossiers.receive", "missions.decide", "missions.audit"})
PARAMETERS = frozenset({"seat.clock"})


def broken(old: str, new: str, *, nth: int = 1) -> str:
    """SOUND with the ``nth`` occurrence of ``old`` replaced."""
    parts = SOUND.split(old)
    assert len(parts) > nth, f"{old!r} is not there {nth} times"
    return old.join(parts[:nth]) + new + old.join(parts[nth:])


def line_with(text: str, words: str, *, nth: int = 1) -> int:
    """The number of the ``nth`` line that holds these words."""
    return [number for number, line in enumerate(text.splitlines(), 1) if words in line][nth - 1]
