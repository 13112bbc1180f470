"""After closing: opened by two people in one deed, checked formally as dossiers, handed over, and what the council said."""

from __future__ import annotations

from typing import Final

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.calls import access
from khue.features.calls.domain.calling import may_open
from khue.features.calls.domain.commands import OpenProposals, RecordOutcome
from khue.features.calls.domain.flows import CALL, CONCEPT, PROPOSAL
from khue.features.calls.domain.judging import council_has_it
from khue.features.calls.domain.needing import filled
from khue.features.calls.domain.proposing import sums
from khue.features.calls.events import ConceptJudged, OutcomeRecorded, ProposalsOpened
from khue.features.calls.models import Call, Member, Proposal
from khue.features.calls.queries.cards import facts_of_call
from khue.features.calls.queries.judging import verdicts_of
from khue.features.calls.usecases.parts import locked_call, locked_proposal, tell, write
from khue.features.calls.usecases.teams import people_of
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

OUTCOMES: Final = {
    (False, True): "recommend",
    (False, False): "reject",
    (True, True): "invite",
    (True, False): "turn_down",
}
"""What is done with a full proposal and with a concept (first) when its judges say yes or no (second)."""


def open_proposals(asked: OpenProposals, *, actor: Actor) -> bool:
    """The first person signs; the second, another one, opens all in one deed. True when they are open now.

    Each is compared with what was sealed, becomes a dossier with its own number and clock, and lies before the formal check.
    """
    actor.require(access.OPEN)
    with command("calls.open_proposals", actor, subject=f"call:{asked.call_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return bool(before)
        call = locked_call(asked.call_id)
        sealed = list(Proposal.objects.filter(call=call, state="handed_in").order_by("handed_in_at", "pk"))
        near = any(_is_near(actor, proposal) for proposal in sealed)
        require(may_open(facts_of_call(call), first=call.first_opener, hands=actor.hands, near=near, now=deed.moment))
        if not call.first_opener:
            write(call, first_opener=actor.key, first_opener_name=actor.name, first_signed_at=deed.moment)
            deed.after(first=actor.key)
            _tell_openers(call, deed=deed)
            deed.result(False)
            return False
        for proposal in sealed:
            _open(locked_proposal(proposal.pk), deed=deed)
        write(
            call,
            state=CALL.after(call.state, "open"),
            second_opener=actor.key,
            second_opener_name=actor.name,
            opened_at=deed.moment,
            ended_at=deed.moment,
        )
        opened = tuple(proposal.pk for proposal in sealed)
        parties = tuple(dict.fromkeys(f"party:{proposal.lead_id}" for proposal in sealed))
        deed.after(state=call.state, opened=list(opened), first=call.first_opener, second=actor.key)
        deed.emit(ProposalsOpened(subject=deed.subject, parties=parties, number=call.number, proposals=opened))
        deed.result(True)
        return True


def _is_near(actor: Actor, proposal: Proposal) -> bool:
    lead = actor.is_near(access.party_key(proposal.lead_id))
    members = Member.objects.filter(proposal=proposal, removed_at=None).values_list("person_id", flat=True)
    return lead or any(f"party:{number}" in actor.hands for number in members)


def _tell_openers(call: Call, *, deed: Deed) -> None:
    readers = [card.key for card in people.people_with_right(access.OPEN, deed.today)]
    tell(
        readers,
        Text(
            f"Chờ người thứ hai mở đề xuất của thông báo {call.number}",
            f"Call {call.number} awaits the second person to open it",
        ),
        Text(f"{deed.actor.name} đã ký mở.", f"{deed.actor.name} has signed."),
        f"/calls/{call.pk}/",
        deed=deed,
    )


def _open(proposal: Proposal, *, deed: Deed) -> None:
    assert proposal.handed_in_at is not None, "a check of the database says so"
    facts = dossiers.enter_sealed(
        proposal.dossier_id,
        title=proposal.title,
        submitted_by=proposal.handed_in_by,
        submitted_at=proposal.handed_in_at,
        nonce=proposal.nonce,
        digest=proposal.digest,
        deed=deed,
    )
    found = sums(facts.answers)
    write(proposal, state=PROPOSAL.after(proposal.state, "open"), asked=found.asked, own=found.own)
    tell(
        people_of(proposal),
        Text(f"Đề xuất {proposal.number} đã được mở", f"Proposal {proposal.number} was opened"),
        Text(proposal.title, proposal.title),
        f"/proposals/{proposal.pk}/",
        deed=deed,
    )


def record_outcome(asked: RecordOutcome, *, actor: Actor) -> None:
    """What the council said, by the officer who keeps its minutes; the step of review ends with it.

    What a council of the platform decides is recorded by ``follow_council``; while one has the proposal before it, this is refused.
    """
    actor.require(access.REVIEW)
    with command("calls.record_outcome", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        for verdict in verdicts_of([asked.proposal_id]).get(asked.proposal_id, ()):
            if not verdict.outcome:
                require(council_has_it(verdict.council, verdict.council_number))
        outcome_from_council(asked, deed=deed)
        deed.result(True)


def outcome_from_council(asked: RecordOutcome, *, by: str = "", deed: Deed) -> None:
    """Joins the deed of whoever records the minutes; ``by`` names the council that said it. Raises Refused while the formal check is open."""
    proposal = locked_proposal(asked.proposal_id, asked.seen)
    concept = proposal.call.stage == CONCEPT
    verb = OUTCOMES[concept, asked.recommended]
    require(
        Decision.refuse_if_any(
            [
                *PROPOSAL.decision(proposal.state, verb).reasons,
                *filled(asked.ground, "lý do của hội đồng", "the ground of the council", "ground", least=10),
            ]
        )
    )
    deed.before(state=proposal.state)
    task = open_task_of(dossier_id=proposal.dossier_id, step="review")
    after = PROPOSAL.after(proposal.state, verb)
    if concept:
        _decide_concept(proposal, asked, deed=deed)
    # The state first: a dossier that ends with this step finds its proposal judged.
    write(
        proposal,
        state=after,
        points=asked.points,
        outcome_ground=asked.ground.strip(),
        outcome_by_name=(by or deed.actor.name)[:200],
        outcome_at=deed.moment,
    )
    dossiers.close_task(task.id, after, note=asked.ground, deed=deed)
    deed.about(f"proposal:{proposal.pk}")
    deed.after(state=proposal.state, points=asked.points)
    deed.emit(_happened(proposal, concept, asked.recommended))
    label = PROPOSAL.label(proposal.state)
    tell(
        people_of(proposal),
        Text(f"Đề xuất {proposal.number}: {label.vi}", f"Proposal {proposal.number}: {label.en}"),
        Text(asked.ground, asked.ground),
        f"/proposals/{proposal.pk}/",
        deed=deed,
    )


def _decide_concept(proposal: Proposal, asked: RecordOutcome, *, deed: Deed) -> None:
    """A concept ends with its judgement: the decision stands in its dossier with its ground; no money is decided on."""
    ground = asked.ground.strip()
    reason = Reason("ground", Text(ground, ground))
    label = PROPOSAL.label("invited" if asked.recommended else "not_invited")
    dossiers.record_decision(
        proposal.dossier_id,
        decision=Decision.grant((reason,)) if asked.recommended else Decision.refuse(reason),
        outcome="granted" if asked.recommended else "refused",
        amount=None,
        text=Text(f"Ý tưởng {proposal.number} {label.vi}.", f"Concept {proposal.number} is {label.en}."),
        title=Text(f"Ý tưởng {proposal.number}", f"Concept {proposal.number}"),
        deed=deed,
    )


def _happened(proposal: Proposal, concept: bool, yes: bool) -> OutcomeRecorded | ConceptJudged:
    subject = f"proposal:{proposal.pk}"
    parties = tuple(dict.fromkeys((access.party_key(proposal.lead_id), *people_of(proposal))))
    call, number = proposal.call.number, proposal.number
    if concept:
        return ConceptJudged(
            subject=subject, parties=parties, call=call, number=number, proposal=proposal.pk, invited=yes
        )
    return OutcomeRecorded(
        subject=subject, parties=parties, call=call, number=number, proposal=proposal.pk, recommended=yes
    )
