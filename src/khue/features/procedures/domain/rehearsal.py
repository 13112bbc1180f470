"""Past cases replayed through the steps of another version: how long it would take, and how often in time.

Each past case goes through the new steps with the times that it took itself. A step that is new takes the times of the step
nearest to it; when there is none, its whole clock is assumed. People are assumed to work as fast as they did: a shorter
clock makes nobody faster, it only makes more steps late. All figures are working days. Deterministic for one seed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from random import Random
from typing import Literal

from khue.core.bilingual import Text
from khue.core.clock import Term
from khue.features.dossiers.domain.definition import ENDS, Procedure, Step

MOST_VISITS = 30
"""A case that goes in circles is cut here."""
Source = Literal["own", "same_role", "same_kind", "assumed"]


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A step of a past case: working days in which its clock ran, and in which it stood still (a supplement, say)."""

    step: str
    outcome: str
    worked: int
    waited: int = 0


@dataclass(frozen=True, slots=True)
class PastCase:
    number: str
    visits: tuple[PastVisit, ...]


@dataclass(frozen=True, slots=True)
class StepTimes:
    """What a step would take. ``clock`` in working days, None without one; ``in_time`` is a share from 0 to 1."""

    key: str
    name: Text
    visits: int
    median: int
    ninetieth: int
    waited: int
    clock: int | None
    in_time: float | None
    source: Source
    taken_from: Text | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All cases through one version. ``promised`` is the sum of the clocks after receipt."""

    cases: int
    steps: tuple[StepTimes, ...]
    median: int
    ninetieth: int
    promised: int | None
    in_time: float | None


@dataclass(slots=True)
class _Seen:
    worked: list[int] = field(default_factory=list)
    waited: list[int] = field(default_factory=list)


Pools = Mapping[str, Sequence[PastVisit]]


def rehearse(
    procedure: Procedure,
    terms: Mapping[str, Term | None],
    past: Sequence[PastCase],
    known: Mapping[str, Step],
    *,
    seed: int = 1,
) -> Rehearsal:
    """Replay ``past`` through ``procedure``. ``known`` are the steps that the past cases went through, by key."""
    pools: dict[str, list[PastVisit]] = {}
    for case in past:
        for visit in case.visits:
            pools.setdefault(visit.step, []).append(visit)
    nearest = {step.key: _nearest(step, pools, known) for step in procedure.main_steps}
    seen = {step.key: _Seen() for step in procedure.main_steps}
    totals, after_receipt = [], []
    for case in past:
        whole, promised = _replay(case, procedure, terms, pools, nearest, seen, Random(f"{seed}:{case.number}"))
        totals.append(whole)
        after_receipt.append(promised)
    clocks = [_days(terms.get(step.key)) for step in procedure.main_steps[1:]]
    known_clocks = [days for days in clocks if days is not None]
    promise = sum(known_clocks) if known_clocks else None
    return Rehearsal(
        cases=len(past),
        steps=tuple(
            _times(step, seen[step.key], _days(terms.get(step.key)), nearest[step.key], known)
            for step in procedure.main_steps
        ),
        median=percentile(totals, 50),
        ninetieth=percentile(totals, 90),
        promised=promise,
        in_time=_share(after_receipt, promise),
    )


def _nearest(step: Step, pools: Pools, known: Mapping[str, Step]) -> tuple[Source, str]:
    """The past step whose times this one takes: itself, one of the same right and kind, one of the same kind, or none."""
    if step.key in pools:
        return "own", step.key
    alike = [key for key in pools if key in known and known[key].kind == step.kind]
    same_role = [key for key in alike if known[key].right == step.right]
    if same_role:
        return "same_role", max(same_role, key=lambda key: (len(pools[key]), key))
    if alike:
        return "same_kind", max(alike, key=lambda key: (len(pools[key]), key))
    return "assumed", ""


def _replay(
    case: PastCase,
    procedure: Procedure,
    terms: Mapping[str, Term | None],
    pools: Pools,
    nearest: Mapping[str, tuple[Source, str]],
    seen: Mapping[str, _Seen],
    chance: Random,
) -> tuple[int, int]:
    """(working days from handing in to the end, those of them that count for the promise)."""
    own: dict[str, deque[PastVisit]] = {}
    for visit in case.visits:
        own.setdefault(visit.step, deque()).append(visit)
    at, whole, promised = procedure.first_step, 0, 0
    for _turn in range(MOST_VISITS):
        source, key = nearest[at.key]
        if source == "assumed":
            visit = PastVisit(at.key, "", _days(terms.get(at.key)) or 0)
        elif own.get(key):
            visit = own[key].popleft()
        else:
            visit = chance.choice(pools[key])
        seen[at.key].worked.append(visit.worked)
        seen[at.key].waited.append(visit.waited)
        whole += visit.worked + visit.waited
        if at is not procedure.first_step:
            promised += visit.worked
        outcome = at.outcome(visit.outcome) or at.outcomes[0]
        if outcome.next in ENDS or not outcome.next:
            break
        at = procedure.step(outcome.next)
    return whole, promised


def _times(
    step: Step, seen: _Seen, clock: int | None, nearest: tuple[Source, str], known: Mapping[str, Step]
) -> StepTimes:
    source, key = nearest
    other = known.get(key) if source in ("same_role", "same_kind") else None
    return StepTimes(
        key=step.key,
        name=step.name,
        visits=len(seen.worked),
        median=percentile(seen.worked, 50),
        ninetieth=percentile(seen.worked, 90),
        waited=sum(seen.waited),
        clock=clock,
        in_time=_share(seen.worked, clock),
        source=source,
        taken_from=other.name if other else None,
    )


def percentile(values: Sequence[int], share: int) -> int:
    """The value at or below which ``share`` per cent lie (nearest rank); 0 of nothing."""
    if not values:
        return 0
    ordered = sorted(values)
    return ordered[max(1, ceil(len(ordered) * share / 100)) - 1]


def _share(values: Sequence[int], bound: int | None) -> float | None:
    if bound is None or not values:
        return None
    return sum(value <= bound for value in values) / len(values)


def _days(term: Term | None) -> int | None:
    """A term in working days; of calendar days five of seven count, rounded up."""
    if term is None:
        return None
    return term.amount if term.unit == "working_days" else ceil(term.amount * 5 / 7)


def assumptions(found: Rehearsal) -> tuple[Text, ...]:
    """What the figures rest on, in words."""
    told = [
        Text(
            f"Chạy lại {found.cases} hồ sơ đã giải quyết xong, theo đúng số ngày từng hồ sơ đã dùng.",
            f"{found.cases} decided cases were replayed, each with the days that it took.",
        ),
        Text(
            "Giả định mọi người làm việc nhanh như trước: rút ngắn thời hạn không làm ai làm nhanh hơn.",
            "People are assumed to work as fast as they did: a shorter clock makes nobody faster.",
        ),
        Text(
            "Số ngày là ngày làm việc. Thời hạn tính theo ngày thường được đổi thành năm phần bảy, làm tròn lên."
            " Thời gian chờ người nộp bổ sung không tính vào thời hạn.",
            "Days are working days. Of a clock in calendar days five of seven count, rounded up."
            " Waiting for a supplement does not count against a clock.",
        ),
    ]
    for step in found.steps:
        if step.taken_from is not None:
            other = step.taken_from
            told.append(
                Text(
                    f"“{step.name.vi}” là bước mới: lấy thời gian của bước gần nhất, “{other.vi}”.",
                    f"“{step.name.into('en')}” is new: it takes the times of the nearest step, “{other.into('en')}”.",
                )
            )
        elif step.source == "assumed":
            days = step.clock or 0
            told.append(
                Text(
                    f"“{step.name.vi}” là bước mới, chưa có số liệu: giả định dùng hết thời hạn ({days} ngày làm việc).",
                    f"“{step.name.into('en')}” is new and nothing like it was observed: its whole clock is assumed"
                    f" ({days} working days).",
                )
            )
    return tuple(told)
