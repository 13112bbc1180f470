"""Dossiers of the cast, brought to a state through use-cases."""

from __future__ import annotations

from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import CompleteStep, SubmitDossier
from khue.features.dossiers.models import Dossier, Task
from khue.kernel.models import AuditRecord
from khue.site.sample.applications import Item, Project, write_draft
from tests.cast import organisation, persona

PROJECT = Project(
    "Màng lọc nước từ sợi tre",
    "research-topic",
    "environmental-technology",
    (
        Item("Máy quang phổ hồng ngoại FTIR", "purchase", 1_850_000_000),
        Item("Điện, khí, bảo trì", "operation", 310_500_000),
    ),
)
SELLER = "0100109106"


def draft() -> Dossier:
    found = write_draft(PROJECT, organisation("VLSH"), actor=persona("researcher"), seller=SELLER)
    return Dossier.objects.get(pk=found)


def submitted() -> Dossier:
    dossier = draft()
    usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    dossier.refresh_from_db()
    return dossier


def accepted(days: int = 1) -> Dossier:
    dossier = submitted()
    usecases.accept_for_processing(CompleteStep(the_task(dossier).pk, "accept"), actor=persona("clerk", days=days))
    dossier.refresh_from_db()
    return dossier


def the_task(dossier: Dossier) -> Task:
    """Its one open task."""
    return Task.objects.get(dossier=dossier, closed_at=None)


def records(dossier: Dossier, deed: str) -> int:
    """How many audit records of this deed name the dossier."""
    return AuditRecord.objects.filter(subjects__contains=[f"dossier:{dossier.pk}"], deed=deed).count()
