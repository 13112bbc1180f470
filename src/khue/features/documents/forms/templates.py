"""New texts of a kind of document, each in both languages, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.documents.domain import PublishTemplate
from khue.features.documents.queries import TemplateCard
from khue.kernel.forms import DayField, OnceForm, SeenForm
from khue.kernel.web import language


class TemplateForm(OnceForm, SeenForm):
    """One pair of inputs per editable text; ``words`` are the present ones."""

    def __init__(self, *args: Any, card: TemplateCard, words: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        for block in card.blocks:
            known = words.get(block.key)
            label = block.label.into(language())
            for code, name in (("vi", _("Vietnamese")), ("en", _("English"))):
                self.fields[f"{block.key}_{code}"] = forms.CharField(
                    label=f"{label} – {name}",
                    required=code == "vi" and not block.optional,
                    strip=True,
                    max_length=4000,
                    initial=getattr(known, code, ""),
                    widget=forms.Textarea(attrs={"rows": 3, "lang": code})
                    if block.longest > 120
                    else forms.TextInput(attrs={"lang": code}),
                )
        self.fields["valid_from"] = DayField(
            label=_("Valid from"), help_text=_("Documents issued from this day on carry the new texts.")
        )
        self.fields["note"] = forms.CharField(
            label=_("Why it changes"),
            max_length=300,
            help_text=_("Kept with the version, for example the number of the instruction."),
        )

    def texts(self) -> dict[str, Text]:
        """The texts as typed; one without Vietnamese is left out."""
        given = self.cleaned_data
        return {
            block.key: Text(
                given[f"{block.key}_vi"].replace("\r\n", "\n"), given[f"{block.key}_en"].replace("\r\n", "\n")
            )
            for block in self.card.blocks
            if given.get(f"{block.key}_vi", "").strip()
        }

    def command(self) -> PublishTemplate:
        given = self.cleaned_data
        return PublishTemplate(
            self.card.kind, self.texts(), given["valid_from"], given["note"], given["seen"], given["once"]
        )
