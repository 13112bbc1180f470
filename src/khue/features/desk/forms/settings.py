"""What a person chooses for the own desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.desk.domain.choices import DIGESTS, ChooseDigest, ChooseShortcuts
from khue.kernel.forms import OnceForm
from khue.kernel.web import language


class ShortcutsForm(OnceForm):
    """On or off; the button says which."""

    on = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def command(self) -> ChooseShortcuts:
        return ChooseShortcuts(self.cleaned_data["on"], self.cleaned_data.get("once"))


class DigestForm(OnceForm):
    """How often a mail says what waits."""

    often = forms.ChoiceField(label=_("A mail of what waits for me"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        often = self.fields["often"]
        assert isinstance(often, forms.ChoiceField)
        often.choices = [(key, text.into(language())) for key, text in DIGESTS.items()]

    def command(self) -> ChooseDigest:
        return ChooseDigest(self.cleaned_data["often"], self.cleaned_data.get("once"))
