"""One case: its four states, what came and went, and what the dossier says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import AskedFor, DossierFacts
from khue.features.intake import access
from khue.features.intake.domain import states
from khue.features.intake.models import IntakeCase, Source, StateChange
from khue.kernel.ui import StateView, Tone


@dataclass(frozen=True, slots=True)
class SourceCard:
    """``closed_at``: since when its new dossiers are refused, with ``closed_ground``."""

    id: int
    code: str
    name: Text
    closed_at: datetime | None = None
    closed_ground: str = ""

    @classmethod
    def of(cls, row: Source) -> SourceCard:
        name = Text(row.name_vi, row.name_en or row.name_vi)
        return cls(row.pk, row.code, name, row.closed_at, row.closed_ground)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of one of the four states."""

    kind: str
    before: str
    after: str
    at: datetime
    by: str
    cause: str


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as the source may read it. ``states``: kind → code; ``since``: kind → when it came to that."""

    id: int
    source: SourceCard
    external_id: str
    revision: int
    procedure_code: str
    applicant_name: str
    lodged_at: datetime
    received_at: datetime
    states: Mapping[str, str]
    since: Mapping[str, datetime]
    refusal: tuple[Mapping[str, Any], ...]
    facts: DossierFacts | None
    asked: AskedFor | None
    handed_way: str
    handed_at: datetime | None
    changes: tuple[ChangeLine, ...]

    @property
    def number(self) -> str:
        return self.facts.number if self.facts else ""

    @property
    def due_on(self) -> date | None:
        return self.facts.due_on if self.facts else None


def state_view(kind: str, code: str) -> StateView:
    tone: Tone = states.TONES.get((kind, code), "plain")  # type: ignore[assignment]  # the table holds words of Tone only
    return StateView(code, states.STATES[kind].get(code, Text(code, code)), tone)


def business_of(dossier_state: str | None) -> str:
    return dossier_state or states.REFUSED_CONTENT


def case_of(source: Source, external_id: str) -> CaseCard:
    """A source's own case. Raises Missing, in the same words for another's."""
    row = IntakeCase.objects.select_related("source").filter(source=source, external_id=external_id).first()
    if row is None:
        raise access.no_such_case()
    return card(row)


def card(row: IntakeCase) -> CaseCard:
    facts = dossiers.facts(row.dossier_id) if row.dossier_id else None
    asked = dossiers.asked_for(row.dossier_id) if row.dossier_id else None
    changes = tuple(
        ChangeLine(found.kind, found.before, found.after, found.at, found.by, found.cause)
        for found in StateChange.objects.filter(case=row).order_by("id")
    )
    return CaseCard(
        id=row.pk,
        source=SourceCard.of(row.source),
        external_id=row.external_id,
        revision=row.revision,
        procedure_code=row.procedure_code,
        applicant_name=row.applicant_name,
        lodged_at=row.lodged_at,
        received_at=row.received_at,
        states={
            "business": business_of(facts.state if facts else None),
            "payment": row.payment,
            "delivery": row.delivery,
            "sync": row.sync,
        },
        since={change.kind: change.at for change in changes},
        refusal=tuple(row.refusal or ()),
        facts=facts,
        asked=asked,
        handed_way=row.handed_way,
        handed_at=row.handed_at,
        changes=changes,
    )
