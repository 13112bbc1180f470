"""Inviting a colleague, and coming by the link."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, Refused, require
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import AssignRole, RegisterPerson
from khue.features.staff import access, events
from khue.features.staff.domain.commands import AcceptInvitation, InviteColleague
from khue.features.staff.domain.joining import account_reasons, may_accept_invitation, may_invite
from khue.features.staff.models import Invitation, RoleProposal
from khue.features.staff.queries.joining import SALT, facts_of, invitation_in
from khue.features.staff.usecases.roles import give_if_ready, new_proposal
from khue.kernel.deeds import Deed, command

NO_NUMBER = "Cán bộ được mời; số định danh được bổ sung khi liên kết định danh điện tử"
WORKS_ALREADY = Reason(
    "staff.works_already",
    Text("Người này đang làm việc tại đây.", "This person works here already."),
    Text("Mời ông/bà mở trang của người đó và giao vai trò.", "Open the person’s page and give a role."),
    "citizen_number",
)
INVITED_ALREADY = Reason(
    "staff.invited_already",
    Text("Người này đã có một lời mời đang chờ.", "There is an open invitation for this person."),
    Text("Mời ông/bà gửi lại hoặc thu hồi lời mời cũ.", "Send it again, or withdraw it."),
    "email",
)


def invite_colleague(asked: InviteColleague, *, actor: Actor) -> int:
    """Invite somebody with a first role; the invitation's id. The mail with the link goes out as a job of this deed."""
    actor.require(access.INVITE)
    codes = [code for code, _text, _second in people.staff_roles()]
    require(may_invite(asked, roles=codes, units=people.staff_units()))
    with command("staff.invite_colleague", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        person = registering.person_for(
            RegisterPerson(
                name=asked.name,
                citizen_number=asked.citizen_number,
                no_number_reason="" if asked.citizen_number else NO_NUMBER,
                email=asked.email,
                language=asked.language,
                source="counter",
            ),
            deed=deed,
        )
        deed.subject = person
        held = people.holdings_of([person]).get(person, ())
        if any(h.valid_until is None or h.valid_until > deed.today for h in held):
            raise Refused.because(WORKS_ALREADY)
        invitation = _write(asked, person, deed=deed)
        role = AssignRole(person, asked.unit, asked.role, asked.valid_from, asked.valid_until)
        new_proposal(person, role, invitation, deed=deed)
        _send(invitation, person, deed=deed)
        deed.result(invitation.pk)
        return int(invitation.pk)


def _write(asked: InviteColleague, person: str, *, deed: Deed) -> Invitation:
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                person_id=people.party_id(person),
                email=asked.email.strip(),
                nonce=secrets.token_urlsafe(18),
                expires_at=deed.moment + timedelta(hours=settings.KHUE_INVITATION_HOURS),
                invited_by=deed.actor.key,
                invited_by_name=deed.actor.name[:200],
                invited_at=deed.moment,
            )
    except IntegrityError as error:
        if "staff_one_open_invitation_per_person" in str(error):
            raise Refused.because(INVITED_ALREADY) from error
        raise


def _send(invitation: Invitation, person: str, *, deed: Deed) -> None:
    """The link itself is in no record: it is made from the row when the mail is written."""
    deed.personal(email=invitation.email)
    deed.after(invitation=invitation.pk, expires_at=invitation.expires_at.isoformat())
    event = events.ColleagueInvited(subject=person, parties=(), invitation=invitation.pk, by=deed.actor.name)
    deed.emit(event)


def renew_invitation(invitation_id: int, *, once: UUID | None = None, actor: Actor) -> None:
    """A new link with a new time; the old one stops working."""
    actor.require(access.INVITE)
    with command("staff.renew_invitation", actor) as deed:
        if deed.repeated(once) is not None:
            return
        found = _open(invitation_id)
        deed.subject = f"party:{found.person_id}"
        found.nonce = secrets.token_urlsafe(18)
        found.expires_at = deed.moment + timedelta(hours=settings.KHUE_INVITATION_HOURS)
        found.save(update_fields=["nonce", "expires_at"])
        _send(found, deed.subject, deed=deed)
        deed.result(True)


def withdraw_invitation(invitation_id: int, *, once: UUID | None = None, actor: Actor) -> None:
    """The link stops working; roles that waited for it are given up."""
    actor.require(access.INVITE)
    with command("staff.withdraw_invitation", actor) as deed:
        if deed.repeated(once) is not None:
            return
        found = _open(invitation_id)
        deed.subject = f"party:{found.person_id}"
        found.state, found.answered_at = "withdrawn", deed.moment
        found.save(update_fields=["state", "answered_at"])
        RoleProposal.objects.filter(invitation=found, given_at=None).update(
            state="refused", answered_by=actor.key, answered_by_name=actor.name[:200], answered_at=deed.moment
        )
        deed.after(invitation=found.pk, state="withdrawn")
        deed.emit(events.InvitationWithdrawn(subject=deed.subject, parties=(deed.subject,)))
        deed.result(True)


def accept_invitation(asked: AcceptInvitation, *, actor: Actor) -> str:
    """Set up the account by the link; the user name. Works once: a second use finds it answered.

    ``actor`` is the public door. Raises Missing for a link that was never ours, Refused with every reason otherwise.
    """
    number, nonce = invitation_in(asked.token)
    with command("staff.accept_invitation", actor) as deed:
        found = Invitation.objects.select_for_update().filter(pk=number).first()
        if found is None:
            raise no_such_invitation()
        deed.subject = f"party:{found.person_id}"
        require(may_accept_invitation(facts_of(found, nonce), deed.moment))
        require(Decision.refuse_if_any([*account_reasons(asked.username, asked.password), *_weak(asked.password)]))
        registering.new_account(deed.subject, asked.username, asked.password, deed=deed)
        found.state, found.answered_at = "accepted", deed.moment
        found.save(update_fields=["state", "answered_at"])
        deed.after(invitation=found.pk, state="accepted")
        for proposal in RoleProposal.objects.select_for_update(of=("self",)).filter(invitation=found).order_by("id"):
            proposal.invitation = found
            give_if_ready(proposal, deed=deed)
        deed.emit(events.InvitationAccepted(subject=deed.subject, parties=(deed.subject,)))
        return asked.username


def _weak(password: str) -> list[Reason]:
    try:
        validate_password(password)
    except ValidationError as error:
        codes = {item.code for item in error.error_list}
        if "password_too_common" in codes:
            return [
                Reason(
                    "staff.common_password",
                    Text("Mật khẩu này quá phổ biến.", "This password is too common."),
                    Text("Mời ông/bà chọn một câu dài, dễ nhớ với riêng mình.", "Choose a long phrase of your own."),
                    "password1",
                )
            ]
    return []


def _open(invitation_id: int) -> Invitation:
    found = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if found is None:
        raise no_such_invitation()
    if found.state != "open":
        raise Refused.because(
            Reason(
                "staff.invitation_answered",
                Text("Lời mời này không còn mở.", "This invitation is no longer open."),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        )
    return found


def no_such_invitation() -> Missing:
    return Missing(
        Text("Đường dẫn này không phải là một lời mời của Thành phố.", "This link is no invitation of the city."),
        Text(
            "Mời ông/bà mở lại thư mời và dùng nguyên vẹn đường dẫn trong thư.",
            "Open the mail again and use the whole link.",
        ),
    )


def link_of(invitation: Invitation) -> str:
    """The signed part of the link."""
    return signing.dumps({"i": invitation.pk, "n": invitation.nonce}, salt=SALT, compress=False)
