"""Events: the list, one with its seats, the calendar for any program; writing, publishing and cancelling for organisers."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.gatherings import access, queries, usecases
from khue.features.gatherings.domain import LeaveSeat, PublishGathering
from khue.features.gatherings.forms import CancelForm, ConfirmForm, GatheringForm, SeatForm
from khue.features.gatherings.queries import GatheringRow
from khue.kernel.forms import bind
from khue.kernel.paging import Page
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, Words
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, language, render, signed_in
from khue.kernel.wording import moment_words

_COLUMNS = (
    ("title", gettext_lazy("Event")),
    ("starts_at", gettext_lazy("Begins")),
    ("ends_at", gettext_lazy("Ends")),
    ("place", gettext_lazy("Where it takes place")),
    ("seats", gettext_lazy("Seats")),
    ("free", gettext_lazy("Free seats")),
    ("state", gettext_lazy("State")),
)
_SEAT_COLUMNS = (
    ("no", gettext_lazy("No.")),
    ("name", gettext_lazy("Name")),
    ("state", gettext_lazy("State")),
    ("note", gettext_lazy("What the organiser should know")),
    ("taken_at", gettext_lazy("Registered")),
)


def crumbs(*more: Link) -> tuple[Link, ...]:
    exchange = Link(_("Technology exchange"), reverse("exchange:offers"))
    return (exchange, Link(_("Events of the exchange"), reverse("gatherings:gatherings")), *more)


@require_safe
def gatherings(request: HttpRequest) -> HttpResponseBase:
    """What comes and what was; downloaded as files, followed by calendar."""
    actor = actor_of(request)
    labels: list[tuple[str, Words]] = [("coming", _("Upcoming")), ("over", _("Over"))]
    if actor.is_signed_in:
        labels.append(("mine", _("Mine")))
    if actor.may(access.ORGANISE):
        labels.append(("all", _("All")))
    view = chosen(request, [code for code, _label in labels], "coming")
    empty = EmptyView(_("No event here"), _("Fairs, workshops and demonstrations of the exchange appear here."), icon="calendar")  # fmt: skip
    heads = (Column(_("Event")), Column(_("Begins"), "moment"), Column(_("Free seats"), "number"), Column(_("State"), "state"))  # fmt: skip
    table = listed(
        request, "events", _COLUMNS, lambda after, size: queries.gatherings(actor, view, after, size), _row, heads, _("Events of the exchange"),
        empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds: tuple[Link, ...] = (Link(_("Follow in a calendar"), reverse("gatherings:calendar"), icon="calendar"),)
    if actor.may(access.ORGANISE):
        deeds = (Link(_("Write an event"), reverse("gatherings:write"), icon="plus"), *deeds)
    lead = _(
        "Where those who have technology and those who need it meet. Everybody may come; seats are given in the order of registration."
    )
    page = ListingPage(_("Events of the exchange"), lead, table, views_of(labels, view), deeds, crumbs=crumbs()[:1])
    return render(request, "ui/record_list.html", page)


def _row(row: GatheringRow) -> Row:
    return Row((Cell(row.title, reverse("gatherings:gathering", args=[row.id]), row.place, strong=True), row.starts_at, row.free, row.state))  # fmt: skip


@require_safe
def gathering(request: HttpRequest, gathering_id: int) -> HttpResponseBase:
    """One event."""
    actor = actor_of(request)
    row = queries.gathering(gathering_id, actor)
    facts = [Answer(_("Begins"), row.starts_at, kind="moment"), Answer(_("Ends"), row.ends_at, kind="moment")]
    if row.place:
        facts.append(Answer(_("Where it takes place"), row.place))
    if row.link:
        facts.append(Answer(_("Link for those who come online"), row.link))
    seats = (
        FigureView(str(row.seats), _("seats")), FigureView(str(row.free), _("free seats")), FigureView(str(row.waiting), _("on the waiting list")),
    )  # fmt: skip
    blocks = [
        Block(_("When and where"), facts=tuple(facts)), Block(_("About the event"), row.about), Block(_("Seats"), figures=seats, note=_mine(row)),
    ]  # fmt: skip
    if row.ground:
        blocks.insert(0, Block(_("Why it is cancelled"), row.ground))
    page = RecordPage(row.title, "", row.state, crumbs(), _deeds(row, actor), tuple(blocks))
    return render(request, "ui/record.html", page)


def _mine(row: GatheringRow) -> Words:
    if row.mine == "seated":
        return _("You have a seat.")
    if row.mine == "waiting":
        return _("You are on the waiting list: when a seat is given up, whoever waits longest gets it and is told.")
    return ""


def _deeds(row: GatheringRow, actor: Actor) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""

    def link(label: str, name: str) -> Link:
        return Link(label, reverse(f"gatherings:{name}", args=[row.id]))

    found = []
    takes = row.state.code == "published" and row.starts_at > actor.moment
    if takes and not row.mine:
        found.append(link(_("Register") if row.free else _("Join the waiting list"), "take"))
    if row.mine and not row.over:
        found.append(link(_("Give up the seat"), "leave"))
    if row.state.code != "draft":
        found.append(link(_("Put it into a calendar"), "one-calendar"))
    if actor.may(access.ORGANISE):
        if row.state.code == "draft":
            found.insert(0, link(_("Publish it"), "publish"))
        found.append(link(_("Who comes"), "seats"))
        if row.state.code == "published":
            found.append(link(_("Cancel the event"), "cancel"))
    return tuple(found)


@require_safe
def seats(request: HttpRequest, gathering_id: int) -> HttpResponseBase:
    """Who comes, for the organiser; downloaded for the entrance."""
    actor = signed_in(request)
    actor.require(access.ORGANISE)
    event = queries.gathering(gathering_id, actor)
    rows = queries.seats_of(gathering_id, actor)
    for one in rows:
        if one.party:
            note_view(actor, one.party, "gatherings.seats", f"gathering:{gathering_id}")
    heads = (Column(_("No."), "number"), Column(_("Name")), Column(_("State")), Column(_("Registered"), "moment"))
    table = listed(
        request, f"event-{gathering_id}-seats", _SEAT_COLUMNS, lambda _after, _size: Page(rows),
        lambda one: Row((one.no, Cell(one.name, note=one.note), one.state.capitalised(), one.taken_at)), heads, _("Who comes"),
        EmptyView(_("Nobody has registered yet"), "", icon="users"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    at = reverse("gatherings:gathering", args=[gathering_id])
    page = ListingPage(_("Who comes"), event.title, table, crumbs=crumbs(Link(event.title, at)))
    return render(request, "ui/record_list.html", page)


@ask
def write(request: HttpRequest) -> HttpResponse:
    """A draft that only organisers see."""
    actor = signed_in(request)
    actor.require(access.ORGANISE)
    form = bind(GatheringForm, request)
    page = DeedPage(
        _("Write an event"), _("A draft at first: only organisers see it until it is published."), _("Keep the draft"), crumbs(),
        reverse("gatherings:gatherings"),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.write_gathering(form.command(), actor=actor), _("The draft is kept."),
        lambda made: reverse("gatherings:gathering", args=[made]),
    )  # fmt: skip


def _page(row: GatheringRow, title: str, button: str, *points: Words) -> DeedPage:
    at = reverse("gatherings:gathering", args=[row.id])
    facts = (Answer(_("Begins"), row.starts_at, kind="moment"), Answer(_("Free seats"), row.free, kind="number"))
    return DeedPage(title, row.title, button, crumbs(Link(row.title, at)), at, facts, points)


@ask
def publish(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Everybody reads it."""
    actor = signed_in(request)
    actor.require(access.ORGANISE)
    row = queries.gathering(gathering_id, actor)
    form = bind(ConfirmForm, request)
    page = _page(
        row,
        _("Publish the event"),
        _("Publish it"),
        _("Its words, hour and seats stand from then on; it can only be cancelled."),
    )
    return ask_for(
        request, form, page, lambda: usecases.publish_gathering(PublishGathering(gathering_id, form.cleaned_data["once"]), actor=actor),
        _("The event is published."), page.back_href,
    )  # fmt: skip


