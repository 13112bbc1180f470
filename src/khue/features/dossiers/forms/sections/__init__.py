"""A page of questions as a form: built from the definition, with tables as rows of inputs.

A draft may be saved while questions are open: saving asks only that what was typed can be read. ``strict`` also asks
for what is missing; it is used on stored answers, so that nothing typed waits on it.
"""

from khue.features.dossiers.forms.sections.filling import section_form, typed_answers
from khue.features.dossiers.forms.sections.rows import KEPT, NARROW, Part, RowForm, RowPart, RowSet, Sum, is_narrow
from khue.features.dossiers.forms.sections.section import SectionForm, section_has

__all__ = [
    "KEPT",
    "NARROW",
    "Part",
    "RowForm",
    "RowPart",
    "RowSet",
    "SectionForm",
    "Sum",
    "is_narrow",
    "section_form",
    "section_has",
    "typed_answers",
]
