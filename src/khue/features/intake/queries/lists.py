"""Cases as a list: filtered by source and states, paged by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.intake import access
from khue.features.intake.domain import states
from khue.features.intake.models import IntakeCase, MessageOut, Source, Subscription
from khue.features.intake.queries.cases import SourceCard, business_of
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty: everything."""

    source: str = ""
    business: str = ""
    payment: str = ""
    delivery: str = ""
    sync: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: int
    source: Text
    external_id: str
    number: str
    applicant: str
    lodged_at: datetime
    business: str
    payment: str
    delivery: str
    sync: str

    def words(self, kind: str) -> Text:
        code = str(getattr(self, kind))
        return states.STATES[kind].get(code, Text(code, code))

    @property
    def business_words(self) -> Text:
        return self.words("business")

    @property
    def payment_words(self) -> Text:
        return self.words("payment")

    @property
    def delivery_words(self) -> Text:
        return self.words("delivery")

    @property
    def sync_words(self) -> Text:
        return self.words("sync")


def cases(actor: Actor, wanted: Wanted, after: str | None, size: int = 25) -> Page[CaseRow]:
    """Newest first. Raises NotAllowed without the right."""
    barred = people.barred_names(actor)
    return keyset(_found(actor, wanted), ["-id"], after, size).of(lambda row: _row(row, barred))


def all_cases(actor: Actor, wanted: Wanted) -> Iterator[CaseRow]:
    """The same without pages, for a download."""
    barred = people.barred_names(actor)
    for row in _found(actor, wanted).order_by("-id").iterator(chunk_size=500):
        yield _row(row, barred)


def sources() -> tuple[SourceCard, ...]:
    return tuple(map(SourceCard.of, Source.objects.order_by("code")))


def failing() -> int:
    """Cases whose messages could not be sent."""
    return IntakeCase.objects.filter(sync="failed").count()


def _found(actor: Actor, wanted: Wanted) -> QuerySet[IntakeCase, Any]:
    actor.require(access.READ)
    rows = IntakeCase.objects.select_related("source").annotate(
        dossier_number=F("dossier__number"), dossier_state=F("dossier__state")
    )
    rows = rows.exclude(dossier__applicant__in=people.restricted_ids())
    if wanted.source:
        rows = rows.filter(source__code=wanted.source)
    if wanted.business == states.REFUSED_CONTENT:
        rows = rows.filter(dossier=None)
    elif wanted.business:
        rows = rows.filter(dossier__state=wanted.business)
    for kind in ("payment", "delivery", "sync"):
        if code := getattr(wanted, kind):
            rows = rows.filter(**{kind: code})
    if words := wanted.words.strip()[:100]:
        rows = rows.filter(Q(external_id__istartswith=words) | Q(dossier__number__istartswith=words))
    return rows


def _row(row: Any, barred: people.BarredNames) -> CaseRow:
    """A message that led to no dossier belongs to no known person: its name is compared."""
    hidden = row.dossier_number is None and barred.find(row.applicant_name)
    return CaseRow(
        id=row.pk,
        source=Text(row.source.name_vi, row.source.name_en or row.source.name_vi),
        external_id=row.external_id,
        number=row.dossier_number or "",
        applicant=people.restricted_words() if hidden else row.applicant_name,
        lodged_at=row.lodged_at,
        business=business_of(row.dossier_state),
        payment=row.payment,
        delivery=row.delivery,
        sync=row.sync,
    )


def sources_with_due(now: datetime) -> tuple[int, ...]:
    """Sources that want to be told and have something to be told, unless their receiver rests until its next probe."""
    waiting = MessageOut.objects.filter(source=OuterRef("source"), state="waiting", due_at__lte=now)
    rows = Subscription.objects.filter(Exists(waiting), Q(probe_at=None) | Q(probe_at__lte=now), ended_at=None)
    return tuple(rows.order_by("id").values_list("source_id", flat=True))
