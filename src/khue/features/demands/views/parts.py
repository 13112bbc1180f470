"""What the pages of the market of problems share: ways back, budgets in words, blocks of one demand."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.demands import access
from khue.features.demands.queries import DemandCard, DemandRow, SolutionRow
from khue.features.exchange.domain.words import MODES
from khue.features.results.domain.register import STAGES
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, DeadlineView, Link, Row, StateView, StepView, TableView, Tone
from khue.kernel.web import language

TRIALS: dict[bool, tuple[str, Text, Tone]] = {
    True: ("passed", Text("Đạt", "Passed"), "good"),
    False: ("failed", Text("Không đạt", "Not passed"), "bad"),
}


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Market of problems"), reverse("demands:demands")), *more)


def own_crumbs(actor: Actor, *more: Link) -> tuple[Link, ...]:
    """Staff come from the desk, others from their own page."""
    if actor.may(access.READ):
        return crumbs(Link(_("Desk of demands"), reverse("demands:desk")), *more)
    return crumbs(Link(_("My demands and solutions"), reverse("demands:mine")), *more)


def path_of(card: DemandCard) -> str:
    """The page where a demand is read: the public one once it has one."""
    shown = card.number and card.code != "withdrawn"
    return reverse("demands:public", args=[card.number]) if shown else reverse("demands:demand", args=[card.id])


def budget(low: int | None, high: int | None) -> str:
    """A budget in words of the reader; empty where none is told."""
    words = language()
    if low is None and high is None:
        return ""
    if high is None:
        return _("from %(sum)s") % {"sum": format_dong(low or 0, words)}
    if low is None or low == high:
        return _("up to %(sum)s") % {"sum": format_dong(high, words)}
    return f"{format_dong(low, words)} – {format_dong(high, words)}"


def row_heads() -> tuple[Column, ...]:
    return (
        Column(_("Problem")), Column(_("State"), "state"), Column(_("Key field")), Column(_("Budget")), Column(_("Solutions until"), "moment"),
    )  # fmt: skip


def row_of(row: DemandRow, name: str = "public") -> Row:
    href = reverse("demands:public", args=[row.number]) if name == "public" and row.number else reverse("demands:demand", args=[row.id])  # fmt: skip
    note = " · ".join(part for part in (row.number, row.demander) if part)
    return Row(
        (
            Cell(row.title, href, note, strong=True),
            row.state,
            row.field.capitalised(),
            budget(row.budget_from, row.budget_to) or _("Not told"),
            row.deadline,
        )
    )


def blocks_of(card: DemandCard) -> tuple[Block, ...]:
    """The demand itself: the problem first, then by what it is judged, then the figures."""
    said = card.wanted
    problem = said.problem.into(language()) if said.problem.en.strip() else said.problem.vi
    words = [
        (name, text)
        for name, text in (
            (_("Data that are offered"), said.data),
            (_("Acceptance test"), said.test),
            (_("Rules of choice"), said.rules),
        )
        if text
    ]
    return (
        *_result(card),
        Block(_("The problem"), problem),
        Block(_("By what a solution is judged"), said=tuple(words)),
        Block(_("What is looked for"), facts=_facts(card)),
    )


def _modes(codes: tuple[str, ...]) -> str:
    """The ways of transfer in the reader's language; empty where none is asked for."""
    said = ", ".join(MODES[code].into(language()) for code in codes)
    return said[:1].upper() + said[1:]


def _facts(card: DemandCard) -> tuple[Answer, ...]:
    said = card.wanted
    found = [
        Answer(_("Who asks"), card.demander),
        Answer(_("Key field"), card.field.capitalised()),
        Answer(_("Budget"), budget(said.budget_from, said.budget_to) or _("Not told")),
        Answer(
            _("Least readiness that will do"),
            f"{said.stage} · {STAGES[said.stage].into(language())}" if said.stage else _("not asked"),
        ),
        Answer(_("How it may be transferred"), _modes(said.modes) or _("any way")),
        Answer(_("Country where the right must hold"), said.territory or _("not asked")),
    ]
    if said.codes:
        found.append(Answer(_("IPC codes"), ", ".join(said.codes)))
    found.append(Answer(_("Solutions until"), said.deadline, kind="moment"))
    if card.count is not None and card.number:
        found.append(Answer(_("Solutions received"), card.count, kind="number"))
    return tuple(found)


