"""What of intake holds the record of a person back from erasure."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from khue.core.bilingual import Text
from khue.features.dossiers.domain.steps import ENDED_STATES
from khue.features.intake.models import IntakeCase
from khue.features.people import queries as people


def holds_of_person(keys: Collection[str]) -> tuple[Text, ...]:
    """A case of another system that is still open: under way, its result not handed over, or the source not told."""
    numbers = [people.party_id(key) for key in keys]
    mine = Q(dossier__applicant__in=numbers) | Q(dossier__submitted_by__in=keys)
    ready = Q(delivery="ready") | Q(sync__in=("pending", "failed"))
    if IntakeCase.objects.filter(mine).filter(~Q(dossier__state__in=ENDED_STATES) | ready).exists():
        return (Text("có hồ sơ liên thông chưa kết thúc", "has an open case of another system"),)
    return ()
