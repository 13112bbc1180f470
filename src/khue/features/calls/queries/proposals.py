"""Reading proposals: the authors' page, and the office's list after opening."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import KhueError
from khue.features.calls import access
from khue.features.calls.domain.calling import phase
from khue.features.calls.domain.flows import FULL, PROPOSAL, ROLES
from khue.features.calls.domain.proposing import check_answers, day, members_missing, sums
from khue.features.calls.models import Member, Proposal, SectionRevision
from khue.features.calls.queries import rules
from khue.features.calls.queries.calls import clock_of, own_proposals
from khue.features.calls.queries.cards import facts_of_call, member_facts, phase_view, state_view
from khue.features.councils import queries as councils
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.answers import is_complete, missing
from khue.features.dossiers.domain.definition import Procedure
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import DeadlineView, StateView


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: int
    name: str
    organisation: str
    role: Text
    months: int
    writes: bool
    state: StateView
    is_me: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A part of the proposal: who saved it last, and how often; ``open`` questions are unanswered."""

    key: str
    title: Text
    done: bool
    open: int
    revisions: int
    last_by: str
    last_at: datetime | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """``starts_on`` and ``ends_on`` may be None while it is being written."""

    name: str
    deliverable: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """``closed``: why the reader does not read it, an own interest; then it bears no amount, no points."""

    id: int
    number: str
    title: str
    lead: str
    call: str
    call_id: int
    state: StateView
    handed_in_at: datetime | None
    asked: int | None
    own: int | None
    points: int | None
    closes_at: datetime
    closed: Text | None = None

    @property
    def state_words(self) -> Text:
        return PROPOSAL.label(self.state.code)


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """``missing`` is everything that stands against handing in; ``total`` and the other sums are đồng.

    ``stage`` is full or concept; ``concept`` (id, number) of the concept that it goes on from; ``full`` of the full proposal
    that goes on from this concept, for whoever may read it.
    """

    id: int
    number: str
    title: str
    lead: str
    call_id: int
    call: str
    call_title: str
    phase: StateView
    closes_at: datetime
    clock: DeadlineView | None
    cost_frame: int
    state: StateView
    sections: tuple[SectionLine, ...]
    members: tuple[MemberLine, ...]
    milestones: tuple[Milestone, ...]
    total: int
    asked: int
    public: int
    own: int
    missing: tuple[Reason, ...]
    handed_in_at: datetime | None
    handed_in_by: str
    digest: str
    submissions: int
    points: int | None
    outcome_ground: str
    ended_ground: str
    is_author: bool
    is_lead: bool
    may_change_members: bool
    my_answer: str
    dossier_number: str
    version: int
    stage: str = FULL
    concept: tuple[int, str] | None = None
    full: tuple[int, str] | None = None


def my_proposals(actor: Actor, after: str | None, size: int = 25) -> Page[ProposalRow]:
    found = own_proposals(actor).select_related("call")
    return keyset(found, ["-id"], after, size).of(_row)


def opened_proposals(call_id: int, actor: Actor, after: str | None, size: int = 50) -> Page[ProposalRow]:
    """What was opened, for staff with the right; nothing before that, of one's own side, or of a lead whose data are restricted."""
    actor.require(access.READ)
    near = [access.number_of(key) for key, _scope in actor.acts_for] + [access.number_of(key) for key in actor.hands]
    found = Proposal.objects.filter(call=call_id, state__in=access.OPENED).exclude(lead__in=near)
    hidden = dossiers.hidden_dossiers(actor)
    if hidden:
        found = found.exclude(dossier_id__in=hidden)
    page = keyset(found.select_related("call"), ["handed_in_at", "id"], after, size)
    closed = interests(list(page.rows), actor)
    return page.of(lambda row: _closed(_row(row), closed.get(row.pk)))


def _closed(line: ProposalRow, ground: Text | None) -> ProposalRow:
    return line if ground is None else replace(line, asked=None, own=None, points=None, closed=ground)


def interests(rows: Collection[Proposal], actor: Actor) -> dict[int, Text]:
    """Of these proposals those in which an official has an interest, each with its ground: none in those that the reader wrote.

    A fixed number of queries.
    """
    behind: dict[int, set[str]] = {
        row.pk: {access.party_key(row.lead_id), row.started_by, row.handed_in_by} for row in rows
    }
    members = Member.objects.filter(proposal__in=behind, removed_at=None, declined_at=None)
    for number, person, organisation in members.values_list("proposal_id", "person_id", "organisation_id"):
        behind[number] |= {access.party_key(person), access.party_key(organisation)}
    read = {number: f"proposal:{number}" for number, keys in behind.items() if keys.isdisjoint(actor.keys)}
    parties = {
        subject: sorted(key for key in behind[number] if people.is_party_key(key)) for number, subject in read.items()
    }
    found = councils.closed_to(actor, parties)
    return {number: found[subject] for number, subject in read.items() if subject in found}


