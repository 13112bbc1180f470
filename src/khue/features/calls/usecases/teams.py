"""Who writes a proposal: invited with a role, each confirms by an own sign-in; whoever may write is an editor of its dossier."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, NotAllowed, require
from khue.features.calls import access
from khue.features.calls.domain.commands import AnswerInvitation, InviteMember, RemoveMember
from khue.features.calls.domain.flows import PROPOSAL, ROLES
from khue.features.calls.events import MemberAnswered
from khue.features.calls.models import Member, Proposal
from khue.features.calls.usecases.parts import locked_proposal, tell, write
from khue.features.dossiers import usecases as dossiers
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

MOST_MEMBERS = 40


def people_of(proposal: Proposal) -> tuple[str, ...]:
    """Keys of everybody on a proposal who did not decline, and of who began and handed it in."""
    members = Member.objects.filter(proposal=proposal, removed_at=None, declined_at=None).order_by("pk")
    keys = [
        proposal.started_by,
        proposal.handed_in_by,
        *(f"party:{one}" for one in members.values_list("person_id", flat=True)),
    ]
    return tuple(dict.fromkeys(key for key in keys if key.startswith("party:")))


def set_editors(proposal: Proposal, *, deed: Deed) -> None:
    """The dossier's editors are the members who may write and did not decline."""
    rows = Member.objects.filter(proposal=proposal, removed_at=None, declined_at=None, writes=True)
    dossiers.set_editors(proposal.dossier_id, rows.values_list("person_id", flat=True), deed=deed)


def open_for_writing(pk: int, actor: Actor) -> Proposal:
    """The proposal, locked, for its lead's side or principal investigator. Raises Missing, NotAllowed, or Conflict once sealed."""
    proposal = locked_proposal(pk)
    if not access.may_read_proposal(actor, proposal):
        raise access.no_such_proposal()
    mine = access.membership(actor, proposal)
    if not access.is_lead_side(actor, proposal) and (mine is None or mine.role != "principal"):
        raise NotAllowed(
            Text("Chỉ tổ chức chủ trì và chủ nhiệm được thay đổi thành viên.", "Only the lead and the principal investigator change members."),
            Text("Mời ông/bà liên hệ chủ nhiệm.", "Ask the principal investigator."),
        )  # fmt: skip
    if proposal.state != "writing":
        label = PROPOSAL.label(proposal.state)
        raise Conflict(
            Text(f"Đề xuất ở trạng thái “{label.vi}” nên không đổi thành viên được.", f"The proposal is {label.en}: members can't change."),
            Text("Khi thông báo còn mở, mời ông/bà rút lại để sửa.", "While the call is open, take it back to change it."),
        )  # fmt: skip
    return proposal


