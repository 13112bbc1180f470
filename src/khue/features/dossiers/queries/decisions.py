"""Decisions on dossiers and who has had to do with them: for rooms that look at a decision again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing
from khue.features.dossiers.models import DecisionRecord, Task
from khue.features.dossiers.queries.facts import DossierFacts, facts_of
from khue.features.dossiers.queries.pages import decision_of


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """One decision as it was taken. ``amount`` in đồng; ``superseded``: a later one took its place."""

    id: int
    dossier: DossierFacts
    outcome: str
    amount: int | None
    text: Text
    why: Decision
    decider: str
    decider_name: str
    decided_on: date
    superseded: bool


def decision_facts(decision_id: int) -> DecisionFacts:
    """Raises Missing for an unknown id. Says nothing about rights: callers have asked before."""
    found = DecisionRecord.objects.select_related("dossier", "superseded_by").filter(pk=decision_id).first()
    if found is None:
        raise Missing(
            Text("Không tìm thấy quyết định này.", "There is no such decision."),
            Text("Mời ông/bà mở lại hồ sơ.", "Open the dossier again."),
        )
    return _facts(found)


def decisions_of(dossier_id: int) -> tuple[DecisionFacts, ...]:
    """All decisions of a dossier, oldest first."""
    rows = DecisionRecord.objects.filter(dossier=dossier_id).select_related("dossier", "superseded_by").order_by("pk")
    return tuple(_facts(row) for row in rows)


def decision_ids(name: str) -> tuple[int, ...]:
    """Decisions by their own id, by the number of a dossier or by that of an issued document; oldest first."""
    found = Q(dossier__number=name) | Q(dossier__documents__number=name)
    if name.isdecimal() and len(name) < 19:
        found |= Q(pk=int(name))
    return tuple(DecisionRecord.objects.filter(found).order_by("pk").values_list("pk", flat=True).distinct())


def _facts(row: DecisionRecord) -> DecisionFacts:
    return DecisionFacts(
        id=row.pk,
        dossier=facts_of(row.dossier),
        outcome=row.outcome,
        amount=row.amount,
        text=Text(row.text_vi, row.text_en),
        why=decision_of(row.explanation),
        decider=row.decider,
        decider_name=row.decider_name,
        decided_on=row.decided_on,
        superseded=hasattr(row, "superseded_by"),
    )


def handlers_of(dossier_id: int) -> tuple[str, ...]:
    """Keys of everyone who took or closed a task of the dossier."""
    rows = Task.objects.filter(dossier=dossier_id).filter(~Q(closed_by="") | ~Q(assignee=""))
    keys = [key for pair in rows.values_list("closed_by", "assignee") for key in pair if key.startswith("party:")]
    return tuple(dict.fromkeys(keys))
