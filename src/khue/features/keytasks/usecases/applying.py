"""What this room brings to the procedure: the check of an application, and what comes into being with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import Missing
from khue.core.folding import fold
from khue.features.dossiers.queries import DossierFacts
from khue.features.dossiers.usecases import Wiring
from khue.features.keytasks.domain.application import PRIVATE, Application, application, faults
from khue.features.keytasks.domain.recognition import KEY_TASK
from khue.features.keytasks.models import KeyTask
from khue.features.keytasks.queries import panels
from khue.features.keytasks.queries.rules import recognition_answer, told
from khue.features.keytasks.usecases.parts import move
from khue.features.people.queries import PartyCard
from khue.kernel.deeds import Deed


def procedure_wiring() -> Wiring:
    """Called by ``site``: joins this room to the procedure ``key-task-recognition``."""
    return Wiring(check=check, submitted=take_in, ended=end, details=panels)


def check(answers: Mapping[str, Any], applicant: PartyCard, today: date) -> Decision:
    """Is the application in order on this day? The rule's reasons and those that no rule needs to say, all at once."""
    asked = application(answers)
    reasons = list(faults(asked))
    try:
        answer = recognition_answer(asked.field, asked.uses_city_budget, already_recognised(applicant.id, asked.title), today)  # fmt: skip
    except Missing as missing:
        return Decision.refuse(Reason("not_in_force", missing.text, missing.next_step))
    said = told(answer)
    if said.outcome is Outcome.REFUSED:
        reasons += said.reasons
    return Decision.refuse(*reasons, binding=answer.binding) if reasons else said


def already_recognised(party: int, title: str) -> bool:
    """Whether a recognised key task of the party has this very title."""
    running = KeyTask.objects.filter(party=party, state="recognised").values_list("title", flat=True)
    return fold(title) in {fold(each) for each in running}


def take_in(dossier: DossierFacts, applicant: PartyCard, *, first: bool, deed: Deed) -> None:
    """The key task from the answers. What is supplemented after its examination is examined again."""
    asked = application(dossier.answers)
    columns = _columns(dossier, applicant, asked)
    if first:
        task = KeyTask.objects.create(
            dossier_id=dossier.id,
            dossier_number=dossier.number,
            party_id=applicant.id,
            submitted_by=dossier.submitted_by,
            law_day=dossier.law_day or deed.today,
            **columns,
        )
    else:
        task = KeyTask.objects.select_for_update().get(dossier_id=dossier.id)
        deed.before(key_task=task.pk, key_task_state=task.state, money=task.money)
        move(task, law_day=dossier.law_day or deed.today, amended_at=deed.moment, **columns)
    deed.after(key_task=task.pk, key_task_state=task.state, money=task.money)


def _columns(dossier: DossierFacts, applicant: PartyCard, asked: Application) -> dict[str, Any]:
    name = PRIVATE if applicant.is_private_person else applicant.name
    return {
        "public_name": name,
        "title": asked.title,
        "field": asked.field,
        "money": asked.money,
        "starts_on": asked.starts_on,
        "ends_on": asked.ends_on,
        "folded": fold(f"{asked.title} {name} {dossier.number}"),
    }


def end(dossier: DossierFacts, outcome: str, *, deed: Deed) -> None:
    """Refused, withdrawn by the applicant, or not taken in."""
    task = KeyTask.objects.select_for_update().filter(dossier_id=dossier.id).first()
    verb = "cancel" if outcome == "withdrawn" else "refuse"
    if task is not None and KEY_TASK.may(task.state, verb):
        move(task, state=KEY_TASK.after(task.state, verb))
