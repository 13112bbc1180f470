"""Why records of persons are kept."""

from __future__ import annotations

from django.db.models import Q

from khue.core.bilingual import Text
from khue.features.matching.models import Introduction
from khue.features.people import queries as people


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """An introduction that waits for its answers holds the records of its broker and both sides. One query."""
    why = Text("có lời giới thiệu cung cầu đang chờ trả lời", "takes part in an introduction that is not answered yet")
    ids = {people.party_id(key) for person, same in persons.items() for key in {person, *same} if people.is_party_key(key)}  # fmt: skip
    found = Introduction.objects.filter(state="proposed")
    rows = found.filter(Q(broker__in=ids) | Q(demander__in=ids) | Q(supplier__in=ids)).values_list("broker", "demander", "supplier")  # fmt: skip
    named = {f"party:{number}" for row in rows for number in row if number in ids}
    return people.told_of_each(persons, ((why, named),))
