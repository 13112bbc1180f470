"""Lists of the catalogue: a shelf for each sort of entry, one's own entries, the desk of the second person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.services import access, queries
from khue.features.services.domain.catalogue import CAPITAL, EQUIPMENT, EXPERT, INVESTOR, SERVICE
from khue.features.services.forms.catalogue import EntryFilterForm, asked_of
from khue.features.services.queries import ComplaintRow, EntryRow
from khue.kernel.record_pages import Block, ListingPage, chosen, listed, views_of
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, language, render, signed_in

COLUMNS: tuple[tuple[str, Any], ...] = (
    ("title", gettext_lazy("Title in the catalogue")),
    ("kind", gettext_lazy("Kind")),
    ("member", gettext_lazy("Provider")),
    ("price", gettext_lazy("Price from, in đồng")),
    ("price_note", gettext_lazy("How the price is agreed")),
    ("days", gettext_lazy("Working days that it takes")),
    ("answer_days", gettext_lazy("Working days until the answer")),
    ("open_to", gettext_lazy("Who may order")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)
_EQUIPMENT_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("title", gettext_lazy("Equipment")),
    ("member", gettext_lazy("Who has it")),
    ("place", gettext_lazy("Place")),
    ("technical", gettext_lazy("Technical data")),
    ("terms", gettext_lazy("Terms of use")),
    ("price", gettext_lazy("Price from, in đồng")),
    ("price_note", gettext_lazy("How the price is agreed")),
    ("open_to", gettext_lazy("Who may order")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)


_CAPITAL_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("title", gettext_lazy("Project")),
    ("member", gettext_lazy("Who raises capital")),
    ("stage", gettext_lazy("Stage of the project")),
    ("sought", gettext_lazy("Sum sought, in đồng")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)


_EXPERT_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("member", gettext_lazy("Expert")),
    ("title", gettext_lazy("What the expert helps with")),
    ("degree", gettext_lazy("Degree")),
    ("fields", gettext_lazy("Fields")),
    ("languages", gettext_lazy("Languages")),
    ("price", gettext_lazy("Price from, in đồng")),
    ("price_note", gettext_lazy("How the price is agreed")),
    ("open_to", gettext_lazy("Who may order")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)


_INVESTOR_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("member", gettext_lazy("Investor")),
    ("title", gettext_lazy("What the investor looks for")),
    ("seeks", gettext_lazy("Fields")),
    ("least_stage", gettext_lazy("Least readiness that will do")),
    ("ticket_from", gettext_lazy("Into one technology from, in đồng")),
    ("ticket_to", gettext_lazy("Into one technology up to, in đồng")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """How the entries of one sort are listed; ``name`` is the route, ``new`` that of the form."""

    name: str
    new: str
    title: str
    lead: str
    add: str
    empty: EmptyView
    columns: tuple[tuple[str, Any], ...]
    heads: tuple[Column, ...]
    row: Callable[[EntryRow], Row]


def shelf_of(sort: str) -> Shelf:
    """In the reader's language."""
    return {SERVICE: _services, EQUIPMENT: _equipment, CAPITAL: _capital, EXPERT: _experts, INVESTOR: _investors}[
        sort
    ]()


def _services() -> Shelf:
    heads = (
        Column(_("Service")), Column(_("Kind of service")), Column(_("Price from"), "money"), Column(_("Working days"), "number"),
        Column(_("Who may order")),
    )  # fmt: skip
    lead = _(
        "Advice, valuation, appraisal, legal help, intellectual property and training by verified members of the exchange, to be ordered here."
    )
    empty = EmptyView(_("No service is published yet"), _("Services appear here once a second person has published them."), icon="tool")  # fmt: skip
    return Shelf(
        "catalogue", "new", _("Services of the exchange"), lead, _("Publish a service"), empty, COLUMNS, heads,
        lambda row: Row((_title(row), row.kind.capitalised(), _price(row), row.days, row.open_to.capitalised())),
    )  # fmt: skip


def _equipment() -> Shelf:
    heads = (Column(_("Equipment")), Column(_("Place")), Column(_("Price from"), "money"), Column(_("Who may order")))
    lead = _("Machines and laboratories that members share: look at the free slots and book one.")
    empty = EmptyView(_("No equipment is published yet"), _("Equipment appears here once a second person has published it."), icon="microscope")  # fmt: skip
    return Shelf(
        "equipment", "new-equipment", _("Equipment for shared use"), lead, _("Publish equipment"), empty, _EQUIPMENT_COLUMNS, heads,
        lambda row: Row((_title(row), row.place, _price(row), row.open_to.capitalised())),
    )  # fmt: skip


