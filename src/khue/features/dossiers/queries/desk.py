"""The desk: open tasks by due day, and one task with its case.

An officer often holds several rights; how their tasks come in one order, however many there are, is in ``lanes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, Value

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers import access
from khue.features.dossiers.domain.definition import Step
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries import lanes
from khue.features.dossiers.queries.facts import step_of
from khue.features.dossiers.queries.pages import ApologyLine, CasePage, case_of, with_marks
from khue.features.dossiers.queries.progress import small_deadline
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.kernel.paging import Page
from khue.kernel.ui import DeadlineView

VIEWS, DUES = tuple(lanes.VIEWS), tuple(lanes.DUES)
MOST_COUNTED = 100
_CURSOR = re.compile(r"([np])(\d{4}-\d{2}-\d{2})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """Which tasks: ``view`` is one of VIEWS, ``procedure`` and ``step`` keys or empty, ``due`` one of DUES or empty,
    ``of`` a colleague whose tasks are wanted."""

    view: str = "all"
    procedure: str = ""
    of: str = ""
    step: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A line of the desk. ``late``: past its day, and its clock is running."""

    id: int
    number: str
    name: Text
    title: str
    applicant: str
    assignee: str
    assignee_name: str
    clock: DeadlineView | None
    opened_on: date
    due_on: date | None
    late: bool
    mine: bool
    sort_on: date


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How much waits; counted up to MOST_COUNTED."""

    mine: int
    free: int
    overdue: int


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with its case. ``may_act``: the reader holds its right and it is open."""

    id: int
    name: Text
    step: Step
    right: str
    subject: str
    page: str
    clock: DeadlineView | None
    assignee: str
    assignee_name: str
    closed_at: datetime | None
    closed_by: str
    outcome: Text | None
    note: str
    may_act: bool
    may_hand_over: bool
    mine: bool
    colleagues: tuple[PartyCard, ...]
    apology: ApologyLine | None
    case: CasePage


# -- the list --------------------------------------------------------------------------------------------------------


class _Shown(NamedTuple):
    """The columns of a task that a line shows."""

    id: int
    dossier_number: str
    name_vi: str
    name_en: str
    title: str
    applicant_name: str
    assignee: str
    assignee_name: str
    due_on: date | None
    opened_on: date
    paused: bool
    sort_on: date
    restricted: bool


def _lanes(actor: Actor, asked: DeskFilter) -> lanes.Lanes:
    reader, view = (asked.of, "mine") if asked.of else (actor.desk, asked.view)
    return lanes.Lanes(sorted(actor.rights), reader, actor.today, view, asked.procedure, asked.step, asked.due)


def desk(actor: Actor, asked: DeskFilter, after: str | None = None, size: int = 30) -> Page[DeskRow]:
    """One page of open tasks that the actor's rights cover, by due day. One query, whatever there is."""
    backwards, place = _place(after)
    found = lanes.merged(_lanes(actor, asked), _Shown._fields, size + 1, place, backwards)
    more = len(found) > size
    rows = [_row(_Shown(*values), actor) for values in found[:size]]
    if backwards:
        if not rows:
            return desk(actor, asked, None, size)
        rows.reverse()
    return Page(
        tuple(rows),
        next=_cursor("n", rows[-1]) if rows and (more or backwards) else None,
        previous=_cursor("p", rows[0]) if rows and (more if backwards else place is not None) else None,
    )


def _cursor(direction: str, row: DeskRow) -> str:
    return f"{direction}{row.sort_on:%Y-%m-%d}.{row.id}"


def _place(cursor: str | None) -> tuple[bool, tuple[date, int] | None]:
    """Direction and place; a garbled cursor shows the first page."""
    found = _CURSOR.fullmatch(cursor or "")
    if found is None:
        return False, None
    try:
        return found[1] == "p", (date.fromisoformat(found[2]), int(found[3]))
    except ValueError:
        return False, None


