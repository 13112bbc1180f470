"""Doors of the room: the law, legal values, rules, and what the rules say of one case or of many."""

from khue.features.rulebook.api import evaluating, law, many, parameters, rules
from khue.features.rulebook.api.shapes import door

__all__ = ["door", "evaluating", "law", "many", "parameters", "rules"]
