"""What the fund gave, as the city publishes its awards: for the room above that publishes all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Min, QuerySet, Sum, Value, When

from khue.core.bilingual import Text
from khue.features.fund.domain.charter import PRODUCTS
from khue.features.fund.models import FundCase
from khue.features.fund.queries.cards import state_of
from khue.features.people import queries as people

GIVEN = ("approved", "running", "closed", "excused")


@dataclass(frozen=True, slots=True)
class FundAward:
    """``party`` is 0 for a private person. ``product``: a loan is money that comes back."""

    id: int
    number: str
    title: str
    product: str
    product_name: Text
    receiver: str
    party: int
    asked: int
    granted: int
    paid: int
    applied_on: date
    decided_on: date
    signed_on: date | None
    first_paid_on: date | None
    state: Text


@dataclass(frozen=True, slots=True)
class FundStream:
    """đồng by product and receiver; ``party`` 0 gathers private persons."""

    product: str
    party: int
    name: str
    granted: int
    paid: int
    awards: int


def _given() -> QuerySet[FundCase]:
    return FundCase.objects.filter(state__in=GIVEN).exclude(party__in=people.restricted_ids())


def awards() -> Iterator[FundAward]:
    """Newest decision first; read in parts."""
    rows = _given().select_related("party").annotate(first=Min("payments__paid_on")).order_by("-decided_on", "-pk")
    for row in rows.iterator(500):
        assert row.decided_on is not None, "an approved case has its day"
        label = state_of(row).label
        yield FundAward(
            id=row.pk,
            number=row.dossier_number,
            title=row.title,
            product=row.product,
            product_name=PRODUCTS[row.product],
            receiver=row.public_name,
            party=0 if row.party.kind == "person" else row.party_id,
            asked=row.asked,
            granted=row.granted or 0,
            paid=row.paid,
            applied_on=row.applied_on,
            decided_on=row.decided_on,
            signed_on=row.signed_on,
            first_paid_on=row.first,
            state=label if isinstance(label, Text) else Text(str(label)),
        )


def streams() -> tuple[FundStream, ...]:
    """Granted and paid by product and receiver, summed by the database."""
    person = When(party__kind="person", then=Value(0))
    rows = list(
        _given()
        .annotate(receiver=Case(person, default=F("party_id"), output_field=IntegerField()))
        .values("product", "receiver")
        .annotate(all=Sum("granted"), out=Sum("paid"), awards=Count("pk"))
        .order_by()
    )
    names = people.parties(f"party:{row['receiver']}" for row in rows if row["receiver"])
    return tuple(
        FundStream(
            row["product"],
            row["receiver"],
            names[f"party:{row['receiver']}"].name if row["receiver"] else "",
            int(row["all"] or 0),
            int(row["out"] or 0),
            row["awards"],
        )
        for row in rows
    )


def days_of_awards(since: date) -> Iterator[tuple[date, date, date | None, date | None]]:
    """Applied, decided, signed, first paid: of what was decided on ``since`` or later. One query."""
    rows = _given().filter(decided_on__gte=since).annotate(first=Min("payments__paid_on")).order_by()
    for applied, decided, signed, paid in rows.values_list("applied_on", "decided_on", "signed_on", "first"):
        assert decided is not None, "it is filtered by it"
        yield applied, decided, signed, paid