def invite_member(asked: InviteMember, *, actor: Actor) -> int:
    """A person with a role; the id. The person is told and confirms by an own sign-in."""
    with command("calls.invite_member", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        proposal = open_for_writing(asked.proposal_id, actor)
        require(_may_invite(proposal, asked))
        person = people.party(asked.person)
        belongs = people.party(asked.organisation) if asked.organisation else None
        own = person.key in actor.keys
        row = Member.objects.create(
            proposal=proposal,
            person_id=person.id,
            organisation_id=belongs.id if belongs else None,
            name=person.name,
            organisation_name=belongs.name if belongs else "",
            role=asked.role,
            months=asked.months,
            writes=asked.writes,
            invited_by=actor.key,
            invited_at=deed.moment,
            confirmed_at=deed.moment if own else None,
        )
        set_editors(proposal, deed=deed)
        deed.after(member=row.pk, role=asked.role, writes=asked.writes)
        deed.personal(person=asked.person)
        _tell_invited(proposal, person.key, asked.role, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _tell_invited(proposal: Proposal, person: str, code: str, *, deed: Deed) -> None:
    role = ROLES[code]
    tell(
        [person],
        Text(f"Mời tham gia đề xuất {proposal.number}", f"Invitation to proposal {proposal.number}"),
        Text(
            f"{proposal.lead_name} mời ông/bà tham gia với vai trò {role.vi}. Mời ông/bà xác nhận.",
            f"{proposal.lead_name} invites you as {role.en}. Please confirm.",
        ),
        f"/proposals/{proposal.pk}/",
        deed=deed,
    )


def invite_team_of(concept: Proposal, proposal: Proposal, *, deed: Deed) -> None:
    """The team of a concept on the full proposal that goes on from it. Who begins it has confirmed; the others are asked anew."""
    rows = Member.objects.filter(proposal=concept, removed_at=None, declined_at=None).order_by("pk")
    made = [
        Member(
            proposal=proposal,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            name=row.name,
            organisation_name=row.organisation_name,
            role=row.role,
            months=row.months,
            writes=row.writes,
            invited_by=deed.actor.key,
            invited_at=deed.moment,
            confirmed_at=deed.moment if access.party_key(row.person_id) in deed.actor.keys else None,
        )
        for row in rows
    ]
    Member.objects.bulk_create(made)
    set_editors(proposal, deed=deed)
    for row in made:
        _tell_invited(proposal, access.party_key(row.person_id), row.role, deed=deed)


def _may_invite(proposal: Proposal, asked: InviteMember) -> Decision:
    reasons = []
    step = Text("Mời ông/bà chọn người khác.", "Choose somebody else.")
    rows = Member.objects.filter(proposal=proposal, removed_at=None)
    known = people.is_party_key(asked.person) and people.parties([asked.person]).get(asked.person)
    if not known or known.kind != "person":
        reasons.append(
            Reason(
                "no_person",
                Text("Chỉ mời được cá nhân đã có thông tin tại Thành phố.", "Only a person with a record can be invited."),
                step,
                "person",
            )
        )  # fmt: skip
    elif rows.filter(person=known.id).exists():
        reasons.append(
            Reason(
                "twice", Text("Người này đã có trong danh sách.", "This person is a member already."), step, "person"
            )
        )
    if asked.role not in ROLES:
        reasons.append(Reason("role", Text("Chưa chọn vai trò.", "No role was chosen."), step, "role"))
    elif asked.role == "principal" and rows.filter(role="principal").exists():
        reasons.append(
            Reason(
                "second_principal",
                Text("Đề xuất đã có chủ nhiệm.", "The proposal has a principal investigator."),
                Text("Mời ông/bà chọn vai trò khác, hoặc gỡ chủ nhiệm hiện tại trước.", "Choose another role, or take the present one off first."),
                "role",
            )
        )  # fmt: skip
    if rows.count() >= MOST_MEMBERS:
        reasons.append(
            Reason(
                "full",
                Text(f"Nhiều nhất {MOST_MEMBERS} thành viên.", f"At most {MOST_MEMBERS} members."),
                Text("Mời ông/bà gỡ bớt thành viên trước.", "Take somebody off first."),
            )
        )
    return Decision.refuse_if_any(reasons)


def answer_invitation(asked: AnswerInvitation, *, actor: Actor) -> None:
    """The member's own answer. Nobody else's sign-in will do, whatever mandate it holds."""
    with command("calls.answer_invitation", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        proposal = locked_proposal(asked.proposal_id)
        found = access.membership(actor, proposal)
        if found is None:
            raise access.no_such_proposal()
        row = Member.objects.select_for_update().get(pk=found.pk)
        if proposal.state != "writing":
            raise Conflict(
                Text("Đề xuất không còn ở bước soạn.", "The proposal is not being written any more."),
                Text("Mời ông/bà mở lại trang đề xuất.", "Open the page of the proposal again."),
            )
        row.confirmed_at = deed.moment if asked.accepted else None
        row.declined_at = None if asked.accepted else deed.moment
        row.save(update_fields=["confirmed_at", "declined_at"])
        set_editors(proposal, deed=deed)
        deed.after(member=row.pk, accepted=asked.accepted)
        deed.emit(
            MemberAnswered(
                subject=deed.subject,
                parties=(actor.key,),
                call=proposal.call.number,
                number=proposal.number,
                accepted=asked.accepted,
            )
        )
        said = (
            Text("đã xác nhận tham gia", "has confirmed")
            if asked.accepted
            else Text("đã từ chối tham gia", "has declined")
        )
        tell(
            [proposal.started_by, row.invited_by],
            Text(
                f"{row.name} {said.vi} đề xuất {proposal.number}", f"{row.name} {said.en}: proposal {proposal.number}"
            ),
            Text(ROLES[row.role].vi, ROLES[row.role].en),
            f"/proposals/{proposal.pk}/",
            deed=deed,
        )
        deed.result(True)


def remove_member(asked: RemoveMember, *, actor: Actor) -> None:
    """The person is on the proposal no more, and reads and writes nothing of it from now on."""
    with command("calls.remove_member", actor, subject=f"proposal:{asked.proposal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        proposal = open_for_writing(asked.proposal_id, actor)
        row = Member.objects.filter(proposal=proposal, pk=asked.member_id, removed_at=None).first()
        if row is None:
            raise access.missing("thành viên", "member")
        row.removed_at = deed.moment
        row.save(update_fields=["removed_at"])
        set_editors(proposal, deed=deed)
        write(proposal)
        deed.after(removed=row.pk)
        deed.result(True)
