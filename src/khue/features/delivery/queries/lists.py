"""Lists of missions: for staff, for the lead's side and the team, for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.calls import queries as calls
from khue.features.councils import queries as councils
from khue.features.delivery import access
from khue.features.delivery.domain.ending import FileLine
from khue.features.delivery.domain.words import FUNDED, KINDS, MILESTONE, MISSION
from khue.features.delivery.models import Handover, Milestone, Mission
from khue.features.delivery.queries.records import file_of
from khue.features.delivery.queries.rows import MILESTONE_TONES, MilestoneRow, MissionCard, state_view
from khue.features.dossiers.queries.tasks import task_facts
from khue.features.ledger import queries as ledger
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

VIEWS: dict[str, tuple[str, ...]] = {
    "open": ("begun", "costed", "appraised", "granted", "running", "unmet", "recovering"),
    "running": ("running",),
    "ended": ("completed", "excused", "recovered", "refused"),
    "all": (),
}


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A line of a list. Amounts in đồng. ``closed``: why the reader does not read it, an own interest; then nothing was ``asked``."""

    id: int
    number: str
    title: str
    lead: str
    field: Text
    state: StateView
    asked: int | None
    granted: int | None
    paid: int
    ends_on: date | None
    closed: Text | None = None

    @property
    def state_words(self) -> Text | str:
        return self.state.label  # type: ignore[return-value]  # of states the label is a text


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A line of the public register of missions: no personal data of private persons."""

    number: str
    title: str
    lead: str
    field: Text
    kind: Text | None
    granted: int
    paid: int
    decided_on: date
    starts_on: date | None
    ends_on: date | None
    state: Text
    state_view: StateView


@dataclass(frozen=True, slots=True)
class PublicMilestone:
    no: int
    deliverable: str
    due_on: date
    amount: int
    accepted_on: date | None
    paid_on: date | None
    state: StateView


@dataclass(frozen=True, slots=True)
class PublicMission:
    """What everybody may read of a funded mission."""

    row: PublicRow
    call: str
    mode: str
    milestones: tuple[PublicMilestone, ...]


def missions(actor: Actor, view: str, search: str, after: str | None, size: int = 25) -> Page[MissionRow]:
    """For staff with the right: newest first; leads whose data are restricted are left out."""
    actor.require(access.READ)
    found = _searched(Mission.objects.exclude(lead__in=people.barred_ids(actor)), search)
    states = VIEWS.get(view, ())
    page = keyset(found.filter(state__in=states) if states else found, ["-id"], after, size)
    closed = access.interests(actor, page.rows)
    return page.of(lambda row: _closed(_row(row), closed.get(row.pk)))


def _closed(line: MissionRow, ground: Text | None) -> MissionRow:
    return line if ground is None else replace(line, asked=None, closed=ground)


def funded_without_mission() -> tuple[int, ...]:
    """Proposals that were decided to be carried out and are no mission yet. Two queries; says nothing about rights."""
    known = set(Mission.objects.values_list("proposal", flat=True))
    return tuple(one for one in calls.funded_ids() if one not in known)


def my_missions(actor: Actor, after: str | None, size: int = 25) -> Page[MissionRow]:
    """Missions of the parties that the actor acts for, and those on whose team the actor is."""
    ids = {people.party_id(key) for key, _scope in actor.acts_for}  # with what a party was before it was merged
    held = [int(subject.partition(":")[2]) for subject, _scope in actor.holds if subject.startswith("mission:")]
    mine = [people.party_id(key) for key in actor.keys if people.is_party_key(key)] if not actor.within else []
    wanted = Q(lead__in=[*ids, *mine]) | Q(pk__in=held) | Q(members__person__in=mine)
    return keyset(Mission.objects.filter(wanted).distinct(), ["-id"], after, size).of(_row)


def _searched(found: QuerySet[Mission], search: str) -> QuerySet[Mission]:
    for word in fold(search).split()[:8]:
        found = found.filter(folded__contains=word)
    return found


def _row(row: Mission) -> MissionRow:
    return MissionRow(
        row.pk, row.number, row.title, row.lead_name, calls.field_label(row.field, row.law_day), state_view(row.state),
        row.asked, row.granted, row.paid, row.ends_on,
    )  # fmt: skip


def public_missions(search: str = "", after: str | None = None, size: int = 25) -> Page[PublicRow]:
    """Funded missions, newest decision first."""
    found = _searched(_public(), search)
    return keyset(found, ["-decided_on", "-id"], after, size).of(_public_row)


@dataclass(frozen=True, slots=True)
class KnownMission:
    """A funded mission as the search of likenesses sees it."""

    id: int
    number: str
    title: str
    field: str
    lead: str


def missions_with_words(words: Iterable[str], most: int = 200) -> tuple[KnownMission, ...]:
    """Funded missions that share a word, folded, the newest first; of what is public. One query."""
    shared = Q(pk__in=[])
    for word in words:
        shared |= Q(folded__contains=word)
    rows = _public().filter(shared).order_by("-decided_on", "-pk")[:most]
    return tuple(KnownMission(row.pk, row.number, row.title, row.field, row.lead_name) for row in rows)


def _public() -> QuerySet[Mission]:
    return Mission.objects.filter(state__in=FUNDED, decided_on__isnull=False).exclude(lead__in=people.restricted_ids())


def _public_row(row: Mission) -> PublicRow:
    assert row.granted is not None
    assert row.decided_on is not None
    view, words = state_view(row.state), MISSION.label(row.state).capitalised()
    return PublicRow(
        number=row.number,
        title=row.title,
        lead=row.lead_name,
        field=calls.field_label(row.field, row.law_day),
        kind=KINDS.get(row.kind),
        granted=row.granted,
        paid=row.paid,
        decided_on=row.decided_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=words,
        state_view=view,
    )


def public_mission(number: str) -> PublicMission:
    """Raises Missing unless it was funded."""
    mission = _public().filter(number=number).first()
    if mission is None:
        raise access.no_such_mission()
    rows = Milestone.objects.filter(mission=mission).exclude(state="cancelled").order_by("no")
    return PublicMission(
        _public_row(mission), mission.call_number, mission.mode, tuple(_public_milestone(row) for row in rows)
    )


def _public_milestone(row: Milestone) -> PublicMilestone:
    view = StateView(row.state, MILESTONE.label(row.state).capitalised(), MILESTONE_TONES[row.state])
    return PublicMilestone(row.no, row.deliverable, row.due_on, row.amount, row.accepted_on, row.paid_on, view)


# -- tasks, subjects -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """Where a task of this room is worked on."""

    step: str
    right: str
    mission_id: int
    subject: str
    closed: bool


def task_place(task_id: int, actor: Actor) -> TaskPlace:
    """Raises Missing when the task is none of this room, NotAllowed without its right."""
    task = task_facts(task_id)
    actor.require(task.right)
    mission = Mission.objects.filter(dossier_id=task.dossier_id).values_list("pk", flat=True).first()
    if mission is None:
        raise access.no_such_mission()
    return TaskPlace(task.step, task.right, mission, task.subject, task.closed)


def milestone_of(card: MissionCard, milestone_id: int) -> MilestoneRow:
    """Raises Missing for a milestone of another mission."""
    found = next((row for row in card.milestones if row.id == milestone_id), None)
    if found is None:
        raise access.missing("mốc", "milestone")
    return found


_OF = {"milestone": "milestones", "claim": "claim", "change": "changes", "report": "reports", "warning": "warnings"}


def mission_of(kind: str, number: int) -> int:
    """The mission of a milestone, claim, change, report or warning. Raises Missing; says nothing about rights."""
    found = Mission.objects.filter(**{_OF[kind]: number}).values_list("pk", flat=True).first()
    if found is None:
        raise access.no_such_mission()
    return int(found)


def may_act_for_lead(mission_id: int, actor: Actor) -> bool:
    """Whether the actor hands in, agrees and asks for changes in the lead's name."""
    mission = Mission.objects.select_related("lead").filter(pk=mission_id).first()
    return mission is not None and access.may_act_for_lead(actor, mission)


