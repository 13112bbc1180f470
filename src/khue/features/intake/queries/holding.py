"""What of intake holds the record of a person back from erasure."""

from __future__ import annotations

from django.db.models import Q

from khue.core.bilingual import Text
from khue.features.dossiers.domain.steps import ENDED_STATES
from khue.features.intake.models import IntakeCase
from khue.features.people import queries as people

OPEN_CASE = Text("có hồ sơ liên thông chưa kết thúc", "has an open case of another system")


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """A case of another system that is still open: under way, its result not handed over, or the source not told. One query."""
    keys = {key for same in persons.values() for key in same}
    mine = Q(dossier__applicant__in=[people.party_id(key) for key in keys]) | Q(dossier__submitted_by__in=keys)
    ready = Q(delivery="ready") | Q(sync__in=("pending", "failed"))
    found = IntakeCase.objects.filter(mine).filter(~Q(dossier__state__in=ENDED_STATES) | ready)
    named = found.values_list("dossier__applicant", "dossier__submitted_by").distinct()
    true_of = {key for applicant, handed_in in named for key in (f"party:{applicant}", handed_in)}
    return people.told_of_each(persons, [(OPEN_CASE, true_of)])
