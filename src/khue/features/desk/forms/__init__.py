"""Text in, commands out."""

from khue.features.desk.forms.bulk import BulkForm, BulkKindForm
from khue.features.desk.forms.figures import FiguresForm
from khue.features.desk.forms.notes import NoteForm, StrikeForm
from khue.features.desk.forms.saved_views import FilterForm, ViewForm
from khue.features.desk.forms.settings import DigestForm, ShortcutsForm
from khue.features.desk.forms.steps import (
    AcceptForm,
    ApologyForm,
    HandOverForm,
    OutcomeForm,
    RefuseForm,
    RegisterForm,
    StepForm,
    SupplementForm,
)

__all__ = [
    "AcceptForm",
    "ApologyForm",
    "BulkForm",
    "BulkKindForm",
    "DigestForm",
    "FiguresForm",
    "FilterForm",
    "HandOverForm",
    "NoteForm",
    "OutcomeForm",
    "RefuseForm",
    "RegisterForm",
    "ShortcutsForm",
    "StepForm",
    "StrikeForm",
    "SupplementForm",
    "ViewForm",
]
