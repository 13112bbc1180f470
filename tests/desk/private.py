"""A private person's dossier on the desk. The one procedure that there is takes organisations only, so it is put there."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import StartDraft
from khue.features.dossiers.models import Dossier, Task


def private_case(person: Actor) -> Task:
    """The receipt task of a dossier that the person handed in for themselves."""
    number = usecases.start_draft(StartDraft("equipment-support", person.key), actor=person)
    Dossier.objects.filter(pk=number).update(
        state="submitted", submitted_by=person.key, submitted_at=person.moment, title="Hồ sơ của tôi"
    )
    dossier = Dossier.objects.get(pk=number)
    return Task.objects.create(
        dossier=dossier,
        dossier_number=dossier.number,
        procedure_key=dossier.procedure_key,
        step="completeness",
        name_vi="Kiểm tra thành phần hồ sơ",
        title=dossier.title,
        applicant_name=dossier.applicant_name,
        right="dossiers.receive",
        opened_on=person.today,
        sort_on=person.today,
    )
