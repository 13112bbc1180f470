"""Forms of the parts of a definition: both languages side by side, lists as rows."""

from khue.features.procedures.forms.parts.frame import PartForm, row_words, say, with_present
from khue.features.procedures.forms.parts.inputs import WordsField
from khue.features.procedures.forms.parts.questions import FieldForm
from khue.features.procedures.forms.parts.steps import StepForm
from khue.features.procedures.forms.parts.texts import SectionForm, TextsForm

__all__ = [
    "FieldForm",
    "PartForm",
    "SectionForm",
    "StepForm",
    "TextsForm",
    "WordsField",
    "row_words",
    "say",
    "with_present",
]
