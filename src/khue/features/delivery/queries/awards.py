"""Funded missions as the city publishes its awards: for the room above that publishes all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Case, Count, F, IntegerField, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Least

from khue.core.bilingual import Text
from khue.features.calls import queries as calls
from khue.features.delivery.domain.words import FUNDED, KINDS, MISSION
from khue.features.delivery.models import Mission
from khue.features.people import queries as people

CHUNK = 500
FIRST = Least(F("advance_paid_on"), Min("milestones__paid_on"))
"""The day of the first payment; LEAST of PostgreSQL passes over what is empty."""
SELECTION = "selection"


@dataclass(frozen=True, slots=True)
class MissionAward:
    """``party`` is 0 for a private person; ``needed_on`` is the day on which the need behind the order was raised."""

    id: int
    number: str
    title: str
    kind: Text
    receiver: str
    party: int
    asked: int
    granted: int
    paid: int
    budget_line: str
    field: str
    from_call: bool
    needed_on: date | None
    handed_in_on: date | None
    decided_on: date
    contracted_on: date | None
    first_paid_on: date | None
    starts_on: date | None
    ends_on: date | None
    state: Text


@dataclass(frozen=True, slots=True)
class MissionStream:
    """đồng on one way from the budget to the field; ``party`` 0 gathers private persons."""

    budget_line: str
    field: str
    party: int
    name: str
    granted: int
    paid: int
    awards: int


def _funded() -> QuerySet[Mission]:
    return Mission.objects.filter(state__in=FUNDED).exclude(lead__in=people.restricted_ids())


def awards() -> Iterator[MissionAward]:
    """Newest decision first; read in parts."""
    found = _funded().annotate(first=FIRST).select_related("lead").order_by("-decided_on", "-pk").iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        begun = calls.first_days([row.proposal for row in chunk])
        for row in chunk:
            yield _award(row, *begun.get(row.proposal, (None, None)))


def _award(row: Mission, needed: date | None, handed_in: date | None) -> MissionAward:
    assert row.decided_on is not None, "a funded mission has its decision"
    private = row.lead.kind == "person"
    return MissionAward(
        id=row.pk,
        number=row.number,
        title=row.title,
        kind=KINDS.get(row.kind, Text("nhiệm vụ", "mission")),
        receiver="" if private else row.lead_name,
        party=0 if private else row.lead_id,
        asked=row.asked,
        granted=row.granted or 0,
        paid=row.paid,
        budget_line=row.budget_line.removeprefix("budget:"),
        field=row.field,
        from_call=row.mode == SELECTION,
        needed_on=needed,
        handed_in_on=handed_in,
        decided_on=row.decided_on,
        contracted_on=row.contracted_on,
        first_paid_on=row.first,  # type: ignore[attr-defined]  # an annotation
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=MISSION.label(row.state),
    )


def streams() -> tuple[MissionStream, ...]:
    """Granted and paid by line, field and lead, summed by the database."""
    private = When(lead__kind="person", then=Value(0))
    rows = list(
        _funded()
        .annotate(party=Case(private, default=F("lead_id"), output_field=IntegerField()))
        .values("budget_line", "field", "party")
        .annotate(all=Sum("granted"), out=Sum("paid"), awards=Count("pk"))
        .order_by()
    )
    names = people.parties(f"party:{row['party']}" for row in rows if row["party"])
    return tuple(
        MissionStream(
            row["budget_line"].removeprefix("budget:"),
            row["field"],
            row["party"],
            names[f"party:{row['party']}"].name if row["party"] else "",
            int(row["all"] or 0),
            int(row["out"] or 0),
            row["awards"],
        )
        for row in rows
    )


def days_of_awards(since: date) -> Iterator[tuple[date | None, date | None, date, date | None, date | None]]:
    """Needed, handed in, decided, contracted, first paid: of what was decided on ``since`` or later; two queries for each part."""
    rows = _funded().filter(decided_on__gte=since).annotate(first=FIRST).order_by("pk")
    found = rows.values_list("proposal", "decided_on", "contracted_on", "first").iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        begun = calls.first_days([row[0] for row in chunk])
        for proposal, decided, contracted, paid in chunk:
            assert decided is not None, "it is filtered by it"
            needed, handed_in = begun.get(proposal, (None, None))
            yield needed, handed_in, decided, contracted, paid
