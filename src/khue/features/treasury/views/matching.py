"""The queue of lines that wait for a person, with what they may be and why; one line; the daily cash picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.money import format_dong
from khue.features.ledger.domain import READ as READ_LEDGER
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.domain.deciding import KINDS
from khue.features.treasury.domain.matching import Proposal
from khue.features.treasury.forms import MatchForm, UndoForm
from khue.features.treasury.queries import ClearingLine, LineCard, LineRow, SuspenseRow
from khue.features.treasury.views.frame import FormPage, ask, crumbs, did, download, downloads, status, tabs
from khue.features.treasury.views.statements import LINE_COLUMNS
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView, Words
from khue.kernel.web import actor_of, language, redirect, render
from khue.kernel.wording import day_words

ROWS = 20


@dataclass(frozen=True, slots=True)
class QueuePage:
    title: Words
    lead: Words
    tabs: tuple[Link, ...]
    table: TableView


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal as the page shows it: what, how sure, why."""

    title: Words
    points: int
    why: tuple[Words, ...]
    href: str


@dataclass(frozen=True, slots=True)
class LinePage:
    title: Words
    amount: int
    crumbs: tuple[Link, ...]
    answers: tuple[Answer, ...]
    state: StateView
    choices: tuple[Choice, ...]
    why: tuple[Words, ...]
    asks: bool
    undo_href: str
    deeds: tuple[Link, ...]
    cleared: TableView | None
    undone: tuple[Answer, ...]


