"""Fields of this room, and the form of the register's search."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khue.features.results.domain.register import FIELDS, KINDS
from khue.features.results.domain.shares import LARGEST_PART
from khue.kernel.forms import KhueForm


def in_language(options: Any) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised."""
    words = get_language() or "vi"
    return [(str(key), text.capitalised().into(words)) for key, text in options.items()]


class ShareField(forms.CharField):
    """A share of the whole: ``33,5``, ``33.5 %`` (per cent) or ``1/3``. Gives an exact ``Fraction``; None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        typed = "".join(str(super().clean(value) or "").split()).replace(",", ".")
        if not typed:
            return None
        try:
            if re.fullmatch(r"\d{1,7}/\d{1,7}", typed):
                share = Fraction(typed)
            elif re.fullmatch(r"\d{1,3}(\.\d{1,4})?%?", typed):
                share = Fraction(typed.removesuffix("%")) / 100
            else:
                raise ValueError(typed)
        except (ValueError, ZeroDivisionError) as error:
            raise ValidationError(_("Write a share such as 33,5 (per cent) or 1/3."), code="share") from error
        if share > 1 or share.denominator > LARGEST_PART:
            raise ValidationError(_("A share is at most 100%."), code="share")
        return share


class FilterForm(KhueForm):
    """The register's search; everything may stay empty."""

    q = forms.CharField(label=_("Words in title or summary"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of result"), required=False)
    field = forms.ChoiceField(label=_("Research field"), required=False)
    offered = forms.BooleanField(label=_("Only results offered for free transfer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *in_language(KINDS)]  # type: ignore[attr-defined]  # a choice field
        self.fields["field"].choices = [("", _("All fields")), *in_language(FIELDS)]  # type: ignore[attr-defined]  # a choice field
