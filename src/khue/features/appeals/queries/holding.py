"""What of appeals holds the record of a person back from erasure."""

from __future__ import annotations

from django.db.models import Q

from khue.core.bilingual import Text
from khue.features.appeals.models import Appeal
from khue.features.people import queries as people

KEPT = Text("có khiếu nại phải lưu", "has an appeal that must be kept")


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """An appeal is kept with who wrote and lodged it. One query."""
    keys = {key for same in persons.values() for key in same}
    numbers = [people.party_id(key) for key in keys]
    mine = Q(created_by__in=keys) | Q(lodged_by__in=keys) | Q(applicant__in=numbers)
    named = Appeal.objects.filter(mine).values_list("created_by", "lodged_by", "applicant").distinct()
    true_of = {key for wrote, lodged, applicant in named for key in (wrote, lodged, f"party:{applicant}")}
    return people.told_of_each(persons, [(KEPT, true_of)])
