"""Inviting, giving roles, leaving, and what waits for a second person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.staff import access, usecases
from khue.features.staff.api.directory import staff_actor
from khue.features.staff.api.shapes import (
    DepartureIn,
    GivenRoleIn,
    InvitationIn,
    VoteIn,
    WaitingOut,
    door,
    found_line,
)
from khue.features.staff.domain.commands import AnswerProposal
from khue.features.staff.queries import joining
from khue.kernel.api.doors import once_of
from khue.kernel.api.shapes import Done, Id, Made

WAITING = "/api/v1/staff-waiting"


@door.get("/staff-waiting", WaitingOut, Text("Chờ người thứ hai", "Waiting for a second person"), right=access.INVITE)
def list_waiting(request: HttpRequest) -> Any:
    """Invitations that are open, roles and resets that another administrator answers."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    return {
        "invitations": joining.open_invitations(actor.moment),
        "proposals": joining.open_proposals(),
        "resets": joining.open_resets(),
    }


@door.post("/invitations", Made, Text("Mời cán bộ", "Invite a colleague"), status=201, right=access.INVITE)
def invite_colleague(request: HttpRequest, asked: InvitationIn) -> Any:
    """With a first role. The mail carries the link; the interface never does."""
    made = usecases.invite_colleague(asked.invitation(once_of(request)), actor=staff_actor(request))
    return {"id": str(made), "href": WAITING}


@door.post(
    "/invitations/{invitation_id}/renew",
    Done,
    Text("Gửi lại lời mời", "Send an invitation again"),
    takes="nothing",
    right=access.INVITE,
)
def renew_invitation(request: HttpRequest, invitation_id: Id) -> Any:
    """A new link is sent; the old one no longer works."""
    usecases.renew_invitation(invitation_id, once=once_of(request), actor=staff_actor(request))
    return {"href": WAITING}


@door.post(
    "/invitations/{invitation_id}/withdraw",
    Done,
    Text("Rút lời mời", "Withdraw an invitation"),
    takes="nothing",
    right=access.INVITE,
)
def withdraw_invitation(request: HttpRequest, invitation_id: Id) -> Any:
    """The link no longer works."""
    usecases.withdraw_invitation(invitation_id, once=once_of(request), actor=staff_actor(request))
    return {"href": WAITING}


@door.post(
    "/staff/{person_id}/roles",
    Made,
    Text("Đề nghị giao vai trò", "Give or propose a role"),
    status=201,
    right=access.INVITE,
)
def propose_role(request: HttpRequest, person_id: Id, asked: GivenRoleIn) -> Any:
    """A role that decides, pays or gives roles waits for a second administrator; others are given at once."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    line = found_line(person_id, actor)
    made = usecases.propose_role(asked.command(line.key, once_of(request)), actor=actor)
    return {"id": str(made), "href": f"/api/v1/staff/{person_id}"}


@door.post(
    "/role-proposals/{proposal_id}/answer",
    Done,
    Text("Xác nhận vai trò", "Confirm or refuse a role"),
    right=access.INVITE,
)
def answer_proposal(request: HttpRequest, proposal_id: Id, asked: VoteIn) -> Any:
    """By another administrator than the one who proposed it."""
    given = AnswerProposal(proposal_id, asked.confirmed, asked.answer, once_of(request))
    usecases.answer_proposal(given, actor=staff_actor(request))
    return {"href": WAITING}


@door.post("/staff/{person_id}/departure", Done, Text("Ghi thôi việc", "Record a departure"), right=access.INVITE)
def record_departure(request: HttpRequest, person_id: Id, asked: DepartureIn) -> Any:
    """All roles end after the last day; sessions and keys go when it is over."""
    actor = staff_actor(request)
    actor.require(access.INVITE)
    line = found_line(person_id, actor)
    usecases.record_departure(asked.command(line.key, once_of(request)), actor=actor)
    return {"href": f"/api/v1/staff/{person_id}"}
