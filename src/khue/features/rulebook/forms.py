"""What a reader may filter by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.rulebook.domain import CERTAINTIES

LABELS = {
    "confirmed": _("confirmed by a legal officer"),
    "reported": _("as published"),
    "digest": _("from a digest: working default"),
    "draft": _("from a draft: not applied"),
    "comparator": _("from another place: not applied"),
    "unset": _("not known yet"),
}


def certainty_label(certainty: str) -> str:
    """How sure we are of a value, in the reader's language."""
    return str(LABELS[certainty])


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    certainty = forms.ChoiceField(
        label=_("How sure"), required=False, choices=[("", _("All")), *((code, LABELS[code]) for code in CERTAINTIES)]
    )

    def wanted(self) -> tuple[str, str]:
        """Words and certainty; what can't be used is left out."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("certainty", "")
