"""Forms of drafts: a sheet, a document, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.exchange.domain.drafts import DropDrafts, HandInDrafts, ReadDocument
from khue.features.exchange.domain.offers import TakeOffers
from khue.features.exchange.domain.sheets import ImportOffers
from khue.kernel.forms import DayField, OnceForm, TicksField


class _OfParty(OnceForm):
    party = forms.ChoiceField(label=_("Who offers"))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field


class SheetForm(_OfParty):
    sheet = forms.FileField(label=_("The sheet, as XLSX"))

    def command(self) -> ImportOffers:
        said = self.cleaned_data
        return ImportOffers(said["party"], said["sheet"], said["once"])


class DocumentForm(_OfParty):
    paper = forms.FileField(label=_("The document, as PDF, DOCX or TXT"))

    def command(self) -> ReadDocument:
        said = self.cleaned_data
        return ReadDocument(said["party"], said["paper"], said["once"])


class _Chosen(OnceForm):
    """``choices``: (id, words) of what may be ticked; all of it is ticked at first."""

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(choices)
        self.fields["chosen"].choices = known  # type: ignore[attr-defined]  # a choice field
        self.fields["chosen"].initial = [code for code, _words in known]

    def ids(self) -> tuple[int, ...]:
        return tuple(int(one) for one in self.cleaned_data["chosen"] if one.isascii() and one.isdigit())


class HandInDraftsForm(_Chosen):
    chosen = TicksField(label=_("Drafts"), widget=forms.CheckboxSelectMultiple, choices=[])
    valid_until = DayField(label=_("Valid until, for those that say no day"))
    looked = forms.BooleanField(label=_("I have looked at similar entries; these are other technologies"), required=False)  # fmt: skip

    def command(self) -> HandInDrafts:
        said = self.cleaned_data
        return HandInDrafts(self.ids(), said["valid_until"], said["looked"], said["once"])


class DropDraftsForm(_Chosen):
    chosen = TicksField(label=_("Drafts"), widget=forms.CheckboxSelectMultiple, choices=[])

    def command(self) -> DropDrafts:
        return DropDrafts(self.ids(), self.cleaned_data["once"])


class TakeManyForm(_Chosen):
    chosen = TicksField(label=_("Offers that wait"), widget=forms.CheckboxSelectMultiple, choices=[])

    def command(self) -> TakeOffers:
        return TakeOffers(self.ids(), self.cleaned_data["once"])
