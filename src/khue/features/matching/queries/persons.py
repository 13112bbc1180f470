"""Why records of persons are kept."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.matching.models import Introduction, Triad, TriadSide
from khue.features.people import queries as people


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """An introduction that waits for its answers, of two sides or of several, holds the records of its broker and of every side. One
    query."""
    why = Text("có lời giới thiệu cung cầu đang chờ trả lời", "takes part in an introduction that is not answered yet")
    waits, several = Introduction.objects.filter(state="proposed"), Triad.objects.filter(state="proposed")
    sides = TriadSide.objects.filter(triad__state="proposed")
    columns = ((waits, "broker"), (waits, "demander"), (waits, "supplier"), (several, "broker"), (sides, "party"))
    return people.told_by(persons, (why, columns))
