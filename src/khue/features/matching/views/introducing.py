"""Introductions: a broker proposes a pair to both sides, each of which agrees or declines."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.matching import access, queries, usecases
from khue.features.matching.domain.deciding import DAYS
from khue.features.matching.forms import IntroduceForm, ReplyForm, WithdrawForm
from khue.features.matching.queries import IntroductionRow
from khue.features.matching.views.pairs import crumbs, sides_block
from khue.features.people import queries as people
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView, TableView
from khue.kernel.web import render, signed_in

_COLUMNS = (
    ("need_title", gettext_lazy("Demand")),
    ("offer_title", gettext_lazy("Offer")),
    ("broker", gettext_lazy("Broker")),
    ("state", gettext_lazy("State")),
    ("until", gettext_lazy("Answers until")),
    ("proposed_at", gettext_lazy("Introduced")),
)


def _crumbs(*more: Link) -> tuple[Link, ...]:
    return crumbs(Link(_("Introductions"), reverse("matching:introductions")), *more)


@require_safe
def introductions(request: HttpRequest) -> HttpResponseBase:
    """Those of the reader as a side or as a broker; all for staff; downloaded as files."""
    actor = signed_in(request)
    heads = (
        Column(_("Demand and offer")),
        Column(_("Broker")),
        Column(_("State"), "state"),
        Column(_("Answers until"), "day"),
    )
    empty = EmptyView(_("No introduction"), _("When a broker proposes a match to you, it stands here."), icon="users")
    table = listed(
        request, "introductions", _COLUMNS, lambda after, size: queries.introductions(actor, after, size), _row, heads, _("Introductions"), empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("Brokers of the exchange propose matches to both sides. A meeting comes about only if both agree.")
    page = ListingPage(_("Introductions"), lead, table, crumbs=crumbs())
    return render(request, "ui/record_list.html", page)


def _row(row: IntroductionRow) -> Row:
    need = Cell(row.need_title, reverse("matching:introduction", args=[row.id]), row.offer_title, strong=True)
    return Row((need, row.broker, row.state, row.until))


@require_safe
def introduction(request: HttpRequest, introduction_id: int) -> HttpResponseBase:
    """One introduction with its answers, as far as the reader may know them."""
    actor = signed_in(request)
    row = queries.introduction(introduction_id, actor)
    deeds = []
    if row.waits_for_me:
        deeds.append(Link(_("Answer"), reverse("matching:reply", args=[row.id])))
    if row.state.code == "agreed" and row.side == "need" and row.offer_number:
        deeds.append(Link(_("Go on to the offer"), reverse("exchange:public", args=[row.offer_number])))
    if row.is_broker and row.state.code == "proposed":
        deeds.append(Link(_("Withdraw the introduction"), reverse("matching:withdraw", args=[row.id])))
    page = RecordPage(
        _("Introduction by %(broker)s") % {"broker": row.broker}, "", row.state, _crumbs(), tuple(deeds), tuple(_blocks(row)), tuple(_steps(row)),
        _("Answers"),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _blocks(row: IntroductionRow) -> Iterator[Block]:
    need = Cell(
        row.need_title, reverse("demands:public", args=[row.need_number]) if row.need_number else "", row.need_number
    )
    offer = Cell(
        row.offer_title,
        reverse("exchange:public", args=[row.offer_number]) if row.offer_number else "",
        row.offer_number,
    )
    heads = (Column(_("Side"), hidden_label=True), Column(_("Title")))
    table = TableView(heads, (Row((_("Demand"), need)), Row((_("Offer"), offer))), caption=_("What is proposed"))
    yield Block(_("What is proposed"), table=table)
    yield Block(facts=(Answer(_("Answers until"), row.until, kind="day"),))
    yield Block(_("Words of the broker"), row.words)
    if row.grounds:
        yield Block(
            _("Why a side declined"),
            "\n".join(row.grounds),
            note=_("Only the broker and the exchange's staff read it."),
        )
    if row.ground:
        yield Block(_("Why it was withdrawn"), row.ground)


def _steps(row: IntroductionRow) -> Iterator[StepView]:
    yield StepView(_("Proposed to both sides"), row.broker, row.proposed_at, "done")
    over = row.state.code != "proposed"
    for label, says in ((_("The side of the demand"), row.need), (_("The side of the offer"), row.offer_says)):
        note = _("agreed") if says else _("declined") if says is False else _("no answer") if over else _("not answered, or not to be told yet")  # fmt: skip
        yield StepView(label, note, None, "done" if says is not None else "next" if over else "now")


@ask
def introduce(request: HttpRequest, demand_id: int, offer_id: int) -> HttpResponse:
    """A broker proposes a pair to both sides."""
    actor = signed_in(request)
    parties = access.require_desk(actor)
    card = queries.pair_card(demand_id, offer_id, actor)
    names = [(key, people.party(key).name) for key in parties]
    form = bind(IntroduceForm, request, brokers=names)
    at = reverse("matching:pair", args=[demand_id, offer_id])
    page = DeedPage(
        _("Introduce it to both sides"), _("Both sides hear who proposes it and read your words."), _("Send to both sides"),
        crumbs(Link(_("Match"), at)), at,
        points=(
            _("Each side has %(days)s days to answer. Only when both agree do they meet.") % {"days": DAYS},
            _("You can't be broker of both sides in a deal: each side names its own."),
        ),
        tables=tuple(block.table for block in (sides_block(card.row),) if block.table),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.introduce(form.command(demand_id, offer_id), actor=actor), _("Both sides have been told."),
        lambda made: reverse("matching:introduction", args=[made]),
    )  # fmt: skip


@ask
def reply(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """A side agrees or declines."""
    actor = signed_in(request)
    row = queries.introduction(introduction_id, actor)
    form = bind(ReplyForm, request)
    at = reverse("matching:introduction", args=[introduction_id])
    page = DeedPage(
        _("Answer the introduction"), row.words, _("Send the answer"), _crumbs(Link(row.broker, at)), at,
        (Answer(_("Demand"), row.need_title), Answer(_("Offer"), row.offer_title), Answer(_("Broker"), row.broker)),
        (_("An answer is given once. It binds nobody to a deal."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.answer_introduction(form.command(introduction_id), actor=actor), _("Your answer is sent."), at
    )  # fmt: skip


@ask
def withdraw(request: HttpRequest, introduction_id: int) -> HttpResponse:
    """The broker takes it back."""
    actor = signed_in(request)
    row = queries.introduction(introduction_id, actor)
    form = bind(WithdrawForm, request)
    at = reverse("matching:introduction", args=[introduction_id])
    page = DeedPage(
        _("Withdraw the introduction"), row.need_title, _("Withdraw the introduction"), _crumbs(Link(row.broker, at)), at,
        points=(_("Both sides are told, with your ground."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_introduction(form.command(introduction_id), actor=actor),
        _("The introduction is withdrawn."), at,
    )  # fmt: skip