def _capital() -> Shelf:
    heads = (
        Column(_("Project")),
        Column(_("Stage of the project")),
        Column(_("Sum sought"), "money"),
        Column(_("Shown until"), "day"),
    )
    lead = _(
        "Projects of members that look for investors. Only a public summary stands here; verified investors say that they are interested."
    )
    empty = EmptyView(
        _("No project is published yet"),
        _("Projects appear here once a second person has published them."),
        icon="rocket",
    )
    return Shelf(
        "capital", "new-capital", _("Projects raising capital"), lead, _("Publish a project"), empty, _CAPITAL_COLUMNS, heads,
        lambda row: Row((_title(row), row.stage.capitalised() if row.stage else "", row.sought, row.until_on)),
    )  # fmt: skip


def _experts() -> Shelf:
    heads = (Column(_("Expert")), Column(_("Degree")), Column(_("Fields")), Column(_("Price from"), "money"))
    lead = _("Experts of the city's register who chose to be found here: ask one of them for advice.")
    empty = EmptyView(
        _("No expert is published yet"), _("Experts appear here who publish their own profile."), icon="users"
    )
    return Shelf(
        "experts", "new-expert", _("Experts of the exchange"), lead, _("Publish my profile"), empty, _EXPERT_COLUMNS, heads,
        lambda row: Row((Cell(row.member, _title(row).href, row.title, strong=True), row.degree or "–", row.fields or "–", _price(row))),
    )  # fmt: skip


def _investors() -> Shelf:
    heads = (
        Column(_("Investor")), Column(_("Fields")), Column(_("Readiness")), Column(_("Into one technology")), Column(_("Shown until"), "day"),
    )  # fmt: skip
    lead = _(
        "Verified investors say what they look for. It is compared with every offer, and suppliers see there which investors may fit."
    )
    empty = EmptyView(
        _("No investor is published yet"),
        _("Investors appear here once a second person has published what they look for."),
        icon="briefcase",
    )
    return Shelf(
        "investors", "new-investor", _("What investors look for"), lead, _("Say what you look for"), empty, _INVESTOR_COLUMNS, heads,
        lambda row: Row(
            (
                Cell(row.member, _title(row).href, row.title, strong=True), row.seeks or "–", trl(row.least_stage),
                band(row.ticket_from, row.ticket_to), row.until_on,
            )
        ),
    )  # fmt: skip


def band(least: int | None, most: int | None) -> str:
    """What an investor puts into one technology, in words."""
    lang = language()
    if least is None and most is None:
        return _("not told")
    if least is None or most is None:
        text = _("from %(sum)s") if most is None else _("up to %(sum)s")
        return text % {"sum": format_short_dong(least if least is not None else most or 0, lang)}
    return f"{format_short_dong(least, lang)} – {format_short_dong(most, lang)}"


def trl(level: int) -> str:
    """A readiness that is asked, in words."""
    return _("from TRL %(level)s") % {"level": level} if level else _("not asked")


def no_public_offer() -> str:
    return _(
        "This is no public offer of securities and no advice to invest. Nobody has examined the project's prospects; "
        "what is agreed is agreed between the sides."
    )


def _title(row: EntryRow) -> Cell:
    return Cell(row.title, reverse("services:entry", args=[row.id]), row.member, strong=True)


def _price(row: EntryRow) -> Any:
    return row.price if row.price is not None else pgettext("price", "Agreed")


def outside_money() -> str:
    return _("Money passes between the two sides, outside of this system: Khuê takes and holds none of it.")


def numbered(ticket: int) -> str:
    return _("Ticket no. %(number)s") % {"number": ticket}


def crumbs(*more: Link, sort: str = SERVICE) -> tuple[Link, ...]:
    exchange = Link(_("Technology exchange"), reverse("exchange:offers"))
    shelf = shelf_of(sort)
    return (exchange, Link(shelf.title, reverse(f"services:{shelf.name}")), *more)


def catalogue(request: HttpRequest) -> HttpResponseBase:
    """Services of verified members, for everybody; narrowed, downloaded."""
    return _listing(request, SERVICE)


def equipment(request: HttpRequest) -> HttpResponseBase:
    """Equipment for shared use, for everybody; narrowed, downloaded."""
    return _listing(request, EQUIPMENT)


def capital(request: HttpRequest) -> HttpResponseBase:
    """Projects raising capital, for everybody; narrowed, downloaded."""
    return _listing(request, CAPITAL)


def experts(request: HttpRequest) -> HttpResponseBase:
    """Experts who chose to be found, for everybody; narrowed, downloaded."""
    return _listing(request, EXPERT)


def investors(request: HttpRequest) -> HttpResponseBase:
    """What investors look for, for everybody; narrowed by words, downloaded."""
    return _listing(request, INVESTOR)


