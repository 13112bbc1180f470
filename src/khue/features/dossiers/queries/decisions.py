"""Decisions on dossiers and who has had to do with them: for rooms that look at a decision again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.errors import Missing
from khue.features.dossiers.models import DecisionRecord, Dossier, Task
from khue.features.dossiers.queries.facts import DossierFacts, facts_of


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
    return _facts(found, facts_of(found.dossier))


def decisions_of(dossier_id: int) -> tuple[DecisionFacts, ...]:
    """All decisions of a dossier, oldest first."""
    rows = DecisionRecord.objects.filter(dossier=dossier_id).select_related("dossier", "superseded_by").order_by("pk")
    return tuple(_facts(row, facts_of(row.dossier)) for row in rows)


def decision_ids(name: str) -> tuple[int, ...]:
    """Decisions by their own id, by the number of a dossier or by that of an issued document; oldest first."""
    found = Q(dossier__number=name) | Q(dossier__documents__number=name)
    if name.isdecimal() and len(name) < 19:
        found |= Q(pk=int(name))
    return tuple(DecisionRecord.objects.filter(found).order_by("pk").values_list("pk", flat=True).distinct())


def decisions_on(dossier: Dossier) -> tuple[DecisionFacts, ...]:
    """The same for a dossier that was read already."""
    facts = facts_of(dossier)
    rows = DecisionRecord.objects.filter(dossier=dossier).select_related("superseded_by").order_by("pk")
    return tuple(_facts(row, facts) for row in rows)


def _facts(row: DecisionRecord, dossier: DossierFacts) -> DecisionFacts:
    return DecisionFacts(
        id=row.pk,
        dossier=dossier,
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


def decision_of(value: Mapping[str, Any]) -> Decision:
    """A decision as it was kept (``Decision.to_json``)."""
    reasons = tuple(_reason(reason) for reason in value.get("reasons", ()))
    return Decision(Outcome(value.get("outcome", "granted")), reasons, bool(value.get("binding", True)))


def _reason(value: Mapping[str, Any]) -> Reason:
    source, step = value.get("source"), value.get("next_step")
    return Reason(
        value["code"],
        Text.from_json(value["text"]),
        Text.from_json(step) if step else None,
        value.get("field", ""),
        Source(source["provision"], source["certainty"], source.get("url", ""), source.get("provision_en", ""))
        if source
        else None,
    )
