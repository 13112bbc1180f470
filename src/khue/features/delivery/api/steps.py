"""What the city does with a mission up to its contract: appraisal, finance opinion, decision, contract, changes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.delivery import access, queries, usecases
from khue.features.delivery.api.own import href
from khue.features.delivery.api.shapes import (
    ChangeDecisionIn,
    FinanceOpinionIn,
    MissionAppraisalIn,
    MissionContractIn,
    MissionDecisionIn,
    door,
)
from khue.features.delivery.domain.commands import (
    AnswerAppraisal,
    AppraiseMission,
    DecideChange,
    DecideMission,
    PrepareContract,
)
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Made


@door.post(
    "/missions/{mission_id}/appraisal",
    Done,
    Text("Thẩm định kinh phí nhiệm vụ", "Appraise the costs of a mission"),
    right=access.APPRAISE,
    edits=True,
)
def appraise_mission(request: HttpRequest, mission_id: Id, asked: MissionAppraisalIn) -> Any:
    """Line by line what the city pays, with the ground of each cut; then it lies before the Department of Finance."""
    lines = tuple(line.plain() for line in asked.lines)
    command = AppraiseMission(
        mission_id, asked.kind, asked.form, lines, asked.note, seen_version(request), once_of(request)
    )
    with unchanged():
        usecases.appraise_mission(command, actor=acting(request))
    return {"href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/finance-opinion",
    Done,
    Text("Ý kiến của Sở Tài chính về kinh phí nhiệm vụ", "Opinion on the costs of a mission"),
    right=access.ANSWER,
    edits=True,
)
def answer_mission_costs(request: HttpRequest, mission_id: Id, asked: FinanceOpinionIn) -> Any:
    """Another person than the appraiser agrees, or has the costs appraised again."""
    command = AnswerAppraisal(mission_id, asked.agrees, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.answer_appraisal(command, actor=acting(request))
    return {"href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/decision",
    Done,
    Text("Quyết định kinh phí nhiệm vụ", "Decide on a mission"),
    right=access.DECIDE,
    edits=True,
)
def decide_mission(request: HttpRequest, mission_id: Id, asked: MissionDecisionIn) -> Any:
    """An approval reserves its sum on the budget line at once, or does not exist."""
    command = DecideMission(
        mission_id, asked.outcome, asked.ground, asked.budget_line, seen_version(request), once_of(request)
    )
    with unchanged():
        usecases.decide_mission(command, actor=acting(request))
    return {"href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/contract",
    Made,
    Text("Lập hợp đồng nhiệm vụ", "Prepare the contract of a mission"),
    right=access.CONTRACT,
    status=201,
    edits=True,
)
def prepare_mission_contract(request: HttpRequest, mission_id: Id, asked: MissionContractIn) -> Any:
    """Lies before both sides, who agree to the same version. Whoever prepared it does not agree for the city."""
    rows = tuple(row.plain(no) for no, row in enumerate(asked.milestones, start=1))
    command = PrepareContract(
        mission_id, rows, asked.advance, asked.starts_on, asked.ends_on, seen_version(request), once_of(request)
    )
    with unchanged():
        made = usecases.prepare_contract(command, actor=acting(request))
    return {"id": str(made), "href": href(mission_id)}


@door.post(
    "/contract-changes/{change_id}/decision",
    Done,
    Text("Quyết định về đề nghị điều chỉnh", "Decide on a change"),
    right=access.CONTRACT,
)
def decide_contract_change(request: HttpRequest, change_id: Id, asked: ChangeDecisionIn) -> Any:
    """Granted, it is a new version before both sides; what was paid meanwhile refuses the grant."""
    command = DecideChange(change_id, asked.granted, asked.ground, once_of(request))
    usecases.decide_change(command, actor=acting(request))
    return {"href": href(queries.mission_of("change", change_id))}