def whole_desk(actor: Actor, asked: DeskFilter) -> Iterator[DeskRow]:
    """The same list without pages, for a download."""
    found = Task.objects.filter(closed_at=None, right__in=actor.rights).order_by("sort_on", "id")
    if asked.procedure:
        found = found.filter(procedure_key=asked.procedure)
    if asked.step:
        found = found.filter(step=asked.step)
    if asked.due:
        found = found.filter(due_when(asked.due, actor.today))
    if asked.of:
        found = found.filter(assignee=asked.of)
    elif asked.view == "mine":
        found = found.filter(assignee=actor.desk)
    elif asked.view == "free":
        found = found.filter(assignee="")
    elif asked.view == "overdue":
        found = found.filter(sort_on__lt=actor.today, paused=False)
    others = Q(dossier__applicant__in=people.restricted_ids()) & ~Q(assignee=actor.desk)
    found = found.exclude(others).annotate(restricted=Value(False))
    for values in found.values_list(*_Shown._fields).iterator(chunk_size=500):
        yield _row(_Shown(*values), actor)


def due_when(due: str, today: date) -> Q:
    """The same as ``lanes.DUES``, for other questions about tasks."""
    running = Q(paused=False, due_on__isnull=False)
    week_ends = lanes.week_ends(today)
    return {
        "overdue": running & Q(sort_on__lt=today),
        "today": running & Q(sort_on=today),
        "week": running & Q(sort_on__gt=today, sort_on__lte=week_ends),
        "later": running & Q(sort_on__gt=max(today, week_ends)),
        "standing": ~running,
    }[due]


def desk_counts(actor: Actor) -> DeskCounts:
    """How much is mine, free and overdue; each count stops at MOST_COUNTED. One query."""
    return DeskCounts(*lanes.counted(_lanes(actor, DeskFilter()), ("mine", "free", "overdue"), MOST_COUNTED))


def _row(task: _Shown, actor: Actor) -> DeskRow:
    """Of persons whose data are restricted, who does not hold the task sees its number and why, no more."""
    hidden = task.restricted and task.assignee != actor.desk
    return DeskRow(
        id=task.id,
        number=task.dossier_number,
        name=Text(task.name_vi, task.name_en),
        title=people.restricted_words() if hidden else task.title,
        applicant="" if hidden else task.applicant_name,
        assignee=task.assignee,
        assignee_name=task.assignee_name,
        clock=small_deadline(task.due_on, task.paused, actor.today),
        opened_on=task.opened_on,
        due_on=task.due_on,
        late=task.due_on is not None and task.due_on < actor.today and not task.paused,
        mine=task.assignee == actor.desk,
        sort_on=task.sort_on,
    )


# -- one task --------------------------------------------------------------------------------------------------------


def task(task_id: int, actor: Actor, *, with_colleagues: bool = True) -> TaskPage:
    """A task with its case, for its right's holders and for staff who may read. Raises Missing, NotAllowed while the data are restricted."""
    dossier = with_marks(Dossier.objects.filter(tasks=task_id)).first()
    tasks = tuple(Task.objects.filter(dossier=dossier).order_by("pk")) if dossier else ()
    found = next((row for row in tasks if row.pk == task_id), None)
    if dossier is None or found is None or not (actor.may(found.right) or actor.may(access.READ)):
        raise Missing(
            Text("Không tìm thấy việc này.", "There is no such task."),
            Text("Mời ông/bà mở lại bàn làm việc.", "Go back to the desk."),
        )
    access.require_unbarred(actor, dossier)
    step = step_of(dossier, found.step)
    is_open = found.closed_at is None
    may_act = is_open and actor.may(found.right)
    may_hand_over = may_act and actor.may(access.HAND_OVER)
    outcome = step.outcome(found.outcome)
    case = case_of(dossier, actor, tasks)
    return TaskPage(
        id=found.pk,
        name=Text(found.name_vi, found.name_en),
        step=step,
        right=found.right,
        subject=found.subject,
        page=found.page,
        clock=small_deadline(found.due_on, found.paused, actor.today) if is_open else None,
        assignee=found.assignee,
        assignee_name=found.assignee_name,
        closed_at=found.closed_at,
        closed_by=found.closed_by_name,
        outcome=outcome.label if outcome else None,
        note=found.note,
        may_act=may_act,
        may_hand_over=may_hand_over,
        mine=found.assignee == actor.desk,
        colleagues=_colleagues(found, actor) if may_hand_over and with_colleagues else (),
        apology=case.prepared if may_act and not found.subject else None,
        case=case,
    )


def _colleagues(found: Task, actor: Actor) -> tuple[PartyCard, ...]:
    return tuple(card for card in people.people_with_right(found.right, actor.today) if card.key != found.assignee)
