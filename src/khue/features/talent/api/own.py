"""What an expert does: applies, answers, hands in, reports."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.talent import queries, usecases
from khue.features.talent.api.answers import candidacy_out
from khue.features.talent.api.asked import ExpertAnswerIn, ExpertReplyIn, ExpertReportIn, TalentGroundIn
from khue.features.talent.api.shapes import CandidacyOut, EngagementLineOut, MyCandidacyOut, door
from khue.features.talent.domain.commands import (
    AnswerEvaluation,
    AnswerOffer,
    Apply,
    HandIn,
    LeaveCandidacy,
    ReportYear,
)
from khue.features.talent.queries import MyCandidacy
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Dong, Id, Listing, Made, whole
from khue.kernel.viewing import note_view

MOST_PAPERS = 10
Said = Annotated[str, Form(max_length=4000)]
Code = Annotated[str, Form(max_length=24, description="Code of a kind of expert; the post names those who may apply")]
Shown = Annotated[
    str, Form(max_length=12_000, description="JSON object: what is shown, by the codes of /expert-evidence")
]


def require_few(papers: list[UploadedFile]) -> None:
    if len(papers) > MOST_PAPERS:
        text = Text(f"Nhiều nhất {MOST_PAPERS} tệp một lần.", f"At most {MOST_PAPERS} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "papers"))


@door.get("/my-candidacies", Listing[MyCandidacyOut], Text("Ứng tuyển của tôi", "My candidacies"), need="view")
def list_my_candidacies(request: HttpRequest) -> Any:
    """What the caller was invited to and applied for, newest first, each with the newest offer that was sent."""
    return whole(queries.my_candidacies(acting(request)), _mine)


def _mine(found: MyCandidacy) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in ("title", "number", "closes_on", "offer")}
    return shown | {"candidacy": candidacy_out(found.card)}


@door.get(
    "/my-engagements", Listing[EngagementLineOut], Text("Hợp đồng chuyên gia của tôi", "My engagements"), need="view"
)
def list_my_engagements(request: HttpRequest) -> Any:
    """The caller's own contracts, newest first."""
    return whole(queries.my_engagements(acting(request)))


@door.get("/candidacies/{candidacy_id}", CandidacyOut, Text("Một hồ sơ ứng tuyển", "A candidacy"), need="view")
def read_candidacy(request: HttpRequest, candidacy_id: Id) -> Any:
    """For the candidate, for staff whom no restriction keeps out, and for the group that judges it."""
    actor = acting(request)
    card, _title = queries.candidacy_card(candidacy_id, actor)
    if card.person and card.person not in actor.keys:
        note_view(actor, card.person, "talent.candidacy", f"candidacy:{card.id}")
    return candidacy_out(card)


@door.post(
    "/expert-posts/{need_id}/candidacies",
    Made,
    Text("Nộp hồ sơ ứng tuyển", "Apply for a post"),
    need="submit",
    status=201,
    takes="files",
)
def apply_for_post(
    request: HttpRequest,
    need_id: Id,
    origin: Code = "",
    statement: Said = "",
    shown: Shown = "{}",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """For oneself, or taking an invitation up, with the papers that the kind of expert shows."""
    require_few(papers)
    asked = Apply(need_id, origin, statement, _pairs(shown), tuple(papers), once_of(request))
    made = usecases.apply(asked, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/candidacies/{made}"}


def _pairs(shown: str) -> tuple[tuple[str, str], ...]:
    """Codes and words. Raises Refused for anything else, naming the field."""
    try:
        found = json.loads(shown or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(
        isinstance(words, str) and len(words) <= 1000 for words in found.values()
    ):
        text = Text(
            "Mục này là một đối tượng JSON: mã và lời trình bày.",
            "This is a JSON object: codes and what is said of them.",
        )
        step = Text(
            "Mời ông/bà sửa, mỗi nội dung tối đa 1.000 ký tự.", "Mend it; each text has at most 1,000 characters."
        )
        raise Refused.because(Reason("shown", text, step, "shown"))
    return tuple(found.items())


@door.post(
    "/candidacies/{candidacy_id}/leave",
    Done,
    Text("Không nhận lời mời, hoặc rút hồ sơ", "Decline an invitation or withdraw"),
    need="submit",
)
def leave_candidacy(request: HttpRequest, candidacy_id: Id, asked: TalentGroundIn) -> Any:
    """By the candidate, until an offer was made."""
    command = LeaveCandidacy(candidacy_id, asked.ground, once_of(request))
    usecases.leave_candidacy(command, actor=acting(request))
    return {"href": f"/api/v1/candidacies/{candidacy_id}"}


@door.post(
    "/expert-offers/{offer_id}/answer",
    Done,
    Text("Trả lời đề nghị hợp đồng", "Answer an offer"),
    need="submit",
)
def answer_expert_offer(request: HttpRequest, offer_id: Id, asked: ExpertAnswerIn) -> Any:
    """The expert's own yes or no. What was offered never changes, so no If-Match is needed; a yes leads to the engagement."""
    command = AnswerOffer(offer_id, asked.accepts, asked.public_name, asked.ground, once_of(request))
    made = usecases.answer_offer(command, actor=acting(request))
    return {"href": f"/api/v1/engagements/{made}" if made else f"/api/v1/expert-offers/{offer_id}"}


@door.post(
    "/expert-dues/{due_id}/hand-in",
    Done,
    Text("Bàn giao sản phẩm", "Hand in a result"),
    need="submit",
    takes="files",
)
def hand_in_expert_due(
    request: HttpRequest,
    due_id: Id,
    note: Annotated[str, Form(max_length=2000)] = "",
    amount: Annotated[Dong | None, Form(description="What a cost other than a result was, in đồng")] = None,
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """By the expert: a result, or the evidence of another cost that the contract names; an officer checks it."""
    require_few(papers)
    asked = HandIn(due_id, note, amount, tuple(papers), once_of(request))
    usecases.hand_in(asked, actor=acting(request))
    return {"href": f"/api/v1/engagements/{queries.engagement_of_due(due_id)}"}


@door.post(
    "/expert-evaluations/{evaluation_id}/report",
    Done,
    Text("Báo cáo công việc trong năm", "Report the year"),
    need="submit",
)
def report_expert_year(request: HttpRequest, evaluation_id: Id, asked: ExpertReportIn) -> Any:
    """The expert's own account, until the conclusion."""
    usecases.report_year(ReportYear(evaluation_id, asked.report, once_of(request)), actor=acting(request))
    return {"href": f"/api/v1/engagements/{queries.engagement_of_evaluation(evaluation_id)}"}


@door.post(
    "/expert-evaluations/{evaluation_id}/answer",
    Done,
    Text("Trả lời kết luận đánh giá", "Answer an evaluation"),
    need="submit",
)
def answer_expert_evaluation(request: HttpRequest, evaluation_id: Id, asked: ExpertReplyIn) -> Any:
    """The expert agrees, or asks for another look at a conclusion, which never changes."""
    command = AnswerEvaluation(evaluation_id, asked.agrees, asked.words, once_of(request))
    usecases.answer_evaluation(command, actor=acting(request))
    return {"href": f"/api/v1/engagements/{queries.engagement_of_evaluation(evaluation_id)}"}
