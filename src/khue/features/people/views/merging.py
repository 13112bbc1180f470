"""Merging duplicates: find the other record, compare, choose, see what follows, merge, take back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.people import access, queries, usecases
from khue.features.people.domain import SCOPES
from khue.features.people.forms import EndSuccessionForm, MergeForm, OtherRecordForm, SuccessionForm
from khue.features.people.views.parts import (
    FILES,
    FormPage,
    ask,
    asked,
    export_links,
    follows_tables,
    succession_table,
)
from khue.kernel import viewing, web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.paging import every
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView, Words


@dataclass(frozen=True, slots=True)
class MergeSearchPage:
    card: queries.PartyCard
    table: TableView


@dataclass(frozen=True, slots=True)
class ComparePage:
    former: queries.PartyCard
    survivor: queries.PartyCard
    lines: tuple[queries.ComparedLine, ...]
    follows: tuple[TableView, ...]
    counts: tuple[tuple[Words, int], ...]
    swap_href: str


@dataclass(frozen=True, slots=True)
class SuccessionsPage:
    table: TableView


@dataclass(frozen=True, slots=True)
class SuccessionPreview:
    """The dry run: who goes on as whom, what follows, which mandates lapse. In a separation the former party stays."""

    stays: bool
    former: str
    successor: str
    counts: tuple[tuple[Words, int], ...]
    follows: tuple[TableView, ...]
    lapsing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuccessionPage:
    form: FormPage
    preview: SuccessionPreview | None


@require_GET
def merge_search(request: HttpRequest, party_id: int) -> HttpResponse:
    """Which other record is the same party? Search, then compare."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    card = queries.party(f"party:{party_id}")
    form = OtherRecordForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.find_parties(words or card.name, 25, kind=card.kind)
    rows = tuple(
        Row(
            (
                Cell(other.name, strong=True),
                other.tax_code,
                other.address if not other.is_private_person else "",
                Link(_("Compare"), reverse("people:merge", args=[card.id, other.id])),
            )
        )
        for other in found
        if other.key != card.key
    )
    columns = (
        Column(_("Name")), Column(_("Tax code")), Column(_("Address")), Column(_("What to do"), hidden_label=True),
    )  # fmt: skip
    empty = EmptyView(_("Nobody found"), _("Try fewer words, or write them without marks."))
    table = TableView(columns, rows, caption=_("Records that may be the same"), empty=empty)
    return web.render(request, "people/merge_search.html", MergeSearchPage(card, table), form=form)


@ask
def merge(request: HttpRequest, party_id: int, other_id: int) -> HttpResponse:
    """Two records side by side; what will follow; one deed."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    for number in (party_id, other_id):
        access.require_unrestricted(actor, f"party:{number}")
    found = queries.comparison(f"party:{party_id}", f"party:{other_id}")
    for card in (found.former, found.survivor):
        if card.is_private_person:
            viewing.note_view(actor, card.key, "record", card.key)
    takeable = tuple(
        (line.field, line.label.into(web.language()), _said(line.former), _said(line.survivor))
        for line in found.lines
        if line.can_be_taken and line.former is not None
    )
    seen = {"seen_former": found.seen[0], "seen_survivor": found.seen[1]}
    form = bind(MergeForm, request, takeable=takeable, initial=seen)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.merge_duplicates(form.command(found.former.key, found.survivor.key), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The two records are one now. You can take this back at any time."))
            return web.redirect("people:history", other_id)
    page = ComparePage(
        former=found.former,
        survivor=found.survivor,
        lines=found.lines,
        follows=follows_tables(found.follows),
        counts=tuple((matters.kind, matters.total) for matters in found.follows),
        swap_href=reverse("people:merge", args=[other_id, party_id]),
    )
    return web.render(request, "people/merge.html", page, 422 if form.errors else 200, form=form)


def _said(line: queries.RecordLine | None) -> str:
    """A value in the reader's language; empty where the record holds none."""
    if line is None:
        return ""
    return line.shown if isinstance(line.shown, str) else line.shown.into(web.language())


