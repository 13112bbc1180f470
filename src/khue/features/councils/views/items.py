"""Items before a council, their papers, and the interests of members in them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.councils import access, queries, usecases
from khue.features.councils.domain.interests import Interest, ground_label
from khue.features.councils.forms import DeclareForm, ItemForm, PaperForm, ReviewForm, WithdrawForm
from khue.features.councils.views.parts import (
    MAKERS,
    Block,
    FormPage,
    Page,
    ask,
    asked,
    council_href,
    export_links,
    item_href,
    opens_items,
    state_view,
)
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.wording import day_words

INTEREST_COLUMNS = (
    ("member", gettext_lazy("Member")),
    ("item", gettext_lazy("Item")),
    ("kind", gettext_lazy("Kind")),
    ("text", gettext_lazy("Ground")),
    ("record", gettext_lazy("Source record")),
    ("bars", gettext_lazy("Takes the member out")),
)


@ask
def put_item(request: HttpRequest, council_id: int) -> HttpResponse:
    """An item entered by hand."""
    actor = web.signed_in(request)
    actor.require(access.RUN)
    card = queries.council(council_id)
    form = bind(ItemForm, request, key_fields=queries.key_fields(actor.today))
    page = FormPage(
        _("Put an item"), card.name, _("Put it before the council"), council_href(council_id), card.name,
        points=(_("Name everybody behind the item: interests of members are looked for against each of them."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.put_item(form.command(council_id), actor=actor),
        council_href(council_id), _("The item is before the council."),
    )  # fmt: skip


@require_GET
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item: parties, papers, who is out of it and why. 403 for whoever has an interest in it."""
    actor = web.signed_in(request)
    weighed = queries.weighed_item(item_id, actor)
    reading, line = weighed.reading, weighed.item
    card = queries.council(line.council_id)
    papers = queries.papers_for(reading, actor)
    blocks = [
        Block(_("Papers"), papers.note, files=papers.files, table=_closed(papers.closed) if papers.closed else None),
    ]
    if papers.told:
        blocks.insert(0, Block(_("What is put before the council"), answers=papers.told))
    if not papers.blind:
        blocks.insert(0, Block(answers=_parties(line)))
    if reading.runs:
        names = {each.person: each.name for each in weighed.seats}
        table = interest_table(weighed.interests, names, {item_id: line})
        blocks.append(Block(_("Interests of members"), table=table))
    page = Page(
        line.title,
        f"{card.name} · {line.number}",
        state_view(line.state, line.state_words),
        council_href(card.id),
        card.name,
        blocks=tuple(blocks),
        deeds=tuple(_deeds(line, reading, actor, blind=papers.blind)),
    )
    return web.render(request, "councils/page.html", page)


def _parties(line: queries.ItemLine) -> tuple[Answer, ...]:
    lines = [Answer(party.role_words.capitalised(), party.name) for party in line.parties]
    if line.field:
        lines.insert(0, Answer(pgettext("councils", "Field"), queries.field_words([line.field])[0]))
    return tuple(lines)


def _closed(titles: tuple[str, ...]) -> TableView:
    rows = tuple(Row((title, StateView("closed", _("no redacted copy yet"), "wait"))) for title in titles)
    return TableView(
        (Column(pgettext("councils", "Paper")), Column(_("State"), "state")),
        rows,
        caption=_("Closed in the blind phase"),
        show_caption=True,
    )


def _deeds(line: queries.ItemLine, reading: queries.Reading, actor: Actor, *, blind: bool) -> list[Link]:
    links = []
    home = queries.home_of(line.subject)
    if home and (reading.runs or not blind):
        links.append(Link(_("Open what is judged"), home, icon="file-text"))
    if reading.runs and line.state not in ("decided", "withdrawn"):
        links.append(Link(_("Add a paper"), reverse("councils:add-paper", args=[line.id]), icon="upload"))
        links.append(Link(_("Withdraw the item"), reverse("councils:withdraw", args=[line.id]), icon="x"))
    links.append(
        Link(
            _("Declare an interest"),
            reverse("councils:declare", args=[line.council_id]) + f"?item={line.id}",
            icon="hand-stop",
        )
    )
    return links


