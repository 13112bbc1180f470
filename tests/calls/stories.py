"""A call from its need to its opening, deed by deed, for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.calls import usecases as calls
from khue.features.calls.domain.commands import (
    DecideOrder,
    DraftOrder,
    HandIn,
    InviteMember,
    OpenProposals,
    PrepareCall,
    PublishCall,
    RaiseNeed,
    Requirement,
    ScreenNeed,
    StartProposal,
)
from khue.features.calls.models import Call, Proposal
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import SaveAnswers
from khue.features.dossiers.models import Dossier
from tests.cast import MOMENT, organisation, persona

CANARY = "bí-mật-chim-hoàng-yến"
CLOSES = MOMENT + timedelta(days=31, hours=7, minutes=30)
FRAME = 3_000_000_000


def raised(title: str = "Giảm ngập úng ở các nút giao sau mưa lớn", **more: Any) -> RaiseNeed:
    values: dict[str, Any] = {
        "party": organisation("VLSH"),
        "title": title,
        "description": "Mưa trên 50 mm/giờ làm ngập hơn ba mươi nút giao, người dân không được báo trước.",
        "field": "climate-response",
        "product": "Mô hình dự báo ngập theo thời gian thực",
        "cost_from": 1_000_000_000,
        "cost_to": FRAME,
    }
    return RaiseNeed(**{**values, **more})


def ordered(need: int, **more: Any) -> DraftOrder:
    values: dict[str, Any] = {
        "need_id": need,
        "title": "Dự báo ngập úng đô thị theo thời gian thực",
        "goal": "Dự báo trước ba mươi phút độ sâu ngập tại các nút giao thường ngập.",
        "field": "climate-response",
        "cost_frame": FRAME,
        "months": 24,
        "mode": "selection",
        "requirements": (Requirement("Mô hình dự báo", "Sai số độ sâu ngập không quá", "cm", "10"),),
    }
    return DraftOrder(**{**values, **more})


def accepted_need(**more: Any) -> int:
    need = calls.raise_need(raised(**more), actor=persona("researcher"))
    calls.screen_need(ScreenNeed(need, True), actor=persona("officer"))
    return need


def approved_order(**more: Any) -> int:
    order = calls.draft_order(ordered(accepted_need(), **more), actor=persona("officer"))
    calls.decide_order(DecideOrder(order, "submit"), actor=persona("officer"))
    calls.decide_order(DecideOrder(order, "approve"), actor=persona("decider"))
    return order


def prepared(order: int, **more: Any) -> PrepareCall:
    values: dict[str, Any] = {
        "order_id": order,
        "title": "Tuyển chọn đơn vị dự báo ngập úng đô thị",
        "summary": "Mời các tổ chức khoa học và doanh nghiệp đề xuất mô hình dự báo ngập.",
        "opens_on": MOMENT.date(),
        "closes_at": CLOSES,
        "questions_until": (MOMENT + timedelta(days=15)).date(),
        "criteria": ("Tính khả thi", "Năng lực"),
    }
    return PrepareCall(**{**values, **more})


def published_call(**more: Any) -> Call:
    officer = persona("officer")
    call = calls.prepare_call(prepared(approved_order(**more)), actor=officer)
    calls.publish_call(PublishCall(call), actor=officer)
    return Call.objects.get(pk=call)


def direct_call() -> Call:
    return published_call(
        mode="direct-assignment", ground="Đơn vị duy nhất có mạng đo mưa đã kiểm định.", performer=organisation("VLSH")
    )


# -- proposals -------------------------------------------------------------------------------------------------------


def answers(secret: str = CANARY) -> dict[str, dict[str, Any]]:
    """A complete proposal, section by section, but for its files."""
    return {
        "content": {
            "goal": f"Dự báo ngập trước 30 phút. {secret}",
            "state_of_art": "Đã có bản đồ ngập tĩnh; chưa có dự báo theo thời gian thực.",
            "method": "Ghép ra-đa mưa với mô hình thủy lực.",
            "products": "Mô hình đạt sai số 10 cm.",
        },
        "plan": {
            "milestones": [
                {
                    "milestone": "Mô hình thử",
                    "deliverable": "Bản chạy tại 3 nút giao",
                    "starts_on": "2026-06-01",
                    "ends_on": "2026-12-31",
                },
                {
                    "milestone": "Vận hành",
                    "deliverable": "Dự báo 30 nút giao",
                    "starts_on": "2027-01-01",
                    "ends_on": "2027-12-31",
                },
            ]
        },
        "costs": {
            "costs": [
                {
                    "description": "Nhân công",
                    "amount": 1_500_000_000,
                    "requested": 1_200_000_000,
                    "own_money": 300_000_000,
                    "other_public": 0,
                }
            ]
        },
        "risk": {
            "risks": [{"risk": "Thiếu số liệu", "likelihood": "low", "answer": "Đo bổ sung"}],
            "impact": "Giảm một nửa thời gian ùn tắc vì ngập sau ba năm.",
        },
        "papers": {"capacity": "Hai mươi kỹ sư thủy văn.", "commitment": "yes"},
    }


def pdf(name: str = "thuyet-minh.pdf", secret: str = CANARY) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, f"%PDF-1.4\n% {secret}\n%%EOF\n".encode(), "application/pdf")


def started(
    call: Call, actor: Actor | None = None, lead: str = "", title: str = f"Đề xuất dự báo ngập {CANARY}"
) -> Proposal:
    asked = StartProposal(call.pk, lead or organisation("VLSH"), title)
    return Proposal.objects.get(pk=calls.start_proposal(asked, actor=actor or persona("researcher")))


def save(proposal: Proposal, section: str, values: dict[str, Any], actor: Actor, **files: Any) -> None:
    seen = int(Dossier.objects.get(pk=proposal.dossier_id).section_versions.get(section, 0))
    dossiers.save_answers(SaveAnswers(proposal.dossier_id, section, values, seen, files), actor=actor)


def written(call: Call, actor: Actor | None = None, lead: str = "", secret: str = CANARY) -> Proposal:
    """Complete, with its principal investigator confirmed: ready to be handed in."""
    actor = actor or persona("researcher")
    proposal = started(call, actor, lead, f"Đề xuất dự báo ngập {secret}")
    for section, values in answers(secret).items():
        extra = {"statement": pdf(secret=secret)} if section == "papers" else {}
        save(proposal, section, values, actor, **extra)
    calls.invite_member(
        InviteMember(proposal.pk, actor.key, "principal", lead or organisation("VLSH"), 12), actor=actor
    )
    return proposal


def handed_in(call: Call, actor: Actor | None = None, lead: str = "", secret: str = CANARY) -> Proposal:
    actor = actor or persona("researcher")
    proposal = written(call, actor, lead, secret)
    calls.hand_in(HandIn(proposal.pk, True), actor=actor)
    proposal.refresh_from_db()
    return proposal


def at(actor: Actor, moment: datetime) -> Actor:
    return replace(actor, moment=moment)


def opened(call: Call) -> None:
    """Both sign an hour after the closing."""
    after = call.closes_at + timedelta(hours=1)
    calls.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), after))
    calls.open_proposals(OpenProposals(call.pk), actor=at(persona("clerk"), after))
    call.refresh_from_db()


def browser_of(key: str) -> Any:
    """A persona's signed-in test client; staff have shown their second factor."""
    from django.test import Client

    from khue.kernel.models import User
    from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD

    client = Client()
    client.force_login(User.objects.get(username=f"persona-{key}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = key
    session.save()
    return client
