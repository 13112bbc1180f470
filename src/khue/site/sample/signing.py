"""How papers are signed by hand in the sample city: both sides on the sheet, an officer records it, a colleague compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.documents import queries, usecases
from khue.features.documents.domain import AnswerCopy, HandSignature, RecordCopy
from khue.site.sample.applications import paper

NAMES = {1: "Nguyễn Thị Lan (mẫu)", 2: "Phạm Đức Long (mẫu)"}
KEPT = "Văn thư Sở Khoa học và Công nghệ, cặp thỏa thuận hỗ trợ (mẫu)"


def recorded_by_hand(
    code: str, *, act: Callable[[str], Actor], names: Mapping[int, str] = NAMES, kept: str = KEPT
) -> int:
    """The officer records the sheet; the record's id. It awaits a second person."""
    officer = act("officer")
    page = queries.copy_page(code, officer)
    hands = tuple(
        HandSignature(line.turn, names.get(line.turn, "Người ký (mẫu)"), officer.today) for line in page.signers
    )
    scan = paper(f"ban-giay-{page.number.replace('/', '-')}")
    asked = RecordCopy(code, hands, scan, kept, page.stamp, once=uuid4())
    return usecases.record_copy(asked, actor=officer)


def signed_by_hand(
    code: str,
    *,
    act: Callable[[str], Actor],
    names: Mapping[int, str] = NAMES,
    kept: str = KEPT,
    second: str = "appraiser",
) -> None:
    """Recorded, and compared by a ``second`` person, who may read the record: the paper counts as signed."""
    copy = recorded_by_hand(code, act=act, names=names, kept=kept)
    other = act(second)
    seen = queries.copy_page(code, other).stamp
    usecases.answer_copy(AnswerCopy(copy, True, "", seen, uuid4()), actor=other)
