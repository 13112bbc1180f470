"""Proposals: begun, handed in and sealed, taken back, reminded of. What a proposal says is its dossier; no trace of it goes elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import NotAllowed, require
from khue.features.calls import access
from khue.features.calls.domain.commands import HandIn, StartProposal, TakeBack
from khue.features.calls.domain.flows import PROPOSAL
from khue.features.calls.domain.proposing import (
    PROCEDURES,
    check_answers,
    may_hand_in,
    may_start,
    members_missing,
    reminder_due,
)
from khue.features.calls.domain.staging import ConceptFacts, concept_of, may_go_on
from khue.features.calls.events import ProposalHandedIn, ProposalStarted, ProposalTakenBack
from khue.features.calls.models import Call, Proposal, Reminder, SectionRevision
from khue.features.calls.queries import rules, staging
from khue.features.calls.queries.cards import facts_of_call, member_facts
from khue.features.calls.queries.eligibility import eligible
from khue.features.calls.usecases.calling import closing_words
from khue.features.calls.usecases.parts import locked_call, locked_proposal, shared_call, tell, write
from khue.features.calls.usecases.teams import invite_team_of, people_of
from khue.features.dossiers import queries as dossier_queries
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries import DossierFacts
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def start_proposal(asked: StartProposal, *, actor: Actor) -> int:
    """A draft in its envelope; its id. The rules are asked first: a no is said before anything is written."""
    with command("calls.start_proposal", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        call = shared_call(asked.call_id)
        if call.published_at is None:
            raise access.no_such_call()
        card = people.party(asked.lead)
        standing = actor.is_signed_in and actor.may_act_for(asked.lead, "submit")
        decision = eligible(card, deed.today, capacity=asked.capacity, matches=asked.matches)
        refused = decision if decision.outcome is Outcome.REFUSED else Decision.grant()
        concepts = _locked_concepts(call, asked.lead) if standing else ()
        stage = may_go_on(concepts, asked.concept) if call.concept_call_id and standing else ()
        require(
            may_start(
                facts_of_call(call),
                lead=asked.lead,
                may_stand_for=standing,
                eligible=refused,
                title=asked.title,
                now=deed.moment,
                stage=tuple(stage),
            )
        )
        concept = concept_of(concepts, asked.concept)
        deed.decide(decision)
        dossier = dossiers.begin_in_envelope(PROCEDURES[call.stage], asked.lead, deed=deed)
        proposal = Proposal.objects.create(
            call=call,
            dossier_id=dossier.id,
            number=dossier.number,
            lead_id=card.id,
            lead_name=card.name,
            title=asked.title.strip(),
            concept_id=concept.id if concept else None,
            started_by=actor.key,
            started_at=deed.moment,
        )
        deed.subject = f"proposal:{proposal.pk}"
        dossiers.put_in_envelope(dossier.id, deed.subject, deed=deed)
        deed.about(f"call:{call.pk}")
        if concept is not None:
            _go_on_from(concept.id, proposal, deed=deed)
        deed.after(number=proposal.number, call=call.number, lead=asked.lead)
        parties = tuple(dict.fromkeys((asked.lead, actor.key)))
        deed.emit(ProposalStarted(subject=deed.subject, parties=parties, call=call.number, number=proposal.number))
        deed.result(proposal.pk)
        return int(proposal.pk)


def _locked_concepts(call: Call, lead: str) -> tuple[ConceptFacts, ...]:
    """The lead's concepts of the stage before, held before anybody asks whether one is taken: nobody goes on from one twice.

    Whose concepts there are is told to nobody but who may act for the lead.
    """
    if call.concept_call_id is None:
        return ()
    for one in sorted(each.id for each in staging.concepts_of_lead(call.concept_call_id, lead)):
        locked_proposal(one)
    return staging.concepts_of_lead(call.concept_call_id, lead)


def _go_on_from(concept_id: int, proposal: Proposal, *, deed: Deed) -> None:
    """The same questions are answered as the concept answered them; its team is invited, and each member confirms anew."""
    concept = Proposal.objects.get(pk=concept_id)
    dossiers.prefill_from(proposal.dossier_id, concept.dossier_id, deed=deed)
    invite_team_of(concept, proposal, deed=deed)
    deed.about(f"proposal:{concept.pk}")


def keep_revision(facts: DossierFacts, section: str, values: Mapping[str, Any], *, deed: Deed) -> None:
    """Runs in the deed that saves a section: who changed what, for its authors only. Saved unchanged: nothing new is kept."""
    proposal = _of_envelope(facts.envelope)
    last = SectionRevision.objects.filter(proposal=proposal, section=section).order_by("-no").first()
    if last is not None and last.values == dict(values):
        return
    SectionRevision.objects.create(
        proposal=proposal,
        section=section,
        no=(last.no if last else 0) + 1,
        values=dict(values),
        edition=facts.version,
        saved_by=deed.actor.key,
        saved_by_name=deed.actor.name,
        saved_at=deed.moment,
    )


def _of_envelope(envelope: str) -> Proposal:
    kind, _, number = envelope.partition(":")
    if kind != "proposal" or not number.isdecimal():
        raise access.no_such_proposal()
    return Proposal.objects.get(pk=int(number))


def missing_of(proposal: Proposal, *, deed: Deed) -> tuple[Reason, ...]:
    """Everything that a proposal lacks: open questions, sums that do not fit, members who have not confirmed."""
    unanswered = dossiers.missing_in(proposal.dossier_id, deed=deed)
    return (*unanswered, *fit(proposal, deed.today), *members_missing(member_facts(proposal)))


def fit(proposal: Proposal, on: date) -> tuple[Reason, ...]:
    """What in the answers does not fit the call: sums, the frame, days."""
    facts = dossier_queries.facts(proposal.dossier_id)
    decision = check_answers(facts.answers, cost_frame=proposal.call.cost_frame, one_source=rules.one_source(on))
    return () if decision.granted else decision.reasons


def hand_in(asked: HandIn, *, actor: Actor) -> str:
    """Sealed until the call is opened; the digest of what was sealed. The hour is that at which the deed began.

    Many at once are one submission: who comes second reads that it was done already and by whom.
    """
    with command("calls.hand_in_proposal", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        call_id = Proposal.objects.filter(pk=asked.proposal_id).values_list("call_id", flat=True).first()
        if call_id is None:
            raise access.no_such_proposal()
        call = shared_call(call_id)
        proposal = locked_proposal(asked.proposal_id)
        if not access.is_author(actor, proposal):
            raise access.no_such_proposal()
        if proposal.state == "handed_in":
            # A co-author was faster: the same thing is asked for and stands already.
            deed.nothing_done()
            return proposal.digest
        require(
            may_hand_in(
                proposal.state,
                facts_of_call(call),
                certified=asked.certified,
                may_stand_for=access.is_lead_side(actor, proposal),
                missing=missing_of(proposal, deed=deed) if proposal.state == "writing" else (),
                now=deed.moment,
            )
        )
        nonce = secrets.token_hex(32)
        digest = dossiers.seal_draft(proposal.dossier_id, nonce, deed=deed)
        write(
            proposal,
            state=PROPOSAL.after(proposal.state, "hand_in"),
            handed_in_by=actor.key,
            handed_in_by_name=actor.name,
            handed_in_at=deed.moment,
            submissions=proposal.submissions + 1,
            digest=digest,
            nonce=nonce,
        )
        deed.about(f"dossier:{proposal.dossier_id}")
        deed.after(state=proposal.state, digest=digest, submission=proposal.submissions)
        parties = (access.party_key(proposal.lead_id), *people_of(proposal))
        deed.emit(
            ProposalHandedIn(
                subject=deed.subject,
                parties=tuple(dict.fromkeys(parties)),
                call=call.number,
                number=proposal.number,
            )
        )
        when = closing_words(deed.moment)
        tell(
            people_of(proposal),
            Text(f"Đề xuất {proposal.number} đã nộp", f"Proposal {proposal.number} was handed in"),
            Text(
                f"Nộp lúc {when}; niêm phong đến khi thông báo {call.number} được mở.",
                f"Handed in at {english_day(when)}; sealed until call {call.number} is opened.",
            ),
            f"/proposals/{proposal.pk}/",
            deed=deed,
        )
        deed.result(digest)
        return digest


def take_back(asked: TakeBack, *, actor: Actor) -> None:
    """While the call is open: back to writing, to be handed in again; or given up for good."""
    with command("calls.take_back_proposal", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        call_id = Proposal.objects.filter(pk=asked.proposal_id).values_list("call_id", flat=True).first()
        if call_id is None:
            raise access.no_such_proposal()
        call = shared_call(call_id)
        proposal = locked_proposal(asked.proposal_id)
        if not access.is_author(actor, proposal):
            raise access.no_such_proposal()
        if not access.is_lead_side(actor, proposal):
            raise NotAllowed(
                Text("Chỉ người được tổ chức chủ trì ủy quyền mới rút được đề xuất.", "Only a person with a mandate of the lead takes it back."),
                Text("Mời ông/bà đề nghị người đó rút.", "Ask that person."),
            )  # fmt: skip
        verb = "give_up" if asked.give_up else "take_back"
        reasons = list(PROPOSAL.decision(proposal.state, verb).reasons)
        if not asked.give_up and not reasons and deed.moment >= call.closes_at:
            reasons.append(
                Reason(
                    "closed",
                    Text("Thông báo đã đóng nên không rút lại để sửa được.", "The call is closed: it can't be taken back to be changed."),
                    Text("Nếu không muốn tham gia nữa, mời ông/bà bỏ đề xuất.", "To take no part any more, give it up."),
                )
            )  # fmt: skip
        require(Decision.refuse_if_any(reasons))
        deed.before(state=proposal.state)
        if asked.give_up:
            dossiers.give_up_draft(proposal.dossier_id, deed=deed)
            write(proposal, state=PROPOSAL.after(proposal.state, verb), ended_ground=asked.ground.strip())
        else:
            dossiers.unseal_draft(proposal.dossier_id, deed=deed)
            write(
                proposal,
                state=PROPOSAL.after(proposal.state, verb),
                handed_in_by="",
                handed_in_by_name="",
                handed_in_at=None,
                digest="",
                nonce="",
            )
        deed.about(f"dossier:{proposal.dossier_id}")
        deed.after(state=proposal.state)
        deed.emit(
            ProposalTakenBack(
                subject=deed.subject,
                parties=(access.party_key(proposal.lead_id),),
                call=call.number,
                number=proposal.number,
                given_up=asked.give_up,
            )
        )
        label = PROPOSAL.label(proposal.state)
        tell(
            people_of(proposal),
            Text(f"Đề xuất {proposal.number}: {label.vi}", f"Proposal {proposal.number}: {label.en}"),
            Text(call.title, call.title),
            f"/proposals/{proposal.pk}/",
            deed=deed,
        )
        deed.result(True)


def remind_writers(call_id: int, *, actor: Actor) -> int:
    """Authors of drafts of a call that closes soon are told, once for each of the days; how many proposals. Safe to repeat."""
    with command("calls.remind_writers", actor, subject=f"call:{call_id}") as deed:
        call = locked_call(call_id)
        days = reminder_due(call.closes_at, deed.moment) if call.state == "published" else None
        told = 0
        drafts = Proposal.objects.filter(call=call, state="writing")
        for proposal in drafts if days is not None else ():
            _row, made = Reminder.objects.get_or_create(
                proposal=proposal, days=days or 0, closes_at=call.closes_at, defaults={"sent_at": deed.moment}
            )
            if made:
                told += 1
                tell(
                    people_of(proposal),
                    Text(f"Đề xuất {proposal.number} chưa nộp", f"Proposal {proposal.number} is not handed in"),
                    Text(
                        f"Thông báo {call.number} đóng lúc {closing_words(call.closes_at)}.",
                        f"Call {call.number} closes at {english_day(closing_words(call.closes_at))}.",
                    ),
                    f"/proposals/{proposal.pk}/",
                    deed=deed,
                )
        if not told:
            deed.nothing_done()
        deed.after(told=told, days=days)
        return told
