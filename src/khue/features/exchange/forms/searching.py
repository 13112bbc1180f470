"""The search of the public list; everything may stay empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.exchange.domain.words import EVIDENCE, MODES, OBJECTS
from khue.features.exchange.forms.fields import in_language
from khue.features.exchange.queries import OfferFilter
from khue.features.results.domain.register import STAGES
from khue.kernel.forms import KhueForm, MoneyField


class OfferFilterForm(KhueForm):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Key field"), required=False)
    kind = forms.ChoiceField(label=_("Kind of technology"), required=False)
    stage = forms.ChoiceField(label=_("Readiness at least"), required=False)
    mode = forms.ChoiceField(label=_("How it is transferred"), required=False)
    evidence = forms.ChoiceField(label=_("Evidence at least"), required=False)
    price_to = MoneyField(label=_("Price begins at most at, in đồng"), required=False)
    encouraged = forms.BooleanField(label=_("Only encouraged technology"), required=False)

    def __init__(self, *args: Any, fields: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (
            ("field", fields),
            ("kind", OBJECTS),
            ("mode", MODES),
            ("evidence", EVIDENCE),
            ("stage", STAGES),
        ):
            self.fields[name].choices = [("", _("All")), *in_language(options)]  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> OfferFilter:
        """What narrows the list; a value that is none of its kind narrows nothing."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        return OfferFilter(
            said.get("q") or "", said.get("kind") or "", said.get("field") or "", said.get("mode") or "", said.get("evidence") or "",
            int(said.get("stage") or 0), said.get("price_to"), bool(said.get("encouraged")),
        )  # fmt: skip
