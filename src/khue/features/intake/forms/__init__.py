"""Text in, command out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.actor import Actor
from khue.features.intake.domain.handing import HandOver
from khue.features.intake.domain.reconciling import CompareAgain, GiveList, Listed
from khue.features.intake.domain.sending import SendAgain, SendAllAgain
from khue.features.intake.domain.sources import (
    LONGEST_GROUND,
    USUAL_PER_MINUTE,
    CloseSource,
    MakeSourceKey,
    MapProcedure,
    RegisterSource,
    ReopenSource,
    RevokeSourceKey,
    RotateSecret,
    Subscribe,
)
from khue.features.intake.domain.states import WAYS
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language

Pairs = tuple[tuple[str, Any], ...]


class DeedForm(OnceForm):
    """A button alone: what was not sent by its page does nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].required = True

    def send_again(self, case_id: int) -> SendAgain:
        return SendAgain(case_id, self.cleaned_data["once"])

    def send_all_again(self, source_id: int) -> SendAllAgain:
        return SendAllAgain(source_id, self.cleaned_data["once"])

    def revoke(self, source_id: int, key_id: int) -> RevokeSourceKey:
        return RevokeSourceKey(source_id, key_id, self.cleaned_data["once"])


class HandOverForm(OnceForm):
    way = forms.ChoiceField(label=_("How the result was handed over"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, words.into(language())) for code, words in WAYS.items()]

    def command(self, case_id: int) -> HandOver:
        return HandOver(case_id, self.cleaned_data["way"], self.cleaned_data["once"])


class SourceForm(OnceForm):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Small letters, digits and dashes. It marks the dossiers of this source, and never changes."),
        max_length=40,
    )
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    def command(self) -> RegisterSource:
        given = self.cleaned_data
        return RegisterSource(given["code"].strip(), given["name_vi"], given["name_en"], given["once"])


class MapForm(OnceForm):
    code = forms.CharField(label=_("Procedure code of the source"), max_length=100)
    procedure = forms.ChoiceField(label=_("Procedure of the city"), required=False)

    def __init__(self, *args: Any, procedures: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["procedure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none any more")), *procedures]

    def command(self, source_id: int) -> MapProcedure:
        given = self.cleaned_data
        return MapProcedure(source_id, given["code"], given["procedure"], given["once"])


class KeyForm(OnceForm):
    name = forms.CharField(label=_("Name of the key"), help_text=_("Which machine or program uses it."), max_length=200)
    valid_until = DayField(label=_("In force until the day before"))
    per_minute = forms.IntegerField(
        label=_("Requests a minute"), initial=USUAL_PER_MINUTE, min_value=1, max_value=10**6
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].initial = actor.today + timedelta(days=180)

    def command(self, source_id: int) -> MakeSourceKey:
        given = self.cleaned_data
        return MakeSourceKey(source_id, given["name"], given["valid_until"], given["per_minute"], given["once"])


class SourceGroundForm(OnceForm):
    """Why a source is closed, or opened again."""

    ground = forms.CharField(
        label=_("Reason"), max_length=LONGEST_GROUND, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The source reads it in the answer to each dossier that is not taken."),
    )  # fmt: skip

    def __init__(self, *args: Any, closing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not closing:
            self.fields["ground"].help_text = ""

    def close(self, source_id: int) -> CloseSource:
        return CloseSource(source_id, self.cleaned_data["ground"], self.cleaned_data["once"])

    def reopen(self, source_id: int) -> ReopenSource:
        return ReopenSource(source_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class SubscribeForm(OnceForm):
    address = forms.CharField(
        label=_("Address of the receiver"),
        help_text=_("It begins with https:// and lies in the public network. For example https://portal.example/hooks"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def command(self, source_id: int) -> Subscribe:
        return Subscribe(source_id, self.cleaned_data["address"], self.cleaned_data["once"])


class RotateForm(OnceForm):
    overlap_days = forms.IntegerField(
        label=_("Days in which the former secret stays valid"),
        help_text=_("Messages carry both signatures meanwhile, so that the receiver can change over in peace."),
        initial=7,
        min_value=0,
        max_value=365,
    )

    def command(self, source_id: int) -> RotateSecret:
        return RotateSecret(source_id, self.cleaned_data["overlap_days"], self.cleaned_data["once"])


class ListForm(OnceForm):
    """The source's list of a day as a file; without one, the newest list is compared again."""

    source = forms.TypedChoiceField(label=_("Source"), coerce=int)
    day = DayField(label=_("Day"), help_text=_("The day on which the dossiers were lodged at the source."))
    file = forms.FileField(
        label=_("The source's list (CSV)"),
        help_text=_(
            "Columns: external_id, business, payment, delivery. Leave it out to compare the newest list again."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def __init__(self, *args: Any, sources: tuple[tuple[int, str], ...], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(sources)
        self.fields["day"].initial = actor.today - timedelta(days=1)

    def again(self) -> CompareAgain:
        given = self.cleaned_data
        return CompareAgain(given["source"], given["day"], given["once"])

    def command(self, lines: tuple[Listed, ...], actor: Actor) -> GiveList:
        given = self.cleaned_data
        return GiveList(given["source"], given["day"], actor.moment, lines, "page", given["once"])
