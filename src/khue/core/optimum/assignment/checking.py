"""Problems that make no sense are refused before anything is solved: every fault at once, each naming its item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.core.optimum.assignment.problem import Pair, Problem, Proposal, Reviewer

MAX_POINTS = 10**6
"""The largest expertise or wish (either sign): sums stay exact whole numbers throughout."""


def check(problem: Problem) -> None:
    """Raises Refused with one reason per fault; ``field`` of each names the item, as ``proposals.P7``."""
    reasons = [*_people(problem), *_points(problem), *_overrides(problem)]
    if reasons:
        raise Refused.because(*reasons)


def _people(problem: Problem) -> Iterator[Reason]:
    if not problem.proposals:
        yield _fault("no_proposals", "proposals", "Chưa có hồ sơ nào để phân công.", "There is no proposal to assign.")
    if not problem.reviewers:
        yield _fault("no_reviewers", "reviewers", "Chưa có chuyên gia nào.", "There is no reviewer.")
    yield from _twice("proposals", (proposal.id for proposal in problem.proposals))
    yield from _twice("reviewers", (reviewer.id for reviewer in problem.reviewers))
    for proposal in problem.proposals:
        yield from _proposal(proposal)
    for reviewer in problem.reviewers:
        yield from _reviewer(reviewer)


def _twice(kind: str, ids: Iterable[str]) -> Iterator[Reason]:
    for name, count in sorted(Counter(ids).items()):
        if count > 1:
            vi, en = f"Mã {name} xuất hiện {count} lần.", f"The id {name} appears {count} times."
            yield _fault("twice", f"{kind}.{name}", vi, en)


def _proposal(proposal: Proposal) -> Iterator[Reason]:
    at, name = f"proposals.{proposal.id}", proposal.id
    if proposal.needs < 1:
        vi, en = f"Hồ sơ {name} phải có ít nhất một chuyên gia.", f"Proposal {name} needs at least one reviewer."
        yield _fault("needs", at, vi, en)
    if proposal.floor < 0:
        vi, en = f"Mức sàn của hồ sơ {name} không được âm.", f"The floor of proposal {name} cannot be negative."
        yield _fault("floor", at, vi, en)
    yield from _twice(f"{at}.quotas", (quota.label for quota in proposal.quotas))
    for quota in proposal.quotas:
        most = proposal.needs if quota.most is None else quota.most
        if quota.least < 0 or quota.least > min(most, proposal.needs):
            yield _fault(
                "quota", f"{at}.quotas.{quota.label}",
                f"Cơ cấu “{quota.label}” của hồ sơ {name} tự mâu thuẫn: ít nhất {quota.least}, nhiều nhất {most}, "
                f"trong khi hồ sơ cần {proposal.needs} chuyên gia.",
                f"The quota “{quota.label}” of proposal {name} contradicts itself: at least {quota.least}, at most "
                f"{most}, of {proposal.needs} reviewers.",
            )  # fmt: skip


def _reviewer(reviewer: Reviewer) -> Iterator[Reason]:
    if not 0 <= reviewer.least <= reviewer.most:
        yield _fault(
            "load", f"reviewers.{reviewer.id}",
            f"Số hồ sơ giao cho chuyên gia {reviewer.id} tự mâu thuẫn: ít nhất {reviewer.least}, "
            f"nhiều nhất {reviewer.most}.",
            f"The load of reviewer {reviewer.id} contradicts itself: at least {reviewer.least}, at most {reviewer.most}.",
        )  # fmt: skip


def _points(problem: Problem) -> Iterator[Reason]:
    known = _known(problem)
    for kind, points, least in (("expertise", problem.expertise, 0), ("wishes", problem.wishes, -MAX_POINTS)):
        for pair, value in points.items():
            yield from _named(kind, pair, known)
            if not least <= value <= MAX_POINTS:
                yield _fault(
                    "points", _at(kind, pair),
                    f"Điểm {value} của chuyên gia {pair[1]} cho hồ sơ {pair[0]} nằm ngoài khoảng {least} đến {MAX_POINTS}.",
                    f"The points {value} of reviewer {pair[1]} for proposal {pair[0]} are not from {least} to {MAX_POINTS}.",
                )  # fmt: skip
    for pair in problem.forbidden:
        yield from _named("forbidden", pair, known)


def _overrides(problem: Problem) -> Iterator[Reason]:
    known = _known(problem)
    for pair, count in sorted(Counter(override.pair for override in problem.overrides).items()):
        yield from _named("overrides", pair, known)
        if count > 1:
            vi = f"Chuyên gia {pair[1]} và hồ sơ {pair[0]} bị can thiệp {count} lần: chỉ giữ một."
            en = f"Reviewer {pair[1]} and proposal {pair[0]} are overridden {count} times: keep one."
            yield _fault("overridden_twice", _at("overrides", pair), vi, en)
    for override in problem.overrides:
        at = _at("overrides", override.pair)
        if not override.ground.strip():
            vi = f"Can thiệp với hồ sơ {override.proposal} và chuyên gia {override.reviewer} chưa có lý do."
            en = f"The override of proposal {override.proposal} and reviewer {override.reviewer} has no ground."
            yield _fault("no_ground", at, vi, en)
        if override.force and override.pair in problem.forbidden:
            yield _fault(
                "forced_interest", at,
                f"Chuyên gia {override.reviewer} có lợi ích liên quan đến hồ sơ {override.proposal} nên không được chỉ định.",
                f"Reviewer {override.reviewer} has an interest in proposal {override.proposal} and cannot be put in.",
            )  # fmt: skip


def _known(problem: Problem) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(p.id for p in problem.proposals), frozenset(r.id for r in problem.reviewers)


def _named(kind: str, pair: Pair, known: tuple[frozenset[str], frozenset[str]]) -> Iterator[Reason]:
    if pair[0] not in known[0]:
        vi, en = f"Không có hồ sơ {pair[0]} trong đợt này.", f"There is no proposal {pair[0]} here."
        yield _fault("unknown_proposal", _at(kind, pair), vi, en)
    if pair[1] not in known[1]:
        vi, en = f"Không có chuyên gia {pair[1]} trong đợt này.", f"There is no reviewer {pair[1]} here."
        yield _fault("unknown_reviewer", _at(kind, pair), vi, en)


def _at(kind: str, pair: Pair) -> str:
    return f"{kind}.{pair[0]}.{pair[1]}"


def _fault(code: str, field: str, vi: str, en: str) -> Reason:
    step = Text("Mời ông/bà kiểm tra lại mục này rồi tính lại.", "Correct this item, then solve again.")
    return Reason(code, Text(vi, en), step, field)
