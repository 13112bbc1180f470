"""The law of this support, as it stands on a day."""

from __future__ import annotations

from datetime import date

from khue.features.missions.domain.limits import RULE, SupportLaw
from khue.features.rulebook import queries as rulebook

RULES = (RULE,)
"""The rules of the law that decisions of this room rest on, for whoever lists what rests on a rule."""


def support_law(on: date, known_on: date | None = None) -> SupportLaw:
    """The law of the day ``on`` as known on ``known_on``. Raises Missing on a day on which the resolution is not in force."""
    return SupportLaw(rulebook.rule(RULE, on, known_on), rulebook.parameter("missions.equipment.receivers", on))
