"""Slots of equipment: the list for everybody, opening and closing for its member, booking and giving back, one's own bookings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.people import queries as people
from khue.features.services import access, queries, usecases
from khue.features.services.domain.catalogue import EQUIPMENT
from khue.features.services.domain.equipment import CloseSlot
from khue.features.services.forms.equipment import BookForm, ConfirmForm, EndBookingForm, SlotsForm
from khue.features.services.queries import BookingRow, EntryCard, SlotRow
from khue.features.services.views.lists import crumbs, outside_money
from khue.kernel.forms import bind
from khue.kernel.paging import Page
from khue.kernel.record_pages import DeedPage, ListingPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, Words
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, language, render, signed_in

_SLOTS: tuple[tuple[str, Any], ...] = (
    ("starts_at", gettext_lazy("Begins")),
    ("ends_at", gettext_lazy("Ends")),
    ("state", gettext_lazy("State")),
    ("holder", gettext_lazy("Who has the slot")),
    ("purpose", gettext_lazy("Purpose")),
)
_BOOKINGS: tuple[tuple[str, Any], ...] = (
    ("title", gettext_lazy("Equipment")),
    ("starts_at", gettext_lazy("Begins")),
    ("ends_at", gettext_lazy("Ends")),
    ("party", gettext_lazy("Who booked")),
    ("purpose", gettext_lazy("Purpose")),
    ("state", gettext_lazy("State")),
    ("ground", gettext_lazy("Ground")),
)


def _found(entry_id: int, request: HttpRequest) -> EntryCard:
    card = queries.entry_card(entry_id, actor_of(request))
    if card.sort != EQUIPMENT:
        raise access.no_such_entry()
    return card


def _way(card: EntryCard) -> tuple[Link, ...]:
    return crumbs(Link(card.row.title, reverse("services:entry", args=[card.row.id])), sort=EQUIPMENT)


@require_safe
def slots(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """Slots that are to come; downloaded as files. Who has one is read by the member and by whoever has it."""
    actor = actor_of(request)
    card = _found(entry_id, request)
    books = card.orderable and actor.is_signed_in and not actor.is_staff and not card.is_own
    empty = EmptyView(_("No slot is open"), _("Who has the equipment opens slots here."), icon="calendar")

    def page_of(after: str | None, size: int) -> Page[SlotRow]:
        found = queries.slots(entry_id, actor, after, size)
        for row in found.rows:
            if row.party and not actor.stands_for(row.party):
                note_view(actor, row.party, "services.slots", f"catalogue_entry:{entry_id}")
        return found

    def row_of(row: SlotRow) -> Row:
        deed: Any = ""
        if row.booking:
            deed = Link(
                _("Cancel") if card.is_own else _("Give back"), reverse("services:end-booking", args=[row.booking])
            )
        elif row.state.code == "free" and card.may_act:
            deed = Link(_("Close the slot"), reverse("services:close-slot", args=[row.id]))
        elif row.state.code == "free" and books:
            deed = Link(_("Book"), reverse("services:book", args=[row.id]))
        return Row((row.starts_at, row.ends_at, row.state, Cell(row.holder, note=row.purpose), deed))

    heads = (
        Column(_("Begins"), "moment"), Column(_("Ends"), "moment"), Column(_("State"), "state"), Column(_("Who has the slot")),
        Column(_("Deed"), hidden_label=True),
    )  # fmt: skip
    table = listed(
        request, f"slots-{entry_id}", _SLOTS, page_of, row_of, heads, _("Slots"), empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (
        (Link(_("Open slots"), reverse("services:open-slots", args=[entry_id]), icon="plus"),)
        if card.may_act and card.orderable
        else ()
    )
    page = ListingPage(_("Slots"), card.row.title, table, deeds=deeds, crumbs=_way(card))
    return render(request, "ui/record_list.html", page)


def _ask(
    request: HttpRequest,
    form: Any,
    card: EntryCard,
    words: tuple[str, str, str],
    deed: Any,
    facts: tuple[Answer, ...] = (),
    *points: Words,
) -> HttpResponse:
    """``words``: title, button, what is said when it is done."""
    at = reverse("services:slots", args=[card.row.id])
    page = DeedPage(words[0], card.row.title, words[1], (*_way(card), Link(_("Slots"), at)), at, facts, points)
    return ask_for(request, form, page, deed, words[2], at)


@ask
def open_slots(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Slots between two hours, day by day."""
    actor = signed_in(request)
    card = _found(entry_id, request)
    if not card.may_act:
        raise access.not_this_side()
    form = bind(SlotsForm, request)
    words = _("Open slots"), _("Open slots"), _("The slots are open.")
    return _ask(
        request,
        form,
        card,
        words,
        lambda: usecases.open_slots(form.command(entry_id), actor=actor),
        (),
        _("Slots of one piece of equipment never overlap."),
    )


