"""A study of a round: which proposals its budget would fund, as a problem that the solver proves; and the decision of people.

Everything here follows from values: the declared rules, the offers as they stood, budget and ties of the study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG, format_dong
from khue.core.optimum.portfolio import Bonus, Limit, Offer, Problem
from khue.core.optimum.portfolio.problem import FINE
from khue.features.calls.domain.needing import filled
from khue.features.calls.domain.rounds import Rules, digest_of

VALUE_OF_POINT: Final = 100 * FINE
"""The declared value that one point of 100 is worth at a weight of 100 %."""
MOST_OFFERS: Final = 3000
MOST_TRIES: Final = 5
TYPED: Final = ""
"""The source of a budget that was typed; otherwise the subject of a budget line in the ledger."""

STUDY: Final = Flow(
    {
        "waiting": Text("chờ tính", "waiting"),
        "running": Text("đang tính", "being solved"),
        "done": Text("đã có kết quả", "solved"),
        "stopped": Text("đã dừng", "stopped"),
        "failed": Text("không tính được", "failed"),
    },
    (
        Transition("order", ("stopped", "failed"), "waiting", Text("tính lại", "solve again")),
        Transition("begin", ("waiting", "running"), "running", Text("bắt đầu tính", "begin")),
        Transition("stop", ("waiting", "running"), "stopped", Text("dừng", "stop")),
        Transition("finish", ("running",), "done", Text("ghi kết quả", "finish")),
        Transition("fail", ("waiting", "running"), "failed", Text("ghi lỗi", "fail")),
    ),
)
STUDY_TONES: Final = {"waiting": "wait", "running": "now", "done": "good", "stopped": "plain", "failed": "bad"}
OUTSIDE: Final = {
    "not_recommended": Text("Hội đồng không đề nghị thực hiện", "Not recommended by the council"),
    "no_points": Text("Chưa có điểm của hội đồng", "No points of a council"),
    "least_points": Text("Dưới mức điểm tối thiểu đã công bố", "Below the declared least points"),
    "no_verdict": Text("Hội đồng chưa kết luận", "The council has not decided yet"),
    "no_cost": Text("Không đề nghị kinh phí của Thành phố", "Asks for no money of the city"),
}
"""Why a proposal is not among those that the solver chooses from."""


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """A proposal as a study takes it. ``scores``: hundredths of 100 by reviewer; ``cost`` in đồng; ``lead`` a party's id.

    Says no name and no title: a study is kept for good.
    """

    id: int
    number: str
    call: int
    field: str
    lead: int
    cost: int
    state: str
    points: int | None
    scores: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "number": self.number, "call": self.call, "field": self.field, "lead": self.lead,
            "cost": self.cost, "state": self.state, "points": self.points, "scores": dict(sorted(self.scores.items())),
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> OfferFacts:
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class StudyInputs:
    """What a study asks besides the declared rules. Proposals are named by number; ``source`` see ``TYPED``.

    ``needs`` (one, other): one only together with the other. ``exclusions``: of each group at most one. ``ground`` tells
    where ties, must and must-not come from.
    """

    budget: int
    source: str = TYPED
    needs: tuple[tuple[str, str], ...] = ()
    exclusions: tuple[tuple[str, ...], ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    ground: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "budget": self.budget, "source": self.source, "needs": [list(pair) for pair in self.needs],
            "exclusions": [list(group) for group in self.exclusions], "must": list(self.must),
            "must_not": list(self.must_not), "ground": self.ground,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> StudyInputs:
        return cls(
            stored["budget"],
            stored["source"],
            tuple((one, other) for one, other in stored["needs"]),
            tuple(map(tuple, stored["exclusions"])),
            tuple(stored["must"]),
            tuple(stored["must_not"]),
            stored["ground"],
        )


@dataclass(frozen=True, slots=True)
class OrderStudy:
    round_id: int
    title: str
    inputs: StudyInputs
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SteerStudy:
    """Stop a study, or have one solved again that was stopped or failed."""

    study_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecidePortfolio:
    """``funded`` ids of proposals that are carried out; ``departures`` grounds by id where people differ from the solver."""

    study_id: int
    funded: tuple[int, ...]
    ground: str
    departures: Mapping[int, str]
    seen: int | None = None
    once: UUID | None = None


def why_outside(offer: OfferFacts, rules: Rules) -> str:
    """A key of ``OUTSIDE``; empty for one that the solver chooses from."""
    if offer.state == "opened":
        return "no_verdict"
    if offer.state != "recommended":
        return "not_recommended"
    if offer.points is None:
        return "no_points"
    if offer.points < rules.least_points:
        return "least_points"
    return "" if offer.cost > 0 else "no_cost"


def team_of(offer: OfferFacts) -> str:
    return f"team:{offer.lead}"


def problem_of(rules: Rules, offers: Sequence[OfferFacts], inputs: StudyInputs, salt: str) -> Problem:
    """The declared rules and the ties of the study as a problem in whole numbers. ``salt`` is public: the round and the study."""
    inside = [offer for offer in offers if not why_outside(offer, rules)]
    calls = {offer.call for offer in inside}
    teams = {team_of(offer) for offer in inside} if rules.team_count else set()
    limits = [
        Limit(f"field:{code}", rule.least_count, rule.most_count, rule.least_money, rule.most_money)
        for code, rule in sorted(rules.fields.items())
    ]
    if rules.per_call is not None:
        limits += [Limit(f"call:{call}", most_count=rules.per_call) for call in sorted(calls)]
    bonus = rules.team_points * FINE
    return Problem(
        offers=tuple(_offer(offer, rules) for offer in inside),
        budget=inputs.budget,
        limits=tuple(limits),
        bonuses=tuple(Bonus(team, rules.team_count, bonus) for team in sorted(teams)),
        needs=inputs.needs,
        exclusions=tuple(frozenset(group) for group in inputs.exclusions),
        must=frozenset(inputs.must),
        must_not=frozenset(inputs.must_not),
        salt=salt,
    )


def _offer(offer: OfferFacts, rules: Rules) -> Offer:
    """The value: mean of the scores times the weight of the field, and what outstanding points add."""
    groups = frozenset({f"field:{offer.field}", f"call:{offer.call}", team_of(offer)})
    plain = Offer(offer.number, offer.cost, dict(offer.scores), rules.of(offer.field).weight, 0, groups)
    if not rules.outstanding_from or (offer.points or 0) < rules.outstanding_from:
        return plain
    extra = plain.value * rules.outstanding_percent // 100
    return Offer(plain.id, plain.cost, plain.scores, plain.weight, extra, groups)


def inputs_digest(rules: Rules, offers: Sequence[OfferFacts], inputs: StudyInputs) -> str:
    """The same rules, offers, budget and ties have the same sign."""
    return digest_of(
        {"rules": rules.to_json(), "offers": [one.to_json() for one in offers], "inputs": inputs.to_json()}
    )


def may_order(
    state: str, title: str, inputs: StudyInputs, rules: Rules, offers: Sequence[OfferFacts], available: int | None
) -> Decision:
    """``available``: what the ledger's line holds when the budget comes from one, else None."""
    reasons = [*filled(title, "tên phương án", "the name of the study", "title", least=3)]
    mend = Text("Mời ông/bà sửa lại mục này.", "Correct this entry.")
    if state not in ("published", "decided"):
        text = Text(
            "Cách lựa chọn của vòng này chưa được công bố, hoặc vòng đã hủy.",
            "The round is not published, or cancelled.",
        )
        reasons.append(
            Reason(
                "round",
                text,
                Text("Chỉ lập phương án cho vòng đã công bố và chưa quyết định.", "Studies are for rounds under way."),
            )
        )
    if not 0 < inputs.budget <= MAX_DONG:
        text = Text("Kinh phí phải lớn hơn 0.", "The budget must be above zero.")
        reasons.append(Reason("budget", text, mend, "budget"))
    if available is not None and inputs.budget > available:
        reasons.append(over_line(inputs.budget, available))
    inside = {offer.number for offer in offers if not why_outside(offer, rules)}
    if not inside:
        text = Text("Chưa có đề xuất nào để lựa chọn.", "There is no proposal to choose from yet.")
        reasons.append(
            Reason("no_offers", text, Text("Mời ông/bà chờ kết luận của hội đồng.", "Wait for the councils."))
        )
    if len(inside) > MOST_OFFERS:
        text = Text(f"Quá {MOST_OFFERS} đề xuất.", f"More than {MOST_OFFERS} proposals.")
        reasons.append(Reason("many", text, Text("Mời ông/bà chia vòng.", "Split the round.")))
    reasons += _ties(inputs, inside)
    return Decision.refuse_if_any(reasons)


