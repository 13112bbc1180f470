"""Events as pages, files and calendars read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.features.gatherings import access
from khue.features.gatherings.domain import SEATS, STATES
from khue.features.gatherings.models import Gathering, Seat
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

VIEWS = ("coming", "over", "mine", "all")
TONES: dict[str, Tone] = {
    "draft": "plain", "published": "good", "cancelled": "bad", "seated": "good", "waiting": "wait", "left": "plain", "over": "plain",
}  # fmt: skip
MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class GatheringRow:
    """``mine`` is where the reader stands (``seated``, ``waiting`` or empty); ``free`` seats never below 0."""

    id: int
    title: Text
    about: Text
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    seats: int
    free: int
    waiting: int
    state: StateView
    ground: str
    over: bool
    mine: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    no: int
    party: str
    name: str
    note: str
    state: Text
    taken_at: datetime


def gatherings(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[GatheringRow]:
    """What comes, soonest first; what is over, newest first; ``all`` with drafts for organisers."""
    found = _counted(_viewed(actor, view))
    order = ["starts_at", "id"] if view == "coming" else ["-starts_at", "-id"]
    page = keyset(found, order, after, size)
    mine = _mine([row.pk for row in page.rows], actor)
    return page.of(lambda row: _row(row, actor, mine.get(row.pk, "")))


def gathering(gathering_id: int, actor: Actor) -> GatheringRow:
    """Raises Missing, also for a draft of which the reader knows nothing."""
    row = _counted(Gathering.objects.filter(pk=gathering_id)).first()
    if row is None or (row.state == "draft" and not actor.may(access.ORGANISE)):
        raise access.no_such_gathering()
    return _row(row, actor, _mine([row.pk], actor).get(row.pk, ""))


def seats_of(gathering_id: int, actor: Actor) -> tuple[SeatRow, ...]:
    """Who comes, in the order of registration: for organisers. Raises NotAllowed."""
    actor.require(access.ORGANISE)
    hidden = people.barred_ids(actor)
    rows = Seat.objects.filter(gathering=gathering_id).exclude(state="left").order_by("no")
    return tuple(
        SeatRow(one.no, "" if one.person_id in hidden else f"party:{one.person_id}", "–" if one.person_id in hidden else one.name,
            "" if one.person_id in hidden else one.note, SEATS[one.state], one.taken_at)
        for one in rows
    )  # fmt: skip


def for_calendars(now: datetime) -> tuple[GatheringRow, ...]:
    """Published and cancelled events that are not over, soonest first, as a calendar takes them."""
    found = _counted(Gathering.objects.exclude(state="draft").filter(ends_at__gt=now)).order_by("starts_at", "id")
    return tuple(_row(row, None, "", now) for row in found[:MOST_ENTRIES])


def events_of_tomorrow(actor: Actor) -> tuple[int, ...]:
    """Ids of published events that begin on the day after the actor's day, by the city's clock."""
    begins = datetime.combine(actor.today + timedelta(days=1), time(), CITY_ZONE)
    found = Gathering.objects.filter(state="published", starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
    return tuple(found.order_by("starts_at", "pk").values_list("pk", flat=True))


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: they have a place at an event that is to come or was. One query."""
    why = Text("đã đăng ký sự kiện của Sàn giao dịch công nghệ", "registered for an event of the technology exchange")
    ids = {
        people.party_id(key) for person, same in persons.items() for key in {person, *same} if people.is_party_key(key)
    }
    rows = Seat.objects.filter(person__in=ids).exclude(state="left").values_list("person", flat=True).distinct()
    named = {f"party:{number}" for number in rows}
    return people.told_of_each(persons, ((why, named),))


def _viewed(actor: Actor, view: str) -> QuerySet[Gathering]:
    found = Gathering.objects.all()
    if view == "all":
        actor.require(access.ORGANISE)
        return found
    found = found.exclude(state="draft")
    if view == "mine":
        return found.filter(
            pk__in=Seat.objects.filter(person=actor.person_id).exclude(state="left").values("gathering")
        )
    return found.filter(ends_at__gt=actor.moment) if view == "coming" else found.filter(ends_at__lte=actor.moment)


def _counted(found: QuerySet[Gathering]) -> QuerySet[Gathering]:
    return found.annotate(
        seated=Count("places", filter=Q(places__state="seated")),
        queue=Count("places", filter=Q(places__state="waiting")),
    )


def _mine(ids: list[int], actor: Actor) -> dict[int, str]:
    if not actor.is_signed_in or not actor.person_id:
        return {}
    rows = Seat.objects.filter(gathering__in=ids, person=actor.person_id).exclude(state="left")
    return dict(rows.values_list("gathering_id", "state"))


def _row(row: Any, actor: Actor | None, mine: str, now: datetime | None = None) -> GatheringRow:
    at = actor.moment if actor is not None else now
    over = at is not None and row.ends_at <= at
    label = Text("đã kết thúc", "over") if over and row.state == "published" else STATES[row.state]
    code = "over" if over and row.state == "published" else row.state
    return GatheringRow(
        row.pk, Text(row.title_vi, row.title_en), Text(row.about_vi, row.about_en), row.place, row.link if mine == "seated" or _organises(actor) else "",
        row.starts_at, row.ends_at, row.changed_at, row.seats, max(0, row.seats - row.seated), row.queue,
        StateView(code, label.capitalised(), TONES[code]), row.ground, over, mine,
    )  # fmt: skip


def _organises(actor: Actor | None) -> bool:
    return actor is not None and actor.may(access.ORGANISE)