def file_of_mission(mission_id: int, on: date) -> tuple[FileLine, ...]:
    """The compliance file as the record shows it on that day. Says nothing about rights."""
    return file_of(Mission.objects.get(pk=mission_id), on)


def mission_of_proposal(proposal_id: int) -> int | None:
    """The mission that a proposal became, for links."""
    return Mission.objects.filter(proposal=proposal_id).values_list("pk", flat=True).first()


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the files of ``mission:12`` are readable: as the mission is, and for a council while it judges one of its milestones.

    Staff and members of that council with an interest in it read none of them.
    """
    number = subject.removeprefix("mission:")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return False
    mission = Mission.objects.select_related("lead").filter(pk=int(number)).first()
    if mission is None:
        return False
    if access.is_side_of_lead(actor, mission) or access.is_member(actor, mission):
        return True
    rows = Milestone.objects.filter(mission=mission, council_item__isnull=False).values_list("pk", flat=True)
    judged = [f"milestone:{pk}" for pk in rows]
    if access.interests(actor, [mission]):
        return False
    return access.may_read(actor, mission) or any(councils.may_read_papers_of(actor, one) for one in judged)


def papers_of(subject: str) -> Iterator[councils.SourcePaper]:
    """What was handed in for ``milestone:7``, for the council that judges it."""
    number = subject.removeprefix("milestone:")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return
    last = Handover.objects.filter(milestone=int(number)).order_by("-pk").first()
    for turn, file in enumerate(last.files if last else (), start=1):
        yield councils.SourcePaper(f"Sản phẩm bàn giao {turn}", UUID(file))


def reports_to_remind(on: date, until: date) -> Iterator[int]:
    """Reports that come due or are overdue, of missions that are open."""
    rows = Mission.objects.filter(
        state__in=["running", "unmet"], reports__state="due", reports__due_on__lte=until, reports__reminded__lt=2
    )
    found: Iterable[Any] = rows.values_list("reports__pk", "reports__due_on", "reports__reminded")
    for number, due_on, reminded in found:
        if due_on < on or reminded == 0:
            yield number


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: missions that they lead or work on. Two queries."""
    numbers = [people.party_id(key) for same in persons.values() for key in same]
    leads = Mission.objects.filter(lead__in=numbers).values_list("lead_id", flat=True).distinct()
    members = Mission.objects.filter(members__person__in=numbers).values_list("members__person", flat=True).distinct()
    return people.told_of_each(
        persons,
        [
            (Text("chủ trì nhiệm vụ phải lưu", "leads missions that must be kept"), {f"party:{one}" for one in leads}),
            (
                Text("tham gia nhiệm vụ phải lưu", "works on missions that must be kept"),
                {f"party:{one}" for one in members},
            ),
        ],
    )


def budget_choices() -> tuple[tuple[str, str, int], ...]:
    """Code, name and what is left of each budget line."""
    return tuple((line.subject.removeprefix("budget:"), line.name.vi, line.available) for line in ledger.budget_lines())
