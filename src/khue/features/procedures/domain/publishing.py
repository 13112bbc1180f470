"""May a draft be published: by another person than wrote it, on the version it began from, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """``authors`` are the keys of all who changed it; ``newest`` is the number of the last version published, ``base`` its own."""

    is_open: bool
    authors: Collection[str]
    base: int
    newest: int
    problems: int


def may_publish(facts: DraftFacts, *publishers: str) -> Decision:
    """All reasons at once. Four eyes: who changed the draft does not publish it.

    ``publishers`` are all whose hands are on the deed: a deputy counts as the colleague too.
    """
    return Decision.refuse_if_any([*_open(facts), *_eyes(facts, publishers), *_content(facts)])


def _open(facts: DraftFacts) -> Iterator[Reason]:
    if not facts.is_open:
        yield Reason(
            "not_open",
            Text("Bản soạn thảo này đã kết thúc.", "This draft has ended."),
            Text("Mời ông/bà mở bản soạn thảo mới.", "Open a new draft."),
        )


def _eyes(facts: DraftFacts, publishers: Collection[str]) -> Iterator[Reason]:
    if set(publishers) & set(facts.authors):
        yield Reason(
            "own_draft",
            Text(
                "Ông/bà đã tham gia soạn thảo nên không tự ban hành được: người ban hành phải là người khác.",
                "You wrote on this draft: another person must publish it.",
            ),
            Text(
                "Mời ông/bà đề nghị người có quyền ban hành xem và ban hành.",
                "Ask somebody with the right to publish to look at it and publish it.",
            ),
        )
    if not facts.authors:
        yield Reason(
            "no_change",
            Text("Chưa ai sửa gì trong bản soạn thảo này.", "Nobody has changed anything in this draft."),
            Text("Sửa nội dung trước khi ban hành.", "Change something before publishing."),
        )


def _content(facts: DraftFacts) -> Iterator[Reason]:
    if facts.problems:
        yield Reason(
            "problems",
            Text(f"Bản soạn thảo còn {facts.problems} lỗi.", f"The draft has {facts.problems} problems."),
            Text("Mở trang kiểm tra, sửa từng lỗi rồi ban hành.", "Open the check, mend each, then publish."),
        )
    if facts.base != facts.newest:
        yield Reason(
            "newer_base",
            Text(
                f"Phiên bản {facts.newest} đã được ban hành sau khi bản soạn thảo này bắt đầu từ phiên bản {facts.base}.",
                f"Version {facts.newest} was published after this draft began from version {facts.base}.",
            ),
            Text(
                "So sánh với phiên bản đó, đưa các điểm cần giữ vào bản soạn thảo, rồi xác nhận đã so sánh.",
                "Compare with that version, take over what should stay, then confirm that you have compared.",
            ),
        )