@require_safe
def _listing(request: HttpRequest, sort: str) -> HttpResponseBase:
    actor, shelf = actor_of(request), shelf_of(sort)
    asked = asked_of(request.GET, sort)
    if asked.words:
        asked = replace(asked, found=queries.found_by(asked.words, actor.today))
    form = EntryFilterForm(request.GET, counted=queries.counts(asked, actor.today), sort=sort)
    at = reverse(f"services:{shelf.name}")
    empty = (
        EmptyView(_("Nothing found"), _("Try fewer or other words."), at, _("Show all"))
        if asked.narrows
        else shelf.empty
    )
    table = listed(
        request, shelf.name, shelf.columns, lambda after, size: queries.entries(asked, actor.today, after, size), shelf.row, shelf.heads,
        shelf.title, empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    tabs = tuple(
        Link(one.title, reverse(f"services:{one.name}"), current=one.name == shelf.name)
        for one in map(shelf_of, (SERVICE, EXPERT, EQUIPMENT, CAPITAL, INVESTOR))
    )
    page = ListingPage(
        shelf.title, shelf.lead, table, tabs, _ways(actor, shelf), search_href=at, searched=asked.narrows, crumbs=crumbs()[:1],
        before=(Block(said=((no_public_offer(), ""),)),) if sort in (CAPITAL, INVESTOR) else (), after=(Block(note=outside_money()),),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page, form=form)


def _ways(actor: Actor, shelf: Shelf) -> tuple[Link, ...]:
    found = []
    if actor.is_signed_in and not actor.is_staff:
        found.append(Link(shelf.add, reverse(f"services:{shelf.new}"), icon="plus"))
        if shelf.name == "capital":
            found.append(Link(_("Interests in projects"), reverse("services:interests"), icon="briefcase"))
        elif shelf.name == "equipment":
            found.append(Link(_("My bookings"), reverse("services:bookings"), icon="calendar"))
        else:
            found.append(Link(_("My tickets"), reverse("services:tickets"), icon="clipboard-list"))
        found.append(Link(_("My entries"), reverse("services:mine"), icon="user"))
    if actor.may(access.REVIEW):
        found.append(Link(_("Desk of the catalogue"), reverse("services:desk"), icon="clipboard-list"))
    return tuple(found)


def _own_row(row: EntryRow) -> Row:
    return Row((_title(row), row.kind.capitalised(), row.state, row.until_on))


def _own_heads() -> tuple[Column, ...]:
    return (
        Column(_("Title in the catalogue")), Column(_("Kind")), Column(_("State"), "state"), Column(_("Shown until"), "day"),
    )  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """What one's own parties handed in, in every state."""
    actor = signed_in(request)
    empty = EmptyView(
        _("You have published nothing yet"),
        _("A verified member may publish what it does for others."),
        reverse("services:new"),
        _("Publish a service"),
    )
    table = listed(
        request, "my-entries", (*COLUMNS, ("state", gettext_lazy("State"))), lambda after, size: queries.own_entries(actor, after, size), _own_row,
        _own_heads(), _("My entries"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (Link(_("Publish a service"), reverse("services:new"), icon="plus"),)
    page = ListingPage(_("My entries"), _("What your parties publish in the catalogue, and how it stands."), table, deeds=deeds, crumbs=crumbs())  # fmt: skip
    return render(request, "ui/record_list.html", page)


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What awaits the second person; how many tickets stand where; complaints."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    view = chosen(request, queries.DESK_VIEWS, "waiting")
    labels = (("waiting", _("To review")), ("shown", pgettext("catalogue", "Published")), ("all", _("All")))
    table = listed(
        request, "catalogue-desk", (*COLUMNS, ("state", gettext_lazy("State"))), lambda after, size: queries.desk_entries(actor, view, after, size),
        _own_row, _own_heads(), _("Entries of the catalogue"), EmptyView(_("Nothing is waiting here"), icon="circle-check"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("Desk of the catalogue"), _("You are the second person for what members publish. What is said in a ticket is its sides' alone."), table,
        views_of(labels, view), crumbs=crumbs(), after=tuple(_desk_blocks(actor)),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _desk_blocks(actor: Actor) -> Iterator[Block]:
    found = queries.complaints(actor)
    for one in found:
        note_view(actor, one.party, "services.complaints", f"service_ticket:{one.ticket}")
    if found:
        rows = tuple(_complaint_row(one) for one in found)
        columns = (
            Column(_("Complaint")),
            Column(_("From whom")),
            Column(pgettext("complaint", "Received"), "moment"),
            Column(_("Answer")),
        )
        yield Block(_("Complaints"), table=TableView(columns, rows, caption=_("Complaints")))
    counted = tuple(Row((one.kind, one.state, one.count)) for one in queries.ticket_counts(actor))
    if counted:
        heads_ = (Column(_("Kind of service")), Column(_("State")), Column(_("Tickets"), "number"))
        yield Block(_("Tickets in numbers"), table=TableView(heads_, counted, caption=_("Tickets in numbers")))


def _complaint_row(one: ComplaintRow) -> Row:
    said = Cell(one.words, note=numbered(one.ticket))
    answer = Link(_("Answer"), reverse("services:answer", args=[one.id])) if one.answered_at is None else Cell(one.answer, note=one.answered_by)  # fmt: skip
    return Row((said, Cell(one.name, note=one.side.capitalised()), one.at, answer))