@require_GET
def successions(request: HttpRequest) -> HttpResponseBase:
    """Every merge and succession, newest first, with those taken back."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        columns = (
            ("label", _("What happened")), ("former", _("Former")), ("successor", _("Taken over by")),
            ("effective_on", _("In force from")), ("paper", _("Document")), ("ground", _("Ground")),
            ("recorded_at", _("Recorded")), ("ended_at", _("Taken back")), ("end_ground", _("Why it was wrong")),
        )  # fmt: skip
        return make("successions", columns, map(_as_line, every(queries.list_successions)))
    found = queries.list_successions(request.GET.get("after"))
    table = succession_table(found.rows, found.next, found.previous, export_links(request))
    return web.render(request, "people/successions.html", SuccessionsPage(table))


def _as_line(line: queries.SuccessionLine) -> dict[str, object]:
    return {
        "label": line.label,
        "former": "; ".join(name for _key, name in line.formers),
        "successor": "; ".join(name for _key, name in line.successors),
        "effective_on": line.effective_on,
        "paper": line.paper,
        "ground": line.ground,
        "recorded_at": line.recorded_at,
        "ended_at": line.ended_at,
        "end_ground": line.end_ground,
    }


@ask
def end_succession(request: HttpRequest, succession_id: int) -> HttpResponse:
    """Take a merge back, with the ground."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    line = queries.succession(succession_id)
    formers = ", ".join(name for _key, name in line.formers)
    successors = ", ".join(name for _key, name in line.successors)
    form = bind(EndSuccessionForm, request)
    back = reverse("people:successions")
    page = FormPage(
        _("Take back: %(what)s") % {"what": line.label.into(web.language())},
        _("%(former)s and %(successor)s stand for themselves again. What was begun meanwhile stays where it is.")
        % {"former": formers, "successor": successors},
        _("Take back"),
        back,
        _("Merges and successions"),
    )
    return asked(
        request, form, page, lambda: usecases.end_succession(form.command(succession_id), actor=actor), back,
        _("It was taken back; both histories are kept."),
    )  # fmt: skip


@ask
def record_succession(request: HttpRequest) -> HttpResponse:
    """A merger, consolidation, conversion, division or separation in law: first what follows is shown, then recorded."""
    actor = web.signed_in(request)
    access.require_merge(actor)
    form = bind(SuccessionForm, request, initial={"former": request.GET.get("former", "")[:18]})
    preview: SuccessionPreview | None = None
    if request.method == "POST" and form.is_valid():
        follows = tuple(queries.what_follows(key) for key in form.parties("former"))
        form = _with_shares(request, form, tuple(matters for each in follows for matters in each))
        complete = form.is_valid()
        preview = _preview(form, follows, actor)
        if complete and "previewed" in request.POST:
            try:
                usecases.record_succession(form.command(), actor=actor)
            except Refused as refused:
                show_refusal(form, refused)
            else:
                messages.success(request, _("It is recorded. Dossiers and supports go on under the successor."))
                return web.redirect("people:history", form.parties("successor")[0].removeprefix("party:"))
    page = SuccessionPage(
        FormPage(
            _("Record a succession in law"),
            _(
                "Merger, consolidation, conversion, division, separation. For two records of one party merge duplicates."
            ),
            _("Record it") if preview else _("Show what will follow"),
            reverse("people:successions"),
            _("Merges and successions"),
        ),
        preview,
    )
    return web.render(request, "people/succession.html", page, 422 if form.errors else 200, form=form)


def _preview(form: SuccessionForm, follows: tuple[tuple[queries.Matters, ...], ...], actor: Actor) -> SuccessionPreview:
    """Everything that will follow, and the mandates that lapse because the former party is no more."""
    formers, successors = form.parties("former"), form.parties("successor")
    cards = queries.parties((*formers, *successors))
    lapse = form.cleaned_data["kind"] != "separation"
    mandates = tuple(m for key in formers for m in queries.mandates_of(key, actor.today)) if lapse else ()
    return SuccessionPreview(
        stays=not lapse,
        former=", ".join(cards[key].name for key in formers if key in cards),
        successor=", ".join(cards[key].name for key in successors if key in cards),
        counts=tuple((matters.kind, matters.total) for each in follows for matters in each),
        follows=follows_tables((matters for each in follows for matters in each), open_only=True),
        lapsing=tuple(f"{m.person} ({SCOPES[m.scope].into(web.language())})" for m in mandates),
    )


def _with_shares(request: HttpRequest, first: SuccessionForm, matters: tuple[queries.Matters, ...]) -> SuccessionForm:
    """The same form with one question per open matter, when the kind shares matters out."""
    kind = first.cleaned_data["kind"]
    if kind not in ("division", "separation"):
        return first
    cards = queries.parties(first.parties("successor"))
    return bind(
        SuccessionForm,
        request,
        matters=tuple((line.subject, line.named(web.language())) for m in matters for line in m.lines if line.is_open),
        holders=tuple((key, cards[key].name) for key in first.parties("successor") if key in cards),
        stay=kind == "separation",
    )