def _row(row: Proposal) -> ProposalRow:
    return ProposalRow(
        id=row.pk,
        number=row.number,
        title=row.title,
        lead=row.lead_name,
        call=row.call.number,
        call_id=row.call_id,
        state=state_view(PROPOSAL, row.state),
        handed_in_at=row.handed_in_at,
        asked=row.asked,
        own=row.own,
        points=row.points,
        closes_at=row.call.closes_at,
    )


def proposal(proposal_id: int, actor: Actor) -> ProposalPage:
    """Raises Missing for everybody who may not read it: the same words whether it is sealed or does not exist.

    NotAllowed for staff while the lead's data are restricted, but who holds an open task of its dossier.
    """
    row, hidden = readable(proposal_id, actor)
    facts = dossiers.facts(row.dossier_id)
    procedure = dossiers.definition(facts.version)
    mine = access.membership(actor, row)
    author, lead = access.is_author(actor, row), access.is_lead_side(actor, row)
    found = sums(facts.answers)
    return ProposalPage(
        id=row.pk,
        number=row.number,
        title=row.title,
        lead=row.lead_name,
        call_id=row.call_id,
        call=row.call.number,
        call_title=row.call.title,
        phase=phase_view(phase(facts_of_call(row.call), actor.moment)),
        closes_at=row.call.closes_at,
        clock=clock_of(row.call, actor.moment) if row.state in ("writing", "handed_in") else None,
        cost_frame=row.call.cost_frame,
        state=state_view(PROPOSAL, row.state),
        sections=_sections(row, procedure, facts.answers, hidden),
        members=_members(row, actor, hidden),
        milestones=milestones(facts.answers),
        total=found.total,
        asked=found.asked,
        public=found.public,
        own=found.own,
        missing=tuple(_missing(row, procedure, facts.answers, actor.today)) if row.state == "writing" else (),
        handed_in_at=row.handed_in_at,
        handed_in_by=named(row.handed_in_by, row.handed_in_by_name, hidden),
        digest=row.digest,
        submissions=row.submissions,
        points=row.points,
        outcome_ground=row.outcome_ground,
        ended_ground=row.ended_ground,
        is_author=author,
        is_lead=lead,
        may_change_members=row.state == "writing" and (lead or (mine is not None and mine.role == "principal")),
        my_answer=""
        if mine is None
        else "confirmed"
        if mine.confirmed_at
        else "declined"
        if mine.declined_at
        else "open",
        dossier_number=facts.number,
        version=row.version,
        stage=row.call.stage,
        concept=(row.concept.pk, row.concept.number) if row.concept is not None else None,
        full=_full_of(row, actor),
    )


def _full_of(row: Proposal, actor: Actor) -> tuple[int, str] | None:
    """The full proposal that goes on from a concept: sealed as any other, so only for whoever may read it."""
    if row.state != "invited":
        return None
    found = Proposal.objects.select_related("call").filter(concept=row).exclude(state__in=["given_up", "void"]).first()
    return (found.pk, found.number) if found is not None and may_read(found, actor) else None


def readable(proposal_id: int, actor: Actor) -> tuple[Proposal, frozenset[int]]:
    """The proposal, and whose names the reader does not see in it.

    Raises Missing for a stranger, NotAllowed with its ground for who would read it but has an interest in it.
    """
    row = Proposal.objects.select_related("call", "concept").filter(pk=proposal_id).first()
    if row is None:
        raise access.no_such_proposal()
    if access.reads_as_staff(actor, row):
        _require_no_interest(row, actor)
        if not _opened_for(row, actor):
            raise access.no_such_proposal()
    hidden = access.barred(actor)
    if not hidden or not access.reads_as_staff(actor, row):
        return row, frozenset()
    dossiers.require_unbarred(row.dossier_id, actor)
    return row, hidden - {row.lead_id}


def may_read(row: Proposal, actor: Actor) -> bool:
    """Its people; staff once it is opened; members of a council that judges it, as far as the council lets them read its papers.

    Whoever sits on that council and has an interest in it reads it through no other door either.
    """
    if not access.reads_as_staff(actor, row):
        return True
    return _opened_for(row, actor) and not _interest(row, actor)


def _opened_for(row: Proposal, actor: Actor) -> bool:
    if row.state not in access.OPENED:
        return False
    return access.may_read_proposal(actor, row) or councils.may_read_papers_of(actor, f"proposal:{row.pk}")


