"""After the council: the competent body decides on a proposal, with its ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.calls import access
from khue.features.calls.domain.choosing import in_a_round
from khue.features.calls.domain.commands import DecideProposal
from khue.features.calls.domain.flows import PROPOSAL
from khue.features.calls.domain.needing import filled, no_reasons
from khue.features.calls.events import ProposalDecided
from khue.features.calls.models import Proposal
from khue.features.calls.queries import rules
from khue.features.calls.queries.rounds import round_of_call
from khue.features.calls.usecases.parts import locked_proposal, tell, write
from khue.features.calls.usecases.teams import people_of
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries.tasks import open_task_of
from khue.kernel.deeds import Deed, command


def decide_proposal(asked: DecideProposal, *, actor: Actor) -> None:
    """To carry it out, or not. What the council said stands beside it; whoever departs from it says why in the ground.

    Raises Refused when the actor's body does not decide on orders, or stands near the lead, and for a proposal of a
    published round: that is decided with its portfolio.
    """
    actor.require(access.APPROVE)
    with command("calls.decide_proposal", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        proposal = locked_proposal(asked.proposal_id, asked.seen)
        found = round_of_call(proposal.call_id)
        if found is not None and found[2] == "published":
            require(in_a_round(found[1]))
        require(Decision.refuse_if_any(no_reasons(competent(deed))))
        decide(proposal, funded=asked.funded, ground=asked.ground, deed=deed)
        deed.result(True)


def competent(deed: Deed) -> Decision:
    """Whether the actor's body decides on orders and proposals."""
    return rules.competent_body(rules.bodies_of(deed.actor.units), deed.today)


def decide(proposal: Proposal, *, funded: bool, ground: str, deed: Deed) -> None:
    """The locked proposal is decided as part of a deed that has checked who decides: alone, or with a whole portfolio."""
    verb = "fund" if funded else "refuse"
    require(
        Decision.refuse_if_any(
            [
                *PROPOSAL.decision(proposal.state, verb).reasons,
                *filled(ground, "căn cứ quyết định", "the ground of the decision", "ground", least=10),
            ]
        )
    )
    said = PROPOSAL.label(proposal.state)
    ground = ground.strip()
    council = Reason("council", Text(f"Kết luận đã ghi: {said.vi}.", f"The council: {said.en}."))
    reasons = (council, Reason("ground", Text(ground, ground)))
    outcome, target = ("granted", "grant") if funded else ("refused", "refuse")
    decision = Decision.grant(reasons) if funded else Decision.refuse(*reasons)
    deed.before(**{f"proposal:{proposal.pk}": proposal.state})
    write(proposal, state=PROPOSAL.after(proposal.state, verb), ended_ground=ground)
    label = PROPOSAL.label(proposal.state)
    text = Text(f"Đề xuất {proposal.number} {label.vi}.", f"Proposal {proposal.number} is {label.en}.")
    amount = proposal.asked if funded else None
    task = open_task_of(dossier_id=proposal.dossier_id, step="decision")
    dossiers.record_decision(
        proposal.dossier_id, decision=decision, outcome=outcome, amount=amount, text=text, deed=deed
    )
    dossiers.close_task(task.id, target, note=ground, deed=deed)
    subject = f"proposal:{proposal.pk}"
    deed.about(subject)
    deed.about(f"dossier:{proposal.dossier_id}")
    deed.after(**{subject: proposal.state})
    parties = (access.party_key(proposal.lead_id), *people_of(proposal))
    deed.emit(
        ProposalDecided(
            subject=subject,
            parties=tuple(dict.fromkeys(parties)),
            call=proposal.call.number,
            number=proposal.number,
            proposal=proposal.pk,
            funded=funded,
        )
    )
    tell(
        people_of(proposal),
        Text(f"Đề xuất {proposal.number}: {label.vi}", f"Proposal {proposal.number}: {label.en}"),
        Text(ground, ground),
        f"/proposals/{proposal.pk}/",
        deed=deed,
    )