def _ties(inputs: StudyInputs, inside: set[str]) -> Iterator[Reason]:
    named = {
        "needs": [number for pair in inputs.needs for number in pair],
        "exclusions": [number for group in inputs.exclusions for number in group],
        "must": list(inputs.must),
        "must_not": list(inputs.must_not),
    }
    for where, numbers in named.items():
        for number in dict.fromkeys(numbers):
            if number not in inside:
                yield Reason(
                    "unknown",
                    Text(f"{number} không thuộc các đề xuất được lựa chọn.", f"{number} is not among the proposals."),
                    Text("Mời ông/bà kiểm tra lại số đề xuất.", "Check the number."),
                    where,
                )
    if any(named.values()):
        yield from filled(inputs.ground, "căn cứ của các ràng buộc", "the ground of the ties", "ground", least=10)


def over_line(budget: int, available: int) -> Reason:
    return Reason(
        "over_line",
        Text(
            f"Kinh phí {format_dong(budget, 'vi')} vượt số dư của dòng ngân sách: {format_dong(available, 'vi')}.",
            f"The budget of {format_dong(budget, 'en')} exceeds what the line holds: {format_dong(available, 'en')}.",
        ),
        Text("Mời ông/bà giảm kinh phí, hoặc bổ sung dòng ngân sách.", "Take less, or add to the line."),
        "budget",
    )
