"""Subject keys: what a line of the books is about, as text of any room."""

from __future__ import annotations

import re

from khue.core.bilingual import Text
from khue.core.decision import Reason

SUBJECT = re.compile(r"[a-z_]+:[A-Za-z0-9._-]+")
SUBJECT_LENGTH = 64


def is_subject(text: str) -> bool:
    """Whether ``text`` is a subject key, ``kind:id``, of at most 64 characters."""
    return len(text) <= SUBJECT_LENGTH and SUBJECT.fullmatch(text) is not None


def not_a_subject(key: str) -> Reason:
    """Why a key is refused."""
    return Reason(
        "ledger.subject",
        Text(f"Mã đối tượng không hợp lệ: {key}", f"Not a subject key: {key}"),
        Text("Mã đối tượng có dạng loại:số, ví dụ tranche:7.", "A subject key reads kind:id, such as tranche:7."),
        field="subject",
    )
