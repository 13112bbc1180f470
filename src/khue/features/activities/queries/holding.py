"""What holds an erasure back: records of this room that name a person and are kept."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.activities.models import EarnedFee, Spend
from khue.features.people import queries as people


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: fees that they earned, spends on them. One query."""
    told = Text("có thù lao, khoản chi phải lưu", "has fees or payments that must be kept")
    return people.told_by(persons, (told, [(EarnedFee.objects, "person"), (Spend.objects, "payee")]))
