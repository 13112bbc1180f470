"""Facts for decisions, and the versions of procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers.access import no_such_dossier
from khue.features.dossiers.domain.clocks import Terms
from khue.features.dossiers.domain.definition import Procedure, Step, build
from khue.features.dossiers.models import Dossier, ProcedureVersion
from khue.features.rulebook import queries as rulebook
from khue.kernel import clock


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
    envelope: str = ""
    sealed: bool = False


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
        envelope=dossier.envelope,
        sealed=dossier.sealed_at is not None,
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


def in_force(on: date | None = None) -> QuerySet[ProcedureVersion]:
    """Versions whose day has come and which were not withdrawn, on a day of the city's calendar (none given: today)."""
    day = on or clock.now().astimezone(CITY_ZONE).date()
    begun = Q(effective_on=None) | Q(effective_on__lte=day)
    return ProcedureVersion.objects.filter(begun, withdrawal=None)


def step_of(dossier: Dossier, key: str) -> Step:
    """A step of a dossier as it is or was worked on: one that its version lacks comes from the version it followed then.

    Raises KeyError for a step of none of them.
    """
    try:
        return definition(dossier.version_id).step(key)
    except KeyError:
        for version in dossier.version_moves.order_by("-pk").values_list("from_version", flat=True):
            found = next((step for step in definition(version).steps if step.key == key), None)
            if found is not None:
                return found
        raise


def newest_version(key: str, on: date | None = None) -> int:
    """The id of the version of a procedure that is in force on a day. Raises Missing for an unknown key."""
    found = in_force(on).filter(key=key).order_by("-number").values_list("pk", flat=True).first()
    if found is None:
        raise Missing(
            Text("Không có thủ tục này.", "There is no such procedure."),
            Text("Mời ông/bà xem danh sách thủ tục.", "Look at the list of procedures."),
        )
    return int(found)


def procedure(key: str, on: date | None = None) -> Procedure:
    """The version of a procedure in force on a day. Raises Missing for an unknown key."""
    return definition(newest_version(key, on))


def procedures(on: date | None = None) -> tuple[Procedure, ...]:
    """Every procedure in the version that is in force on a day, by key."""
    rows = in_force(on).order_by("key", "-number").distinct("key").values_list("pk", flat=True)
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
