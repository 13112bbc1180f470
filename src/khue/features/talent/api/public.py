"""Posts and engagements, for everybody's programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.talent import queries
from khue.features.talent.api.shapes import (
    ExpertEvidenceOut,
    ExpertPostOut,
    PublicEngagementOut,
    TalentOrigin,
    TalentState,
    door,
)
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Id, Listing, Size, Words, listing, whole


@door.get("/expert-posts", Listing[ExpertPostOut], Text("Vị trí chuyên gia đang tuyển", "Open posts"), need="public")
def list_expert_posts(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those that take applications today, those that close first first; posts by invitation only are not in it."""
    return listing(request, queries.posts(acting(request).today, after, size))


@door.get("/expert-posts/{need_id}", ExpertPostOut, Text("Một vị trí chuyên gia", "A post"), need="public")
def read_expert_post(request: HttpRequest, need_id: Id) -> Any:
    """What is asked of the expert; one by invitation only for whom it invites and for staff."""
    return queries.post(need_id, acting(request))


@door.get(
    "/expert-evidence",
    Listing[ExpertEvidenceOut],
    Text("Nội dung phải chứng minh khi ứng tuyển", "What an application shows"),
    need="public",
)
def list_expert_evidence(request: HttpRequest) -> Any:
    """By kind of expert: a text in the form, or a paper as a file."""
    return whole(queries.evidence())


@door.get(
    "/expert-register",
    Listing[PublicEngagementOut],
    Text("Hợp đồng chuyên gia của Thành phố", "Engagements of experts"),
    need="public",
)
def list_public_engagements(
    request: HttpRequest,
    state: TalentState = "",
    origin: TalentOrigin = "",
    q: Words = "",
    after: After = None,
    size: Size = 25,
) -> Any:
    """Task, unit, period, kind of expert and money, newest first; a name only with the expert's consent."""
    return listing(request, queries.public_engagements(acting(request).today, state, origin, q, after, size))
