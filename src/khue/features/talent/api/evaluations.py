"""The yearly evaluation, for staff: put before a group, concluded, looked at again when it is contested."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.talent import access, queries, usecases
from khue.features.talent.api.asked import ExpertConclusionIn, ExpertContestIn, ExpertYearIn
from khue.features.talent.api.shapes import door
from khue.features.talent.domain.commands import ConcludeEvaluation, OpenEvaluation, SettleContest
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Made


def _href(evaluation_id: int) -> str:
    return f"/api/v1/engagements/{queries.engagement_of_evaluation(evaluation_id)}"


@door.post(
    "/engagements/{engagement_id}/evaluations",
    Made,
    Text("Đưa một năm ra tổ đánh giá", "Evaluate a year"),
    right=access.SELECT,
    status=201,
    edits=True,
)
def open_expert_evaluation(request: HttpRequest, engagement_id: Id, asked: ExpertYearIn) -> Any:
    """A year of a contract comes before a council; the expert is asked for a report."""
    with unchanged():
        command = OpenEvaluation(engagement_id, asked.until_on, asked.council, once_of(request), seen_version(request))
        made = usecases.open_evaluation(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/engagements/{engagement_id}"}


@door.post(
    "/expert-evaluations/{evaluation_id}/conclusion",
    Done,
    Text("Kết luận đánh giá chuyên gia", "Conclude an evaluation"),
    right=access.APPROVE,
    edits=True,
)
def conclude_expert_evaluation(request: HttpRequest, evaluation_id: Id, asked: ExpertConclusionIn) -> Any:
    """Go on, renew or end, with the ground, on the engagement as it was read; the bonus of the year is owed at once."""
    with unchanged():
        command = ConcludeEvaluation(
            evaluation_id, asked.outcome, asked.ground, asked.bonus, once_of(request), seen_version(request)
        )
        usecases.conclude_evaluation(command, actor=acting(request))
    return {"href": _href(evaluation_id)}


@door.post(
    "/expert-evaluations/{evaluation_id}/settlement",
    Done,
    Text("Xem lại đánh giá theo đề nghị của chuyên gia", "Settle a contested evaluation"),
    right=access.REVIEW,
    edits=True,
)
def settle_expert_evaluation(request: HttpRequest, evaluation_id: Id, asked: ExpertContestIn) -> Any:
    """By another person than who concluded: the conclusion stands, or the year is evaluated anew."""
    with unchanged():
        command = SettleContest(evaluation_id, asked.upheld, asked.ground, once_of(request), seen_version(request))
        usecases.settle_contest(command, actor=acting(request))
    return {"href": _href(evaluation_id)}
