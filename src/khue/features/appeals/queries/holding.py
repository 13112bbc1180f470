"""What of appeals holds the record of a person back from erasure."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from khue.core.bilingual import Text
from khue.features.appeals.models import Appeal


def holds_of_person(keys: Collection[str]) -> tuple[Text, ...]:
    """An appeal is kept with who wrote and lodged it."""
    numbers = [int(key.partition(":")[2]) for key in keys]
    if Appeal.objects.filter(Q(created_by__in=keys) | Q(lodged_by__in=keys) | Q(applicant__in=numbers)).exists():
        return (Text("có khiếu nại phải lưu", "has an appeal that must be kept"),)
    return ()
