"""Doors of the room: legal values, rules, and what the rules say of one case or of many."""

from khue.features.rulebook.api import evaluating, many, parameters, rules
from khue.features.rulebook.api.shapes import door

__all__ = ["door", "evaluating", "many", "parameters", "rules"]
