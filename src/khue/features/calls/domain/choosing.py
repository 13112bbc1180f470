"""The decision of people on a portfolio: what the solver proposed, where they depart from it, and what stops them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.calls.domain.needing import filled
from khue.features.calls.domain.portfolio import DecidePortfolio, OfferFacts, over_line
from khue.features.calls.domain.rounds import ROUND

LEAST_GROUND = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One proposal: what the solver proposed, what people decide, and the ground where the two differ."""

    offer: OfferFacts
    proposed: bool
    funded: bool
    ground: str

    @property
    def departs(self) -> bool:
        return self.proposed != self.funded


@dataclass(frozen=True, slots=True)
class Standing:
    """What the deed finds. ``offers`` as they stand now, ``studied`` as the study took them; ``available``: of the ledger's line."""

    round_state: str
    study_state: str
    feasible: bool
    budget: int
    available: int | None
    offers: Sequence[OfferFacts]
    studied: Sequence[OfferFacts]
    proposed: frozenset[str]
    near: frozenset[int]


def choices(asked: DecidePortfolio, standing: Standing) -> tuple[Choice, ...]:
    """Every proposal that awaits a decision, in the order of numbers."""
    funded = set(asked.funded)
    return tuple(
        Choice(offer, offer.number in standing.proposed, offer.id in funded, asked.departures.get(offer.id, "").strip())
        for offer in sorted(standing.offers, key=lambda one: one.number)
    )


def may_decide(asked: DecidePortfolio, standing: Standing, competent: Sequence[Reason]) -> Decision:
    """The study is solved and still about what is there; every departure has its ground; the money is enough."""
    reasons = [*ROUND.decision(standing.round_state, "decide").reasons, *competent]
    if standing.study_state != "done":
        text = Text("Phương án này chưa có kết quả.", "This study has no result yet.")
        reasons.append(Reason("not_solved", text, Text("Mời ông/bà chờ tính xong.", "Wait until it is solved.")))
    elif not standing.feasible:
        text = Text("Phương án này không có lời giải.", "This study has no solution.")
        reasons.append(
            Reason("infeasible", text, Text("Mời ông/bà lập phương án khác.", "Order another study with other limits."))
        )
    reasons += filled(asked.ground, "căn cứ quyết định", "the ground of the decision", "ground", least=10)
    reasons += _moved(standing.studied, standing.offers)
    known = {offer.id for offer in standing.offers}
    if set(asked.funded) - known or set(asked.departures) - known:
        text = Text("Có đề xuất không thuộc vòng này.", "A proposal is not of this round.")
        reasons.append(Reason("stranger", text, Text("Mời ông/bà mở lại trang.", "Open the page again.")))
    found = choices(asked, standing)
    reasons += _rows(found, standing.near)
    reasons += _money(found, standing)
    return Decision.refuse_if_any(reasons)


def _moved(studied: Sequence[OfferFacts], now: Sequence[OfferFacts]) -> Iterator[Reason]:
    """What was withdrawn, judged or changed since: people decide on what they saw."""
    before = {offer.id: offer for offer in studied}
    after = {offer.id: offer for offer in now}
    changed = sorted(
        (before.get(pk) or after[pk]).number for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)
    )
    if changed:
        listed = ", ".join(changed[:10]) + (" …" if len(changed) > 10 else "")
        yield Reason(
            "moved",
            Text(
                f"Từ khi lập phương án đã có thay đổi ở: {listed}.",
                f"Since the study was made these changed: {listed}.",
            ),
            Text("Mời ông/bà lập phương án mới rồi quyết định.", "Order a new study, then decide."),
        )
    waiting = sorted(offer.number for offer in now if offer.state == "opened")
    if waiting:
        listed = ", ".join(waiting[:10]) + (" …" if len(waiting) > 10 else "")
        yield Reason(
            "no_verdict",
            Text(f"Hội đồng chưa kết luận về: {listed}.", f"No council has decided yet on: {listed}."),
            Text("Mời ông/bà chờ kết luận; danh mục được quyết định một lần.", "Wait: a portfolio is decided at once."),
        )


def _rows(found: Sequence[Choice], near: frozenset[int]) -> Iterator[Reason]:
    for one in found:
        if one.offer.id in near:
            text = Text(
                f"Ông/bà có liên quan đến bên chủ trì của đề xuất {one.offer.number}.",
                f"You stand near the lead of proposal {one.offer.number}.",
            )
            yield Reason("near", text, Text("Mời ông/bà để người khác quyết định.", "Leave it to somebody else."))
        if one.departs and len(one.ground) < LEAST_GROUND:
            text = Text(
                f"Quyết định về {one.offer.number} khác phương án tính nhưng chưa nêu lý do.",
                f"What is decided on {one.offer.number} departs from the study without its ground.",
            )
            step = Text(
                f"Mời ông/bà nêu lý do trong ít nhất {LEAST_GROUND} ký tự; lý do được công bố.",
                f"Say why in at least {LEAST_GROUND} characters; it is published.",
            )
            yield Reason("no_ground", text, step, f"ground-{one.offer.id}")


def _money(found: Sequence[Choice], standing: Standing) -> Iterator[Reason]:
    cost = sum(one.offer.cost for one in found if one.funded)
    if cost > standing.budget:
        yield Reason(
            "over_budget",
            Text(
                f"Các đề xuất được chọn cần {format_dong(cost, 'vi')}, vượt kinh phí {format_dong(standing.budget, 'vi')}.",
                f"What is chosen costs {format_dong(cost, 'en')}, more than the budget of {format_dong(standing.budget, 'en')}.",
            ),
            Text("Mời ông/bà bỏ bớt đề xuất.", "Take some proposals off."),
        )
    if standing.available is not None and cost > standing.available:
        yield over_line(cost, standing.available)


def levels(found: Sequence[Choice]) -> Mapping[str, int]:
    """The people's set as the solver's module reads it: everything in full."""
    return {one.offer.number: 0 for one in found if one.funded}


def in_a_round(number: str) -> Decision:
    """A proposal of a published round is decided with its round, never alone."""
    return Decision.refuse(
        Reason(
            "in_round",
            Text(f"Đề xuất này thuộc vòng xét chọn {number}.", f"This proposal is of round {number}."),
            Text(
                "Mời ông/bà quyết định cả danh mục tại trang của vòng xét chọn.",
                "Decide on the whole portfolio on the page of the round.",
            ),
        )
    )
