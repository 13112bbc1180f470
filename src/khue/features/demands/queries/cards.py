"""One demand, as far as the reader may see it: what it asks, what answers it, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.demands import access
from khue.features.demands.domain.demands import Wanted
from khue.features.demands.domain.words import SHOWN_STATES
from khue.features.demands.models import Demand, Solution, SolutionReading, SolutionSecret
from khue.features.demands.queries.facts import shown
from khue.features.demands.queries.lists import solution_state, state_of
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.kernel.ui import StateView

STEPS = {
    "hand_in": Text("Gửi nhu cầu", "Handed in"),
    "return": Text("Yêu cầu sửa", "Sent back"),
    "publish": Text("Công bố", "Published"),
    "extend": Text("Gia hạn", "Deadline extended"),
    "shortlist": Text("Chọn danh sách ngắn", "Short list drawn"),
    "award": Text("Chọn giải pháp", "Solution chosen"),
    "close": Text("Kết thúc, không chọn giải pháp nào", "Closed, no solution chosen"),
    "withdraw": Text("Rút nhu cầu", "Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """``by`` is empty for readers who are neither the demander's side nor staff."""

    code: str
    label: Text
    ground: str
    by: str
    at: datetime
    deadline: datetime


@dataclass(frozen=True, slots=True)
class TrialRow:
    passed: bool
    result: str
    on: date


@dataclass(frozen=True, slots=True)
class SolutionRow:
    """A solution as its side or, once opened, the demander's side reads it. ``reads_as``: ``supplier`` or ``demander``.

    ``readings``: who read the confidential part when, for the supplier's side. Price in đồng.
    """

    no: int
    party: str
    name: str
    code: str
    state: StateView
    says: str
    offer: str
    price: int | None
    days: int | None
    at: datetime
    ground: str
    trials: tuple[TrialRow, ...]
    has_secret: bool
    reads_as: str
    readings: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """What everybody reads of the choice. ``name`` is empty for a private person."""

    no: int
    name: str
    offer: str
    trial: TrialRow | None


@dataclass(frozen=True, slots=True)
class DemandCard:
    """``count`` of solutions that stand: None before the deadline, but for the demander's side. ``opened``: they may be read."""

    id: int
    stamp: int
    code: str
    state: StateView
    number: str
    party: str
    demander: str
    wanted: Wanted
    field: Text
    ground: str
    handed_in_at: datetime
    published_on: date | None
    ended_on: date | None
    steps: tuple[StepRow, ...]
    solutions: tuple[SolutionRow, ...]
    chosen: ChosenRow | None
    count: int | None
    opened: bool
    is_side: bool
    is_open: bool


def public_demand(number: str, actor: Actor) -> DemandCard:
    """By its number. Raises Missing for one that is not public, as for one that is not there."""
    row = shown().filter(number=number).first() if number else None
    if row is None:
        raise access.no_such_demand()
    return _card(row, actor)


def demand_card(demand_id: int, actor: Actor) -> DemandCard:
    """For its side and staff. Raises Missing, NotAllowed under a restriction."""
    row = Demand.objects.filter(pk=demand_id).first()
    if row is None:
        raise access.no_such_demand()
    access.require_demand(actor, row)
    return _card(row, actor)


def open_demand(demand_id: int, actor: Actor) -> DemandCard:
    """For whoever may answer it: a public one, or the reader's own. Raises Missing."""
    row = shown().filter(pk=demand_id).first()
    if row is None:
        raise access.no_such_demand()
    return _card(row, actor)


def wanted_of(row: Demand) -> Wanted:
    return Wanted(
        title=Text(row.title_vi, row.title_en),
        problem=Text(row.problem_vi, row.problem_en),
        data=row.data,
        test=row.test,
        rules=row.rules,
        field=row.field,
        deadline=row.deadline,
        codes=tuple(row.codes),
        stage=row.stage,
        modes=tuple(row.modes),
        territory=row.territory,
        budget_from=row.budget_from,
        budget_to=row.budget_to,
    )


def _card(row: Demand, actor: Actor) -> DemandCard:
    now = actor.moment
    side = access.is_demander(actor, row)
    inside = side or actor.may(access.READ)
    found = list(Solution.objects.filter(demand=row).prefetch_related("trials").order_by("no"))
    secrets = set(SolutionSecret.objects.filter(solution__in=found).values_list("solution", flat=True))
    past = row.state != "published" or now >= row.deadline
    chosen = next((one for one in found if one.state == "chosen"), None)
    return DemandCard(
        id=row.pk,
        stamp=row.stamp,
        code=row.state,
        state=state_of(row, now),
        number=row.number,
        party=access.key_of(row.party_id),
        demander=row.party_name,
        wanted=wanted_of(row),
        field=exchange.field_names(actor.today).get(row.field, Text(row.field, row.field)),
        ground=row.ground,
        handed_in_at=row.handed_in_at,
        published_on=row.published_on,
        ended_on=row.ended_on,
        steps=_steps(row, inside, actor),
        solutions=tuple(
            _solution(one, role, secrets) for one in found if (role := access.reads_as(actor, row, one, now))
        ),
        chosen=_chosen(chosen) if chosen is not None else None,
        count=sum(one.state != "withdrawn" for one in found) if past or side else None,
        opened=access.is_opened(row, now),
        is_side=side,
        is_open=row.state == "published" and now < row.deadline,
    )


def _steps(row: Demand, inside: bool, actor: Actor) -> tuple[StepRow, ...]:
    """Strangers read what happened from the publication on, without the names of persons; a restricted person's is left out."""
    hidden = {access.key_of(party) for party in access.barred(actor)} if inside else set()
    rows = row.steps.order_by("id")
    public = row.state in SHOWN_STATES
    return tuple(
        StepRow(
            one.step,
            STEPS[one.step],
            one.ground,
            one.by_name if inside and one.by not in hidden else "",
            one.at,
            one.deadline,
        )
        for one in rows
        if inside or (public and one.step not in ("hand_in", "return"))
    )


def _trials(row: Solution) -> tuple[TrialRow, ...]:
    return tuple(TrialRow(one.passed, one.result, one.on) for one in sorted(row.trials.all(), key=lambda one: one.pk))


def _solution(row: Solution, role: str, secrets: set[int]) -> SolutionRow:
    readings = SolutionReading.objects.filter(solution=row).order_by("-id")[:50] if row.pk in secrets and role == "supplier" else ()  # fmt: skip
    return SolutionRow(
        row.no, access.key_of(row.party_id), row.party_name, row.state, solution_state(row.state), row.says, row.offer, row.price, row.days, row.at,
        row.ground, _trials(row), row.pk in secrets, role, tuple((one.reader_name, one.at) for one in readings),
    )  # fmt: skip


def _chosen(row: Solution) -> ChosenRow:
    """A private person is not named; an organisation whose data are restricted neither."""
    key = access.key_of(row.party_id)
    card = people.parties([key]).get(key)
    named = card is not None and card.kind != "person" and row.party_id not in people.restricted_ids()
    trials = _trials(row)
    return ChosenRow(
        row.no, row.party_name if named else "", row.offer if named else "", trials[-1] if trials else None
    )
