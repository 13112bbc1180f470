"""Equipment for shared use: slots opened and closed by its member, booked by one party each, given back or cancelled."""

from __future__ import annotations

from uuid import uuid5

from django.db import IntegrityError, transaction

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision
from khue.core.errors import Missing, Refused, require
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.features.services import access
from khue.features.services.domain.catalogue import EQUIPMENT
from khue.features.services.domain.equipment import (
    BookSlot,
    CloseSlot,
    EndBooking,
    OpenSlots,
    may_book,
    may_close,
    may_end,
    may_keep,
    may_open,
    slots_of,
)
from khue.features.services.models import CatalogueEntry, EquipmentSlot, SlotBooking
from khue.features.services.queries.facts import may_be_client
from khue.features.services.queries.shown import is_shown
from khue.features.services.usecases.parts import NAMES, locked_entry, path_of_entry, tell, write
from khue.kernel.deeds import Deed, command


def open_slots(asked: OpenSlots, *, actor: Actor) -> int:
    """How many slots were opened. Raises Refused with all reasons, NotAllowed, Missing."""
    with command("services.open_slots", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        entry = locked_entry(asked.entry_id, deed)
        if entry.sort != EQUIPMENT:
            raise access.no_such_entry()
        access.require_party(actor, access.key_of(entry.party_id))
        require(may_open(asked, shown=is_shown(entry, deed.today), now=deed.moment, today=deed.today))
        slots = list(slots_of(asked, rulebook.calendar().is_working_day))
        require(may_keep(slots, deed.moment, overlapping=False))
        rows = [
            EquipmentSlot(entry=entry, starts_at=begins, ends_at=ends, opened_by=actor.key, opened_at=deed.moment)
            for begins, ends in slots
        ]
        try:
            with transaction.atomic():
                EquipmentSlot.objects.bulk_create(rows)
        except IntegrityError as error:  # the database keeps slots of one entry apart
            raise Refused(may_keep(slots, deed.moment, overlapping=True)) from error
        deed.after(slots=len(rows), first=slots[0][0].isoformat(), last=slots[-1][1].isoformat())
        deed.result(len(rows))
        return len(rows)


def close_slot(asked: CloseSlot, *, actor: Actor) -> None:
    """It is offered no more."""
    with command("services.close_slot", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        slot, entry = _held(asked.slot_id, deed)
        access.require_party(actor, access.key_of(entry.party_id))
        require(may_close(closed=slot.closed_at is not None, taken=_taken(slot)))
        write(slot, closed_at=deed.moment)
        deed.after(slot=slot.pk, closed=True)
        deed.result(True)


def book_slot(asked: BookSlot, *, actor: Actor) -> int:
    """The slot is the party's from now on; the booking's id. Of several who press at once one has it, the others are refused."""
    access.require_party(actor, asked.party)
    with command("services.book_slot", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        slot, entry = _held(asked.slot_id, deed)
        party = people.party(asked.party)

        def decided(*, taken: bool) -> Decision:
            return may_book(
                asked,
                shown=is_shown(entry, deed.today),
                closed=slot.closed_at is not None,
                taken=taken,
                own=party.id == entry.party_id or access.key_of(entry.party_id) in people.same_party(asked.party),
                member=may_be_client(party.id, entry.open_to),
                starts_at=slot.starts_at,
                now=deed.moment,
            )

        require(decided(taken=_taken(slot)))
        try:
            with transaction.atomic():
                row = SlotBooking.objects.create(
                    slot=slot, party_id=party.id, party_name=party.name, purpose=asked.purpose.strip(), by=actor.key, by_name=actor.name,
                    at=deed.moment, changed_at=deed.moment,
                )  # fmt: skip
        except IntegrityError as error:  # the database gives a slot once
            raise Refused(decided(taken=True)) from error
        deed.about(asked.party)
        deed.after(slot=slot.pk, booking=row.pk)
        title = Text(f"Có lượt đặt thiết bị: {entry.title_vi}", f"A slot is booked: {entry.title_en}")
        tell([entry.party_id], title, _hours(slot), path_of_entry(entry), deed)
        deed.result(row.pk)
        return int(row.pk)


def end_booking(asked: EndBooking, *, actor: Actor) -> str:
    """``left`` where who booked gives it back, ``cancelled`` where the member does: the slot is free again, the other side is told."""
    with command("services.end_booking", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        found = SlotBooking.objects.filter(pk=asked.booking_id).values_list("slot_id", flat=True).first()
        if found is None:
            raise no_such_booking()
        slot, entry = _held(found, deed)
        row = SlotBooking.objects.get(pk=asked.booking_id)
        client, provider = access.key_of(row.party_id), access.key_of(entry.party_id)
        if not actor.is_signed_in or not (actor.stands_for(client) or actor.stands_for(provider)):
            raise no_such_booking()
        gives_back = actor.may_act_for(client, "submit")
        access.require_party(actor, client if gives_back else provider)
        require(may_end(row.state, asked.ground, slot.starts_at, deed.moment))
        state, ground = "left" if gives_back else "cancelled", asked.ground.strip()
        write(row, state=state, ground=ground, changed_at=deed.moment)
        deed.about(client)
        deed.after(slot=slot.pk, booking=row.pk, state=state)
        title = (
            Text(f"Khung giờ đã được trả: {entry.title_vi}", f"A slot is given back: {entry.title_en}")
            if gives_back
            else Text(f"Lượt đặt thiết bị bị hủy: {entry.title_vi}", f"Your booking is cancelled: {entry.title_en}")
        )
        hours = _hours(slot)
        body = Text(f"{hours.vi} Lý do: {ground}", f"{hours.en} Ground: {ground}")
        tell([entry.party_id if gives_back else row.party_id], title, body, path_of_entry(entry), deed)
        deed.result(state)
        return state


def remind_booking(booking_id: int, *, actor: Actor) -> None:
    """Who has a slot hears the day before. Once."""
    actor.require("job.services.follow_clocks")
    with command("services.remind_booking", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"booking:{booking_id}")) is not None:
            return
        row = SlotBooking.objects.select_related("slot__entry").get(pk=booking_id)
        deed.subject = f"catalogue_entry:{row.slot.entry_id}"
        if row.state != "booked" or row.slot.starts_at <= deed.moment:
            deed.nothing_done()
            return
        entry = row.slot.entry
        title = Text(f"Ngày mai dùng thiết bị: {entry.title_vi}", f"Tomorrow: {entry.title_en}")
        tell([row.party_id], title, _hours(row.slot), path_of_entry(entry), deed)
        deed.after(booking=row.pk)
        deed.result(True)


def no_such_booking() -> Missing:
    return Missing(
        Text("Không tìm thấy lượt đặt này.", "There is no such booking."),
        Text("Mời ông/bà mở lại danh sách lượt đặt.", "Open the list of bookings again."),
    )


def _held(slot_id: int, deed: Deed) -> tuple[EquipmentSlot, CatalogueEntry]:
    """The slot, held until the deed ends. Raises Missing."""
    slot = EquipmentSlot.objects.select_for_update(of=("self",)).select_related("entry").filter(pk=slot_id).first()
    if slot is None:
        raise access.no_such_entry()
    deed.subject = f"catalogue_entry:{slot.entry_id}"
    return slot, slot.entry


def _taken(slot: EquipmentSlot) -> bool:
    return SlotBooking.objects.filter(slot=slot, state="booked").exists()


def _hours(slot: EquipmentSlot) -> Text:
    begins, ends = (at.astimezone(CITY_ZONE) for at in (slot.starts_at, slot.ends_at))
    hours = f"{begins:%H:%M}–{ends:%H:%M}"
    return Text(f"{hours} ngày {begins:%d/%m/%Y}.", f"{hours} on {format_day(begins.date(), 'en')}.")
