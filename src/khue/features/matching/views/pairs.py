"""Matches: the list of each side, one pair with its reasons, and the answer of a side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.matching import access, queries, usecases
from khue.features.matching.domain.words import SIDES
from khue.features.matching.forms import AnswerForm
from khue.features.matching.queries import AnswerRow, PairCard, PairPart, PairRow
from khue.kernel import charts
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import number

_COLUMNS = (
    ("points", gettext_lazy("Points of 1,000")),
    ("need_number", gettext_lazy("Number of the demand")),
    ("need_title", gettext_lazy("Demand")),
    ("demander", gettext_lazy("Who asks")),
    ("offer_number", gettext_lazy("Number of the offer")),
    ("offer_title", gettext_lazy("Offer")),
    ("supplier", gettext_lazy("Who offers")),
    ("found_at", gettext_lazy("Found")),
)


def crumbs(*more: Link) -> tuple[Link, ...]:
    exchange = Link(_("Technology exchange"), reverse("exchange:offers"))
    return (exchange, Link(_("Matches"), reverse("matching:matches")), *more)


@require_safe
def matches(request: HttpRequest) -> HttpResponseBase:
    """What may fit: for my demands, for my offers, everything for brokers and staff; downloaded as files."""
    actor = signed_in(request)
    desk = actor.may(access.READ) or bool(access.broker_parties(actor))
    labels: list[tuple[str, Words]] = [("needs", _("For my demands")), ("offers", _("For my offers"))]
    if desk:
        labels.append(("all", _("All matches")))
    first = "all" if actor.may(access.READ) else "needs"
    view = chosen(request, [code for code, _label in labels], first)
    demand, offer = (asked_number(request, name) for name in ("demand", "offer"))
    heads = (Column(_("Demand")), Column(_("Offer")), Column(_("Points of 1,000"), "number"), Column(_("Your answer")))
    empty = EmptyView(
        _("No match here yet"),
        _(
            "Every demand is compared with every offer. A published demand or a listed offer of yours brings its matches here."
        ),
        icon="arrows-exchange",
    )
    table = listed(
        request, "matches", _COLUMNS, lambda after, size: queries.pairs(actor, view, after, size, demand=demand, offer=offer), _row, heads,
        _("Matches"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _(
        "Demands and offers that may fit, the best first, with the reasons. Only public words are compared; people decide."
    )
    deeds = [
        Link(_("Experts and investors"), reverse("matching:thirds"), icon="users"),
        Link(_("Introductions"), reverse("matching:introductions")),
        Link(_("How points are made"), reverse("matching:weights")),
    ]
    if demand or offer:
        deeds.insert(0, Link(_("Every match of mine"), reverse("matching:matches"), icon="arrows-exchange"))
    title = _("Matches of one demand") if demand else _("Matches of one offer") if offer else _("Matches")
    tabs = () if demand or offer else views_of(labels, view)
    return render(
        request, "ui/record_list.html", ListingPage(title, lead, table, tabs, tuple(deeds), crumbs=crumbs()[:1])
    )


def asked_number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0


def _row(row: PairRow) -> Row:
    at = reverse("matching:pair", args=[row.demand, row.offer])
    said = "–" if row.said is None else _("of use") if row.said else _("of no use")
    need = Cell(row.need_title, at, f"{row.need_number} · {row.demander}", strong=True)
    return Row((need, Cell(row.offer_title, note=f"{row.offer_number} · {row.supplier}"), row.points, said))


@require_safe
def pair(request: HttpRequest, demand_id: int, offer_id: int) -> HttpResponseBase:
    """One pair: why it may fit, criterion by criterion."""
    actor = signed_in(request)
    card = queries.pair_card(demand_id, offer_id, actor)
    title = _("%(points)s of 1,000 points") % {"points": number(card.row.points)}
    page = RecordPage(title, "", None, crumbs(), tuple(_deeds(card, actor)), tuple(_blocks(card, actor)))
    return render(request, "ui/record.html", page)


def may_speak(actor: Actor) -> bool:
    """Whether the reader may submit for any party: only then the deed is offered."""
    return any(actor.may_act_for(key, "submit") for key in [*actor.keys, *(k for k, _s in actor.acts_for)])


def _deeds(card: PairCard, actor: Actor) -> Iterator[Link]:
    row = card.row
    ids = [row.demand, row.offer]
    if row.side and may_speak(actor):
        yield Link(_("Say whether it is of use"), reverse("matching:answer", args=ids))
    if row.side == "need":
        yield Link(_("Open the offer"), reverse("exchange:public", args=[row.offer_number]))
    elif row.side == "offer":
        yield Link(_("Open the demand"), reverse("demands:public", args=[row.need_number]))
    if card.brokers and not row.side:
        yield Link(_("Introduce it to both sides"), reverse("matching:introduce", args=ids))


def sides_block(row: PairRow) -> Block:
    """Both sides, each with its public page."""
    rows = (
        Row((_("Demand"), Cell(row.need_title, reverse("demands:public", args=[row.need_number]), row.need_number), row.demander)),
        Row((_("Offer"), Cell(row.offer_title, reverse("exchange:public", args=[row.offer_number]), row.offer_number), row.supplier)),
    )  # fmt: skip
    heads = (Column(_("Side"), hidden_label=True), Column(_("Title")), Column(_("Of whom")))
    return Block(_("Both sides"), table=TableView(heads, rows, caption=_("Both sides")))


def _blocks(card: PairCard, actor: Actor) -> Iterator[Block]:
    yield sides_block(card.row)
    note = _("What the demand does not ask does not count. What the offer does not say counts half.")
    yield Block(_("Criterion by criterion"), chart=chart_of(card.parts), note=note)
    if card.words or card.codes:
        facts = [
            Answer(_("Words in common"), ", ".join(f"{word} ({number(points)})" for word, points in card.words) or "–")
        ]
        if card.codes:
            facts.append(Answer(_("Patent codes in common"), ", ".join(card.codes)))
        told = _("Behind each word: its share of the points of the text. Rare words weigh more.")
        yield Block(_("What both say"), facts=tuple(facts), note=told)
    yield from answer_blocks(card.answers, SIDES)
    rows = queries.introductions_of_pair(card.row.demand, card.row.offer, actor)
    if rows:
        heads = (Column(_("Broker")), Column(_("State"), "state"), Column(_("Introduced"), "moment"))
        lines = tuple(
            Row((Cell(one.broker, reverse("matching:introduction", args=[one.id])), one.state, one.proposed_at))
            for one in rows
        )
        yield Block(_("Introductions"), table=TableView(heads, lines, caption=_("Introductions")))
    yield Block(
        facts=(Answer(_("Weighed on"), card.weighed_on, kind="day"), Answer(_("Edition of the weights"), card.edition, kind="number")),
        links=(Link(_("How points are made"), reverse("matching:weights")),),
    )  # fmt: skip


def answer_blocks(answers: Iterable[AnswerRow], sides: Mapping[str, Text]) -> Iterator[Block]:
    for one in answers:
        facts = [Answer(_("Of use"), _("yes") if one.useful else _("no")), Answer(_("Answered"), one.at, kind="moment")]
        if one.why is not None:
            facts.insert(1, Answer(_("Why it is of no use"), one.why))
        if one.note:
            facts.append(Answer(_("In the side's words"), one.note))
        yield Block(_("Answer of %(side)s") % {"side": sides[one.side].into(language())}, facts=tuple(facts))


def chart_of(parts: Iterable[PairPart]) -> ChartView:
    parts = tuple(parts)
    lang = language()
    names = [part.label.into(lang) for part in parts]
    series = charts.bars(
        _("points"), "indigo", [part.points for part in parts], widest=20, label={"show": True, "position": "right", "color": "ink"},
    )  # fmt: skip
    options = charts.lying(names, [series], _("points of 1,000"), charts.grid(8, 40, 40, 8), charts.long_names(150))
    heads = (
        Column(_("Criterion")),
        Column(_("Weight"), "number"),
        Column(_("Points"), "number"),
        Column(_("Said by the offer")),
    )
    rows = tuple(Row((part.label, part.weight, part.points, _("yes") if part.said else _("no"))) for part in parts)
    return ChartView(
        _("Points of each criterion"), options, TableView(heads, rows, caption=_("Points of each criterion"))
    )


@ask
def answer(request: HttpRequest, demand_id: int, offer_id: int) -> HttpResponse:
    """A side says whether the pair is of use."""
    actor = signed_in(request)
    card = queries.pair_card(demand_id, offer_id, actor)
    form = bind(AnswerForm, request)
    at = reverse("matching:pair", args=[demand_id, offer_id])
    page = DeedPage(
        _("Is this match of use?"), _("Your answer helps the exchange to weigh better. The other side does not read it."), _("Send the answer"),
        crumbs(Link(_("Match"), at)), at,
        (Answer(_("Demand"), card.row.need_title), Answer(_("Offer"), card.row.offer_title)),
        (_("A later answer replaces this one; both stay on record."), _("Answers move the weights only within published bounds.")),
        links=(Link(_("How points are made"), reverse("matching:weights")),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.answer_pair(form.command(demand_id, offer_id), actor=actor), _("Thank you: your answer is kept."), at
    )  # fmt: skip
