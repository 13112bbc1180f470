"""Plans and their versions: drawn up, proposed, decided by a second person, revised, given up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.activities import access, queries, usecases
from khue.features.activities.api.asked import ActivityDecisionIn, ActivityGroundIn, ActivityLineIn, ActivityPlanIn
from khue.features.activities.api.shapes import (
    ActivityNormOut,
    ActivityPlanLineOut,
    ActivityPlanOut,
    ActivityVersionOut,
    PlanYear,
    door,
)
from khue.features.activities.domain.commands import (
    DecidePlan,
    DraftPlan,
    ProposePlan,
    PutLine,
    RevisePlan,
    TakeLineOut,
    WithdrawPlan,
)
from khue.features.activities.domain.words import KINDS
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing, whole


def _version(version_id: int) -> str:
    return f"/api/v1/activity-versions/{version_id}"


@door.get("/activity-norms", Listing[ActivityNormOut], Text("Định mức hoạt động", "Norms of activities"), need="public")
def list_activity_norms(request: HttpRequest, year: PlanYear = None) -> Any:
    """The most for one unit of each kind, on the day that counts for the year; one that is unset binds nothing, and says so."""
    today: date = acting(request).today
    found = queries.norms(queries.norm_day(year or today.year, today))
    return whole(
        {
            "kind": kind, "label": KINDS[kind].label, "parameter": norm.id, "each": norm.each, "known": norm.known,
            "certainty": norm.certainty, "source": norm.source,
        }
        for kind, norm in found.items()
    )  # fmt: skip


@door.get(
    "/activity-plans",
    Listing[ActivityPlanLineOut],
    Text("Kế hoạch hoạt động", "Plans of activities"),
    right=access.READ,
)
def list_activity_plans(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Plans of all units, newest first."""
    return listing(request, queries.plans(acting(request), after, size))


@door.get(
    "/activity-plans/{plan_id}",
    ActivityPlanOut,
    Text("Một kế hoạch hoạt động", "A plan of activities"),
    right=access.READ,
)
def read_activity_plan(request: HttpRequest, plan_id: Id) -> Any:
    """The plan in force, line by line from norm to payment, with all its versions."""
    return queries.plan_card(plan_id, acting(request))


@door.post("/activity-plans", Made, Text("Lập kế hoạch hoạt động", "Draw up a plan"), right=access.PLAN, status=201)
def draft_activity_plan(request: HttpRequest, asked: ActivityPlanIn) -> Any:
    """One plan a year for each unit; the answer is its first version, which takes the lines."""
    command = DraftPlan(asked.unit, asked.year, asked.line, asked.ground, once_of(request))
    made = usecases.draft_plan(command, actor=acting(request))
    return {"id": str(made), "href": _version(made)}


@door.post(
    "/activity-plans/{plan_id}/versions",
    Made,
    Text("Lập bản điều chỉnh kế hoạch", "Revise a plan"),
    right=access.PLAN,
    status=201,
)
def revise_activity_plan(request: HttpRequest, plan_id: Id, asked: ActivityGroundIn) -> Any:
    """The next version begins with the lines as they stand; the plan in force holds until it is approved."""
    made = usecases.revise_plan(RevisePlan(plan_id, asked.ground, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _version(made)}


@door.get(
    "/activity-versions/{version_id}",
    ActivityVersionOut,
    Text("Một bản kế hoạch", "A version of a plan"),
    right=access.READ,
)
def read_activity_version(request: HttpRequest, version_id: Id) -> Any:
    """With its lines as it has them. Its ETag is what changing, proposing and deciding rest on."""
    card = queries.version_card(version_id, acting(request))
    note_version(request, card.seen)
    return card


@door.post(
    "/activity-versions/{version_id}/lines",
    Made,
    Text("Thêm dòng kế hoạch", "Add a line"),
    right=access.PLAN,
    status=201,
)
def add_activity_line(request: HttpRequest, version_id: Id, asked: ActivityLineIn) -> Any:
    """Above the norm, and where none applies, the line says its ground."""
    command = PutLine(version_id, **asked.dict(), once=once_of(request))
    made = usecases.put_line(command, actor=acting(request))
    return {"id": str(made), "href": _version(version_id)}


@door.put(
    "/activity-versions/{version_id}/lines/{line_id}",
    Done,
    Text("Sửa dòng kế hoạch", "Change a line"),
    right=access.PLAN,
)
def change_activity_line(request: HttpRequest, version_id: Id, line_id: Id, asked: ActivityLineIn) -> Any:
    """Of a version that is still being drawn up, as it was read."""
    with unchanged():
        command = PutLine(
            version_id, **asked.dict(), line_id=line_id, seen=seen_version(request), once=once_of(request)
        )
        usecases.put_line(command, actor=acting(request))
    return {"href": _version(version_id)}


@door.post(
    "/activity-versions/{version_id}/lines/{line_id}/out",
    Done,
    Text("Bỏ dòng khỏi kế hoạch", "Leave a line out"),
    right=access.PLAN,
    takes="nothing",
)
def take_activity_line_out(request: HttpRequest, version_id: Id, line_id: Id) -> Any:
    """When the version is approved, what the line had reserved goes back to the budget line."""
    usecases.take_line_out(TakeLineOut(version_id, line_id, once_of(request)), actor=acting(request))
    return {"href": _version(version_id)}


@door.post(
    "/activity-versions/{version_id}/propose",
    Done,
    Text("Trình duyệt kế hoạch", "Send a plan for approval"),
    right=access.PLAN,
    takes="nothing",
    edits=True,
)
def propose_activity_plan(request: HttpRequest, version_id: Id) -> Any:
    """Nothing of the version changes any more after that."""
    with unchanged():
        command = ProposePlan(version_id, seen_version(request), once_of(request))
        usecases.propose_plan(command, actor=acting(request))
    return {"href": _version(version_id)}


@door.post(
    "/activity-versions/{version_id}/decision",
    Done,
    Text("Duyệt kế hoạch hoạt động", "Decide on a plan"),
    right=access.APPROVE,
    edits=True,
)
def decide_activity_plan(request: HttpRequest, version_id: Id, asked: ActivityDecisionIn) -> Any:
    """By a second person. Approved, every line is reserved on the budget line, and the version before is superseded."""
    with unchanged():
        command = DecidePlan(version_id, asked.approved, asked.ground, seen_version(request), once_of(request))
        usecases.decide_plan(command, actor=acting(request))
    return {"href": _version(version_id)}


@door.post(
    "/activity-versions/{version_id}/withdraw",
    Done,
    Text("Bỏ bản kế hoạch", "Give a version up"),
    right=access.PLAN,
)
def withdraw_activity_plan(request: HttpRequest, version_id: Id, asked: ActivityGroundIn) -> Any:
    """Before it is decided; the plan in force goes on."""
    usecases.withdraw_plan(WithdrawPlan(version_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": _version(version_id)}
