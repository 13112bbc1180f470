"""Decisions with their explanation, and the end of a case: doors for the rooms that decide on the matter."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.dossiers.domain.steps import DOSSIER
from khue.features.dossiers.events import DecisionMade, DossierClosed
from khue.features.dossiers.models import DecisionRecord, Dossier
from khue.features.dossiers.usecases.parts import (
    locked_dossier,
    move,
    notify_applicant,
    parties_of,
    require_not_own_case,
)
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed


def record_decision(
    dossier_id: int,
    *,
    decision: Decision,
    outcome: str,
    amount: int | None,
    text: Text,
    title: Text | None = None,
    deed: Deed,
) -> int:
    """Keep what was decided with all reasons, and tell the applicant; the record's id.

    ``outcome`` is ``granted`` or ``refused``. A second decision supersedes the first and never changes it.
    ``title`` is that of the applicant's notice where the outcome alone would not say what was decided. The state
    of the dossier follows from its steps (``close_task``). Raises Refused when the decider is the applicant or acts for
    the applicant.
    """
    dossier = locked_dossier(dossier_id)
    require_not_own_case(dossier, deed.actor)
    last = DecisionRecord.objects.filter(dossier=dossier, superseded_by=None).order_by("-pk").first()
    edition = rulebook.edition()
    record = DecisionRecord.objects.create(
        dossier=dossier,
        outcome=outcome,
        amount=amount,
        text_vi=text.vi,
        text_en=text.en,
        explanation=decision.to_json(),
        edition=edition,
        binding=decision.binding,
        decider=deed.actor.key,
        decider_name=deed.actor.name,
        decided_on=deed.today,
        supersedes=last,
    )
    deed.decide(decision, edition=edition)
    deed.after(decision=record.pk, outcome=outcome, amount=amount)
    granted = outcome == "granted"
    deed.emit(
        DecisionMade(
            subject=f"dossier:{dossier.pk}", parties=parties_of(dossier), number=dossier.number, granted=granted
        )
    )
    _tell(dossier, granted, text, title, deed=deed)
    return int(record.pk)


def _tell(dossier: Dossier, granted: bool, text: Text, title: Text | None, *, deed: Deed) -> None:
    title = title or (
        Text(f"Hồ sơ {dossier.number} được chấp thuận", f"Dossier {dossier.number} was granted")
        if granted
        else Text(f"Hồ sơ {dossier.number} không được chấp thuận", f"Dossier {dossier.number} was refused")
    )
    notify_applicant(dossier, "dossier", title, text, deed=deed)


def close_dossier(dossier_id: int, *, deed: Deed) -> None:
    """The matter has come to its end; the dossier is closed."""
    dossier = locked_dossier(dossier_id)
    dossier.ended_on = deed.today
    move(dossier, DOSSIER.after(dossier.state, "close"), "ended_on", deed=deed)
    deed.emit(DossierClosed(subject=f"dossier:{dossier.pk}", parties=parties_of(dossier), number=dossier.number))
