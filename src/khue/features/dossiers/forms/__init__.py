"""Text in, answers and commands out."""

from khue.features.dossiers.forms.deeds import (
    CertifyForm,
    EditorForm,
    StartForm,
    SupplementForm,
    WithdrawForm,
)
from khue.features.dossiers.forms.sections import Part, SectionForm, section_form, typed_answers

__all__ = [
    "CertifyForm",
    "EditorForm",
    "Part",
    "SectionForm",
    "StartForm",
    "SupplementForm",
    "WithdrawForm",
    "section_form",
    "typed_answers",
]
