"""A call in two stages, as far as a test needs it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.calls import usecases
from khue.features.calls.domain.commands import (
    HandIn,
    InviteMember,
    PublishCall,
    RecordOutcome,
    StartProposal,
)
from khue.features.calls.models import Call, Proposal
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.queries.tasks import open_task_of
from tests.calls.stories import CANARY, approved_order, at, opened, prepared, save
from tests.cast import organisation, persona

IDEA: dict[str, dict[str, Any]] = {
    "content": {
        "goal": f"Dự báo ngập trước 30 phút. {CANARY}",
        "state_of_art": "Đã có bản đồ ngập tĩnh.",
        "method": "Ghép ra-đa mưa với mô hình thủy lực.",
        "products": "Mô hình đạt sai số 10 cm.",
    },
    "means": {
        "capacity": "Hai mươi kỹ sư thủy văn.",
        "estimate": 1_200_000_000,
        "own_estimate": 300_000_000,
        "impact": "Giảm một nửa thời gian ùn tắc vì ngập.",
    },
}
WHY = "Hướng tiếp cận rõ, cần làm rõ nguồn số liệu mưa."


def concept_call(**more: Any) -> Call:
    officer = persona("officer")
    asked = prepared(approved_order(), stage="concept", **more)
    call = usecases.prepare_call(asked, actor=officer)
    usecases.publish_call(PublishCall(call), actor=officer)
    return Call.objects.get(pk=call)


def concept(call: Call, key: str = "researcher", short: str = "VLSH", *, sealed: bool = True) -> Proposal:
    """Complete, with its principal investigator; handed in unless it stays a draft."""
    actor, lead = persona(key), organisation(short)
    asked = StartProposal(call.pk, lead, f"Ý tưởng dự báo ngập của {short} {CANARY}")
    row = Proposal.objects.get(pk=usecases.start_proposal(asked, actor=actor))
    for section, values in IDEA.items():
        save(row, section, values, actor)
    usecases.invite_member(InviteMember(row.pk, actor.key, "principal", lead, 6), actor=actor)
    if sealed:
        usecases.hand_in(HandIn(row.pk, True), actor=actor)
    row.refresh_from_db()
    return row


def later(call: Call, key: str = "officer", **delta: float) -> Actor:
    return at(persona(key), call.closes_at + timedelta(hours=2) + timedelta(**delta))


def checked(row: Proposal) -> None:
    task = open_task_of(dossier_id=row.dossier_id, step="formal")
    dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=later(row.call, "clerk"))


def judged(row: Proposal, yes: bool, ground: str = WHY) -> RecordOutcome:
    """The formal check, then the officers' judgement; the command that was done."""
    checked(row)
    asked = RecordOutcome(row.pk, yes, ground)
    usecases.record_outcome(asked, actor=later(row.call))
    row.refresh_from_db()
    return asked


def two_judged() -> tuple[Call, Proposal, Proposal]:
    """An opened concept call: the institute's concept is invited, the firm's is not."""
    call = concept_call()
    first, second = concept(call), concept(call, "founder", "TLX")
    opened(call)
    judged(first, True)
    judged(second, False, "Chưa nêu cách hiệu chỉnh mô hình bằng số liệu đo.")
    call.refresh_from_db()
    return call, first, second


def full_asked(call: Call, **more: Any) -> Any:
    """The command for the full call that follows, with its days."""
    day = call.closes_at + timedelta(days=2)
    values: dict[str, Any] = {
        "opens_on": day.date(),
        "closes_at": day + timedelta(days=40),
        "questions_until": (day + timedelta(days=20)).date(),
        "concept_call": call.pk,
    }
    return replace(prepared(call.order_id), **{**values, **more})


def full_call(call: Call) -> Call:
    officer = later(call, days=1)
    full = usecases.prepare_call(full_asked(call), actor=officer)
    usecases.publish_call(PublishCall(full), actor=officer)
    return Call.objects.get(pk=full)


def open_day(call: Call, key: str) -> Actor:
    moment: datetime = call.opens_at + timedelta(days=3)
    return at(persona(key), moment)