def _slot_facts(row: SlotRow) -> tuple[Answer, ...]:
    return (
        Answer(_("Begins"), row.starts_at, kind="moment"),
        Answer(_("Ends"), row.ends_at, kind="moment"),
        Answer(_("State"), row.state.label),
    )


@ask
def close_slot(request: HttpRequest, slot_id: int) -> HttpResponse:
    """A slot that nobody has is offered no more."""
    actor = signed_in(request)
    entry_id, row = queries.slot_card(slot_id, actor)
    card = _found(entry_id, request)
    if not card.may_act:
        raise access.not_this_side()
    form = bind(ConfirmForm, request)
    words = _("Close the slot"), _("Close the slot"), _("The slot is closed.")
    return _ask(
        request,
        form,
        card,
        words,
        lambda: usecases.close_slot(CloseSlot(slot_id, form.cleaned_data["once"]), actor=actor),
        _slot_facts(row),
    )


@ask
def book(request: HttpRequest, slot_id: int) -> HttpResponse:
    """The slot for one of one's parties."""
    actor = signed_in(request)
    entry_id, row = queries.slot_card(slot_id, actor)
    card = _found(entry_id, request)
    form = bind(BookForm, request, parties=[(one.key, one.name) for one in people.parties_i_act_for(actor, "submit")])
    words = _("Book a slot"), _("Book"), _("The slot is yours.")
    points = (_("Whoever presses first has the slot. Please give it back when you can't use it."), outside_money())
    return _ask(
        request,
        form,
        card,
        words,
        lambda: usecases.book_slot(form.command(slot_id), actor=actor),
        _slot_facts(row),
        *points,
    )


@ask
def end_booking(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Given back by who booked, cancelled by who has the equipment."""
    actor = signed_in(request)
    row = queries.booking(booking_id, actor)
    form = bind(EndBookingForm, request)
    at = reverse("services:slots", args=[row.entry_id])
    page = DeedPage(
        _("End a booking"), row.title, _("End the booking"), crumbs(Link(row.title, at), sort=EQUIPMENT), at,
        (Answer(_("Begins"), row.starts_at, kind="moment"), Answer(_("Who booked"), row.party), Answer(_("Purpose"), row.purpose)),
        (_("The slot is free again; the other side is told your ground."),),
    )  # fmt: skip
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.end_booking(form.command(booking_id), actor=actor),
        _("The booking has ended."),
        at,
    )


@require_safe
def bookings(request: HttpRequest) -> HttpResponseBase:
    """One's own bookings; downloaded as files."""
    actor = signed_in(request)
    empty = EmptyView(
        _("You have booked nothing yet"),
        _("Choose equipment and one of its free slots."),
        reverse("services:equipment"),
        _("Equipment for shared use"),
        icon="calendar",
    )

    def row_of(row: BookingRow) -> Row:
        deed: Any = (
            Link(_("Give back"), reverse("services:end-booking", args=[row.id]))
            if row.state.code == "booked" and row.starts_at > actor.moment
            else ""
        )
        title = Cell(row.title, reverse("services:entry", args=[row.entry_id]), row.party, strong=True)
        return Row((title, row.starts_at, row.ends_at, row.state, deed))

    heads = (
        Column(_("Equipment")), Column(_("Begins"), "moment"), Column(_("Ends"), "moment"), Column(_("State"), "state"),
        Column(_("Deed"), hidden_label=True),
    )  # fmt: skip
    table = listed(
        request,
        "bookings",
        _BOOKINGS,
        lambda after, size: queries.bookings(actor, after, size),
        row_of,
        heads,
        _("My bookings"),
        empty,
    )
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("My bookings"), _("Slots of equipment that your parties have or had."), table, crumbs=crumbs(sort=EQUIPMENT),
        deeds=(Link(_("Calendar file (iCalendar)"), reverse("services:booking-calendar"), icon="calendar"),),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


@require_safe
def booking_calendar(request: HttpRequest) -> HttpResponse:
    """One's own bookings that are to come, for a calendar program (RFC 5545); what was given back stands as cancelled."""
    from icalendar import Calendar, Event

    actor = signed_in(request)
    made = Calendar()
    made.add("prodid", "-//Khue//equipment//VI")
    made.add("version", "2.0")
    for row in queries.bookings_to_follow(actor):
        one = Event()
        one.add("uid", f"equipment-booking-{row.id}@{request.get_host()}")
        one.add("dtstamp", row.changed_at)
        one.add("dtstart", row.starts_at)
        one.add("dtend", row.ends_at)
        one.add("summary", row.title.into(language()))
        one.add("description", row.purpose)
        one.add("location", row.place)
        one.add("status", "CONFIRMED" if row.state.code == "booked" else "CANCELLED")
        one.add("url", request.build_absolute_uri(reverse("services:entry", args=[row.entry_id])))
        made.add_component(one)
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="bookings.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
