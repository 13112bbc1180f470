"""How a case stands: its state, its clock, its steps in order, and how long the law gives each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.clock import Term, Unit, remaining
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Missing
from khue.features.dossiers.domain.clocks import Terms
from khue.features.dossiers.domain.definition import Procedure, Step
from khue.features.dossiers.domain.steps import ENDED_STATES, STATES, TONES
from khue.features.dossiers.models import Dossier, Pause, Task
from khue.features.rulebook import queries as rulebook
from khue.kernel.ui import DeadlineView, StateView, StepView, Tone

NOT_SET = Text("chưa có thời hạn được xác nhận", "no confirmed term yet")


@dataclass(frozen=True, slots=True)
class StepTerm:
    """A step as the procedure's page tells it: who, how long, and why so long."""

    name: Text
    who: Text
    term: Text
    note: Text | None
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BasisLine:
    """A provision that the procedure rests on: for what, which, and where to read it."""

    text: Text
    citation: Text
    url: str


def bases(procedure: Procedure) -> tuple[BasisLine, ...]:
    """The legal basis with the name of each provision; one that the rulebook lost keeps its key."""
    known = rulebook.lawbook().provisions
    lines = []
    for basis in procedure.basis:
        found = known.get(basis.provision)
        citation = found.instrument if found else Text(basis.provision, basis.provision)
        lines.append(BasisLine(basis.text, citation, found.url if found else ""))
    return tuple(lines)


def join(*parts: Text | str | None) -> Text | str:
    """Parts with a dot between, in both languages."""
    texts = [part if isinstance(part, Text) else Text(part, part) for part in parts if part]
    if not texts:
        return ""
    return Text(" · ".join(t.vi for t in texts), " · ".join(t.into("en") for t in texts))


def state_view(state: str, at_step: Text | None = None) -> StateView:
    """The badge of a dossier; while it is in progress the step that it is in."""
    label = at_step if state == "in_progress" and at_step else STATES[state].capitalised()
    return StateView(state, label, cast(Tone, TONES[state]))


# -- the law's terms -----------------------------------------------------------------------------------------------


def step_terms(procedure: Procedure, on: date) -> tuple[StepTerm, ...]:
    """Every step of the main way with its term as the law stands on a day."""
    return tuple(_step_term(step, on) for step in procedure.steps)


def _step_term(step: Step, on: date) -> StepTerm:
    clock = step.clock
    if clock is None:
        return StepTerm(step.name, step.who, Text("không có thời hạn riêng", "no term of its own"), step.note, ())
    if clock.term is not None:
        return StepTerm(step.name, step.who, clock.term.text, clock.note or step.note, ())
    try:
        found = rulebook.parameter(clock.parameter, on)
    except Missing:
        return StepTerm(step.name, step.who, NOT_SET, step.note, ())
    why = Reason("term", found.text, source=found.source)
    term = found.term.text if found.term and found.applies else NOT_SET
    return StepTerm(step.name, step.who, term, step.note, (why,))


def unit_of(terms: Terms) -> Unit:
    """What the clock of the case counts: working days as soon as one step does."""
    units = {term.unit for term in terms.values() if term is not None}
    return "calendar_days" if units == {"calendar_days"} else "working_days"


# -- the clock -----------------------------------------------------------------------------------------------------


def deadline(
    dossier: Dossier, tasks: Sequence[Task], pause: Pause | None, terms: Terms, today: date
) -> DeadlineView | None:
    """The clock of the case: the promised day, before receipt the day of the open step; None without either."""
    open_task = next((task for task in tasks if task.closed_at is None and not task.subject), None)
    due = dossier.due_on or (open_task.due_on if open_task else None)
    if due is None or dossier.state == "draft":
        return None
    unit, calendar = unit_of(terms), rulebook.calendar()
    start = dossier.received_on or (open_task.opened_on if open_task else due)
    ended = dossier.ended_on
    if dossier.state in ("granted", "closed"):
        # The promise was the decision and its agreement; payments and acceptances have clocks of their own.
        closed = [task.closed_at for task in tasks if task.closed_at and not task.subject]
        ended = max(closed).astimezone(CITY_ZONE).date() if closed else due
    return DeadlineView(
        due_on=due,
        remaining=remaining(pause.started_on if pause else today, due, unit, calendar),
        unit=unit,
        total=max(1, remaining(start, due, unit, calendar)),
        paused=pause is not None,
        ground=pause.ground if pause else "",
        ended_on=ended,
    )


