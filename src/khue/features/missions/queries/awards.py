"""Granted supports as the city publishes its awards: money, days, and the line that pays. For the room above that publishes all awards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Sum, Value, When

from khue.core.bilingual import Text
from khue.features.missions import access
from khue.features.missions.domain.application import PRIVATE
from khue.features.missions.domain.limits import KIND_NAMES, TaskKind
from khue.features.missions.domain.support import SUPPORT
from khue.features.missions.models import EquipmentSupport
from khue.features.missions.queries.pages import IN_REGISTER, LISTED, named_supports
from khue.features.people import queries as people

CHUNK = 500


@dataclass(frozen=True, slots=True)
class SupportAward:
    """``party`` is 0 for a private person. ``first_paid_on`` is the day of the first payment that the bank's statement shows."""

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
    handed_in_on: date
    decided_on: date
    agreed_on: date | None
    first_paid_on: date | None
    starts_on: date | None
    ends_on: date | None
    state: Text


@dataclass(frozen=True, slots=True)
class SupportStream:
    """đồng granted to one party on one way from the budget to the field; ``party`` 0 gathers private persons."""

    budget_line: str
    kind: Text
    kind_code: str
    field: str
    party: int
    name: str
    granted: int
    paid: int
    awards: int


def awards() -> Iterator[SupportAward]:
    """Every support that stands in the register and was not annulled, newest decision first; read in parts."""
    rows = _published().annotate(first_paid_on=Min("tranches__paid_on")).select_related("task")
    found = rows.order_by("-decided_on", "-pk").iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _awards(chunk)


def days_of_awards(since: date) -> Iterator[tuple[date, date, date | None, date | None]]:
    """Handed in, decided, agreed, first paid: of every published support that was decided on ``since`` or later. One query."""
    rows = _published().filter(decided_on__gte=since).annotate(first_paid_on=Min("tranches__paid_on")).order_by()
    for handed_in, decided, agreed, paid in rows.values_list(
        "law_day", "decided_on", "agreed_on", "first_paid_on"
    ).iterator(5_000):
        assert decided is not None, "it is filtered by it"
        yield handed_in, decided, agreed, paid


def _published() -> QuerySet[EquipmentSupport]:
    return EquipmentSupport.objects.filter(IN_REGISTER).exclude(lead__in=people.restricted_ids())


def _awards(rows: Sequence[EquipmentSupport]) -> Iterator[SupportAward]:
    for row, named in zip(rows, named_supports(rows), strict=True):
        assert row.decided_on is not None
        yield SupportAward(
            id=row.pk,
            number=row.dossier_number,
            title=row.task.title,
            kind=KIND_NAMES[TaskKind(row.task.kind)],
            receiver=named.receiver_now or named.receiver,
            party=0 if row.public_name == PRIVATE else people.party_id(access.lead_key(row)),
            asked=row.asked,
            granted=row.granted or 0,
            paid=row.paid,
            budget_line=row.budget_line.removeprefix("budget:"),
            field=row.task.field,
            handed_in_on=row.law_day,
            decided_on=row.decided_on,
            agreed_on=row.agreed_on,
            first_paid_on=row.first_paid_on,  # type: ignore[attr-defined]  # an annotation
            starts_on=row.task.starts_on,
            ends_on=row.task.ends_on,
            state=SUPPORT.label(row.state),
        )


def streams() -> tuple[SupportStream, ...]:
    """Granted and paid by line, kind of task, field and receiver: summed by the database, one row for each way.

    Money that was paid on a grant before it was annulled has flowed: it counts as paid, as in the ledger, and as no grant.
    """
    stands = ~Q(state="annulled")
    private = When(public_name=PRIVATE, then=Value(0))
    rows = (
        EquipmentSupport.objects.filter(LISTED)
        .exclude(lead__in=people.restricted_ids())
        .annotate(party=Case(private, default=F("lead_id"), output_field=IntegerField()))
        .values("budget_line", "task__kind", "task__field", "party")
        .annotate(granted_sum=Sum("granted", filter=stands), paid_sum=Sum("paid"), awards=Count("pk", filter=stands))
        .order_by()
    )
    found = list(rows)
    names = people.parties(f"party:{row['party']}" for row in found if row["party"])
    return tuple(
        SupportStream(
            budget_line=row["budget_line"].removeprefix("budget:"),
            kind=KIND_NAMES[TaskKind(row["task__kind"])],
            kind_code=row["task__kind"],
            field=row["task__field"],
            party=row["party"],
            name=names[f"party:{row['party']}"].name if row["party"] else PRIVATE,
            granted=int(row["granted_sum"] or 0),
            paid=int(row["paid_sum"] or 0),
            awards=row["awards"],
        )
        for row in found
    )
