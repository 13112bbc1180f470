"""Calls in two stages: what a full call rests on, and who may go on from a concept to a full proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.calls.domain.commands import PrepareCall
from khue.features.calls.domain.flows import CONCEPT, DIRECT, FULL, PROPOSAL, STAGES


@dataclass(frozen=True, slots=True)
class ConceptCall:
    """A concept call as the full call that follows sees it. ``waiting`` concepts are not judged yet; ``next`` is the
    number of a full call that follows it already, or empty."""

    number: str
    order: int
    stage: str
    state: str
    invited: int
    waiting: int
    next: str = ""


def may_follow(asked: PrepareCall, mode: str, concepts: ConceptCall | None) -> Iterator[Reason]:
    """A concept stage belongs to a selection; a full call follows once every concept is judged and somebody is invited."""
    if asked.stage not in STAGES:
        yield Reason(
            "stage",
            Text("Chưa chọn giai đoạn của thông báo.", "No stage was chosen."),
            Text("Mời ông/bà chọn một giai đoạn trong danh sách.", "Choose one from the list."),
            "stage",
        )
    if asked.stage == CONCEPT and mode == DIRECT:
        yield Reason(
            "concept_direct",
            Text("Nhiệm vụ giao trực tiếp không có giai đoạn ý tưởng.", "A direct assignment has no concept stage."),
            Text("Mời ông/bà chọn giai đoạn đề xuất hoàn chỉnh.", "Choose the full stage."),
            "stage",
        )
    if asked.concept_call is None:
        return
    if asked.stage != FULL or concepts is None or concepts.stage != CONCEPT or concepts.order != asked.order_id:
        yield Reason(
            "no_concept_call",
            Text("Thông báo này không tiếp nối được giai đoạn ý tưởng đã chọn.", "The call can't follow that concept call."),
            Text("Mời ông/bà mở trang thông báo giai đoạn ý tưởng và lập từ đó.", "Open the concept call and begin there."),
        )  # fmt: skip
        return
    if concepts.state != "opened" or concepts.waiting:
        yield Reason(
            "not_judged",
            Text(
                f"Thông báo {concepts.number} chưa xét xong các ý tưởng (còn {concepts.waiting}).",
                f"Not every concept of {concepts.number} is judged yet ({concepts.waiting} to go).",
            ),
            Text(
                "Mời ông/bà hoàn thành việc xét tất cả ý tưởng, để các đơn vị được mời có thời gian như nhau.",
                "Judge them all first, so that everybody invited has the same time.",
            ),
        )
    elif not concepts.invited:
        yield Reason(
            "nobody_invited",
            Text("Không có ý tưởng nào được mời vào giai đoạn tiếp theo.", "No concept was invited to the next stage."),
            Text("Mời ông/bà hủy đặt hàng hoặc lập nhu cầu mới.", "Drop the order, or raise the need anew."),
        )
    if concepts.next:
        yield Reason(
            "followed_already",
            Text(
                f"Giai đoạn đề xuất hoàn chỉnh đã có thông báo {concepts.next}.",
                f"The full stage has its call already: {concepts.next}.",
            ),
            Text("Mời ông/bà mở thông báo đó.", "Open that call."),
        )


@dataclass(frozen=True, slots=True)
class ConceptFacts:
    """A lead's concept. ``full`` is the number of the full proposal that goes on from it, or empty."""

    id: int
    number: str
    title: str
    state: str
    ground: str = ""
    full: str = ""


def concept_of(concepts: Sequence[ConceptFacts], chosen: int | None) -> ConceptFacts | None:
    """The concept to go on from: the one that was named, else the only one that is invited and free."""
    if chosen is not None:
        return next((one for one in concepts if one.id == chosen), None)
    free = [one for one in concepts if one.state == "invited" and not one.full]
    if len(free) == 1:
        return free[0]
    return concepts[0] if len(concepts) == 1 else None


def may_go_on(concepts: Sequence[ConceptFacts], chosen: int | None) -> Iterator[Reason]:
    """Whether this lead may write the full proposal; if not, why, and what can be done."""
    one = concept_of(concepts, chosen)
    free = [each for each in concepts if each.state == "invited" and not each.full]
    if one is None and free:
        yield Reason(
            "choose_concept",
            Text("Tổ chức này có nhiều ý tưởng được mời.", "More than one concept of this organisation is invited."),
            Text("Mời ông/bà chọn ý tưởng để soạn tiếp.", "Choose the one to go on from."),
            "concept",
        )
    elif one is None and chosen is not None:
        yield Reason(
            "not_own_concept",
            Text("Ý tưởng đã chọn không phải của tổ chức này.", "The concept chosen is not of this organisation."),
            Text("Mời ông/bà chọn lại tổ chức chủ trì hoặc ý tưởng.", "Choose the lead or the concept again."),
            "concept",
        )
    elif one is None and not concepts:
        yield Reason(
            "no_concept",
            Text(
                "Giai đoạn này chỉ dành cho đơn vị có ý tưởng được mời; tổ chức này không nộp ý tưởng ở giai đoạn trước.",
                "This stage is for those whose concept was invited; this organisation handed in none.",
            ),
            Text(
                "Mời ông/bà tham gia cùng một đơn vị được mời với vai trò thành viên, hoặc theo dõi các thông báo khác.",
                "Join an invited lead as a member, or watch for other calls.",
            ),
            "lead",
        )
    else:
        for each in (one,) if one is not None else tuple(concepts):
            yield from _not_free(each)


def _not_free(one: ConceptFacts) -> Iterator[Reason]:
    if one.state != "invited":
        label = PROPOSAL.label(one.state)
        why = f" {one.ground}" if one.ground else ""
        yield Reason(
            "concept_not_invited",
            Text(f"Ý tưởng {one.number}: {label.vi}.{why}", f"Concept {one.number}: {label.en}.{why}"),
            Text(
                "Mời ông/bà xem ý kiến đã ghi trên trang ý tưởng, hoàn thiện và nộp ở một thông báo khác.",
                "Read the ground on the concept’s page, work on it, and answer another call.",
            ),
            "lead",
        )
    elif one.full:
        yield Reason(
            "concept_taken",
            Text(
                f"Từ ý tưởng {one.number} đã có đề xuất {one.full}.",
                f"Proposal {one.full} goes on from concept {one.number} already.",
            ),
            Text("Mời ông/bà mở đề xuất đó để soạn tiếp.", "Open that proposal and go on there."),
            "concept",
        )
