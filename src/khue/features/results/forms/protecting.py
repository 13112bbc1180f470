"""Forms of intellectual property and of offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.results.domain.rights import IP, IP_KINDS, AddRight, MoveRight, OfferTransfer, WithdrawOffer
from khue.features.results.forms.fields import in_language
from khue.kernel.forms import DayField, OnceForm


class RightForm(OnceForm):
    kind = forms.ChoiceField(label=_("Kind of right"))
    title = forms.CharField(label=_("Title of the object"), max_length=300)
    territory = forms.CharField(
        label=_("Territory"), max_length=4, initial="VN", help_text=_("Code of the country, or PCT, EP.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "–"), *in_language(IP_KINDS)]  # type: ignore[attr-defined]  # a choice field

    def command(self, result_id: int) -> AddRight:
        said = self.cleaned_data
        return AddRight(result_id, said["kind"], said["title"], said["territory"].strip(), said["once"])


class StepForm(OnceForm):
    step = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = DayField(label=_("On the day"))
    number = forms.CharField(label=_("Number of the application or title"), max_length=60, required=False)
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, steps: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = get_language() or "vi"
        labels = {one.name: one.label for one in IP.transitions if one.label is not None}
        self.fields["step"].choices = [(name, labels[name].capitalised().into(words)) for name in steps]  # type: ignore[attr-defined]  # a choice field

    def command(self, right_id: int) -> MoveRight:
        said = self.cleaned_data
        return MoveRight(right_id, said["step"], said["on"], said["number"], said["note"], said["once"])


class OfferForm(OnceForm):
    conditions_vi = forms.CharField(
        label=_("Conditions in Vietnamese"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    conditions_en = forms.CharField(
        label=_("Conditions in English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    open_on = DayField(label=_("Claims are taken from"))
    until_on = DayField(label=_("… until the day before"))

    def command(self, result_id: int) -> OfferTransfer:
        said = self.cleaned_data
        conditions = Text(said["conditions_vi"], said["conditions_en"])
        return OfferTransfer(result_id, conditions, said["open_on"], said["until_on"], said["once"])


class WithdrawOfferForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=500)

    def command(self, offer_id: int) -> WithdrawOffer:
        return WithdrawOffer(offer_id, self.cleaned_data["ground"], self.cleaned_data["once"])
