"""The counter's books: which dossiers were received in a period (form 07), and who had one in hand (form 06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice

from django.db.models import Max, OuterRef, QuerySet, Subquery

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers import access
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries.facts import definition, step_of
from khue.features.dossiers.queries.pages import find
from khue.features.dossiers.queries.progress import state_view
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

DECIDED_STATES = ("granted", "refused", "withdrawn", "closed")
OPENS_AT = time(8)
WITHDRAWN = Text("Người nộp rút hồ sơ", "Withdrawn by the applicant")


def receipt_moment(received_on: date) -> datetime:
    """The moment of receipt as the forms print it: what comes after hours counts from the next opening."""
    return datetime.combine(received_on, OPENS_AT, CITY_ZONE)


# -- form 07 ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """Dossiers received from ``first`` to ``last``, both included; ``procedure`` is a key or empty."""

    first: date
    last: date
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the register. ``applicant`` as on the day of handing in, ``applicant_now`` when it is called otherwise today.
    ``unit`` decides on the matter; ``returned_at`` is when the main way came to its end."""

    number: str
    title: str
    procedure: Text
    applicant: str
    applicant_key: str
    unit: Text
    received_on: date
    due_on: date | None
    returned_at: datetime | None
    state: StateView
    applicant_now: str = ""

    @property
    def state_label(self) -> Text:
        """The state in words, for files."""
        assert isinstance(self.state.label, Text)
        return self.state.label


def _wanted(actor: Actor, asked: RegisterAsked) -> QuerySet[Dossier]:
    actor.require(access.READ)
    found = Dossier.objects.filter(received_on__gte=asked.first, received_on__lte=asked.last)
    found = found.exclude(applicant__in=people.restricted_ids())
    if asked.procedure:
        found = found.filter(procedure_key=asked.procedure)
    ends = Task.objects.filter(dossier=OuterRef("pk"), subject="").order_by().values("dossier")
    return found.annotate(last_closed=Subquery(ends.annotate(last=Max("closed_at")).values("last")))


def register(actor: Actor, asked: RegisterAsked, after: str | None = None, size: int = 30) -> Page[RegisterRow]:
    """One page of the register, newest receipt first. Raises NotAllowed without the right to read dossiers."""
    page = keyset(_wanted(actor, asked), ["-received_on", "-id"], after, size).of(_row)
    return Page(tuple(_with_names(page.rows)), page.next, page.previous)


def whole_register(actor: Actor, asked: RegisterAsked) -> Iterator[RegisterRow]:
    """The same from the first receipt on, without pages: for files and for the printed register."""
    rows = map(_row, _wanted(actor, asked).order_by("received_on", "pk").iterator(chunk_size=500))
    while batch := tuple(islice(rows, 500)):
        yield from _with_names(batch)


def _with_names(rows: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    """The lines with the present name of applicants who were renamed, or who go on under another."""
    listed = tuple(rows)
    now = people.names_now((row.applicant_key, row.applicant) for row in listed)
    for row in listed:
        yield replace(row, applicant_now=now.get(row.applicant_key, ""))


def _row(row: Dossier) -> RegisterRow:
    procedure = definition(row.version_id)
    assert row.received_on is not None, "the register holds received dossiers only"
    return RegisterRow(
        number=row.number,
        title=row.title,
        procedure=procedure.name,
        applicant=row.applicant_name,
        applicant_key=access.party_key(row),
        unit=_decides(procedure),
        received_on=row.received_on,
        due_on=row.due_on,
        returned_at=row.last_closed if row.state in DECIDED_STATES else None,  # type: ignore[attr-defined]  # annotated by the query
        state=state_view(row.state),
    )


def _decides(procedure: Procedure) -> Text:
    return next((step.who for step in procedure.steps if step.kind == "decide"), procedure.first_step.who)


def contacts(keys: set[str]) -> dict[str, str]:
    """Address and telephone of organisations. A private person's do not go into a list that circulates."""
    cards = people.parties(keys).values() if keys else ()
    return {
        card.key: ", ".join(part for part in (card.address, card.phone) if part)
        for card in cards
        if not card.is_private_person
    }


# -- form 06 ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlipStep:
    """One desk on the way. ``opened_at`` is None when only the day is known; ``handed_at`` while it is still there."""

    name: Text
    unit: Text
    officer: str
    opened_on: date
    opened_at: datetime | None
    due_on: date | None
    handed_at: datetime | None
    result: Text | None
    note: str


@dataclass(frozen=True, slots=True)
class ControlSlip:
    """Who had a dossier in hand, from when to when, and with what result."""

    dossier_id: int
    number: str
    applicant: str
    applicant_key: str
    is_private_person: bool
    procedure: Text
    received_at: datetime
    due_on: date
    steps: tuple[SlipStep, ...]


def control_slip(number: str, actor: Actor) -> ControlSlip:
    """The slip of a received dossier. Raises NotAllowed without the right, Missing before the receipt."""
    actor.require(access.READ)
    dossier = find(number, actor)
    if dossier.received_on is None or dossier.due_on is None:
        raise Missing(
            Text("Hồ sơ này chưa có phiếu kiểm soát.", "This dossier has no process control slip yet."),
            Text("Phiếu được lập khi hồ sơ được tiếp nhận.", "There is one as soon as the dossier is accepted."),
        )
    procedure = definition(dossier.version_id)
    tasks = tuple(Task.objects.filter(dossier=dossier).order_by("pk"))
    return ControlSlip(
        dossier_id=dossier.pk,
        number=dossier.number,
        applicant=dossier.applicant_name,
        applicant_key=access.party_key(dossier),
        is_private_person=people.party(access.party_key(dossier)).is_private_person,
        procedure=procedure.name,
        received_at=receipt_moment(dossier.received_on),
        due_on=dossier.due_on,
        steps=tuple(_slip_step(task, tasks[:index], dossier, procedure) for index, task in enumerate(tasks)),
    )


def _slip_step(task: Task, earlier: tuple[Task, ...], dossier: Dossier, procedure: Procedure) -> SlipStep:
    step = step_of(dossier, task.step)
    taken_back = task.outcome == "withdrawn"
    outcome = step.outcome(task.outcome)
    return SlipStep(
        name=step.name,
        unit=step.who,
        # A withdrawal closes the task in the applicant's name: the officer is whoever had it in hand.
        officer=task.assignee_name if taken_back else task.closed_by_name or task.assignee_name,
        opened_on=task.opened_on,
        opened_at=_opened_at(task, earlier, dossier),
        due_on=task.due_on,
        handed_at=task.closed_at,
        result=WITHDRAWN if taken_back else outcome.label if outcome else None,
        note=task.note,
    )


def _opened_at(task: Task, earlier: tuple[Task, ...], dossier: Dossier) -> datetime | None:
    """A step begins when the one before it ends, or with the handing in; None when neither was on that day."""
    moments = [other.closed_at for other in earlier if other.closed_at is not None]
    if not moments and dossier.submitted_at is not None:
        moments = [dossier.submitted_at]
    same_day = [m for m in moments if m.astimezone(CITY_ZONE).date() == task.opened_on]
    return max(same_day, default=None)


def has_slip(received_on: date | None, due_on: date | None) -> bool:
    """Whether there is a control slip to download."""
    return received_on is not None and due_on is not None
