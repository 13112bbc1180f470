"""Pages of an engagement: what was agreed, what is due, what was paid, how it was evaluated, and each deed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.talent import access, queries, usecases
from khue.features.talent.forms import CheckForm, CloseForm, ConcludeForm, EndForm, HandInForm, OrderForm
from khue.features.talent.queries import DueRow, EngagementCard
from khue.features.talent.views.drawing import blocks_of, story_of
from khue.features.talent.views.parts import crumbs, engagement_crumbs, lines
from khue.features.talent.views.posts import require_self
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, RecordPage, ask, ask_for
from khue.kernel.ui import Answer, Link
from khue.kernel.viewing import note_view
from khue.kernel.web import language, redirect, render, signed_in


@require_safe
def engagement(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Everything of one engagement, for the expert and staff."""
    actor = signed_in(request)
    card = queries.engagement_card(engagement_id, actor)
    if not card.mine:
        note_view(actor, card.person, "talent.engagement", f"engagement:{card.id}")
    papers = (
        [Link(_("Check the contract"), reverse("documents:check-code", args=[card.paper_code]), icon="shield-check")]
        if card.paper_code
        else []
    )
    papers.append(Link(_("The offer"), reverse("talent:offer", args=[card.offer]), icon="file-text"))
    aside = [Block(_("Papers"), files=(card.contract,) if card.contract else (), links=tuple(papers))]
    if card.contract_number and not card.signed:
        who = "; ".join(one.into(language()) for one in card.missing)
        aside.insert(
            0, Block(_("Not signed yet"), text=_("Still to sign: %(who)s. Nothing is paid before.") % {"who": who})
        )
    if len(card.versions) > 1:
        links = tuple(
            Link(_("Version %(no)s") % {"no": one.version}, reverse("talent:engagement", args=[one.id]))
            for one in card.versions
            if one.id != card.id
        )
        aside.append(Block(_("Other versions"), links=links))
    lead = f"{card.number} / {card.version} · {card.name} · {card.origin.into(language())}"
    page = RecordPage(
        card.title, lead, card.state, crumbs(actor), _deeds(actor, card), blocks_of(actor, card), story_of(card),
        _("Its story"), aside=tuple(aside),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _deeds(actor: Actor, card: EngagementCard) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""
    found: list[Link] = []

    def add(label: str, name: str, icon: str, number: int = card.id) -> None:
        found.append(Link(label, reverse(f"talent:{name}", args=[number]), icon=icon))

    last = card.evaluations[0] if card.evaluations else None
    state = last.state.code if last else ""
    if card.mine and last is not None:
        if state in ("open", "judged"):
            add(_("Report the year"), "report-year", "writing", last.id)
        if state == "concluded":
            add(_("Answer the evaluation"), "answer-evaluation", "message-circle", last.id)
    if card.mine:
        return tuple(found)
    if actor.may(access.APPROVE):
        if card.code == "agreed":
            add(_("Conclude the contract"), "conclude", "signature")
        if last is not None and state == "judged":
            add(_("Conclude the evaluation"), "conclude-evaluation", "gavel", last.id)
        if card.code in ("agreed", "running"):
            add(_("End the contract"), "end", "x")
    if actor.may(access.REVIEW) and last is not None and state == "contested":
        add(_("Look at the contest"), "settle", "scale", last.id)
    if actor.may(access.SELECT):
        if card.code in ("running", "completed") and state not in ("open", "judged", "contested"):
            add(_("Evaluate a year"), "evaluate", "clipboard-check")
        if (
            last is not None
            and last.outcome_code == "renew"
            and state in ("concluded", "final")
            and card.renewal is None
        ):
            add(_("Offer a new contract"), "renew", "refresh")
        if card.code == "running":
            add(_("Complete the contract"), "close", "circle-check")
    return tuple(found)


@ask
def conclude(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Commit the money and draw up the contract."""
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card = queries.engagement_card(engagement_id, actor)
    form = bind(ConcludeForm, request, lines=lines(), initial={"seen": card.revision})
    page = DeedPage(
        _("Conclude the contract"), card.title, _("Commit the money and draw up the contract"),
        engagement_crumbs(actor, engagement_id, card.number), _at(engagement_id),
        (Answer(_("Expert"), card.name), Answer(_("In all, at most"), card.total, kind="money")),
        (
            _("The ledger refuses more than the budget line holds."),
            _("The contract is signed by the expert and by you; nothing is paid before."),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.conclude_contract(form.command(engagement_id), actor=actor),
        _("The contract is drawn up."), _at(engagement_id),
    )  # fmt: skip


def _at(engagement_id: int) -> str:
    return reverse("talent:engagement", args=[engagement_id])


def _line(due_id: int, actor: Actor) -> tuple[EngagementCard, DueRow]:
    card = queries.engagement_card(queries.engagement_of_due(due_id), actor)
    return card, next(one for one in card.dues if one.id == due_id)


def _facts(card: EngagementCard, row: DueRow) -> tuple[Answer, ...]:
    found = [Answer(_("Expert"), card.name), Answer(_("What"), row.called, origin=row.kind_words)]
    if row.criteria:
        found.append(Answer(_("Criteria of acceptance"), row.criteria))
    found += [
        Answer(_("Day due"), row.due_on, kind="day"),
        Answer(_("The most that it pays"), row.amount, kind="money"),
    ]
    if row.asked and row.asked != row.amount:
        found.append(Answer(_("Amount asked for"), row.asked, kind="money"))
    if row.note:
        found.append(Answer(_("What was handed in"), row.note))
    return tuple(found)


@require_safe
def due(request: HttpRequest, due_id: int) -> HttpResponse:
    """A due has no page of its own: it stands on its engagement's."""
    actor = signed_in(request)
    found = queries.engagement_of_due(due_id)
    queries.engagement_card(found, actor)
    return redirect("talent:engagement", found)


@ask
def hand_in(request: HttpRequest, due_id: int) -> HttpResponse:
    """The expert hands in a result, or shows another cost."""
    actor = signed_in(request)
    card, row = _line(due_id, actor)
    require_self(actor, card.person)
    form = bind(HandInForm, request, asks_amount=row.kind != "result")
    points = [row.check_note] if row.check_note and row.state.code == "planned" else []
    page = DeedPage(
        _("Hand it in"), row.called, _("Hand it in"), engagement_crumbs(actor, card.id, card.number), _at(card.id), _facts(card, row),
        (_("An officer compares it with the criteria; accepted, it is paid."), *points),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.hand_in(form.command(due_id), actor=actor), _("It is handed in."), _at(card.id)
    )  # fmt: skip


@ask
def check(request: HttpRequest, due_id: int) -> HttpResponse:
    """An officer accepts, or sends back."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    card, row = _line(due_id, actor)
    form = bind(CheckForm, request, initial={"seen": card.revision})
    page = DeedPage(
        _("Check what was handed in"), row.called, _("Record the decision"), engagement_crumbs(actor, card.id, card.number),
        _at(card.id), _facts(card, row), (_("Accepted, the amount is owed and goes to the accountants."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.check_due(form.command(due_id), actor=actor),
        _("Your decision is recorded."), _at(card.id),
    )  # fmt: skip


@ask
def order(request: HttpRequest, due_id: int) -> HttpResponse:
    """Prepare the payment order of an accepted line."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card, row = _line(due_id, actor)
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    form = bind(OrderForm, request, accounts=accounts, initial={"seen": card.revision, **_likely(card)})
    page = DeedPage(
        _("Pay an expert"), row.called, _("Prepare the payment order"), engagement_crumbs(actor, card.id, card.number),
        _at(card.id), (*_facts(card, row), Answer(_("Accepted"), row.granted, kind="money")),
        (_("It counts as paid when a bank statement shows the money."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.order_due(form.command(due_id), actor=actor),
        _("The payment order is prepared. A second person approves it."), _at(card.id),
    )  # fmt: skip


def _likely(card: EngagementCard) -> dict[str, object]:
    """What the record and the last order of the budget line know already; the accountant looks and corrects."""
    kept = treasury.payee_accounts(card.person)
    codes = treasury.codes_of(card.budget_line)
    found: dict[str, object] = {
        "content": f"Hop dong chuyen gia {card.number}",
        "holder": people.party(card.person).name,
    }
    if kept:
        found |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        found |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    if codes:
        found |= {name: getattr(codes, name) for name in ("chapter", "sector", "item", "source")}
    return found


@ask
def end(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """End the contract before its time."""
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card = queries.engagement_card(engagement_id, actor)
    form = bind(EndForm, request, initial={"seen": card.revision})
    left = card.committed - card.granted - card.released
    page = DeedPage(
        _("End the contract"), card.title, _("End the contract"), engagement_crumbs(actor, engagement_id, card.number),
        _at(engagement_id), (Answer(_("Expert"), card.name), Answer(_("Goes back to the budget line"), left, kind="money")),
        (_("What was accepted is still paid; the rest is dropped."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.end_engagement(form.command(engagement_id), actor=actor),
        _("The contract has ended."), _at(engagement_id),
    )  # fmt: skip


@ask
def close(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Every result is accepted: complete the contract."""
    actor = signed_in(request)
    actor.require(access.SELECT)
    card = queries.engagement_card(engagement_id, actor)
    form = bind(CloseForm, request, initial={"seen": card.revision})
    page = DeedPage(
        _("Complete the contract"), card.title, _("Complete the contract"), engagement_crumbs(actor, engagement_id, card.number),
        _at(engagement_id), points=(_("What the contract allowed beside the results and nobody asked for goes back to its line."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.close_engagement(form.command(engagement_id), actor=actor),
        _("The contract is completed."), _at(engagement_id),
    )  # fmt: skip
