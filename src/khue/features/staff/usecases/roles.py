"""Roles that are given at once, or wait for a second administrator."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Missing, Refused, require
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import AssignRole
from khue.features.staff import access, events
from khue.features.staff.domain.commands import AnswerProposal, ProposeRole
from khue.features.staff.domain.joining import role_reasons, second_person
from khue.features.staff.models import Invitation, RoleProposal
from khue.kernel.deeds import Deed, command

WAITS_ALREADY = Reason(
    "staff.waits_already",
    Text("Vai trò này đang chờ được giao cho người đó.", "This role waits to be given to that person already."),
    Text("Mời ông/bà xem mục “Chờ xác nhận”.", "Look at what waits for a second person."),
    "role",
)


def propose_role(asked: ProposeRole, *, actor: Actor) -> int:
    """Give somebody a role; the proposal's id. Given at once unless the role asks for a second administrator."""
    actor.require(access.INVITE)
    codes = [code for code, _text, _second in people.staff_roles()]
    reasons = list(
        role_reasons(asked.role, asked.unit, asked.valid_from, asked.valid_until, codes, people.staff_units())
    )
    reasons += second_person((), asked.person, actor.hands).reasons
    require(Decision.refuse_if_any(reasons))
    with command("staff.propose_role", actor, subject=asked.person) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        proposal = new_proposal(
            asked.person,
            AssignRole(asked.person, asked.unit, asked.role, asked.valid_from, asked.valid_until),
            deed=deed,
        )
        deed.result(proposal.pk)
        return int(proposal.pk)


def new_proposal(person: str, role: AssignRole, invitation: Invitation | None = None, *, deed: Deed) -> RoleProposal:
    """The proposal's row inside a deed, given at once where nothing is waited for."""
    needs = people.needs_second_person(role.role)
    try:
        with transaction.atomic():
            proposal = RoleProposal.objects.create(
                person_id=people.party_id(person),
                invitation=invitation,
                unit_id=role.unit,
                role=role.role,
                valid_from=role.valid_from,
                valid_until=role.valid_until,
                second_person=needs,
                state="open" if needs else "confirmed",
                proposed_by=deed.actor.key,
                proposed_for=deed.actor.stands_in_for,
                proposed_by_name=deed.actor.name[:200],
                proposed_at=deed.moment,
            )
    except IntegrityError as error:
        if "staff_one_waiting_proposal" in str(error):
            raise Refused.because(WAITS_ALREADY) from error
        raise
    deed.after(role=role.role, unit=role.unit, valid_from=role.valid_from.isoformat(), second_person=needs)
    if needs:
        deed.emit(events.RoleProposed(subject=person, parties=(), role=_words(role.role).vi, by=deed.actor.name))
        tell_administrators(
            Text(
                f"Chờ xác nhận: giao vai trò “{_words(role.role).vi}” cho {people.party(person).name}.",
                f"To confirm: the role “{_words(role.role).into('en')}” for {people.party(person).name}.",
            ),
            deed=deed,
        )
    give_if_ready(proposal, deed=deed)
    return proposal


def answer_proposal(asked: AnswerProposal, *, actor: Actor) -> None:
    """A second administrator confirms or refuses. Raises Refused for the one who proposed, and for oneself."""
    actor.require(access.INVITE)
    with command("staff.answer_proposal", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = RoleProposal.objects.select_for_update(of=("self",)).filter(pk=asked.proposal_id).first()
        if found is None:
            raise Missing(
                Text("Không tìm thấy đề nghị này.", "There is no such proposal."),
                Text("Mời ông/bà mở lại danh sách.", "Go back to the list."),
            )
        if found.state != "open":
            raise Conflict(
                Text(
                    f"Đề nghị này đã được {found.answered_by_name} trả lời.",
                    f"{found.answered_by_name} has answered this proposal.",
                ),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        person = f"party:{found.person_id}"
        deed.subject = person
        if asked.confirmed:
            require(second_person((found.proposed_by, found.proposed_for), person, actor.hands))
        found.state = "confirmed" if asked.confirmed else "refused"
        found.answered_by, found.answered_by_name = actor.key, actor.name[:200]
        found.answered_at, found.answer = deed.moment, asked.answer.strip()
        found.save(update_fields=["state", "answered_by", "answered_by_name", "answered_at", "answer"])
        deed.after(role=found.role, unit=found.unit_id, state=found.state, ground=found.answer)
        event = events.ProposalAnswered(
            subject=person, parties=(), role=_words(found.role).vi, by=actor.name, confirmed=asked.confirmed
        )
        deed.emit(event)
        if asked.confirmed:
            give_if_ready(found, deed=deed)
        if found.proposed_by != actor.key and found.proposed_by.startswith("party:"):
            deed.notify(
                found.proposed_by, "staff", event.line(), Text(found.answer or event.line().vi), "/staff/waiting/"
            )
        deed.result(True)


def give_if_ready(proposal: RoleProposal, *, deed: Deed) -> None:
    """Give the role when it is confirmed and, for an invited person, the invitation was accepted."""
    invitation = proposal.invitation
    if proposal.state != "confirmed" or proposal.given_at is not None:
        return
    if invitation is not None and invitation.state != "accepted":
        return
    person = f"party:{proposal.person_id}"
    role = AssignRole(person, proposal.unit_id, proposal.role, proposal.valid_from, proposal.valid_until)
    registering.new_holding(role, deed=deed)
    proposal.given_at = deed.moment
    proposal.save(update_fields=["given_at"])


def tell_administrators(title: Text, *, deed: Deed, path: str = "/staff/waiting/") -> None:
    """Everyone who may be the second person hears that something waits."""
    for card in people.people_with_right(access.INVITE, deed.today):
        if card.key not in deed.actor.hands:
            body = Text("Mời ông/bà xem và xác nhận, hoặc từ chối.", "Please look, and confirm or refuse.")
            deed.notify(card.key, "staff", title, body, path)


def _words(role: str) -> Text:
    return next((text for code, text, _second in people.staff_roles() if code == role), Text(role))
