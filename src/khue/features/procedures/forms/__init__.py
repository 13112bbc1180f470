"""Text in, value out."""

from khue.features.procedures.forms.deeds import (
    EffectiveForm,
    GroundForm,
    ImportForm,
    MappingForm,
    MigrateForm,
    VersionsForm,
)
from khue.features.procedures.forms.lists import BasisForm, DocumentsForm, NeedsForm
from khue.features.procedures.forms.parts import (
    FieldForm,
    PartForm,
    SectionForm,
    StepForm,
    TextsForm,
)

__all__ = [
    "BasisForm",
    "DocumentsForm",
    "EffectiveForm",
    "FieldForm",
    "GroundForm",
    "ImportForm",
    "MappingForm",
    "MigrateForm",
    "NeedsForm",
    "PartForm",
    "SectionForm",
    "StepForm",
    "TextsForm",
    "VersionsForm",
]
