"""Pages of offers: drawing one up beside the law's ceilings, deciding on it, answering it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.talent import access, queries, usecases
from khue.features.talent.forms import AnswerForm, DecideOfferForm, OfferForm, WithdrawOfferForm
from khue.features.talent.queries import OfferCard
from khue.features.talent.views.parts import crumbs, days_of, need_crumbs, ruled
from khue.features.talent.views.posts import require_self
from khue.kernel.forms import bind
from khue.kernel.paging import href
from khue.kernel.record_pages import Block, DeedPage, RecordPage, ask, ask_for
from khue.kernel.ui import Answer, Column, DeadlineView, Link, Row, TableView
from khue.kernel.web import language, render, signed_in


def _number(request: HttpRequest, name: str, least: int) -> int:
    typed = request.GET.get(name, "")
    return max(least, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else least


@ask
def draft(request: HttpRequest, candidacy_id: int) -> HttpResponse:
    """An offer to a recommended candidate."""
    actor = signed_in(request)
    actor.require(access.SELECT)
    card, title = queries.candidacy_card(candidacy_id, actor)
    return _draft(request, actor, candidacy_id, None, title, need_crumbs(actor, card.need, title), {})


@ask
def renew(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """The offer of a new contract after the one that stands."""
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.engagement_card(engagement_id, actor)
    initial = {"monthly_pay": card.monthly_pay, "months": card.months, "from_on": max(card.until_on, actor.today)}
    way = crumbs(actor, Link(card.number, reverse("talent:engagement", args=[engagement_id])))
    return _draft(request, actor, card.candidacy, engagement_id, card.title, way, initial)


def _draft(
    request: HttpRequest, actor: Actor, candidacy: int, renews: int | None, title: str, way: tuple[Link, ...], initial: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    rows = _number(request, "rows", 3)
    form = bind(OfferForm, request, rows=rows, initial=initial)
    page = DeedPage(
        _("Draw up an offer"), title, _("Compute and send for approval"), way, way[-1].href,
        tuple(Answer(line.label, line.says, origin=line.source) for line in queries.law_of_offers(actor.today)),
        (
            _("What the results pay adds up to monthly pay × months: it is earned result by result."),
            _("Every part is held against the rulebook; what does not bind is shown and refuses nothing."),
        ),
        _("Result to hand in"), href(request.GET, str(rows + 2), "rows"),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.draft_offer(form.command(candidacy, renews), actor=actor),
        _("The offer is drawn up. A second person decides."), lambda made: reverse("talent:offer", args=[made]),
    )  # fmt: skip


@require_safe
def offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """What is offered, and why each part may be what it is."""
    actor = signed_in(request)
    card = queries.offer_card(offer_id, actor)
    return render(request, "ui/record.html", _page(actor, card))


def _page(actor: Actor, card: OfferCard) -> RecordPage:
    facts = (
        Answer(_("Expert"), card.name),
        Answer(_("Kind of expert"), card.origin),
        Answer(_("Time of work"), days_of(card.from_on, card.until_on)),
        Answer(_("Monthly pay"), card.monthly_pay, kind="money"),
        *(Answer(label.capitalised(), amount, kind="money") for label, amount in card.extras),
        Answer(_("In all, at most"), card.total, kind="money"),
    )
    clock = None
    if card.code == "sent" and card.answer_by is not None:
        left = (card.answer_by - actor.today).days
        clock = DeadlineView(card.answer_by, left, "calendar_days", max(left, 1))
    aside = [
        Block(
            _("Who decided"),
            facts=tuple(
                Answer(label, name)
                for label, name in ((_("Drawn up by"), card.drafted_by), (_("Decision by"), card.decided_by))
                if name
            ),
        )
    ]
    if card.ground:
        aside.append(Block(_("Ground"), text=card.ground))
    way = need_crumbs(actor, card.need, card.title) if actor.may(access.READ) else crumbs(actor)
    return RecordPage(
        _("Offer no. %(no)s") % {"no": card.no}, card.title, card.state, way, _deeds(actor, card),
        (
            Block(_("What is offered"), facts=facts),
            Block(_("Results to hand in"), table=results_table(card)),
            *ruled(card.rulings, card.binding),
        ),
        clock=clock, aside=tuple(aside),
    )  # fmt: skip


def results_table(card: OfferCard) -> TableView:
    return TableView(
        (Column(_("Result to hand in")), Column(_("Criteria of acceptance")), Column(_("Day due"), "day"), Column(_("Paid for it"), "money")),
        tuple(Row((row.title, row.criteria, row.due_on, row.amount)) for row in card.results),
        caption=_("Results to hand in"),
        foot=Row((_("In all"), "", "", sum(row.amount for row in card.results))),
    )  # fmt: skip


def _deeds(actor: Actor, card: OfferCard) -> tuple[Link, ...]:
    found = []
    at = [card.id]
    if card.mine and card.code == "sent":
        found.append(Link(_("Answer"), reverse("talent:answer-offer", args=at), icon="writing"))
    if card.code == "drafted" and actor.may(access.APPROVE):
        found.append(Link(_("Decide"), reverse("talent:decide-offer", args=at), icon="gavel"))
    if card.code in ("drafted", "sent") and actor.may(access.SELECT):
        found.append(Link(_("Take the offer back"), reverse("talent:withdraw-offer", args=at), icon="arrow-back-up"))
    if card.engagement is not None:
        found.append(Link(_("Engagement"), reverse("talent:engagement", args=[card.engagement]), icon="briefcase"))
    return tuple(found)


def _facts(card: OfferCard) -> tuple[Answer, ...]:
    return (
        Answer(_("Expert"), card.name), Answer(_("Monthly pay"), card.monthly_pay, kind="money"),
        Answer(_("Months"), card.months, kind="number"), Answer(_("In all, at most"), card.total, kind="money"),
    )  # fmt: skip


@ask
def decide_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card = queries.offer_card(offer_id, actor)
    form = bind(DecideOfferForm, request, initial={"answer_by": queries.answer_clock(actor.today, card.from_on)})
    here = reverse("talent:offer", args=[offer_id])
    way = need_crumbs(actor, card.need, card.title)
    page = DeedPage(_("Decide on the offer"), card.title, _("Record the decision"), way, here, _facts(card))
    return ask_for(
        request, form, page, lambda: usecases.decide_offer(form.command(offer_id), actor=actor),
        _("Your decision is recorded."), here,
    )  # fmt: skip


@ask
def answer_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The expert's own answer."""
    actor = signed_in(request)
    card = queries.offer_card(offer_id, actor)
    require_self(actor, actor.key if card.mine else "")
    form = bind(AnswerForm, request)
    here = reverse("talent:offer", args=[offer_id])
    total = Text(f"tối đa {format_dong(card.total, 'vi')}", f"at most {format_dong(card.total, 'en')}")
    page = DeedPage(
        _("Answer the offer"), card.title, _("Send the answer"), crumbs(actor), here, _facts(card),
        (_("With your yes the agency draws up the contract, which both sides sign."), total.capitalised().into(language())),
    )  # fmt: skip

    def to(made: int) -> str:
        return reverse("talent:engagement", args=[made]) if made else reverse("talent:mine")

    return ask_for(
        request, form, page, lambda: usecases.answer_offer(form.command(offer_id), actor=actor), _("Your answer is recorded."), to
    )  # fmt: skip


@ask
def withdraw_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.offer_card(offer_id, actor)
    form = bind(WithdrawOfferForm, request)
    here = reverse("talent:offer", args=[offer_id])
    page = DeedPage(
        _("Take the offer back"),
        card.title,
        _("Take the offer back"),
        need_crumbs(actor, card.need, card.title),
        here,
        _facts(card),
    )
    return ask_for(
        request, form, page, lambda: usecases.withdraw_offer(form.command(offer_id), actor=actor),
        _("The offer of a contract is withdrawn."), here,
    )  # fmt: skip
