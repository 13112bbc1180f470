"""The pages of the law."""

from khue.features.rulebook.views.certainty import board
from khue.features.rulebook.views.confirming import confirm
from khue.features.rulebook.views.figures import parameters, parameters_file
from khue.features.rulebook.views.history import compare_days, edition_file, editions, parameter
from khue.features.rulebook.views.resting import decisions
from khue.features.rulebook.views.rule import rule
from khue.features.rulebook.views.rules import rules
from khue.features.rulebook.views.texts import provision, text, texts

__all__ = [
    "board",
    "compare_days",
    "confirm",
    "decisions",
    "edition_file",
    "editions",
    "parameter",
    "parameters",
    "parameters_file",
    "provision",
    "rule",
    "rules",
    "text",
    "texts",
]
