"""Experts and investors of offers: the list of each side, one of them with its reasons, everybody about one offer."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.matching import access, queries, usecases
from khue.features.matching.domain.words import THIRD_SIDES
from khue.features.matching.forms import AnswerThirdForm
from khue.features.matching.queries import OfferSides, ThirdCard, ThirdRow
from khue.features.matching.views.pairs import answer_blocks, asked_number, chart_of, crumbs, may_speak
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import render, signed_in
from khue.kernel.wording import number

_COLUMNS = (
    ("points", gettext_lazy("Points of 1,000")),
    ("offer_number", gettext_lazy("Number of the offer")),
    ("offer_title", gettext_lazy("Offer")),
    ("supplier", gettext_lazy("Who offers")),
    ("sort", gettext_lazy("Third side")),
    ("name", gettext_lazy("Name of the third side")),
    ("title", gettext_lazy("What it published")),
    ("found_at", gettext_lazy("Found")),
)


@require_safe
def third_rows(request: HttpRequest) -> HttpResponseBase:
    """Experts and investors who may fit: for my offers, offers for me, everything for brokers and staff; downloaded as files."""
    actor = signed_in(request)
    desk = actor.may(access.READ) or bool(access.broker_parties(actor))
    labels: list[tuple[str, Words]] = [("offers", _("For my offers")), ("mine", _("Offers for me"))]
    if desk:
        labels.append(("all", _("All")))
    view = chosen(request, [code for code, _label in labels], "all" if actor.may(access.READ) else "offers")
    offer = asked_number(request, "offer")
    heads = (
        Column(_("Offer")),
        Column(_("Expert or investor")),
        Column(_("Points of 1,000"), "number"),
        Column(_("Your answer")),
    )
    empty = EmptyView(
        _("Nobody here yet"),
        _("Experts and investors who publish themselves on the exchange are compared with every listed offer."),
        reverse("services:investors"),
        _("What investors look for"),
    )
    table = listed(
        request, "third-sides", _COLUMNS, lambda after, size: queries.third_rows(actor, view, after, size, offer=offer), _row, heads,
        _("Experts and investors"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _(
        "Who may help with an offer, or put money into it, the best first, with the reasons. They chose to be found."
    )
    deeds = (Link(_("Introductions of several sides"), reverse("matching:triads")), Link(_("How points are made"), reverse("matching:weights")))  # fmt: skip
    page = ListingPage(_("Experts and investors"), lead, table, views_of(labels, view), deeds, crumbs=crumbs())
    return render(request, "ui/record_list.html", page)


def _row(row: ThirdRow) -> Row:
    at = reverse("matching:third", args=[row.offer, row.entry])
    offer = Cell(row.offer_title, at, f"{row.offer_number} · {row.supplier}", strong=True)
    said = "–" if row.said is None else _("of use") if row.said else _("of no use")
    return Row((offer, Cell(row.name, note=row.sort.capitalised()), row.points, said))


@require_safe
def third(request: HttpRequest, offer_id: int, entry_id: int) -> HttpResponseBase:
    """Why an expert or investor may fit an offer, criterion by criterion."""
    actor = signed_in(request)
    card = queries.third_card(offer_id, entry_id, actor)
    row = card.row
    deeds = []
    if row.side and may_speak(actor):
        deeds.append(Link(_("Say whether it is of use"), reverse("matching:answer-third", args=[row.offer, row.entry])))
    if row.side == "third":
        deeds.append(Link(_("Open the offer"), reverse("exchange:public", args=[row.offer_number])))
    else:
        deeds.append(Link(_("Open what it published"), reverse("services:entry", args=[row.entry])))
    if card.brokers and not row.side:
        deeds.insert(0, Link(_("Everybody about this offer"), reverse("matching:sides", args=[row.offer])))
    title = _("%(points)s of 1,000 points") % {"points": number(row.points)}
    page = RecordPage(title, row.name, None, third_crumbs(), tuple(deeds), tuple(_blocks(card)))
    return render(request, "ui/record.html", page)


def third_crumbs(*more: Link) -> tuple[Link, ...]:
    return crumbs(Link(_("Experts and investors"), reverse("matching:thirds")), *more)


def _blocks(card: ThirdCard) -> Iterator[Block]:
    row = card.row
    rows = (
        Row((_("Offer"), Cell(row.offer_title, reverse("exchange:public", args=[row.offer_number]), row.offer_number), row.supplier)),
        Row((row.sort.capitalised(), Cell(row.title, reverse("services:entry", args=[row.entry])), row.name)),
    )  # fmt: skip
    heads = (Column(_("Side"), hidden_label=True), Column(_("Title")), Column(_("Of whom")))
    yield Block(_("Both sides"), table=TableView(heads, rows, caption=_("Both sides")))
    note = _(
        "Read from the side of the expert or investor: what it does not ask does not count, what the offer does not say counts half. "
        "Price means the price idea of the offer against the band of what an investor puts into one technology, where both are told."
    )
    yield Block(_("Criterion by criterion"), chart=chart_of(card.parts), note=note)
    if card.words:
        said = ", ".join(f"{word} ({number(points)})" for word, points in card.words)
        told = _("Behind each word: its share of the points of the text. Rare words weigh more.")
        yield Block(_("What both say"), facts=(Answer(_("Words in common"), said),), note=told)
    yield from answer_blocks(card.answers, THIRD_SIDES)
    yield Block(
        facts=(Answer(_("Weighed on"), card.weighed_on, kind="day"), Answer(_("Edition of the weights"), card.edition, kind="number")),
        links=(Link(_("How points are made"), reverse("matching:weights")),),
    )  # fmt: skip


@ask
def answer_third(request: HttpRequest, offer_id: int, entry_id: int) -> HttpResponse:
    """The supplier, the expert or the investor says whether the other is of use."""
    actor = signed_in(request)
    card = queries.third_card(offer_id, entry_id, actor)
    form = bind(AnswerThirdForm, request)
    at = reverse("matching:third", args=[offer_id, entry_id])
    page = DeedPage(
        _("Is this match of use?"), _("Your answer helps the exchange to weigh better. The other side does not read it."), _("Send the answer"),
        third_crumbs(Link(card.row.name, at)), at,
        (Answer(_("Offer"), card.row.offer_title), Answer(card.row.sort.capitalised(), card.row.name)),
        (_("A later answer replaces this one; both stay on record."), _("Answers move the weights only within published bounds.")),
        links=(Link(_("How points are made"), reverse("matching:weights")),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.answer_third(form.third(offer_id, entry_id), actor=actor), _("Thank you: your answer is kept."), at
    )  # fmt: skip


@require_safe
def sides(request: HttpRequest, offer_id: int) -> HttpResponse:
    """State, school and investor about one offer: agencies with open demands, investors, experts; for its supplier, brokers and staff."""
    actor = signed_in(request)
    card = queries.offer_sides(offer_id, actor)
    deeds = []
    if card.brokers and not card.is_own and (card.investors or card.experts):
        deeds.append(Link(_("Propose them to each other"), reverse("matching:propose-triad", args=[offer_id])))
    deeds.append(Link(_("Open the offer"), reverse("exchange:public", args=[card.number])))
    page = RecordPage(
        card.title, _("Agencies, investors and experts who may come together about this offer."), None, third_crumbs(), tuple(deeds),
        tuple(_side_blocks(card)),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _side_blocks(card: OfferSides) -> Iterator[Block]:
    heads = (Column(_("Name of the side")), Column(_("Points of 1,000"), "number"))
    agencies = tuple(
        Row((Cell(one.name, reverse("demands:public", args=[one.number]), one.title, strong=True), one.points)) for one in card.agencies
    )  # fmt: skip
    yield _table(_("Agencies with open demands"), heads, agencies)
    for title, rows in ((_("Investors"), card.investors), (_("Experts"), card.experts)):
        lines = tuple(
            Row((Cell(one.name, reverse("matching:third", args=[one.offer, one.entry]), one.title, strong=True), one.points)) for one in rows
        )  # fmt: skip
        yield _table(title, heads, lines)


def _table(title: str, heads: tuple[Column, ...], rows: tuple[Row, ...]) -> Block:
    if not rows:
        return Block(title, _("Nobody yet."))
    return Block(title, table=TableView(heads, rows, caption=title))
