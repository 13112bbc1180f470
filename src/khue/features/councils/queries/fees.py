"""Fees that signed minutes entitle members to, for their own page, the secretary's, and the room that pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.features.councils.domain.fees import BASES, amount_words
from khue.features.councils.domain.words import ROLES
from khue.features.councils.models import FeeEntitlement
from khue.features.councils.queries.panels import NOBODY, Hidden, shown
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line: ``count`` meetings or sheets (``basis``) at ``each`` đồng under ``norm`` as it stood on ``norm_on``.

    ``amount`` is None where no value of the norm applied, 0 for whoever takes no fee; ``why`` says so.
    ``signed``: all signatures of the minutes stand now; nothing may be paid without.
    """

    id: int
    minutes: int
    minutes_number: str
    meeting: int
    met_on: date
    council: int
    council_name: str
    council_unit: str
    seat: int
    person: str
    name: str
    role: str
    fee_class: str
    basis: str
    count: int
    norm: str
    norm_on: date
    each: int | None
    amount: int | None
    earned_at: datetime
    signed: bool

    @property
    def role_words(self) -> Text:
        return ROLES[self.role]

    @property
    def basis_words(self) -> Text:
        return BASES[self.basis]

    @property
    def why(self) -> Text | None:
        return amount_words(self.fee_class, self.amount)


def fees_of(
    minutes_id: int | None = None, *, council_id: int | None = None, person: str = "", hidden: Hidden = NOBODY
) -> tuple[FeeLine, ...]:
    """Lines of one minutes, one council or one person, newest minutes first; with none of them nothing. One query."""
    if minutes_id is None and council_id is None and not person:
        return ()
    rows = FeeEntitlement.objects.select_related("minutes__meeting__council", "seat__person__party")
    if minutes_id is not None:
        rows = rows.filter(minutes_id=minutes_id)
    if council_id is not None:
        rows = rows.filter(minutes__meeting__council_id=council_id)
    if person:
        rows = rows.filter(seat__person_id=people.party_id(person))
    return tuple(_line(row, hidden) for row in rows.order_by("-minutes_id", "seat__number", "pk"))


def _line(row: FeeEntitlement, hidden: Hidden) -> FeeLine:
    meeting = row.minutes.meeting
    council = meeting.council
    return FeeLine(
        id=row.pk,
        minutes=row.minutes_id,
        minutes_number=row.minutes.number,
        meeting=meeting.pk,
        met_on=(meeting.opened_at or row.minutes.drawn_at).astimezone(CITY_ZONE).date(),
        council=council.pk,
        council_name=council.name,
        council_unit=council.unit,
        seat=row.seat_id,
        person=f"party:{row.seat.person_id}",
        name=shown(row.seat.person_id, row.seat.person.party.name, hidden),
        role=row.role,
        fee_class=row.fee_class,
        basis=row.basis,
        count=row.count,
        norm=row.norm,
        norm_on=row.norm_on,
        each=row.each,
        amount=row.amount,
        earned_at=row.earned_at,
        signed=row.minutes.signed_at is not None,
    )