@require_GET
def unmatched(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    hidden = queries.hidden_parties(actor)
    file = download(
        request, "unmatched-lines", LINE_COLUMNS, lambda: queries.veiled_list(queries.waiting_rows(), hidden)
    )
    if file is not None:
        return file
    found, proposed = queries.waiting_lines(request.GET.get("after"), ROWS, hidden)
    table = TableView(
        (Column(_("Booked on"), "day"), Column(_("Text")), Column(_("Amount"), "money"), Column(_("What it may be"))),
        tuple(_row(row, proposed.get(row.id, ())) for row in queries.veiled_list(found.rows, hidden)),
        found.next,
        found.previous,
        downloads(request),
        _("Unmatched lines"),
        empty=EmptyView(_("Every line is matched"), _("Each line of every statement is explained and stands in the ledger."), icon="circle-check"),
    )  # fmt: skip
    lead = _("What matches exactly is matched by itself. These lines wait for a person, oldest first.")
    page = QueuePage(_("Unmatched lines"), lead, tabs("unmatched", queries.waiting_count()), table)
    return render(request, "treasury/table.html", page)


def _row(row: LineRow, proposed: tuple[Proposal, ...]) -> Row:
    other = " · ".join(part for part in (row.counter_name, row.counter_number) if part)
    best = proposed[0] if proposed else None
    said = Cell(_title(best), note=_("%(points)s of 100 points") % {"points": best.points}) if best else Cell(_("nothing known"))  # fmt: skip
    return Row(
        (row.booked_on, Cell(row.text, note=other), row.amount, said), href=reverse("treasury:line", args=[row.id])
    )


def _title(proposal: Proposal) -> str:
    name = KINDS[proposal.kind].capitalised().into(language())
    if proposal.receivable is not None:
        return f"{name}: {proposal.receivable.reference}, {proposal.receivable.party_name}"
    return f"{name}: {proposal.order.reference}, {proposal.order.holder}" if proposal.order else name


@ask
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line: what it is and why; for those with the right, what it may be."""
    actor = actor_of(request)
    access.require_read(actor)
    queries.require_line_shown(actor, line_id)
    hidden = queries.hidden_parties(actor)
    card = queries.line(line_id, hidden)
    asks = card.row.waiting and access.may_reconcile(actor)
    words = language()
    proposed = [(_code(p), f"{_title(p)} ({p.points}/100)") for p in card.proposals]
    form = bind(MatchForm, request, proposed=proposed, amount=card.row.amount)
    if request.method == "POST":
        actor.require(access.RECONCILE)
        if form.is_valid():
            typed = form.cleaned_data["reference"]
            asked = form.command(line_id, queries.order_ids(typed), queries.receivable_ids(typed))
            if did(form, lambda: usecases.match_line(asked, actor=actor)):
                messages.success(request, _("The line is matched."))
                return redirect("treasury:unmatched")
            card = queries.line(line_id)
    row, cleared = queries.suspense_line(line_id), queries.clearings_of(line_id)
    ledger = Cell(_("Entry in the ledger"), reverse("ledger:entry", args=[card.entry]) if actor.may(READ_LEDGER) else "") if card.entry else None  # fmt: skip
    page = LinePage(
        title=_("Statement line of %(day)s") % {"day": day_words(card.row.booked_on, short=True)},
        amount=card.row.amount,
        crumbs=crumbs(Link(_("Unmatched lines"), reverse("treasury:unmatched"))),
        answers=(*_answers(card, row.aside), *((Answer(_("Ledger"), ledger),) if ledger else ())),
        state=StateView("matched", card.row.kind, "good")
        if card.row.kind
        else StateView("waiting", _("Waiting"), "wait"),
        choices=tuple(_choice(p, words) for p in card.proposals),
        why=tuple(card.why),
        asks=asks,
        undo_href=reverse("treasury:undo", args=[line_id])
        if not card.row.waiting and access.may_reconcile(actor) and all(one.ended_at for one in cleared)
        else "",
        deeds=_deeds(row, actor),
        cleared=_cleared(cleared) if cleared else None,
        undone=tuple(
            Answer(_("Match taken back"), f"{day_words(at, short=True)}: {ground}") for at, _by, ground in card.undone
        ),
    )
    return render(request, "treasury/line.html", page, status(form), form=form)


def _deeds(row: SuspenseRow, actor: Actor) -> tuple[Link, ...]:
    """What can be done with what lies in suspense, the commoner first."""
    found = []
    if row.aside and access.may_reconcile(actor):
        found.append(Link(_("Say what the money in suspense is"), reverse("treasury:clear", args=[row.line_id])))
    if row.aside > 0 and access.may_order(actor):
        found.append(Link(_("Send it back to the payer"), reverse("treasury:send-back", args=[row.line_id])))
    return tuple(found)


def _cleared(lines: tuple[ClearingLine, ...]) -> TableView:
    def row(one: ClearingLine) -> Row:
        href = reverse("treasury:order", args=[one.order_id]) if one.order_id else ""
        href = reverse("treasury:receivable", args=[one.receivable_id]) if one.receivable_id else href
        said = Cell(one.way, note=_("taken back: the order was cancelled") if one.ended_at else "")
        return Row((one.at, said, Cell(one.reference, href), Cell(one.ground, note=one.by_name), one.amount))

    columns = (
        Column(_("When"), "moment"), Column(_("What it is")), Column(_("Reference")), Column(_("Ground")), Column(_("Amount"), "money"),
    )  # fmt: skip
    return TableView(columns, tuple(map(row, lines)), caption=_("Out of suspense"), show_caption=True)


def _code(proposal: Proposal) -> str:
    known = proposal.order or proposal.receivable
    return f"{proposal.kind}:{known.id}" if known else f"{proposal.kind}:"


def _choice(proposal: Proposal, words: str) -> Choice:
    href = reverse("treasury:order", args=[proposal.order.id]) if proposal.order else ""
    if proposal.receivable is not None:
        href = reverse("treasury:receivable", args=[proposal.receivable.id])
    return Choice(_title(proposal), proposal.points, tuple(text.into(words) for text in proposal.why), href)


def _answers(card: LineCard, aside: int = 0) -> tuple[Answer, ...]:
    row = card.row
    found = [
        Answer(_("Account"), row.account),
        Answer(_("Booked on"), row.booked_on, kind="day"),
        Answer(_("Text"), row.text),
        Answer(_("Other party"), " · ".join(part for part in (row.counter_name, row.counter_number) if part)),
        Answer(_("Bank's number"), row.bank_reference),
        *((Answer(_("In suspense"), format_dong(abs(aside), language())),) if aside else ()),
        Answer(_("Statement"), Cell(card.statement_name, reverse("treasury:statement", args=[card.statement_id]))),
    ]
    if row.order_id:
        found.append(Answer(_("Order"), Cell(row.reference, reverse("treasury:order", args=[row.order_id]))))
    if row.receivable_id:
        found.append(Answer(_("Claim"), Cell(row.reference, reverse("treasury:receivable", args=[row.receivable_id]))))
    if row.kind:
        who = _("by itself, %(points)s of 100") % {"points": card.points} if row.itself else row.by_name
        found.append(Answer(_("Matched"), who))
    return tuple(answer for answer in found if answer.value != "")


@ask
def undo(request: HttpRequest, line_id: int) -> HttpResponse:
    actor = actor_of(request)
    actor.require(access.RECONCILE)
    card = queries.line(line_id)
    form = bind(UndoForm, request)
    if request.method == "POST" and form.is_valid():
        asked = form.command(line_id)
        if did(form, lambda: usecases.undo_match(asked, actor=actor)):
            messages.success(request, _("The match is taken back; the line waits again."))
            return redirect("treasury:line", line_id)
    back = reverse("treasury:line", args=[line_id])
    page = FormPage(
        _("Take the match back"),
        _("The entry is reversed, the order or claim stands as before, and the line goes back to the queue."),
        _("Take it back"),
        back,
        crumbs(Link(_("Statement line"), back)),
        (Answer(_("Amount"), format_dong(abs(card.row.amount), language())), *_answers(card)),
    )
    return render(request, "treasury/form.html", page, status(form), form=form)
