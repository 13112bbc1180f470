"""Whom an expert is near to: on the own page, declared; for who keeps the register, recorded from a source."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.councils import access, queries, usecases
from khue.features.councils.forms import EndRelationForm, EndTieForm, RelationForm, TieForm
from khue.features.councils.views.parts import Block, FormPage, ask, asked, expert_href
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.wording import day_words


def near_to(card: queries.ExpertCard, actor: Actor, *, own: bool) -> list[Block]:
    """Both lists: of oneself everything, of others what officers recorded."""
    at = [card.id]
    hidden = frozenset() if own else queries.barred(actor)
    relations = queries.relations_of(card.person, recorded=not own, hidden=hidden)
    ties = queries.ties_of(card.person, recorded=not own, hidden=hidden)
    said = _("Their ties count as yours. Only you and the record of a found interest show them.")
    also = _(
        "Employment, shares, contracts, earlier deals, works written together. They count when interests are looked for."
    )
    if not own:
        said = also = _("What was recorded from a source; what the expert declared is shown to the expert only.")
    return [
        Block(
            _("People related to me") if own else _("Related people, by record"), said,
            table=_table(tuple(_relation(line, own) for line in relations), _("Name"), _("No relation is declared.")),
            links=(_link(own, _("Declare a relation"), _("Record a relation"), "councils:relate", at),),
        ),
        Block(
            _("Organisations and people I am tied to") if own else _("Ties, by record"), also,
            table=_table(tuple(_tie(line, own) for line in ties), _("Organisation or person"), _("No tie is declared.")),
            links=(_link(own, _("Declare a tie"), _("Record a tie"), "councils:tie", at),),
        ),
    ]  # fmt: skip


def _link(own: bool, declares: str, records: str, route: str, at: list[int]) -> Link:
    return Link(declares if own else records, reverse(route, args=at), icon="plus")


def _table(rows: tuple[Row, ...], who: Words, nothing: Words) -> TableView:
    columns = (
        Column(who),
        Column(_("Relation")),
        Column(_("Where from")),
        Column(_("Recorded"), "moment"),
        Column(_("What to do"), hidden_label=True),
    )
    return TableView(columns, rows, caption=who, empty=EmptyView(nothing, icon="users"))


def _relation(line: queries.RelationLine, own: bool) -> Row:
    end = _end(line.own == own, "councils:end-relation", line.id)
    return Row((Cell(line.other_name, strong=True), line.kind_words, _from(line), line.declared_at, end))


def _tie(line: queries.TieLine, own: bool) -> Row:
    days = ""
    if line.until is not None:
        days = _("until %(day)s") % {"day": day_words(line.until, short=True)}
    end = _end(line.own == own, "councils:end-tie", line.id)
    what = Cell(line.kind_words, note=" · ".join(part for part in (line.detail, days) if part))
    return Row((Cell(line.party_name, strong=True), what, _from(line), line.declared_at, end))


def _from(line: queries.RelationLine | queries.TieLine) -> str:
    return _("own declaration") if line.own else line.source


def _end(may: bool, route: str, number: int) -> Link | None:
    return Link(_("It no longer stands"), reverse(route, args=[number])) if may else None


@ask
def relate(request: HttpRequest, expert_id: int) -> HttpResponse:
    """A relation of one's own, or of another expert from a source."""
    actor = web.signed_in(request)
    card, own = _about(expert_id, actor)
    form = bind(RelationForm, request, own=own)
    title = _("Declare a relation") if own else _("Record a relation")
    page = FormPage(
        title, card.name, _("Declare") if own else _("Record it"), expert_href(card.id), card.name,
        points=(_("From now on this person’s ties count, too, when interests are looked for."), _open_to(own)),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.declare_relation(form.command(card.person), actor=actor),
        expert_href(card.id), _("The relation is declared.") if own else _("The relation is recorded."),
    )  # fmt: skip


@ask
def tie(request: HttpRequest, expert_id: int) -> HttpResponse:
    """The same for a tie to an organisation or a person."""
    actor = web.signed_in(request)
    card, own = _about(expert_id, actor)
    form = bind(TieForm, request, own=own)
    title = _("Declare a tie") if own else _("Record a tie")
    page = FormPage(
        title, card.name, _("Declare") if own else _("Record it"), expert_href(card.id), card.name,
        points=(_("While it lasts it takes the expert out of items of this party; afterwards it is a hint."), _open_to(own)),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.declare_tie(form.command(card.person), actor=actor),
        expert_href(card.id), _("The tie is declared.") if own else _("The tie is recorded."),
    )  # fmt: skip


def _open_to(own: bool) -> Words:
    if own:
        return _("Others see it only where an interest was found through it.")
    return _("The expert is told, with the source.")


def _about(expert_id: int, actor: Actor) -> tuple[queries.ExpertCard, bool]:
    """The expert, and whether it is the reader. Others only for who keeps the register."""
    card = queries.readable_expert(expert_id, actor)
    own = access.is_person(actor, card.person)
    if not own:
        actor.require(access.EXPERTS)
    return card, own


@ask
def end_relation(request: HttpRequest, relation_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    card, name = queries.relation_to_end(relation_id, actor)
    form = bind(EndRelationForm, request)
    page = FormPage(_("It no longer stands"), name, _("Save"), expert_href(card.id), card.name)
    return asked(
        request, form, page, lambda: usecases.end_relation(form.command(relation_id), actor=actor),
        expert_href(card.id), _("The relation has ended."),
    )  # fmt: skip


@ask
def end_tie(request: HttpRequest, tie_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    card, name = queries.tie_to_end(tie_id, actor)
    form = bind(EndTieForm, request)
    page = FormPage(
        _("It no longer stands"), name, _("Save"), expert_href(card.id), card.name,
        points=(_("If it only came to its end, add a line with its last day: it stays as a hint."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.end_tie(form.command(tie_id), actor=actor),
        expert_href(card.id), _("The tie has ended."),
    )  # fmt: skip
