"""Believable applications for equipment support, written section by section as a person would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import SaveAnswers, StartDraft, SubmitDossier
from khue.features.people import queries as people

PROCEDURE = "equipment-support"


@dataclass(frozen=True, slots=True)
class Item:
    """One cost line; ``invoice`` is a number in the sample seller's book, or 0 for a quote."""

    description: str
    cost_class: str
    amount: int
    software: bool = False
    invoice: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    title: str
    kind: str
    field: str
    items: tuple[Item, ...]
    tranches: int = 2


SHARES = {("trial-production", "purchase"): (1, 2)}
"""How much of a line the sample applicants ask for; the rulebook caps it whatever stands here."""


def paper(name: str) -> ContentFile[bytes]:
    """A small, real PDF with one empty page, named as the paper it stands for."""
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
        b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n165\n%%EOF\n"
    )
    return ContentFile(body, name=f"{name}.pdf")


def requested(item: Item, kind: str) -> int:
    top, bottom = SHARES.get((kind, item.cost_class), (1, 1))
    return item.amount * top // bottom


def sections(project: Project, today: date, seller: str) -> dict[str, dict[str, Any]]:
    """The answers of every section, without the files."""
    lines = [_line(item, project.kind, seller) for item in project.items]
    total = sum(line["requested"] for line in lines)
    return {
        "task": {
            "task_kind": project.kind,
            "task_title": project.title,
            "task_code": "",
            "task_field": project.field,
            "starts_on": (today + timedelta(days=30)).isoformat(),
            "ends_on": (today + timedelta(days=30 + 540)).isoformat(),
            "summary": f"{project.title}: mục tiêu, sản phẩm và nơi áp dụng trên địa bàn Thủ đô.",
        },
        "applicant": {
            "contact_name": "Đầu mối của đơn vị (mẫu)",
            "contact_phone": "024 0000 0000",
            "contact_email": "dau-moi@sample.example",
            "capacity": "Đơn vị có phòng thí nghiệm, nhân lực và kinh nghiệm thực hiện nhiệm vụ tương tự.",
        },
        "costs": {"lines": lines},
        "direct_use": {
            "direct_use_statement": "Toàn bộ máy móc, thiết bị được dùng trực tiếp cho nhiệm vụ trong thời gian thực hiện.",
            "other_support": "no",
        },
        "tranches": {"tranches": _tranches(total, project.tranches, today)},
        "papers": {"commitment": "yes"},
    }


def _line(item: Item, kind: str, seller: str) -> dict[str, Any]:
    asked = requested(item, kind)
    line: dict[str, Any] = {
        "description": item.description,
        "cost_class": item.cost_class,
        "amount": item.amount,
        "requested": asked,
        "software": "yes" if item.software else "no",
        "other_public": 0,
        "own_money": item.amount - asked,
    }
    if item.software:
        line["serves_task_directly"] = "yes"
    if item.invoice:
        line |= {
            "seller_tax_code": seller,
            "invoice_symbol": "1C26TMM",
            "invoice_number": f"{item.invoice:07d}",
            "invoice_line": 1,
        }
    return line


def _tranches(total: int, count: int, today: date) -> list[dict[str, Any]]:
    names = ("Thiết bị được lắp đặt, nghiệm thu tại chỗ", "Kết quả chạy thử đạt yêu cầu", "Báo cáo kết quả và dữ liệu")
    part = total // count
    amounts = [part] * (count - 1) + [total - part * (count - 1)]
    return [
        {
            "deliverable": names[number % len(names)],
            "amount": amount,
            "due_on": (today + timedelta(days=120 * (number + 1))).isoformat(),
        }
        for number, amount in enumerate(amounts)
    ]


def write_draft(project: Project, applicant: str, *, actor: Actor, seller: str) -> int:
    """A draft with everything answered, ready to be handed in; its id."""
    dossier_id = dossiers.start_draft(StartDraft(PROCEDURE, applicant, uuid4()), actor=actor)
    card = people.party(applicant)
    for section, values in sections(project, actor.today, seller).items():
        if section == "applicant":
            values |= {"tax_code": card.tax_code, "address": card.address}
        uploads: dict[str, Any] = {}
        if section == "costs":
            uploads = {f"lines.{n}.evidence": paper(f"bao-gia-{n}") for n in range(1, len(project.items) + 1)}
        if section == "papers":
            uploads = {"task_decision": paper("quyet-dinh-giao-nhiem-vu")}
        dossiers.save_answers(SaveAnswers(dossier_id, section, values, 0, uploads), actor=actor)
    return dossier_id


def hand_in(project: Project, applicant: str, *, actor: Actor, seller: str) -> str:
    """Write and submit; the dossier's number."""
    dossier_id = write_draft(project, applicant, actor=actor, seller=seller)
    return dossiers.submit_dossier(SubmitDossier(dossier_id, True, uuid4()), actor=actor)
