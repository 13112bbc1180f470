"""A period, a procedure, a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.dossiers.domain.definition import Procedure
from khue.kernel.forms import DayField, KhueForm
from khue.kernel.web import language

LONGEST = timedelta(days=366)
USUAL = timedelta(days=90)


class FiguresForm(KhueForm):
    """``from`` is a word of Python's, so the fields are put in by name. At most a year, so that a figure has its cost."""

    def __init__(
        self,
        *args: Any,
        today: date,
        procedures: Sequence[Procedure] = (),
        units: Mapping[str, Text] | None = None,
        **kwargs: Any,
    ) -> None:
        given = args[0] if args else kwargs.pop("data", None)
        asked = given.copy() if given else {}
        asked.setdefault("from", f"{today - USUAL:%d/%m/%Y}")
        asked.setdefault("until", f"{today:%d/%m/%Y}")
        super().__init__(asked, *args[1:], **kwargs)
        words = language()
        self.fields["from"] = DayField(label=_("From day"))
        self.fields["until"] = DayField(label=_("Until day"))
        self.fields["procedure"] = forms.ChoiceField(
            label=_("Procedure"),
            required=False,
            choices=[("", _("Every procedure")), *((each.key, each.name.into(words)) for each in procedures)],
        )
        self.fields["unit"] = forms.ChoiceField(
            label=_("Unit"),
            required=False,
            choices=[("", _("Every unit")), *((code, name.into(words)) for code, name in (units or {}).items())],
        )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        first: date | None = self.cleaned_data.get("from")
        if first is not None and until < first:
            raise forms.ValidationError(_("The last day must not lie before the first one."), code="order")
        if first is not None and until - first > LONGEST:
            raise forms.ValidationError(_("At most a year at a time."), code="long")
        return until
