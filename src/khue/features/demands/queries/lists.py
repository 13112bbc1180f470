"""Demands in lists: for everybody, of one's own sides, for staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.demands import access
from khue.features.demands.domain.words import DEMAND, SOLUTION
from khue.features.demands.models import Demand, Solution
from khue.features.demands.queries.facts import shown
from khue.features.exchange import queries as exchange
from khue.features.exchange.domain.words import MODES
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "handed_in": "wait", "returned": "now", "published": "now", "choosing": "firm", "shortlisted": "firm", "awarded": "good", "closed": "plain",
    "withdrawn": "plain", "declined": "plain", "chosen": "good",
}  # fmt: skip
VIEWS = ("publish", "returned", "all")


@dataclass(frozen=True, slots=True)
class DemandFilter:
    """What the list is narrowed by; empty values narrow nothing. ``stage``: a readiness that will do. ``state``: ``open``, ``over``."""

    text: str = ""
    field: str = ""
    mode: str = ""
    stage: int = 0
    state: str = ""

    @property
    def narrows(self) -> bool:
        return self != DemandFilter()


@dataclass(frozen=True, slots=True)
class DemandRow:
    """A line of a list, for the page and for exports. Budget in đồng."""

    id: int
    number: str
    title: Text
    field: Text
    demander: str
    state: StateView
    stage: int | None
    budget_from: int | None
    budget_to: int | None
    deadline: datetime
    published_on: date | None


@dataclass(frozen=True, slots=True)
class OwnSolution:
    """A solution of a side of the reader."""

    demand: str
    title: Text
    no: int
    supplier: str
    state: StateView
    at: datetime


def state_of(row: Demand, now: datetime) -> StateView:
    """A published demand whose deadline has passed is being chosen from."""
    if row.state == "published" and now >= row.deadline:
        return StateView("choosing", Text("Hết hạn nhận đề xuất, đang xem xét", "Deadline passed, being considered"), TONES["choosing"])  # fmt: skip
    return StateView(row.state, DEMAND.label(row.state).capitalised(), TONES[row.state])


def solution_state(state: str) -> StateView:
    return StateView(state, SOLUTION.label(state).capitalised(), TONES[state])


def demands(actor: Actor, asked: DemandFilter, after: str | None, size: int = 25) -> Page[DemandRow]:
    """Public demands, newest first."""
    names = exchange.field_names(actor.today)
    return keyset(_narrowed(shown(), asked, actor.moment), ["-published_on", "-id"], after, size).of(lambda row: _row(row, names, actor.moment))  # fmt: skip


def _narrowed(found: QuerySet[Demand], asked: DemandFilter, now: datetime) -> QuerySet[Demand]:
    for word in fold(asked.text).split()[:10]:
        found = found.filter(folded__contains=word)
    if asked.field:
        found = found.filter(field=asked.field)
    if asked.mode in MODES:
        found = found.filter(modes__contains=[asked.mode])
    if 1 <= asked.stage <= 9:
        found = found.filter(stage__lte=asked.stage)
    if asked.state == "open":
        found = found.filter(state="published", deadline__gt=now)
    if asked.state == "over":
        found = found.exclude(state="published", deadline__gt=now)
    return found


def _row(row: Demand, names: Mapping[str, Text], now: datetime) -> DemandRow:
    return DemandRow(
        row.pk, row.number, Text(row.title_vi, row.title_en), names.get(row.field, Text(row.field, row.field)), row.party_name,
        state_of(row, now), row.stage or None, row.budget_from, row.budget_to, row.deadline, row.published_on,
    )  # fmt: skip


def demands_of(actor: Actor, after: str | None, size: int = 25) -> Page[DemandRow]:
    """Of the parties that the actor stands for, newest first."""
    names = exchange.field_names(actor.today)
    held = [people.subject_id(key) for key, _scope in actor.holds if key.startswith("demand:")]
    found = Demand.objects.filter(Q(party__in=people.ids_i_stand_for(actor)) | Q(pk__in=held))
    return keyset(found, ["-id"], after, size).of(lambda row: _row(row, names, actor.moment))


def solutions_of(actor: Actor, after: str | None = None, size: int = 50) -> Page[OwnSolution]:
    """What the actor's sides have proposed, newest first."""
    found = Solution.objects.filter(party__in=people.ids_i_stand_for(actor)).select_related("demand")
    return keyset(found, ["-id"], after, size).of(
        lambda row: OwnSolution(
            row.demand.number,
            Text(row.demand.title_vi, row.demand.title_en),
            row.no,
            row.party_name,
            solution_state(row.state),
            row.at,
        )
    )


def desk(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[DemandRow]:
    """For staff: what awaits the second person, what was sent back, or everything. Raises NotAllowed."""
    actor.require(access.READ)
    names = exchange.field_names(actor.today)
    found = Demand.objects.exclude(party__in=access.barred(actor))
    if view == "publish":
        found = found.filter(state="handed_in")
    elif view == "returned":
        found = found.filter(state="returned")
    return keyset(found, ["-id"], after, size).of(lambda row: _row(row, names, actor.moment))
