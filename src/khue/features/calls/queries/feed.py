"""Calls as a feed for readers of news: the newest first, each with the moment of its last change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max
from django.db.models.functions import Greatest

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.calls.domain.calling import phase
from khue.features.calls.domain.flows import MODES, PHASES
from khue.features.calls.models import Call
from khue.features.calls.queries import rules
from khue.features.calls.queries.cards import facts_of_call

NEWEST = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """``changed_at`` is the last of publication, amendments, opening and cancelling."""

    id: int
    number: str
    title: str
    summary: str
    field: Text
    mode: Text
    phase: Text
    closes_at: datetime
    published_at: datetime
    changed_at: datetime


def feed(search: str, field: str, moment: datetime, on: date) -> tuple[FeedEntry, ...]:
    """The newest published calls that carry every word, marks or not, and are of the field. One query."""
    found = Call.objects.filter(published_at__isnull=False)
    if field:
        found = found.filter(field=field)
    for word in fold(search).split():
        found = found.filter(folded__contains=word)
    # GREATEST of PostgreSQL passes over what is empty.
    changed = Greatest(F("published_at"), Max("amendments__made_at"), F("ended_at"))
    rows = found.annotate(changed=changed).order_by("-published_at", "-pk")[:NEWEST]
    return tuple(
        FeedEntry(
            id=row.pk,
            number=row.number,
            title=row.title,
            summary=row.summary,
            field=rules.field_label(row.field, on),
            mode=MODES[row.mode],
            phase=PHASES[phase(facts_of_call(row), moment)],
            closes_at=row.closes_at,
            published_at=row.published_at or row.closes_at,
            changed_at=row.changed,
        )
        for row in rows
    )
