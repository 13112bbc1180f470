"""Slots of equipment and who has them. Who has a slot is read by the member and by whoever has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.domain.equipment import BOOKING, SLOT
from khue.features.services.models import EquipmentSlot, SlotBooking
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "free": "good", "taken": "wait", "closed": "plain", "booked": "good", "left": "plain", "cancelled": "bad", "over": "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlotRow:
    """``booking`` (its id), ``party``, ``holder`` and ``purpose`` only for the member and for whoever has the slot."""

    id: int
    starts_at: datetime
    ends_at: datetime
    state: StateView
    booking: int
    party: str
    holder: str
    purpose: str


@dataclass(frozen=True, slots=True)
class BookingRow:
    id: int
    entry_id: int
    title: Text
    starts_at: datetime
    ends_at: datetime
    party: str
    purpose: str
    state: StateView
    ground: str
    place: str
    changed_at: datetime


def slots(entry_id: int, actor: Actor, after: str | None, size: int = 25) -> Page[SlotRow]:
    """Slots that are still to come, soonest first; closed ones are left out."""
    taken = SlotBooking.objects.filter(slot=OuterRef("pk"), state="booked")
    found = EquipmentSlot.objects.filter(entry=entry_id, closed_at=None, starts_at__gt=actor.moment).annotate(
        taken=Exists(taken)
    )
    page = keyset(found, ["starts_at", "id"], after, size)
    held = {
        one.slot_id: one for one in SlotBooking.objects.filter(slot__in=[row.pk for row in page.rows], state="booked")
    }
    owns = access.is_side(actor, people.party_id(owner)) if (owner := _owner(entry_id)) else False
    hidden = access.barred(actor)

    def row_of(row: EquipmentSlot) -> SlotRow:
        one = held.get(row.pk)
        reads = one is not None and (owns or access.is_side(actor, one.party_id)) and one.party_id not in hidden
        code = "taken" if one is not None else "free"
        state = StateView(code, SLOT[code].capitalised(), TONES[code])
        if one is None or not reads:
            return SlotRow(row.pk, row.starts_at, row.ends_at, state, 0, "", "", "")
        return SlotRow(
            row.pk, row.starts_at, row.ends_at, state, one.pk, access.key_of(one.party_id), one.party_name, one.purpose
        )

    return page.of(row_of)


def _owner(entry_id: int) -> str:
    found = EquipmentSlot.objects.filter(entry=entry_id).values_list("entry__party", flat=True).first()
    return access.key_of(found) if found else ""


def free_slots(entry_id: int, now: datetime) -> int:
    taken = SlotBooking.objects.filter(slot=OuterRef("pk"), state="booked")
    return EquipmentSlot.objects.filter(~Exists(taken), entry=entry_id, closed_at=None, starts_at__gt=now).count()


def slot_card(slot_id: int, actor: Actor) -> tuple[int, SlotRow]:
    """The entry's id and the slot. Raises Missing."""
    row = EquipmentSlot.objects.filter(pk=slot_id).first()
    if row is None:
        raise access.no_such_entry()
    code = (
        "closed"
        if row.closed_at
        else "taken"
        if SlotBooking.objects.filter(slot=row, state="booked").exists()
        else "free"
    )
    return row.entry_id, SlotRow(
        row.pk, row.starts_at, row.ends_at, StateView(code, SLOT[code].capitalised(), TONES[code]), 0, "", "", ""
    )


def bookings(actor: Actor, after: str | None, size: int = 25) -> Page[BookingRow]:
    """Those of the parties that the actor stands for, newest first."""
    found = SlotBooking.objects.select_related("slot__entry__equipment").filter(party__in=people.ids_i_stand_for(actor))
    return keyset(found, ["-id"], after, size).of(_booking)


def bookings_to_follow(actor: Actor) -> tuple[BookingRow, ...]:
    """Bookings of the actor's parties that are not over, given back ones too so that a calendar strikes them out; at most 500."""
    rows = SlotBooking.objects.select_related("slot__entry__equipment").filter(
        party__in=people.ids_i_stand_for(actor), slot__ends_at__gte=actor.moment
    )
    return tuple(map(_booking, rows.order_by("slot__starts_at", "pk")[:500]))


def booking(booking_id: int, actor: Actor) -> BookingRow:
    """For whoever booked, and for the member. Raises Missing."""
    row = SlotBooking.objects.select_related("slot__entry__equipment").filter(pk=booking_id).first()
    if row is None or not (access.is_side(actor, row.party_id) or access.is_side(actor, row.slot.entry.party_id)):
        raise access.no_such_entry()
    return _booking(row)


def bookings_of_tomorrow(today: date) -> tuple[int, ...]:
    """Ids of bookings that begin on the day after, by the city's clock."""
    begins = datetime.combine(today + timedelta(days=1), time(), CITY_ZONE)
    rows = SlotBooking.objects.filter(
        state="booked", slot__starts_at__gte=begins, slot__starts_at__lt=begins + timedelta(days=1)
    )
    return tuple(rows.order_by("slot__starts_at", "pk").values_list("pk", flat=True))


def _booking(row: SlotBooking) -> BookingRow:
    entry = row.slot.entry
    return BookingRow(
        row.pk, entry.pk, Text(entry.title_vi, entry.title_en), row.slot.starts_at, row.slot.ends_at, row.party_name, row.purpose,
        StateView(row.state, BOOKING[row.state].capitalised(), TONES[row.state]), row.ground,
        entry.equipment.place, row.changed_at,
    )  # fmt: skip
