"""Facts for decisions, and the versions of procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers.access import no_such_dossier
from khue.features.dossiers.domain.clocks import Terms
from khue.features.dossiers.domain.definition import Procedure, build
from khue.features.dossiers.models import Dossier, ProcedureVersion
from khue.features.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """A dossier as rooms above see it."""

    id: int
    number: str
    procedure_key: str
    applicant_key: str
    applicant_name: str
    title: str
    state: str
    answers: Mapping[str, Any]
    submitted_by: str
    law_day: date | None
    received_on: date | None
    due_on: date | None
    version: int
    stamp: int


def facts_of(dossier: Dossier) -> DossierFacts:
    return DossierFacts(
        id=dossier.pk,
        number=dossier.number,
        procedure_key=dossier.procedure_key,
        applicant_key=f"party:{dossier.applicant_id}",
        applicant_name=dossier.applicant_name,
        title=dossier.title,
        state=dossier.state,
        answers=dossier.answers,
        submitted_by=dossier.submitted_by,
        law_day=dossier.law_day,
        received_on=dossier.received_on,
        due_on=dossier.due_on,
        version=dossier.version_id,
        stamp=dossier.stamp,
    )


def facts(dossier_id: int) -> DossierFacts:
    """Raises Missing when there is no such dossier. Says nothing about rights: callers have asked before."""
    found = Dossier.objects.filter(pk=dossier_id).first()
    if found is None:
        raise no_such_dossier()
    return facts_of(found)


@lru_cache(maxsize=256)
def definition(version_id: int) -> Procedure:
    """The definition of a version. Versions never change, so they are kept."""
    return build(ProcedureVersion.objects.values_list("content", flat=True).get(pk=version_id))


def newest_version(key: str) -> int:
    """The id of the newest version of a procedure. Raises Missing for an unknown key."""
    found = ProcedureVersion.objects.filter(key=key).order_by("-number").values_list("pk", flat=True).first()
    if found is None:
        raise Missing(
            Text("Không có thủ tục này.", "There is no such procedure."),
            Text("Mời ông/bà xem danh sách thủ tục.", "Look at the list of procedures."),
        )
    return int(found)


def procedure(key: str) -> Procedure:
    """The newest version of a procedure. Raises Missing for an unknown key."""
    return definition(newest_version(key))


def procedures() -> tuple[Procedure, ...]:
    """The newest version of every procedure, by key."""
    rows = ProcedureVersion.objects.order_by("key", "-number").distinct("key").values_list("pk", flat=True)
    return tuple(definition(pk) for pk in rows)


def terms_on(found: Procedure, on: date) -> Terms:
    """The term of each step as the law says on a day; None while unset. Values that do not apply count as unset."""
    return {step.key: _term(step.clock, on) if step.clock else None for step in found.steps}


def _term(clock: Any, on: date) -> Any:
    if clock.term is not None:
        return clock.term
    try:
        parameter = rulebook.parameter(clock.parameter, on)
    except Missing:
        return None
    return parameter.term if parameter.applies else None
