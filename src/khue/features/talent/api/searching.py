"""The search for an expert, for staff: the need, the profile, the candidates, the offer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.talent import access, queries, usecases
from khue.features.talent.api.answers import need_out
from khue.features.talent.api.asked import (
    ExpertInvitationIn,
    ExpertNeedIn,
    ExpertProfileIn,
    GroupIn,
    TalentDecisionIn,
    TalentGroundIn,
)
from khue.features.talent.api.shapes import ExpertNeedLineOut, ExpertNeedOut, TalentView, door
from khue.features.talent.domain.commands import (
    CloseSearch,
    DecideNeed,
    InviteCandidate,
    PublishProfile,
    PutCandidates,
    RaiseNeed,
    WithdrawNeed,
)
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing


def _href(need_id: int) -> str:
    return f"/api/v1/expert-needs/{need_id}"


@door.get(
    "/expert-needs", Listing[ExpertNeedLineOut], Text("Nhu cầu chuyên gia", "Needs for experts"), right=access.READ
)
def list_expert_needs(request: HttpRequest, view: TalentView = "open", after: After = None, size: Size = 25) -> Any:
    """``view`` is open, raised (awaiting approval), met or all; newest first."""
    return listing(request, queries.needs(acting(request), view, after, size))


@door.get("/expert-needs/{need_id}", ExpertNeedOut, Text("Một nhu cầu chuyên gia", "A need"), right=access.READ)
def read_expert_need(request: HttpRequest, need_id: Id) -> Any:
    """The whole search. Its ETag is what the steps of the search rest on."""
    card = queries.need_card(need_id, acting(request))
    note_version(request, card.revision)
    return need_out(card)


@door.post("/expert-needs", Made, Text("Nêu nhu cầu chuyên gia", "Raise a need"), right=access.RAISE, status=201)
def raise_expert_need(request: HttpRequest, asked: ExpertNeedIn) -> Any:
    """By a unit: what for, what shall come out, and why nobody inside can do it. A second person approves it."""
    made = usecases.raise_need(RaiseNeed(**asked.dict(), once=once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _href(made)}


@door.post(
    "/expert-needs/{need_id}/decision",
    Done,
    Text("Duyệt nhu cầu chuyên gia", "Decide on a need"),
    right=access.APPROVE,
    edits=True,
)
def decide_expert_need(request: HttpRequest, need_id: Id, asked: TalentDecisionIn) -> Any:
    """The second pair of eyes."""
    with unchanged():
        command = DecideNeed(need_id, asked.approved, asked.ground, once_of(request), seen_version(request))
        usecases.decide_need(command, actor=acting(request))
    return {"href": _href(need_id)}


@door.post(
    "/expert-needs/{need_id}/withdraw",
    Done,
    Text("Rút nhu cầu chuyên gia", "Withdraw a need for an expert"),
    right=access.RAISE,
    edits=True,
)
def withdraw_expert_need(request: HttpRequest, need_id: Id, asked: TalentGroundIn) -> Any:
    """Before it is published; afterwards the search is closed."""
    with unchanged():
        command = WithdrawNeed(need_id, asked.ground, once_of(request), seen_version(request))
        usecases.withdraw_need(command, actor=acting(request))
    return {"href": _href(need_id)}


@door.post(
    "/expert-needs/{need_id}/profile",
    Done,
    Text("Công bố yêu cầu đối với chuyên gia", "Publish a profile"),
    right=access.SELECT,
    edits=True,
)
def publish_expert_profile(request: HttpRequest, need_id: Id, asked: ExpertProfileIn) -> Any:
    """What is asked of the expert, who may apply and until when; everybody reads it."""
    given = asked.dict() | {"origins": tuple(asked.origins)}
    with unchanged():
        command = PublishProfile(need_id, **given, once=once_of(request), seen=seen_version(request))
        usecases.publish_profile(command, actor=acting(request))
    return {"href": f"/api/v1/expert-posts/{need_id}"}


@door.post(
    "/expert-needs/{need_id}/invitations",
    Made,
    Text("Mời một người ứng tuyển", "Invite somebody to apply"),
    right=access.SELECT,
    status=201,
)
def invite_candidate(request: HttpRequest, need_id: Id, asked: ExpertInvitationIn) -> Any:
    """Who is invited applies like everybody else and comes before the same group."""
    command = InviteCandidate(need_id, asked.person, asked.why, once_of(request))
    made = usecases.invite_candidate(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/candidacies/{made}"}


@door.post(
    "/expert-needs/{need_id}/selection-group",
    Done,
    Text("Đưa ứng viên ra tổ tuyển chọn", "Put the candidates before a group"),
    right=access.SELECT,
    edits=True,
)
def put_candidates(request: HttpRequest, need_id: Id, asked: GroupIn) -> Any:
    """Everybody who applied goes before a council; applications end with it, and its word comes back by itself."""
    with unchanged():
        command = PutCandidates(need_id, asked.council, once_of(request), seen_version(request))
        usecases.put_candidates(command, actor=acting(request))
    return {"href": _href(need_id)}


@door.post(
    "/expert-needs/{need_id}/close",
    Done,
    Text("Kết thúc, không chọn chuyên gia", "Close a search"),
    right=access.SELECT,
    edits=True,
)
def close_expert_search(request: HttpRequest, need_id: Id, asked: TalentGroundIn) -> Any:
    """Nobody is chosen; everybody who waits hears of it."""
    with unchanged():
        command = CloseSearch(need_id, asked.ground, once_of(request), seen_version(request))
        usecases.close_search(command, actor=acting(request))
    return {"href": _href(need_id)}
