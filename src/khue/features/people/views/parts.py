"""What the pages of this room are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.features.people import queries
from khue.features.people.domain import SCOPES
from khue.kernel import asking, exports, viewing, web
from khue.kernel.forms import KhueForm
from khue.kernel.paging import Page, href
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView, Words
from khue.kernel.wording import day_words

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that asks: title, one sentence, the button, the way back."""

    title: Words
    lead: Words
    label: Words
    back_href: str
    back: Words
    links: tuple[Link, ...] = ()


def asked(
    request: HttpRequest, form: KhueForm, page: FormPage, deed: Callable[[], Any], to: str, done: str
) -> HttpResponse:
    return asking.asked(request, "people/form.html", form, page, deed, to, done)


def record(lines: tuple[queries.RecordLine, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(line.label, line.shown, origin=origin(line)) for line in lines)


def origin(line: queries.RecordLine) -> str:
    parts = [line.source.into(web.language()) if line.source else "", day_words(line.on, short=True) if line.on else ""]
    return ", ".join(part for part in parts if part)


def mandate_table(
    lines: tuple[queries.MandateLine, ...],
    caption: str,
    empty: str,
    *,
    ends: Callable[[queries.MandateLine], bool],
    by_party: bool = False,
) -> TableView:
    """``ends``: whether the reader may end this mandate."""
    columns = (
        Column(_("For whom")), Column(_("Who")), Column(_("Scope")), Column(_("From"), "day"), Column(_("Until"), "day"),
        Column(_("Ground")), Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Link(m.party, reverse("people:party", args=[m.party_key.removeprefix("party:")]))
                if by_party
                else m.party,
                m.person,
                SCOPES[m.scope],
                m.valid_from,
                m.valid_until,
                m.ground,
                Link(_("End"), reverse("people:end-mandate", args=[m.id])) if ends(m) else None,
            )
        )
        for m in lines
    )
    return TableView(columns, rows, caption=caption, empty=EmptyView(empty))


def request_table(lines: tuple[queries.RequestLine, ...]) -> TableView:
    columns = (
        Column(_("Who")), Column(_("For whom")), Column(_("Scope")), Column(_("Ground")),
        Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                r.person,
                r.party,
                SCOPES[r.scope],
                r.ground,
                Link(_("Answer"), reverse("people:answer-request", args=[r.id])),
            )
        )
        for r in lines
    )
    return TableView(columns, rows, caption=_("Requests that wait for your answer"))


def role_table(lines: tuple[queries.RoleLine, ...], *, ending: bool) -> TableView:
    columns: tuple[Column, ...] = (
        Column(_("Who")),
        Column(_("Role")),
        Column(_("Unit")),
        Column(_("From"), "day"),
        Column(_("Until"), "day"),
    )
    if ending:
        columns = (*columns, Column(_("What to do"), hidden_label=True))
    rows = tuple(
        Row(
            (
                r.person,
                r.role,
                r.unit,
                r.valid_from,
                r.valid_until,
                *((Link(_("End"), reverse("people:end-role", args=[r.id])),) if ending else ()),
            )
        )
        for r in lines
    )
    return TableView(columns, rows, caption=_("Roles"), empty=EmptyView(_("No role is held.")))


def member_table(lines: tuple[queries.MemberLine, ...], *, ending: bool = False) -> TableView:
    """Members of a group, past ones too; ``ending`` adds the way to end a membership that still holds."""
    columns: tuple[Column, ...] = (
        Column(_("Who")), Column(_("Position")), Column(_("From"), "day"), Column(_("Until"), "day"),
    )  # fmt: skip
    if ending:
        columns = (*columns, Column(_("What to do"), hidden_label=True))
    rows = tuple(
        Row((m.person, m.position, m.valid_from, m.valid_until, *((_end_member(m),) if ending else ()))) for m in lines
    )
    return TableView(columns, rows, caption=_("Members"), empty=EmptyView(_("The group has no members yet.")))


def _end_member(line: queries.MemberLine) -> Link | None:
    return Link(_("End"), reverse("people:end-member", args=[line.id])) if line.valid_until is None else None


def looks_table(looks: Page[viewing.ViewRow], request: HttpRequest) -> TableView:
    rows = tuple(Row((look.at, look.viewer_name or look.viewer, look_words(look.what))) for look in looks.rows)
    columns = (Column(_("When"), "moment"), Column(_("Who")), Column(_("What")))
    after = f"?looks={looks.next}" if looks.next else None
    return TableView(
        columns, rows, after, caption=_("Who looked at my data"), empty=EmptyView(_("Nobody has looked at your data."))
    )


def look_words(what: str) -> str:
    known = {
        "record": _("the record"),
        "file": _("a file"),
        "dossier": _("a dossier"),
        "sanctions": _("the sanctions list"),
        "contact": _("contact details"),
    }
    return known.get(what, what)


