"""Proposals: their authors' doors, and the office's once they were opened. What a section says is saved at its dossier's doors."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.calls import access, queries, usecases
from khue.features.calls.api.asks import (
    CommitmentIn,
    CouncilOutcomeIn,
    FundingIn,
    HandInIn,
    ProposalIn,
    TakeBackIn,
    TeamMemberIn,
)
from khue.features.calls.api.shapes import CallProposalOut, ProposalLineOut, SealedOut, SectionComparisonOut, door
from khue.features.calls.domain.commands import (
    AnswerInvitation,
    DecideProposal,
    HandIn,
    RecordOutcome,
    RemoveMember,
    StartProposal,
    TakeBack,
)
from khue.features.calls.forms import MemberForm
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.refusals import require_form
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Name, Size, listing

Revision = Annotated[
    int | None, Query(ge=0, le=1_000_000, description="Number of a revision; 0: the concept; left out: the last two")
]


def _href(proposal_id: int) -> str:
    return f"/api/v1/proposals/{proposal_id}"


@door.get("/proposals", Listing[ProposalLineOut], Text("Đề xuất của tôi", "My proposals"), need="view")
def list_my_proposals(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, and those that the caller is a member of; newest first."""
    return listing(request, queries.my_proposals(acting(request), after, size))


@door.get(
    "/calls/{call_id}/proposals",
    Listing[ProposalLineOut],
    Text("Đề xuất đã mở của một thông báo", "Opened proposals of a call"),
    right=access.READ,
)
def list_opened_proposals(request: HttpRequest, call_id: Id, after: After = None, size: Size = 25) -> Any:
    """In the order of handing in; nothing before the opening."""
    return listing(request, queries.opened_proposals(call_id, acting(request), after, size))


@door.post("/calls/{call_id}/proposals", Made, Text("Bắt đầu đề xuất", "Begin a proposal"), need="submit", status=201)
def start_proposal(request: HttpRequest, call_id: Id, asked: ProposalIn) -> Any:
    """A draft in its envelope, after the rules said that the lead may apply."""
    command = StartProposal(
        call_id, asked.lead, asked.title, asked.capacity, asked.matches, once_of(request), asked.concept
    )
    made = usecases.start_proposal(command, actor=acting(request))
    return {"id": str(made), "href": _href(made)}


@door.get("/proposals/{proposal_id}", CallProposalOut, Text("Một đề xuất", "A proposal"), need="view")
def read_proposal(request: HttpRequest, proposal_id: Id) -> Any:
    """Its state, team, sums and everything that is missing. Sealed: the same answer as if there were none."""
    found = queries.proposal(proposal_id, acting(request))
    note_version(request, found.version)
    shown = {name: getattr(found, name) for name in CallProposalOut.model_fields if hasattr(found, name)}
    missing = [one.to_json() for one in found.missing]
    stages = {"concept": found.concept[1] if found.concept else "", "full": found.full[1] if found.full else ""}
    return shown | {"dossier": found.dossier_number, "missing": missing} | stages


@door.get(
    "/proposals/{proposal_id}/sections/{section}/revisions",
    SectionComparisonOut,
    Text("So sánh hai bản của một mục", "Compare two revisions of a section"),
    need="view",
)
def compare_revisions(
    request: HttpRequest, proposal_id: Id, section: Name, older: Revision = None, newer: Revision = None
) -> Any:
    """Question by question: what stood there before, what stands there now."""
    return queries.comparison(proposal_id, section, older, newer, acting(request))


@door.post(
    "/proposals/{proposal_id}/members", Made, Text("Mời thành viên", "Invite a member"), need="submit", status=201
)
def invite_proposal_member(request: HttpRequest, proposal_id: Id, asked: TeamMemberIn) -> Any:
    """The person is told and confirms by an own sign-in."""
    queries.proposal(proposal_id, acting(request))
    form = MemberForm(asked.dict() | {"once": str(once_of(request))})
    require_form(form)
    made = usecases.invite_member(form.command(proposal_id), actor=acting(request))
    return {"id": str(made), "href": _href(proposal_id)}


@door.post(
    "/proposals/{proposal_id}/members/{member_id}/remove",
    Done,
    Text("Bỏ một thành viên", "Remove a member"),
    need="submit",
    takes="nothing",
)
def remove_proposal_member(request: HttpRequest, proposal_id: Id, member_id: Id) -> Any:
    """Before handing in; what the person wrote stays."""
    usecases.remove_member(RemoveMember(proposal_id, member_id, once_of(request)), actor=acting(request))
    return {"href": _href(proposal_id)}


@door.post("/proposals/{proposal_id}/commitment", Done, Text("Trả lời lời mời tham gia", "Answer an invitation"))
def answer_proposal_invitation(request: HttpRequest, proposal_id: Id, asked: CommitmentIn) -> Any:
    """The member's own answer, which nobody gives in the member's place."""
    command = AnswerInvitation(proposal_id, asked.accepted, once_of(request))
    usecases.answer_invitation(command, actor=acting(request))
    return {"href": _href(proposal_id)}


@door.post("/proposals/{proposal_id}/hand-in", SealedOut, Text("Nộp đề xuất", "Hand in a proposal"), need="submit")
def hand_in_proposal(request: HttpRequest, proposal_id: Id, asked: HandInIn) -> Any:
    """Sealed until two people open the call. The hour is that at which the request began."""
    digest = usecases.hand_in(HandIn(proposal_id, asked.certified, once_of(request)), actor=acting(request))
    return {"digest": digest, "href": _href(proposal_id)}


@door.post("/proposals/{proposal_id}/take-back", Done, Text("Rút đề xuất", "Take a proposal back"), need="submit")
def take_back_proposal(request: HttpRequest, proposal_id: Id, asked: TakeBackIn) -> Any:
    """Back to writing while the call is open, or given up for good."""
    command = TakeBack(proposal_id, asked.give_up, asked.ground, once_of(request))
    usecases.take_back(command, actor=acting(request))
    return {"href": _href(proposal_id)}


@door.post(
    "/proposals/{proposal_id}/outcome",
    Done,
    Text("Ghi kết luận của hội đồng", "Record what the council said"),
    right=access.REVIEW,
    edits=True,
)
def record_proposal_outcome(request: HttpRequest, proposal_id: Id, asked: CouncilOutcomeIn) -> Any:
    """The minutes are its ground; it is not changed afterwards."""
    queries.proposal(proposal_id, acting(request))
    with unchanged():
        command = RecordOutcome(
            proposal_id, asked.recommended, asked.ground, asked.points, seen_version(request), once_of(request)
        )
        usecases.record_outcome(command, actor=acting(request))
    return {"href": _href(proposal_id)}


@door.post(
    "/proposals/{proposal_id}/decision",
    Done,
    Text("Quyết định về đề xuất", "Decide on a proposal"),
    right=access.APPROVE,
    edits=True,
)
def decide_proposal(request: HttpRequest, proposal_id: Id, asked: FundingIn) -> Any:
    """To carry it out, or not. Whoever departs from the council says why."""
    queries.proposal(proposal_id, acting(request))
    with unchanged():
        command = DecideProposal(proposal_id, asked.funded, asked.ground, seen_version(request), once_of(request))
        usecases.decide_proposal(command, actor=acting(request))
    return {"href": _href(proposal_id)}
