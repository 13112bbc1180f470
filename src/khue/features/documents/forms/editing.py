"""The edited DOCX comes back; what it holds is shown before it replaces the draft."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.errors import Refused
from khue.features.documents.domain import ReplaceDraft
from khue.kernel import editable, uploads
from khue.kernel.forms import KhueForm, OnceForm, SeenForm
from khue.kernel.sheet_blocks import STYLES

LONGEST_TEXT = 20_000


class EditedFileForm(KhueForm):
    file = forms.FileField(
        label=_("The edited DOCX"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_("Letterhead, number, title and signatures stay as they are; only the text between them is taken."),
    )


def edited_blocks(upload: uploads.Upload) -> list[dict[str, Any]]:
    """The text of the uploaded file. Raises Refused with every reason."""
    name = uploads.clean_name(upload.name or "")
    reasons = [*uploads.name_reasons(name, "file"), *uploads.size_reasons(upload.size or 0, "file")]
    if not reasons:
        media_type = uploads.type_by_content(upload, uploads.ending_of(name))
        if media_type == uploads.DOCX:
            upload.seek(0)
            return editable.read(b"".join(upload.chunks()))
        reasons = uploads.type_reasons(media_type, uploads.ending_of(name), "file") or [editable.not_docx("file")]
    raise Refused.because(*reasons)


class ReplaceForm(OnceForm, SeenForm):
    """Carries the text that was shown as a comparison."""

    blocks = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)

    def clean_blocks(self) -> list[dict[str, Any]]:
        try:
            found = json.loads(self.cleaned_data["blocks"])
        except (ValueError, RecursionError) as error:
            raise ValidationError(_("Upload the edited file once more."), code="blocks") from error
        if not isinstance(found, list) or not all(map(_is_block, found)):
            raise ValidationError(_("Upload the edited file once more."), code="blocks")
        return found

    def command(self, code: str) -> ReplaceDraft:
        given = self.cleaned_data
        return ReplaceDraft(code, tuple(given["blocks"]), given["seen"], given["once"])


def _is_block(value: object) -> bool:
    if not isinstance(value, dict) or value.get("style") not in STYLES:
        return False
    if not isinstance(value.get("text"), str) or len(value["text"]) > LONGEST_TEXT:
        return False
    if value["style"] != "table":
        return set(value) == {"style", "text"}
    rows = value.get("rows")
    return (
        set(value) == {"style", "text", "rows"}
        and isinstance(rows, list)
        and 0 < len(rows) <= 500
        and all(
            isinstance(row, list) and 0 < len(row) <= 20 and all(isinstance(cell, str) for cell in row) for row in rows
        )
    )
