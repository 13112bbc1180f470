"""The public register of councils: search, one council, exports."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.councils import queries
from khue.features.councils.forms import PublicSearchForm
from khue.features.councils.queries import PublicCouncil, RegisterRow
from khue.features.councils.views.parts import MAKERS, Block, ListPage, Page, export_links, state_view
from khue.kernel import web
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Row, TableView

COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("name", gettext_lazy("Name of the council")),
    ("kind_words", gettext_lazy("Kind of council")),
    ("state_words", gettext_lazy("State")),
    ("decision_number", gettext_lazy("Founding decision")),
    ("founded_on", gettext_lazy("Day of the decision")),
    ("ended_on", gettext_lazy("Dissolved on")),
    ("members", gettext_lazy("Members")),
    ("decided", gettext_lazy("Items decided")),
)
DECIDED_COLUMNS = (
    ("number", gettext_lazy("No.")),
    ("outcome_words", gettext_lazy("Decision of the council")),
    ("decided_at", gettext_lazy("Decided")),
    ("minutes", gettext_lazy("Minutes")),
)


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """All councils that were founded, newest first, for everybody."""
    form = PublicSearchForm(request.GET)
    asked = form.asked()
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make("councils", COLUMNS, queries.whole_council_register(*asked))
        return file
    found = queries.council_register(*asked, request.GET.get("after"))
    empty = EmptyView(_("No council is on the register yet"), _("A council appears here once it is founded."), icon="users")  # fmt: skip
    if any(asked):
        empty = EmptyView(_("Nothing found"), _("Try fewer or other words."), reverse("councils:register"), _("Show all"))  # fmt: skip
    columns = (
        Column(_("Name of the council")),
        Column(_("Day of the decision"), "day"),
        Column(_("Members"), "number"),
        Column(_("Items decided"), "number"),
        Column(_("State"), "state"),
    )
    table = TableView(
        columns, tuple(map(_row, found.rows)), found.next, found.previous, export_links(request),
        _("Register of councils"), empty=empty,
    )  # fmt: skip
    lead = _("Councils that judge proposals and results for the city: who sits on them and what they decided.")
    return web.render(request, "councils/list.html", ListPage(_("Register of councils"), lead, table), form=form)


def _row(row: RegisterRow) -> Row:
    to = reverse("councils:public", args=[row.number])
    return Row(
        (
            Cell(row.name, to, f"{row.number} · {row.kind_words.into(web.language())}", strong=True),
            row.founded_on,
            row.members,
            row.decided,
            state_view(row.state, row.state_words),
        ),
        href=to,
    )


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponseBase:
    """What everybody may read of one council; its decided items can be downloaded."""
    found = queries.public_council(number)
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        rows = queries.every_decided_item(found.row.id)
        file: HttpResponseBase = make(f"decided-{number}", DECIDED_COLUMNS, rows)
        return file
    told = _(
        "Items are told by number and decision, and only once everybody has signed the minutes. Who applied, points and ballots are not published."
    )
    page = Page(
        found.row.name,
        found.row.number,
        state_view(found.row.state, found.row.state_words),
        reverse("councils:register"),
        _("Register of councils"),
        blocks=(
            Block(answers=_about(found)),
            Block(_("Members"), table=_members(found)),
            Block(_("Items decided"), told, table=_decided(request, found.row.id)),
            Block(_("Minutes"), table=_minutes(found)),
        ),
    )
    return web.render(request, "councils/page.html", page)


def _about(found: PublicCouncil) -> tuple[Answer, ...]:
    row = found.row
    lines = [
        Answer(_("Kind of council"), row.kind_words),
        Answer(_("Purpose"), found.purpose),
        Answer(_("Founding decision"), row.decision_number),
        Answer(_("Day of the decision"), row.founded_on, kind="day"),
    ]
    if row.ended_on:
        lines.append(Answer(_("Dissolved on"), row.ended_on, kind="day"))
    return tuple(lines)


def _members(found: PublicCouncil) -> TableView:
    rows = tuple(Row((one.role_words.capitalised(), one.members)) for one in found.roles)
    empty = EmptyView(_("Nobody sits on the council now."), icon="users")
    return TableView((Column(_("Role")), Column(_("Members"), "number")), rows, caption=_("Members"), empty=empty)


def _decided(request: HttpRequest, council_id: int) -> TableView:
    page = queries.decided_items(council_id, request.GET.get("after"))
    rows = tuple(Row((one.number, one.outcome_words, one.decided_at, one.minutes)) for one in page.rows)
    columns = (
        Column(_("No."), "number"),
        Column(_("Decision of the council")),
        Column(_("Decided"), "moment"),
        Column(_("Minutes")),
    )
    empty = EmptyView(_("No decision yet"), _("It appears here when the minutes are signed."), icon="files")
    exports = export_links(request) if rows else ()
    return TableView(columns, rows, page.next, page.previous, exports, _("Items decided"), empty=empty)


def _minutes(found: PublicCouncil) -> TableView:
    rows = tuple(Row((one.number, one.held_at, one.present, one.decided)) for one in found.minutes)
    columns = (
        Column(_("Minutes")),
        Column(_("Time of the meeting"), "moment"),
        Column(_("Members present"), "number"),
        Column(_("Items decided"), "number"),
    )
    empty = EmptyView(_("No signed minutes yet"), icon="calendar-event")
    return TableView(columns, rows, caption=_("Minutes"), empty=empty)