def _interest(row: Proposal, actor: Actor) -> Text | None:
    """Why somebody who is not of its people does not read it, on a council or in the office."""
    return interests([row], actor).get(row.pk)


def _require_no_interest(row: Proposal, actor: Actor) -> None:
    """Raises NotAllowed with the ground, once it was opened, for staff and for members of a council that judges it: nobody else."""
    subject = f"proposal:{row.pk}"
    if row.state in access.OPENED and (access.may_read_proposal(actor, row) or councils.sits_over(actor, subject)):
        ground = _interest(row, actor)
        if ground is not None:
            raise councils.closed_by_interest(ground)


def may_read_paper(actor: Actor, subject: str) -> bool:
    """For the files of dossiers (``dossier:12``): those of an opened proposal are read as the proposal is, all others as ever."""
    _kind, _, number = subject.partition(":")
    digits = number.isascii() and number.isdecimal() and len(number) < 18
    row = Proposal.objects.filter(dossier_id=int(number), state__in=access.OPENED).first() if digits else None
    if row is None or not access.reads_as_staff(actor, row):
        return dossiers.may_read_subject(actor, subject)
    if _interest(row, actor) is not None:
        return False
    return dossiers.may_read_subject(actor, subject) or councils.may_read_papers_of(actor, f"proposal:{row.pk}")


def why_closed(actor: Actor, dossier_id: int) -> KhueError | None:
    """Why an official stays out of the dossier of a proposal: an own interest. None for its people, and while nobody reads it."""
    row = Proposal.objects.filter(dossier_id=dossier_id, state__in=access.OPENED).first()
    if row is None or not access.reads_as_staff(actor, row):
        return None
    ground = _interest(row, actor)
    return councils.closed_by_interest(ground) if ground is not None else None


def named(key: str, name: str, hidden: frozenset[int]) -> str:
    return people.restricted_words() if access.number_of(key) in hidden else name


def _missing(row: Proposal, procedure: Procedure, answers: Mapping[str, Any], on: date) -> list[Reason]:
    found = [reason for section in procedure.sections for reason in missing(section, answers)]
    fit = check_answers(answers, cost_frame=row.call.cost_frame, one_source=rules.one_source(on))
    return [*found, *(() if fit.granted else fit.reasons), *members_missing(member_facts(row))]


def _sections(
    row: Proposal, procedure: Procedure, answers: Mapping[str, Any], hidden: frozenset[int]
) -> tuple[SectionLine, ...]:
    last: dict[str, SectionRevision] = {}
    for revision in SectionRevision.objects.filter(proposal=row).order_by("pk").defer("values"):
        last[revision.section] = revision
    lines = []
    for section in procedure.sections:
        found = last.get(section.key)
        lines.append(
            SectionLine(
                key=section.key,
                title=section.title,
                done=found is not None and is_complete(section, answers),
                open=sum(1 for _reason in missing(section, answers)),
                revisions=found.no if found else 0,
                last_by=named(found.saved_by, found.saved_by_name, hidden) if found else "",
                last_at=found.saved_at if found else None,
                fields=tuple(field.key for field in section.fields),
            )
        )
    return tuple(lines)


def _members(row: Proposal, actor: Actor, hidden: frozenset[int]) -> tuple[MemberLine, ...]:
    found = Member.objects.filter(proposal=row, removed_at=None).order_by("pk")
    return tuple(
        MemberLine(
            id=one.pk,
            name=people.restricted_words() if one.person_id in hidden else one.name,
            organisation="" if hidden & {one.person_id, one.organisation_id} else one.organisation_name,
            role=ROLES[one.role].capitalised(),
            months=one.months,
            writes=one.writes,
            state=_member_state(one),
            is_me=f"party:{one.person_id}" in actor.keys,
        )
        for one in found
    )


def _member_state(row: Member) -> StateView:
    if row.confirmed_at is not None:
        return StateView("confirmed", Text("Đã xác nhận", "Confirmed"), "good")
    if row.declined_at is not None:
        return StateView("declined", Text("Đã từ chối", "Declined"), "bad")
    return StateView("open", Text("Chờ xác nhận", "To confirm"), "wait")


def milestones(answers: Mapping[str, Any]) -> tuple[Milestone, ...]:
    """The work plan out of the answers, in its own order."""
    rows = answers.get("milestones") or ()
    return tuple(
        Milestone(
            str(row.get("milestone") or ""),
            str(row.get("deliverable") or ""),
            day(row.get("starts_on")),
            day(row.get("ends_on")),
        )
        for row in rows
        if isinstance(row, Mapping)
    )
