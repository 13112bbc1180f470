"""Connected systems: their codes, keys and receivers; and what waits or was given up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.intake import access
from khue.features.intake.models import Attempt, IntakeCase, MessageOut, Source, SourceProcedure, Subscription
from khue.features.intake.queries.cases import SourceCard
from khue.kernel.models import AccessKey
from khue.kernel.paging import Page, every, keyset


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of a source. ``state``: works, over or revoked."""

    id: int
    prefix: str
    name: str
    valid_until: date
    per_minute: int
    last_used_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class ReceiverCard:
    """Where a source is told, and how its receiver is. ``secrets``: their last letters and until when they hold."""

    address: str
    made_at: datetime
    down_since: datetime | None
    probe_at: datetime | None
    failures: int
    secrets: tuple[tuple[str, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    card: SourceCard
    mapped: tuple[tuple[str, Text], ...]
    keys: tuple[KeyRow, ...]
    receiver: ReceiverCard | None
    waiting: int
    dead: int
    sent: int


@dataclass(frozen=True, slots=True)
class DeadRow:
    """A case of which something was given up: how much, since when, and what the receiver said last."""

    case_id: int
    external_id: str
    source: SourceCard
    messages: int
    since: datetime
    said: str
    status: int | None

    @property
    def source_name(self) -> Text:
        return self.source.name


@dataclass(frozen=True, slots=True)
class SourceRow:
    card: SourceCard
    cases: int
    waiting: int
    dead: int
    receiver: ReceiverCard | None


def source_rows(actor: Actor) -> tuple[SourceRow, ...]:
    """Every source with its load. Raises NotAllowed."""
    actor.require(access.READ)
    counts: dict[int, dict[str, Any]] = {
        row["source"]: dict(row)
        for row in MessageOut.objects.filter(state__in=("waiting", "dead"))
        .values("source")
        .annotate(waiting=Count("id", filter=Q(state="waiting")), dead=Count("id", filter=Q(state="dead")))
    }
    receivers = {
        row.source_id: _receiver(row) for row in Subscription.objects.filter(ended_at=None).prefetch_related("secrets")
    }
    return tuple(
        SourceRow(
            SourceCard.of(row),
            row.count_cases,
            counts.get(row.pk, {}).get("waiting", 0),
            counts.get(row.pk, {}).get("dead", 0),
            receivers.get(row.pk),
        )
        for row in Source.objects.annotate(count_cases=Count("cases")).order_by("code")
    )


def source_page(source_id: int, actor: Actor) -> SourcePage:
    """Raises NotAllowed, Missing."""
    actor.require(access.SOURCES)
    row = Source.objects.filter(pk=source_id).first()
    if row is None:
        raise access.no_such("nguồn", "source")
    names = {found.key: found.name for found in dossiers.procedures(actor.today)}
    mapped = SourceProcedure.objects.filter(source=row, ended_at=None).order_by("code")
    keys = AccessKey.objects.filter(holder=row.key).order_by("-id")[:20]
    found = Subscription.objects.filter(source=row, ended_at=None).prefetch_related("secrets").first()
    counted = dict(MessageOut.objects.filter(source=row).values_list("state").annotate(Count("id")))
    return SourcePage(
        SourceCard.of(row),
        tuple((each.code, names.get(each.procedure_key, Text(each.procedure_key))) for each in mapped),
        tuple(_key(each, actor.today) for each in keys),
        _receiver(found) if found else None,
        counted.get("waiting", 0),
        counted.get("dead", 0),
        counted.get("sent", 0) + counted.get("acknowledged", 0),
    )


def procedures_to_map(actor: Actor) -> tuple[tuple[str, Text], ...]:
    return tuple((found.key, found.name) for found in dossiers.procedures(actor.today))


def _key(row: AccessKey, today: date) -> KeyRow:
    state = "revoked" if row.revoked_at else "works" if today < row.valid_until else "over"
    return KeyRow(row.pk, row.prefix, row.name, row.valid_until, row.per_minute, row.last_used_at, state)


def _receiver(row: Subscription) -> ReceiverCard:
    secrets = sorted(row.secrets.all(), key=lambda each: -each.pk)[:2]
    return ReceiverCard(
        row.address, row.made_at, row.down_since, row.probe_at, row.failures,
        tuple((each.hint, each.valid_until) for each in secrets),
    )  # fmt: skip


# -- what was given up -----------------------------------------------------------------------------------------------


def dead_cases(actor: Actor, source: str, after: str | None, size: int = 30) -> Page[DeadRow]:
    """Cases of which something was given up, by case. Raises NotAllowed."""
    page = keyset(_dead(actor, source), ["id"], after, size)
    said = _said([row.pk for row in page.rows])
    return page.of(lambda row: _dead_row(row, said))


def all_dead_cases(actor: Actor, source: str) -> Iterator[DeadRow]:
    """The same without pages, for a download."""
    return every(lambda after, size: dead_cases(actor, source, after, size))


def _dead(actor: Actor, source: str) -> QuerySet[IntakeCase, Any]:
    actor.require(access.READ)
    dead = Q(messages_out__state="dead")
    rows = IntakeCase.objects.filter(sync="failed").select_related("source")
    if source:
        rows = rows.filter(source__code=source)
    return rows.annotate(
        dead_count=Count("messages_out", filter=dead), dead_since=Min("messages_out__made_at", filter=dead)
    )


def _said(cases: list[int]) -> dict[int, tuple[str, int | None]]:
    last = (
        Attempt.objects.filter(message__case__in=cases).values("message__case").annotate(last=Max("id")).values("last")
    )
    rows = Attempt.objects.filter(pk__in=last).values_list("message__case", "said", "status")
    return {case: (said, status) for case, said, status in rows}


def _dead_row(row: Any, said: dict[int, tuple[str, int | None]]) -> DeadRow:
    words, status = said.get(row.pk, ("", None))
    return DeadRow(row.pk, row.external_id, SourceCard.of(row.source), row.dead_count, row.dead_since, words, status)
