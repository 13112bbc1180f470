"""What is drawn of an engagement: its money line by line, its story in time. Each drawing has its table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.talent import access
from khue.features.talent.queries import DueRow, EngagementCard, EvaluationRow
from khue.features.talent.views.parts import days_of
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, FigureView, Link, Row, StepView, TableView
from khue.kernel.web import language
from khue.kernel.wording import day_words

COLOURS = {"paid": "jade", "due": "gold", "ordered": "gold", "handed_in": "vermilion", "planned": "indigo"}


def blocks_of(actor: Actor, card: EngagementCard) -> tuple[Block, ...]:
    facts = (
        Answer(_("Task"), card.task),
        Answer(_("Unit"), card.unit),
        Answer(_("Time of work"), days_of(card.from_on, card.until_on)),
        Answer(_("Monthly pay"), card.monthly_pay, kind="money"),
        Answer(_("Contract"), card.contract_number or _("not drawn up yet")),
        *((Answer(_("Budget line"), card.budget_line.removeprefix("budget:")),) if card.budget_line and not card.mine else ()),
        *((Answer(_("Ended"), card.ended_on, kind="day", origin=card.ended_cause),) if card.ended_cause else ()),
        *((Answer(_("Ground"), card.ended_ground),) if card.ended_ground else ()),
    )  # fmt: skip
    figures = (
        FigureView(format_short_dong(card.total, language()), _("In all, at most")),
        FigureView(format_short_dong(card.granted, language()), _("Accepted")),
        FigureView(format_short_dong(card.paid, language()), _("Paid")),
    )
    blocks = [
        Block(figures=figures),
        Block(_("What is due"), table=_dues(actor, card), chart=_chart(card)),
        Block(_("What was agreed"), facts=facts),
    ]
    blocks += [_evaluation(one) for one in card.evaluations]
    return tuple(blocks)


def _dues(actor: Actor, card: EngagementCard) -> TableView:
    todo = {row.id: _todo(actor, card, row) for row in card.dues}
    asked = any(todo.values())
    rows = tuple(
        Row((Cell(row.called, note=_said(row)), row.due_on, _amount(row), _state(actor, row), *((todo[row.id],) if asked else ())))
        for row in card.dues
    )  # fmt: skip
    heads = [Column(_("What")), Column(_("Day due"), "day"), Column(_("Amount"), "money"), Column(_("State"), "state")]
    if asked:
        heads.append(Column(_("What to do")))
    return TableView(
        tuple(heads), rows, caption=_("What is due"), empty=EmptyView(_("Nothing agreed yet"), icon="coin")
    )


def _said(row: DueRow) -> Any:
    """Its criteria, or its kind where the title does not say it already; and why it was sent back."""
    if row.check_note and row.state.code == "planned":
        return _("Sent back: %(why)s") % {"why": row.check_note}
    return row.criteria or (row.kind_words if row.kind == "result" else "")


def _amount(row: DueRow) -> Cell:
    """What was granted, with the most that it could have been where that is another amount."""
    if not row.granted or row.granted == row.amount:
        return Cell(row.amount)
    return Cell(row.granted, note=_("at most %(sum)s") % {"sum": format_short_dong(row.amount, language())})


def _state(actor: Actor, row: DueRow) -> Cell:
    """Where a line stands; an ordered one leads to its payment order for who may read that."""
    to = reverse("treasury:order", args=[row.order]) if row.order and actor.may("treasury.read") else ""
    return Cell(row.state, to, note=day_words(row.paid_on, short=True) if row.paid_on else row.checked_by)


def _todo(actor: Actor, card: EngagementCard, row: DueRow) -> Link | str:
    """What this reader does next with a line."""
    code = row.state.code
    if card.mine and code == "planned" and row.kind != "bonus" and card.code in ("running", "renewed", "completed"):
        return Link(_("Hand it in"), reverse("talent:hand-in", args=[row.id]))
    if code == "handed_in" and actor.may(access.CHECK) and not card.mine:
        return Link(_("Check it"), reverse("talent:check", args=[row.id]))
    if code == "due" and actor.may(access.PAY):
        return Link(_("Prepare the payment order"), reverse("talent:order", args=[row.id]))
    return ""


def _chart(card: EngagementCard) -> ChartView | None:
    """One bar per line, coloured by how far it has come; the same in the table above and here."""
    live = [row for row in card.dues if row.state.code != "dropped"]
    if not live:
        return None
    words = language()
    codes = dict.fromkeys(row.state.code for row in live)
    series: list[dict[str, Any]] = [
        {
            "type": "bar",
            "stack": "dues",
            "barMaxWidth": 26,
            "name": next(row.state.label for row in live if row.state.code == code),
            "itemStyle": {"color": COLOURS.get(code, "indigo")},
            "data": [
                round((row.granted or row.amount) / 1_000_000, 3) if row.state.code == code else 0 for row in live
            ],
        }
        for code in codes
    ]
    options = {
        "grid": {"top": 36, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "type": "scroll"},
        "xAxis": {"type": "value"},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [f"{row.no}. {row.kind_words.into(words)}" for row in live],
        },
        "series": series,
    }
    table = TableView(
        (Column(_("What")), Column(_("Amount"), "money"), Column(_("State"), "state")),
        tuple(Row((row.called, row.granted or row.amount, row.state)) for row in live),
        caption=_("Money of the contract"),
    )
    return ChartView(_("Money of the contract"), options, table, summary=_("In million đồng"))


def _evaluation(row: EvaluationRow) -> Block:
    facts = [
        Answer(_("Period"), days_of(row.from_on, row.until_on)),
        Answer(_("State"), row.state.label),
    ]
    pairs = (
        (_("The expert's report"), row.report),
        (_("The group's word"), row.verdict_words),
        (_("Conclusion"), row.outcome),
        (_("Ground"), row.ground),
        (_("Concluded by"), row.concluded_by),
        (_("The expert's answer"), row.answer),
        (_("The contest"), row.settled_ground),
    )
    facts += [Answer(label, value) for label, value in pairs if value]
    if row.bonus:
        facts.append(Answer(_("Bonus of this year"), row.bonus, kind="money"))
    if row.contest_until is not None and row.state.code == "concluded":
        facts.append(Answer(_("Can be contested until"), row.contest_until, kind="day"))
    return Block(_("Evaluation no. %(no)s") % {"no": row.no}, facts=tuple(facts))


def story_of(card: EngagementCard) -> tuple[StepView, ...]:
    """What happened and what comes, in the order of time."""
    done: list[tuple[date, str, str]] = []
    coming: list[tuple[date, str, str]] = []
    if card.contract_number:
        done.append((card.from_on, _("Contract"), card.contract_number))
    for row in card.dues:
        if row.paid_on is not None:
            done.append((row.paid_on, _("Paid"), row.called.into(language())))
        elif row.checked_on is not None and row.granted:
            done.append((row.checked_on, _("Accepted"), row.called.into(language())))
        elif row.state.code in ("planned", "handed_in") and row.kind == "result":
            coming.append((row.due_on, _("Result due"), row.called.into(language())))
    for one in card.evaluations:
        if one.concluded_on is not None:
            label = one.outcome.capitalised().into(language()) if one.outcome else ""
            done.append((one.concluded_on, _("Evaluation no. %(no)s") % {"no": one.no}, label))
    if card.ended_on is not None:
        done.append((card.ended_on, _("Ended"), card.ended_cause.into(language()) if card.ended_cause else ""))
    elif card.code == "running":
        coming.append((card.next_evaluation_on, _("Yearly evaluation"), ""))
        coming.append((card.until_on, _("End of the contract"), ""))
    else:
        coming = []
    steps = [StepView(label, note, on, "done") for on, label, note in sorted(done)]
    return (*steps, *(StepView(label, note, on, "next") for on, label, note in sorted(coming)))