def _result(card: DemandCard) -> tuple[Block, ...]:
    """How it ended, for everybody."""
    if card.code in ("closed", "withdrawn", "returned") and card.ground:
        names = {"closed": _("Closed, no solution chosen"), "withdrawn": _("Withdrawn"), "returned": _("What is to be mended")}  # fmt: skip
        return (Block(names[card.code], card.ground),)
    if card.chosen is None:
        return ()
    one = card.chosen
    facts = [Answer(_("Solution"), one.no, kind="number"), Answer(_("Supplier"), one.name or _("a private person"))]
    if one.offer:
        facts.append(Answer(_("Listed offer"), one.offer, reverse("exchange:public", args=[one.offer])))
    if one.trial is not None:
        facts.append(Answer(_("Result of the trial"), one.trial.result))
        facts.append(Answer(_("Day of the trial"), one.trial.on, kind="day"))
    return (Block(_("Published result"), card.ground, facts=tuple(facts)),)


def solutions_block(card: DemandCard) -> tuple[Block, ...]:
    """What the reader may see of the solutions: the own ones, or all once they are opened to the demander's side."""
    if card.is_side and not card.solutions:
        if card.number and card.is_open:
            return (
                Block(
                    _("Solutions"),
                    _("They are opened after the deadline. Until then you see only how many there are."),
                    note=str(card.count),
                ),
            )
        return ()
    return tuple(_solution(card, row) for row in card.solutions)


def _solution(card: DemandCard, row: SolutionRow) -> Block:
    facts = [
        Answer(_("State"), row.state, kind="state"),
        Answer(_("Supplier"), row.name),
        Answer(_("Price"), row.price, kind="money") if row.price is not None else Answer(_("Price"), _("by agreement")),
        *((Answer(_("Days until it works"), row.days, kind="number"),) if row.days else ()),
        *((Answer(_("Listed offer"), row.offer, reverse("exchange:public", args=[row.offer])),) if row.offer else ()),
        *((Answer(_("Ground"), row.ground),) if row.ground else ()),
        Answer(_("Handed in"), row.at, kind="moment"),
    ]
    links = []
    if row.reads_as == "supplier" and row.code == "handed_in" and card.is_open:
        links.append(Link(_("Withdraw this solution"), reverse("demands:leave", args=[card.id, row.no])))
    if row.reads_as == "demander" and card.code == "shortlisted" and row.code == "shortlisted":
        links.append(Link(_("Record a trial"), reverse("demands:trial", args=[card.id, row.no])))
    if row.has_secret:
        links.append(Link(_("Open the confidential part"), reverse("demands:secret", args=[card.id, row.no])))
    title = _("Solution %(no)s") % {"no": row.no}
    return Block(title, row.says, _trials(row), tuple(facts), links=tuple(links), note=_readings(row))


def _trials(row: SolutionRow) -> TableView | None:
    if not row.trials:
        return None
    rows = tuple(Row((one.on, StateView(*TRIALS[one.passed]), one.result)) for one in row.trials)
    return TableView((Column(_("Day"), "day"), Column(_("Outcome"), "state"), Column(_("What was measured"))), rows, caption=_("Trials"))  # fmt: skip


def _readings(row: SolutionRow) -> str:
    if not row.readings:
        return ""
    who = "; ".join(f"{name}, {at.astimezone(CITY_ZONE):%d.%m.%Y %H:%M}" for name, at in row.readings)
    return _("Confidential part read by: %(who)s") % {"who": who}


def story(card: DemandCard) -> tuple[StepView, ...]:
    """What happened, and the deadline while it lies ahead."""
    steps = [StepView(row.label, " · ".join(part for part in (row.by, row.ground) if part), row.at, "done") for row in card.steps]  # fmt: skip
    if card.is_open:
        steps.append(StepView(_("Solutions are taken until"), "", card.wanted.deadline, "now"))
    return tuple(steps)


def clock(card: DemandCard, actor: Actor) -> DeadlineView | None:
    """Days until the deadline, while solutions are taken."""
    if not card.is_open:
        return None
    due = card.wanted.deadline.astimezone(CITY_ZONE).date()
    total = (due - card.published_on).days if card.published_on else 0
    return DeadlineView(due, (due - actor.today).days, "calendar_days", total)
