"""Text in, command out."""

from khue.features.appeals.forms.handling import (
    AdmissionForm,
    AssignForm,
    DecideForm,
    DialogueForm,
    ExtendForm,
    ResumeForm,
    SuspendForm,
)
from khue.features.appeals.forms.writing import STEP_FORMS, FilesForm, LodgeForm, StartForm, StepForm, WithdrawForm

__all__ = [
    "STEP_FORMS",
    "AdmissionForm",
    "AssignForm",
    "DecideForm",
    "DialogueForm",
    "ExtendForm",
    "FilesForm",
    "LodgeForm",
    "ResumeForm",
    "StartForm",
    "StepForm",
    "SuspendForm",
    "WithdrawForm",
]