@ask
def cancel(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Called off, with the ground."""
    actor = signed_in(request)
    actor.require(access.ORGANISE)
    row = queries.gathering(gathering_id, actor)
    form = bind(CancelForm, request)
    page = _page(
        row,
        _("Cancel the event"),
        _("Cancel it"),
        _("Everybody who registered is told the ground; it stays on the page."),
    )
    return ask_for(
        request, form, page, lambda: usecases.cancel_gathering(form.command(gathering_id), actor=actor), _("The event is cancelled."), page.back_href,
    )  # fmt: skip


@ask
def take(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """A seat for oneself."""
    actor = signed_in(request)
    row = queries.gathering(gathering_id, actor)
    form = bind(SeatForm, request)
    points = (
        _("The organiser reads your name. Please give the seat up when you can't come: somebody else may be waiting."),
    )
    page = _page(row, _("Register for the event"), _("Register") if row.free else _("Join the waiting list"), *points)
    said = _("You are registered.") if row.free else _("You are on the waiting list.")
    return ask_for(request, form, page, lambda: usecases.take_seat(form.command(gathering_id), actor=actor), said, page.back_href)  # fmt: skip


@ask
def leave(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """The seat is given up."""
    actor = signed_in(request)
    row = queries.gathering(gathering_id, actor)
    form = bind(ConfirmForm, request)
    page = _page(
        row,
        _("Give up the seat"),
        _("Give up my seat"),
        _("Whoever waits longest gets it. Registering again puts you at the end."),
    )
    return ask_for(
        request, form, page, lambda: usecases.leave_seat(LeaveSeat(gathering_id, form.cleaned_data["once"]), actor=actor),
        _("Your seat is given up."), page.back_href,
    )  # fmt: skip


# -- calendars ---------------------------------------------------------------------------------------------------------


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every event that is to come, for any calendar program (RFC 5545)."""
    return _ical(request, queries.for_calendars(actor_of(request).moment), "events.ics")


@require_safe
def one_calendar(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """One event for a calendar."""
    row = queries.gathering(gathering_id, actor_of(request))
    return _ical(request, (row,), f"event-{row.id}.ics")


def _ical(request: HttpRequest, rows: Iterable[GatheringRow], name: str) -> HttpResponse:
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Khue//events//VI")
    made.add("version", "2.0")
    lang = language()
    for row in rows:
        entry = Event()
        entry.add("uid", f"gathering-{row.id}@{request.get_host()}")
        entry.add("dtstamp", row.changed_at)
        entry.add("dtstart", row.starts_at)
        entry.add("dtend", row.ends_at)
        entry.add("summary", row.title.into(lang))
        entry.add("description", f"{row.about.into(lang)}\n{moment_words(row.starts_at)}")
        entry.add("location", row.place)
        entry.add("status", "CANCELLED" if row.state.code == "cancelled" else "CONFIRMED")
        entry.add("url", request.build_absolute_uri(reverse("gatherings:gathering", args=[row.id])))
        made.add_component(entry)
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