@ask
def withdraw(request: HttpRequest, item_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    line = queries.readable_item(item_id, actor).item
    form = bind(WithdrawForm, request)
    page = FormPage(_("Withdraw the item"), line.title, _("Withdraw the item"), item_href(item_id), line.title)
    return asked(
        request, form, page, lambda: usecases.withdraw_item(form.command(item_id), actor=actor),
        council_href(line.council_id), _("The item is withdrawn."),
    )  # fmt: skip


@ask
def add_paper(request: HttpRequest, item_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    line = queries.readable_item(item_id, actor).item
    form = bind(PaperForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.add_paper(item_id, said["title"], said["file"], said["blind"], once=said["once"], actor=actor)

    page = FormPage(_("Add a paper"), line.title, _("Add"), item_href(item_id), line.title, files=True)
    return asked(request, form, page, deed, item_href(item_id), _("The paper is added."))


# ---- interests


@require_GET
def interests(request: HttpRequest, council_id: int) -> HttpResponseBase:
    """Every interest that was found or declared, each with its record. A member sees the own ones."""
    actor = web.signed_in(request)
    card = queries.readable_council(council_id, actor)
    everything = actor.may(access.READ)
    hidden = queries.hidden_in(council_id, actor)
    seats = queries.seats_of(council_id, hidden=hidden)
    shown = [each for each in seats if everything or access.is_person(actor, each.person)]
    names = {each.person: each.name for each in seats}
    found = queries.interests_of(council_id, actor.today, [each.person for each in shown])
    found = queries.veiled_interests(found, hidden)
    items = queries.items_by_id({one.item for one in found}, hidden)
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make(f"interests-{card.number}", INTEREST_COLUMNS, _export(found, names, items))
        return file
    table = interest_table(found, names, items, exports=export_links(request))
    blocks = [Block(_("Found and declared"), table=table)]
    declared = [
        line for line in queries.declarations_of(council_id, hidden)
        if everything or access.is_person(actor, line.person) or line.declared_by in actor.keys
    ]  # fmt: skip
    blocks.append(Block(_("Declarations"), table=_declarations(declared, actor)))
    page = Page(
        _("Interests"),
        _("Whoever has an interest in an item does not see its papers, does not score it and does not vote on it."),
        None,
        council_href(council_id),
        card.name,
        blocks=tuple(blocks),
        deeds=(Link(_("Declare an interest"), reverse("councils:declare", args=[council_id]), icon="hand-stop"),)
        if opens_items(council_id, actor)
        else (),
    )
    return web.render(request, "councils/page.html", page)


def interest_table(
    found: tuple[Interest, ...],
    names: dict[str, str],
    items: dict[int, queries.ItemLine],
    *,
    exports: tuple[Link, ...] = (),
) -> TableView:
    """Member, item, ground with a link to its record, and whether it takes the member out."""
    language = web.language()
    rows = tuple(
        Row(
            (
                Cell(names.get(one.person, one.person), strong=True),
                items[one.item].title if one.item in items else str(one.item),
                Cell(ground_label(one.kind), note=one.text),
                Link(_("See the record"), f"/{language}{one.href}") if one.href else one.record,
                StateView("out", _("out of the item"), "bad")
                if one.bars
                else StateView("hint", _("hint only"), "plain"),
            )
        )
        for one in found
    )
    columns = (
        Column(_("Member")),
        Column(pgettext("councils", "Item")),
        Column(_("Ground")),
        Column(_("Source record")),
        Column(_("Consequence"), "state"),
    )
    empty = EmptyView(
        _("No interest was found"),
        _("Neither the records of the platform nor a declaration shows one."),
        icon="circle-check",
    )
    return TableView(columns, rows, exports=exports, caption=_("Interests"), empty=empty)


def _export(
    found: tuple[Interest, ...], names: dict[str, str], items: dict[int, queries.ItemLine]
) -> list[dict[str, object]]:
    return [
        {
            "member": names.get(one.person, one.person),
            "item": items[one.item].title if one.item in items else one.item,
            "kind": ground_label(one.kind),
            "text": one.text,
            "record": one.record,
            "bars": one.bars,
        }
        for one in found
    ]


def _declarations(lines: list[queries.DeclarationLine], actor: Actor) -> TableView:
    words = {"reported": _("waits for a review"), "stands": _("stands"), "dismissed": _("not confirmed")}
    rows = tuple(
        Row(
            (
                Cell(line.name, strong=True),
                Cell(line.about, note=line.ground),
                Cell(line.declared_by_name, note=day_words(line.declared_at, short=True)),
                Cell(state_view(line.state, words[line.state]), note=line.review_ground),
                Link(_("Review"), reverse("councils:review-interest", args=[line.id]))
                if line.state == "reported" and actor.may(access.RUN)
                else None,
            )
        )
        for line in lines
    )
    columns = (
        Column(_("Member")),
        Column(_("Against")),
        Column(_("Declared by")),
        Column(_("State"), "state"),
        Column(_("What to do"), hidden_label=True),
    )
    return TableView(
        columns, rows, caption=_("Declarations"), empty=EmptyView(_("Nothing was declared."), icon="inbox")
    )


@ask
def declare(request: HttpRequest, council_id: int) -> HttpResponse:
    """A member about the own interest, or anybody on the council about a member's."""
    actor = web.signed_in(request)
    card = queries.readable_council(council_id, actor)
    own = queries.seat_of(council_id, actor)
    if own is None:
        actor.require(access.RUN)
    hidden = queries.hidden_in(council_id, actor)
    form = bind(
        DeclareForm, request, members=queries.seats_of(council_id, hidden=hidden), items=queries.every_item_of(council_id, hidden),
        own=own.person if own else "", initial={"item": request.GET.get("item", "")},
    )  # fmt: skip
    back = reverse("councils:interests", args=[council_id])
    page = FormPage(
        _("Declare an interest"), card.name, _("Declare"), back, _("Interests"),
        points=(
            _("What you declare about yourself counts at once: the item is closed to you."),
            _("What you report about somebody else is reviewed first, by a person who is neither of you."),
        ),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.declare_interest(form.command(council_id), actor=actor),
        back, _("The declaration is recorded."),
    )  # fmt: skip


@ask
def review_interest(request: HttpRequest, declaration_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    line = queries.declaration(declaration_id, actor)
    form = bind(ReviewForm, request)
    back = reverse("councils:interests", args=[line.council_id])
    page = FormPage(
        _("Review a reported interest"), f"{line.name} · {line.about}", _("Save"), back, _("Interests"),
        points=(line.ground,),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.review_interest(form.command(declaration_id), actor=actor),
        back, _("The review is recorded."),
    )  # fmt: skip