def timeline_table(key: str | tuple[str, ...], after: str | None, request: HttpRequest) -> TableView:
    page = queries.timeline(key, after)
    rows = tuple(Row((line.at, line.text)) for line in page.rows)
    columns = (Column(_("When"), "moment"), Column(_("What happened")))
    return TableView(
        columns, rows, page.next, page.previous, caption=_("Timeline"), empty=EmptyView(_("Nothing has happened yet."))
    )


# ---- what happens to parties -----------------------------------------------------------------------------------------

FILES: Mapping[str, Callable[..., HttpResponseBase]] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}


def export_links(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES)


def party_cells(parties: tuple[tuple[str, str], ...]) -> tuple[Link, ...]:
    return tuple(Link(name, reverse("people:party", args=[key.removeprefix("party:")])) for key, name in parties)


def succession_table(
    lines: tuple[queries.SuccessionLine, ...],
    after: str | None = None,
    before: str | None = None,
    files: tuple[Link, ...] = (),
    *,
    deeds: bool = True,
) -> TableView:
    """Merges and successions; one that was taken back says since when and why."""
    columns: tuple[Column, ...] = (
        Column(_("What happened")), Column(_("Former")), Column(_("Taken over by")), Column(_("In force from"), "day"),
        Column(_("Document or ground")), Column(_("State")),
    )  # fmt: skip
    if deeds:
        columns = (*columns, Column(_("What to do"), hidden_label=True))
    rows = tuple(
        Row(
            (
                line.label,
                party_cells(line.formers),
                party_cells(line.successors),
                line.effective_on,
                Cell(line.paper or line.ground, note=line.ground if line.paper else ""),
                _succession_state(line),
                *((_undo(line),) if deeds else ()),
            )
        )
        for line in lines
    )
    empty = EmptyView(_("No party goes on under another."))
    return TableView(columns, rows, after, before, files, caption=_("Merges and successions"), empty=empty)


def _succession_state(line: queries.SuccessionLine) -> Any:
    if line.ended_at is None:
        return StateView("standing", _("in force"), "good")
    return Cell(StateView("taken-back", _("taken back"), "plain"), note=line.end_ground)


def _undo(line: queries.SuccessionLine) -> Any:
    if line.ended_at is not None:
        return None
    return Link(_("Take back"), reverse("people:end-succession", args=[line.id]))


def follows_tables(follows: Iterable[queries.Matters], *, open_only: bool = False) -> tuple[TableView, ...]:
    """One table per kind of matter that says more than its number; ``open_only`` leaves out what is done."""
    columns = (
        Column(_("Matter")), Column(_("Named on it")), Column(_("State")), Column(_("On whose desk")),
    )  # fmt: skip
    return tuple(
        TableView(
            columns,
            tuple(
                Row(
                    (
                        Cell(line.named(web.language()), line.href, strong=line.is_open),
                        line.party,
                        line.state,
                        line.desk,
                    ),
                    tone="wait" if line.is_open else "plain",
                )
                for line in matters.lines
                if line.is_open or not open_only
            ),
            caption=matters.kind,
            show_caption=True,
        )
        for matters in follows
        if any(line.is_open or not open_only for line in matters.lines)
    )


def change_table(lines: tuple[queries.ChangeLine, ...], request: HttpRequest) -> TableView:
    columns = (
        Column(_("From"), "day"), Column(_("What")), Column(_("Before")), Column(_("Since then")), Column(_("Document")),
    )  # fmt: skip
    fields = {"name": _("Name"), "address": _("Address")}
    rows = tuple(Row((c.effective_on, fields[c.field], c.before, c.after, c.paper)) for c in lines)
    empty = EmptyView(_("Name and address never changed."))
    return TableView(
        columns,
        rows,
        exports=export_links(request) if rows else (),
        caption=_("Names and addresses over time"),
        empty=empty,
    )


def dissolution_table(lines: tuple[queries.DissolutionLine, ...], *, deeds: bool) -> TableView:
    columns: tuple[Column, ...] = (
        Column(_("What happened")),
        Column(_("In force from"), "day"),
        Column(_("Document")),
        Column(_("State")),
    )
    if deeds:
        columns = (*columns, Column(_("What to do"), hidden_label=True))
    rows = tuple(
        Row(
            (
                line.label,
                line.effective_on,
                line.paper,
                StateView("standing", _("in force"), "bad")
                if line.ended_at is None
                else Cell(StateView("taken-back", _("taken back")), note=line.end_ground),
                *(
                    (
                        Link(_("Take back"), reverse("people:end-dissolution", args=[line.id]))
                        if line.ended_at is None
                        else None,
                    )
                    if deeds
                    else ()
                ),
            )
        )
        for line in lines
    )
    return TableView(columns, rows, caption=_("No more"))