def small_deadline(due: date | None, paused: bool, today: date, ground: Text | str = "") -> DeadlineView | None:
    """The clock of one task, in working days."""
    if due is None:
        return None
    return DeadlineView(due, remaining(today, due, "working_days", rulebook.calendar()), paused=paused, ground=ground)


# -- the vertical line ---------------------------------------------------------------------------------------------


def steps_of(
    procedure: Procedure, dossier: Dossier, tasks: Sequence[Task], terms: Terms, submitter: str
) -> tuple[StepView, ...]:
    """Where the case stands: handed in, each step with who and when, what is still to come."""
    views = [_handed_in(dossier, submitter)]
    over = dossier.state in ENDED_STATES
    known = {step.key for step in procedure.steps}
    # Steps that were done under an earlier version and that the present one lacks.
    views += [_gone_view(task) for task in tasks if task.step not in known and task.closed_at]
    for step in procedure.steps:
        mine = [task for task in tasks if task.step == step.key]
        if step.kind == "follow" and mine:
            views += [_task_view(step, task) for task in mine]
        elif mine:
            views.append(_task_view(step, mine[-1]))
        elif not over:
            views.append(StepView(step.name, join(step.who, _term_text(terms.get(step.key)))))
    if dossier.state in ("refused_receipt", "withdrawn", "refused", "closed"):
        views.append(StepView(STATES[dossier.state].capitalised(), "", dossier.ended_on, "done"))
    return tuple(_waits(views, dossier))


def _waits(views: list[StepView], dossier: Dossier) -> Iterator[StepView]:
    """While the applicant is asked for something, that is what is going on."""
    told = dossier.state != "awaiting_supplement"
    for view in views:
        if view.status == "now" and not told:
            told = True
            yield StepView(STATES["awaiting_supplement"].capitalised(), dossier.applicant_name, None, "now")
            yield StepView(view.label, view.note, view.when, "next")
        else:
            yield view


def _handed_in(dossier: Dossier, submitter: str) -> StepView:
    if dossier.submitted_at is None:
        return StepView(Text("Soạn hồ sơ", "Writing the dossier"), "", None, "now")
    day = dossier.submitted_at.astimezone(CITY_ZONE).date()
    note = Text(f"người ký nộp: {submitter}", f"certified by {submitter}") if submitter else ""
    return StepView(Text("Đã nộp", "Submitted"), note, day, "done")


def _task_view(step: Step, task: Task) -> StepView:
    if task.closed_at is None:
        return StepView(step.name, join(task.assignee_name or step.who, _due_text(task)), None, "now")
    outcome = step.outcome(task.outcome)
    note = join(task.closed_by_name, outcome.label if outcome else None)
    return StepView(step.name, note, task.closed_at.astimezone(CITY_ZONE).date(), "done")


def _gone_view(task: Task) -> StepView:
    day = task.closed_at.astimezone(CITY_ZONE).date() if task.closed_at else None
    return StepView(Text(task.name_vi, task.name_en), task.closed_by_name, day, "done")


def _due_text(task: Task) -> Text | None:
    if task.due_on is None:
        return None
    return Text(f"hạn {task.due_on:%d/%m/%Y}", f"due {format_day(task.due_on, 'en')}")


def _term_text(term: Term | None) -> Text | None:
    return term.text if term else None
