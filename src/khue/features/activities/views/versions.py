"""Pages of a version: its lines against their norms, adding and changing them, proposing, deciding, giving up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_dong, format_short_dong
from khue.features.activities import access, queries, usecases
from khue.features.activities.domain.words import KINDS, counted
from khue.features.activities.forms import DecideForm, LineForm, ProposeForm, TakeOutForm, WithdrawForm
from khue.features.activities.queries import LineRow, VersionCard
from khue.features.activities.views.parts import norm_cell, plan_crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, RecordPage, ask, ask_for
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, TableView
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import day_words


@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version with its lines."""
    actor = signed_in(request)
    card = queries.version_card(version_id, actor)
    facts = [
        Answer(_("Unit"), card.unit),
        Answer(_("Year"), str(card.year)),
        Answer(_("Budget line"), card.budget_line),
        Answer(_("Ground"), card.row.ground),
    ]
    facts.append(Answer(_("Drawn up by"), card.row.drafted_by, origin=day_words(card.row.drafted_at, short=True)))
    if card.row.decided_at is not None:
        facts.append(
            Answer(_("Decided by whom"), card.row.decided_by, origin=day_words(card.row.decided_at, short=True))
        )
    if card.row.note:
        facts.append(Answer(_("Note of who decided"), card.row.note))
    figures = (FigureView(format_short_dong(card.total, language()), _("In the plan")),)
    blocks = (
        Block(figures=figures),
        Block(
            _("Lines of the plan"),
            table=_lines(actor, card),
            note=_("A norm that is not set binds nothing; the line then says its ground."),
        ),
        Block(_("The plan"), facts=tuple(facts)),
    )
    title = _("Plan %(year)s, version %(no)s") % {"year": card.year, "no": card.row.no}
    page = RecordPage(
        title, f"{card.number} · {card.unit.into(language())}", card.row.state, plan_crumbs(card.plan, card.number),
        _deeds(actor, card), blocks,
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _lines(actor: Actor, card: VersionCard) -> TableView:
    open_ = card.row.state.code == "drafted" and card.own and actor.may(access.PLAN)

    def row_of(row: LineRow) -> Row:
        kind = row.kind_words.capitalised().into(language())
        note = _("%(kind)s; council fees are paid from it") % {"kind": kind} if row.for_fees else kind
        href = reverse("activities:change-line" if open_ else "activities:line", args=_args(card, row, open_))
        count = counted(row.quantity, row.each_words).into(language())
        amount = Cell(row.planned, note=_change(card, row))
        cells = (Cell(row.purpose, href, note), count, norm_cell(row), row.each, amount, row.ground or "–")
        out = Link(_("Leave out"), reverse("activities:take-line-out", args=[card.id, row.id]))
        return Row((*cells, out) if open_ else cells)

    heads = (
        Column(_("Purpose")), Column(_("Quantity")), Column(_("Norm for one"), "money"), Column(_("Amount for one"), "money"),
        Column(_("In the plan"), "money"), Column(_("Ground of the amount")), *((Column(_("Leave out"), hidden_label=True),) if open_ else ()),
    )  # fmt: skip
    href = reverse("activities:add-line", args=[card.id]) if open_ else ""
    empty = EmptyView(
        _("No line yet"),
        _("Add what the unit plans for the year."),
        href,
        _("Add a line") if open_ else "",
        "clipboard-list",
    )
    return TableView(heads, tuple(map(row_of, card.lines)), caption=_("Lines of the plan"), empty=empty)


def _args(card: VersionCard, row: LineRow, open_: bool) -> list[int]:
    return [card.id, row.id] if open_ else [row.id]


def _change(card: VersionCard, row: LineRow) -> str:
    """How the amount differs from the version in force."""
    if not card.before or card.row.state.code not in ("drafted", "proposed"):
        return ""
    before = card.before.get(row.id)
    if before is None:
        return _("new")
    if before == row.planned:
        return ""
    return _("%(sum)s in force") % {"sum": format_short_dong(before, language())}


def _deeds(actor: Actor, card: VersionCard) -> tuple[Link, ...]:
    found: list[Link] = []

    def add(label: str, name: str, icon: str) -> None:
        found.append(Link(label, reverse(f"activities:{name}", args=[card.id]), icon=icon))

    code, plans = card.row.state.code, card.own and actor.may(access.PLAN)
    if code == "proposed" and actor.may(access.APPROVE) and not set(card.drawn_by) & set(actor.hands):
        add(_("Decide on the plan"), "decide", "gavel")
    if code == "drafted" and plans:
        add(_("Add a line"), "add-line", "plus")
        if card.lines:
            add(_("Send for approval"), "propose", "send")
    if code in ("drafted", "proposed") and plans:
        add(_("Give this version up"), "withdraw-plan", "arrow-back-up")
    return tuple(found)


@ask
def add_line(request: HttpRequest, version_id: int) -> HttpResponse:
    return _put(request, version_id, None)


@ask
def change_line(request: HttpRequest, version_id: int, line_id: int) -> HttpResponse:
    return _put(request, version_id, queries.plan_line(version_id, line_id))


def _put(request: HttpRequest, version_id: int, row: LineRow | None) -> HttpResponse:
    """The form of a line, with the norms of every kind beside it."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    card = queries.version_card(version_id, actor)
    names = ("kind", "purpose", "quantity", "each", "ground", "for_fees")
    initial = {name: getattr(row, name) for name in names} if row else {"kind": "seminar", "quantity": 1}
    form = bind(LineForm, request, initial=initial)
    back = reverse("activities:version", args=[version_id])
    page = DeedPage(
        _("Change the line") if row else _("Add a line"), row.purpose if row else card.number, _("Save"),
        plan_crumbs(card.plan, card.number), back, _norms(card.year, actor),
        (_("A norm is the most for one; above it, or where it is not set, a line says its ground."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.put_line(form.command(version_id, row.id if row else None), actor=actor),
        _("The line is saved."), back,
    )  # fmt: skip


def _norms(year: int, actor: Actor) -> tuple[Answer, ...]:
    """What the law has for each kind on the day that counts, with where it comes from."""
    found = []
    for kind, norm in queries.norms(queries.norm_day(year, actor.today)).items():
        label = _("Norm: %(kind)s") % {"kind": KINDS[kind].label.into(language())}
        if norm.each is not None:
            said = format_dong(norm.each, language())
        elif norm.known is not None:
            said = _("%(sum)s (not confirmed, binds nothing)") % {"sum": format_dong(norm.known, language())}
        else:
            said = _("not set, binds nothing")
        found.append(Answer(label, said, origin=norm.source or ""))
    return tuple(found)


@ask
def take_line_out(request: HttpRequest, version_id: int, line_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PLAN)
    card, row = queries.version_card(version_id, actor), queries.plan_line(version_id, line_id)
    form = bind(TakeOutForm, request)
    back = reverse("activities:version", args=[version_id])
    page = DeedPage(
        _("Leave the line out"), row.purpose, _("Leave out"), plan_crumbs(card.plan, card.number), back,
        (Answer(_("In the plan"), row.planned, kind="money"),),
        (_("When the version is approved, what the line had reserved goes back to the budget line."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.take_line_out(form.command(version_id, line_id), actor=actor),
        _("The line is left out."), back,
    )  # fmt: skip


@ask
def propose(request: HttpRequest, version_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PLAN)
    card = queries.version_card(version_id, actor)
    form = bind(ProposeForm, request, initial={"seen": card.seen})
    back = reverse("activities:version", args=[version_id])
    page = DeedPage(
        _("Send for approval"), card.number, _("Send for approval"), plan_crumbs(card.plan, card.number), back, _sums(card),
        (_("Nothing of this version changes any more after that."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.propose_plan(form.command(version_id), actor=actor),
        _("The plan is sent for approval."), back,
    )  # fmt: skip


def _sums(card: VersionCard) -> tuple[Answer, ...]:
    above = sum(row.over_norm for row in card.lines)
    without = sum(row.norm_each is None for row in card.lines)
    return (
        Answer(_("Lines of the plan"), len(card.lines), kind="number"),
        Answer(_("In the plan"), card.total, kind="money"),
        Answer(_("Lines above their norm"), above, kind="number"),
        Answer(_("Lines without a norm"), without, kind="number"),
    )


@ask
def decide(request: HttpRequest, version_id: int) -> HttpResponse:
    """The second person looks at each line and decides."""
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card = queries.version_card(version_id, actor)
    form = bind(DecideForm, request, initial={"seen": card.seen})
    back = reverse("activities:version", args=[version_id])
    page = DeedPage(
        _("Decide on the plan"), card.number, _("Record the decision"), plan_crumbs(card.plan, card.number), back, _sums(card),
        (_("Approved, every line is reserved on the budget line, and the version in force before is superseded."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.decide_plan(form.command(version_id), actor=actor),
        _("Your decision is recorded."), reverse("activities:plan", args=[card.plan]),
    )  # fmt: skip


@ask
def withdraw_plan(request: HttpRequest, version_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PLAN)
    card = queries.version_card(version_id, actor)
    form = bind(WithdrawForm, request)
    page = DeedPage(
        _("Give this version up"), card.number, _("Give up"), plan_crumbs(card.plan, card.number),
        reverse("activities:version", args=[version_id]),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_plan(form.command(version_id), actor=actor),
        _("The version is given up."), reverse("activities:plan", args=[card.plan]),
    )  # fmt: skip
