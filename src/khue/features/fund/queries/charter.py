"""The charter as it stands on a day, and who holds which post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.fund.domain.bodies import BODIES, POSITIONS, SeatFacts
from khue.features.fund.domain.charter import CHARTER, Charter
from khue.features.fund.models import CharterVersion, Seat
from khue.features.people import queries as people
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"proposed": "now", "confirmed": "good", "rejected": "bad"}


@dataclass(frozen=True, slots=True)
class CharterCard:
    """A version with who proposed and who confirmed it."""

    id: int
    charter: Charter
    instrument: str
    paper: str
    state: StateView
    code: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    id: int
    person: str
    name: str
    body: str
    body_name: Text
    position: Text
    from_on: date
    until_on: date | None
    instrument: str
    end_instrument: str


def version_on(day: date) -> CharterVersion | None:
    """The version confirmed last of those that hold on the day."""
    return CharterVersion.objects.filter(state="confirmed", from_on__lte=day).order_by("-from_on").first()


def charter_on(day: date) -> Charter | None:
    """What the charter says on the day; None while none is confirmed: the fund then gives nothing."""
    found = version_on(day)
    return Charter.of(found.no, found.from_on, found.settings) if found is not None else None


def charter_versions() -> tuple[CharterCard, ...]:
    """Newest first."""
    return tuple(_card(row) for row in CharterVersion.objects.order_by("-no"))


def charter_version(version_id: int) -> CharterCard:
    """Raises Missing."""
    found = CharterVersion.objects.filter(pk=version_id).first()
    if found is None:
        raise Missing(
            Text("Không tìm thấy phiên bản Điều lệ này.", "There is no such version of the charter."),
            Text("Mời ông/bà mở lại trang Điều lệ.", "Open the page of the charter again."),
        )
    return _card(found)


def _card(row: CharterVersion) -> CharterCard:
    return CharterCard(
        row.pk, Charter.of(row.no, row.from_on, row.settings), row.instrument, row.paper,
        StateView(row.state, CHARTER.labels[row.state].capitalised(), TONES[row.state]), row.state, row.proposed_by_name, row.proposed_at,
        row.decided_by_name, row.decided_at, row.note,
    )  # fmt: skip


def _holding(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gt=day))


def seat_of(actor: Actor, day: date) -> SeatFacts | None:
    """The actor's own post on the day, also one that a former record of the same person holds; a deputy has none."""
    ids = [people.party_id(key) for key in actor.keys if people.is_party_key(key)]
    row = Seat.objects.filter(_holding(day), person__in=ids).first()
    return SeatFacts(f"party:{row.person_id}", row.body, row.position) if row is not None else None


def seats_on(body: str, day: date) -> tuple[SeatFacts, ...]:
    rows = Seat.objects.filter(_holding(day), body=body).order_by("position", "pk")
    return tuple(SeatFacts(f"party:{row.person_id}", row.body, row.position) for row in rows)


def seats(day: date | None = None, actor: Actor | None = None) -> tuple[SeatRow, ...]:
    """All posts by body, those held on ``day`` only when it is given; of restricted persons no name."""
    rows = Seat.objects.filter(_holding(day)) if day else Seat.objects.all()
    hidden = people.barred_ids(actor) if actor is not None else frozenset()
    order = {body: no for no, body in enumerate(BODIES)}
    found = [
        SeatRow(
            row.pk, f"party:{row.person_id}", people.RESTRICTED.vi if row.person_id in hidden else row.name, row.body,
            BODIES[row.body], POSITIONS[row.position], row.from_on, row.until_on, row.instrument, row.end_instrument,
        )
        for row in rows.order_by("-from_on", "pk")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda seat: (order[seat.body], seat.position.vi)))


def seat(seat_id: int) -> SeatRow:
    """Raises Missing."""
    for row in seats():
        if row.id == seat_id:
            return row
    raise Missing(
        Text("Không tìm thấy vị trí này.", "There is no such seat."),
        Text("Mời ông/bà mở lại trang các cơ quan của Quỹ.", "Open the page of the fund's bodies again."),
    )
