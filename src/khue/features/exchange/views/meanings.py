"""The desk of words that mean the same: lines in force, changed and ended, and a bench on which a line is tried first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.forms import EndMeaningForm, MeaningForm, TryForm
from khue.features.exchange.queries import MeaningRow, Tried
from khue.features.exchange.views.parts import own_crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import (
    Block,
    DeedPage,
    ListingPage,
    ask,
    ask_for,
    chosen,
    listed,
    said,
    views_of,
)
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import render, signed_in

_COLUMNS = (
    ("words", gettext_lazy("Words that mean the same")),
    ("source", gettext_lazy("Where it comes from")),
    ("ground", gettext_lazy("Why")),
    ("put_by", gettext_lazy("By")),
    ("put_at", gettext_lazy("In force from")),
    ("ended_at", gettext_lazy("Ended")),
    ("end_ground", gettext_lazy("Why it ended")),
)


@require_safe
def meanings(request: HttpRequest) -> HttpResponseBase:
    """Lines in force, or all that ever were."""
    actor = signed_in(request)
    actor.require(access.READ)
    view, words = chosen(request, ("live", "all"), "live"), said(request)
    heads = (
        Column(_("Words that mean the same")),
        Column(_("In force from"), "moment"),
        Column(_("Ended"), "moment"),
        Column(""),
    )
    table = listed(
        request,
        "meanings",
        _COLUMNS,
        lambda after, size: queries.meanings(actor, words, view, after, size),
        lambda row: _row(row, actor),
        heads,
        _("Words that mean the same"),
        EmptyView(_("No line is found"), icon="search"),
    )
    if isinstance(table, HttpResponseBase):
        return table
    deeds = [Link(_("Try a question"), reverse("exchange:try-meaning"), icon="search")]
    if actor.may(access.LISTS):
        deeds.insert(0, Link(_("Add a line"), reverse("exchange:put-meaning"), icon="plus"))
    page = ListingPage(
        _("Words that mean the same"),
        _(
            "A question in one way of saying it finds what is written in another. A change counts from the next question on."
        ),
        table,
        views_of((("live", _("In force")), ("all", _("All"))), view),
        tuple(deeds),
        reverse("exchange:meanings"),
        bool(words),
        own_crumbs(actor),
        query=words,
    )
    return render(request, "ui/record_list.html", page)


def _row(row: MeaningRow, actor: Actor) -> Row:
    change: Any = ""
    if actor.may(access.LISTS) and row.ended_at is None:
        change = Link(_("Change or end"), reverse("exchange:change-meaning", args=[row.id]))
    note = row.ground or row.source
    return Row((Cell(row.words, note=note, strong=True), row.put_at, row.ended_at, change))


def _way(actor: Actor) -> tuple[Link, ...]:
    return own_crumbs(actor, Link(_("Words that mean the same"), reverse("exchange:meanings")))


@ask
def put_meaning(request: HttpRequest) -> HttpResponse:
    """A line more."""
    actor = signed_in(request)
    actor.require(access.LISTS)
    form = bind(MeaningForm, request)
    page = DeedPage(
        _("Add a line"),
        _("Try it on the bench first: a word with two meanings brings strangers in."),
        _("Add a line"),
        _way(actor),
        reverse("exchange:meanings"),
        links=(Link(_("Try a question"), reverse("exchange:try-meaning")),),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.put_meaning(form.command(), actor=actor),
        _("The line is in force."),
        reverse("exchange:meanings"),
    )


@ask
def change_meaning(request: HttpRequest, line_id: int) -> HttpResponse:
    """The line as it should be: the old one ends, the new one begins."""
    actor = signed_in(request)
    actor.require(access.LISTS)
    row = queries.meaning(line_id, actor)
    form = bind(MeaningForm, request, initial={"words": ", ".join(row.words.split(" = "))})
    page = DeedPage(
        _("Change a line"),
        row.words,
        _("Change a line"),
        _way(actor),
        reverse("exchange:meanings"),
        links=(
            Link(_("End it without another"), reverse("exchange:end-meaning", args=[line_id])),
            Link(_("Try a question"), reverse("exchange:try-meaning")),
        ),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.put_meaning(form.command(line_id), actor=actor),
        _("The line is in force."),
        reverse("exchange:meanings"),
    )


@ask
def end_meaning(request: HttpRequest, line_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.LISTS)
    row = queries.meaning(line_id, actor)
    form = bind(EndMeaningForm, request)
    page = DeedPage(_("End a line"), row.words, _("End a line"), _way(actor), reverse("exchange:meanings"))
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.end_meaning(form.command(line_id), actor=actor),
        _("The line has ended."),
        reverse("exchange:meanings"),
    )


@require_safe
def try_meaning(request: HttpRequest) -> HttpResponse:
    """The bench: how a question is understood and what it finds, now and with a line more. Nothing is kept."""
    actor = signed_in(request)
    actor.require(access.READ)
    form = TryForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    asked, line = given.get("q", ""), given.get("line", ())
    before = _blocks(_("As it stands"), queries.tried(asked)) if asked else ()
    after = _blocks(_("With this line more"), queries.tried(asked, line)) if asked and len(line) > 1 else ()
    table = TableView(
        (Column(_("A question")),),
        (),
        caption=_("A question"),
        empty=EmptyView(
            _("Ask something"), _("The bench shows how a question is understood and what it finds."), icon="search"
        ),
    )
    page = ListingPage(
        _("Try a question"),
        _("What is found with the words in force, and with a line more. Nothing is kept."),
        table,
        searched=bool(asked),
        search_href=reverse("exchange:try-meaning"),
        crumbs=_way(actor),
        after=(*before, *after),
    )
    return render(request, "exchange/bench.html", page, form=form, asked=asked)


def _blocks(title: str, found: Tried) -> Sequence[Block]:
    facts = (Answer(_("Technologies found"), found.total, kind="number"),)
    units = TableView(
        (Column(_("Part of the question")), Column(_("Also found as"))),
        tuple(Row((Cell(unit, strong=True), ", ".join(others) or "–")) for unit, others in found.units),
        caption=_("How the question is understood"),
    )
    first = TableView(
        (Column(_("First results")),),
        tuple(Row((one,)) for one in found.titles),
        caption=_("First results"),
        empty=EmptyView(_("Nothing"), icon="search"),
    )
    return (Block(title, facts=facts, table=units), Block(table=first))
