"""What a reader may ask of the law, what a legal officer tells, and how things are called."""

from khue.features.rulebook.forms.asking import BoardForm, CompareForm, DayForm, FilterForm, RulesForm, TextsForm
from khue.features.rulebook.forms.confirming import ConfirmForm
from khue.features.rulebook.forms.trying import TryForm
from khue.features.rulebook.forms.words import (
    CHANGE,
    INSTRUMENT,
    INSTRUMENT_GROUPS,
    RELATION,
    certainty_label,
)

__all__ = [
    "CHANGE",
    "INSTRUMENT",
    "INSTRUMENT_GROUPS",
    "RELATION",
    "BoardForm",
    "CompareForm",
    "ConfirmForm",
    "DayForm",
    "FilterForm",
    "RulesForm",
    "TextsForm",
    "TryForm",
    "certainty_label",
]
