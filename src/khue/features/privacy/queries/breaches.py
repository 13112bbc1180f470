"""The register of breaches, and one breach with everything that was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import QuerySet

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.breaches import BREACH, SEVERITIES, TONES, hours_left
from khue.features.privacy.domain.terms import value_reason
from khue.features.privacy.models import Breach, BreachNotice, BreachWord
from khue.features.privacy.queries.rules import breach_hours, breach_years
from khue.kernel import files
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import DeadlineView, FileView, StateView, Tone


@dataclass(frozen=True, slots=True)
class BreachRow:
    """A line of the register; ``people`` None: not known yet."""

    id: int
    number: str
    title: str
    state: StateView
    severity: Text
    people: int | None
    detected_at: datetime
    due_at: datetime | None
    notified_at: datetime | None
    fixed_on: date | None
    keep_until: date | None
    clock: DeadlineView | None

    @property
    def state_words(self) -> Text:
        return cast(Text, self.state.label)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    number: int
    sent_to: str
    how: str
    sent_at: datetime
    happened: str
    people: int | None
    measures: str
    late_ground: str
    officer: str
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class ToldRow:
    person: str
    at: datetime
    officer: str


@dataclass(frozen=True, slots=True)
class BreachPage:
    id: int
    number: str
    title: str
    code: str
    version: int
    state: StateView
    severity: Text
    kinds: str
    happened: str
    measures: str
    people: int | None
    detected_at: datetime
    recorded_by: str
    recorded_at: datetime
    clock: DeadlineView | None
    late: bool
    notices: tuple[NoticeRow, ...]
    told: tuple[ToldRow, ...]
    words: str
    fixed_on: date | None
    fixed_by: str
    fix: str
    keep_until: date | None
    why: Decision
    handles: bool


def breaches(actor: Actor, after: str | None, size: int = 25) -> Page[BreachRow]:
    """The register, the newest first. Raises NotAllowed without the right to read."""
    return keyset(_all(actor), ("-detected_at", "-id"), after, size).of(lambda row: _row(row, actor.moment))


def all_breaches(actor: Actor) -> Iterator[BreachRow]:
    """The same without pages, for a download."""
    for row in _all(actor).order_by("-detected_at", "-id").iterator(chunk_size=500):
        yield _row(row, actor.moment)


def _all(actor: Actor) -> QuerySet[Breach]:
    actor.require(access.READ)
    return Breach.objects.all()


def breaches_to_watch() -> Iterator[int]:
    """Breaches whose hours run."""
    yield from Breach.objects.filter(state="open", due_at__isnull=False).order_by("due_at").values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class ToldMe:
    """What a person was told of a breach that touches the own data."""

    number: str
    at: datetime
    words: str


def told_of(actor: Actor) -> tuple[ToldMe, ...]:
    """What this person was told of breaches, newest first. One query."""
    rows = BreachWord.objects.filter(party__in=actor.keys).order_by("-at", "-pk")
    return tuple(ToldMe(*row) for row in rows.values_list("breach__number", "at", "words"))


def breach_page(breach_id: int, actor: Actor) -> BreachPage:
    """Raises NotAllowed without the right, Missing when there is none."""
    actor.require(access.READ)
    found = Breach.objects.filter(pk=breach_id).first()
    if found is None:
        raise access.no_such_breach()
    on = found.detected_at.astimezone(CITY_ZONE).date()
    told = tuple(found.told.order_by("-at", "id")[:200])
    names = people.parties(row.party for row in told)
    return BreachPage(
        id=found.pk,
        number=found.number,
        title=found.title,
        code=found.state,
        version=found.version,
        state=_state(found.state),
        severity=SEVERITIES[found.severity].capitalised(),
        kinds=found.kinds,
        happened=found.happened,
        measures=found.measures,
        people=found.people,
        detected_at=found.detected_at,
        recorded_by=found.recorded_by_name,
        recorded_at=found.recorded_at,
        clock=_clock(found, actor.moment),
        late=found.state == "open" and found.due_at is not None and actor.moment > found.due_at,
        notices=_notices(found),
        told=tuple(
            ToldRow(
                access.name_shown(actor, row.party, names[row.party].name if row.party in names else row.party),
                row.at,
                row.by_name,
            )
            for row in told
        ),
        words=told[0].words if told else "",
        fixed_on=found.fixed_on,
        fixed_by=found.fixed_by_name,
        fix=found.fix,
        keep_until=found.keep_until,
        why=Decision.grant((value_reason(breach_hours(on)), value_reason(breach_years(on)))),
        handles=actor.may(access.HANDLE),
    )


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read the private files of ``breach:12``."""
    return subject.startswith("breach:") and actor.may(access.READ)


def _notices(found: Breach) -> tuple[NoticeRow, ...]:
    stored = {card.id: card for card in files.cards(f"breach:{found.pk}")}
    return tuple(_notice(row, stored) for row in found.notices.order_by("number"))


def _notice(row: BreachNotice, stored: dict[str, files.FileCard]) -> NoticeRow:
    card = stored.get(str(row.file))
    kept = (FileView(card.id, card.name, card.size, card.media_type, card.url, card.sha256),) if card else ()
    return NoticeRow(
        number=row.number,
        sent_to=row.sent_to,
        how=row.how,
        sent_at=row.sent_at,
        happened=row.happened,
        people=row.people,
        measures=row.measures,
        late_ground=row.late_ground,
        officer=row.recorded_by_name,
        files=kept,
    )


def _state(state: str) -> StateView:
    return StateView(state, BREACH.label(state).capitalised(), cast(Tone, TONES[state]))


def _clock(found: Breach, now: datetime) -> DeadlineView | None:
    """The hours until the notice; stopped once it went out."""
    if found.due_at is None:
        return None
    day = found.due_at.astimezone(CITY_ZONE).date()
    if found.notified_at is not None:
        return DeadlineView(day, 0, "hours", ended_on=found.notified_at.astimezone(CITY_ZONE).date())
    return DeadlineView(day, hours_left(now, found.due_at), "hours", found.hours or 0, due_at=found.due_at)


def _row(found: Breach, now: datetime) -> BreachRow:
    return BreachRow(
        id=found.pk,
        number=found.number,
        title=found.title,
        state=_state(found.state),
        severity=SEVERITIES[found.severity].capitalised(),
        people=found.people,
        detected_at=found.detected_at,
        due_at=found.due_at,
        notified_at=found.notified_at,
        fixed_on=found.fixed_on,
        keep_until=found.keep_until,
        clock=_clock(found, now),
    )
