"""Forms of matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.matching.domain.deciding import (
    LONGEST,
    AnswerIntroduction,
    AnswerPair,
    AnswerThird,
    Introduce,
    WithdrawIntroduction,
)
from khue.features.matching.domain.triads import AnswerTriad, ProposeTriad, WithdrawTriad
from khue.features.matching.domain.words import THIRD_WHYS, WHYS
from khue.kernel.forms import OnceForm
from khue.kernel.web import language


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AnswerForm(OnceForm):
    useful = forms.ChoiceField(
        label=_("Is this pair of use to you?"), choices=[("yes", _("Yes, of use")), ("no", _("No, of no use"))], widget=forms.RadioSelect
    )  # fmt: skip
    why = forms.ChoiceField(label=_("Why is it of no use?"), required=False, help_text=_("Only if it is of no use."))
    note = forms.CharField(label=_("In your words"), max_length=LONGEST, required=False, widget=area(3))
    whys: Mapping[str, Text] = WHYS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = language()
        self.fields["why"].choices = [("", _("Choose")), *((code, text.into(lang)) for code, text in self.whys.items())]  # type: ignore[attr-defined]  # a choice field

    def command(self, demand: int, offer: int) -> AnswerPair:
        said = self.cleaned_data
        return AnswerPair(demand, offer, said["useful"] == "yes", said["why"], said["note"], said["once"])


class AnswerThirdForm(AnswerForm):
    """The same of an expert or investor, with reasons of its own."""

    useful = forms.ChoiceField(
        label=_("Is this of use to you?"), choices=[("yes", _("Yes, of use")), ("no", _("No, of no use"))], widget=forms.RadioSelect
    )  # fmt: skip
    whys = THIRD_WHYS

    def third(self, offer: int, entry: int) -> AnswerThird:
        said = self.cleaned_data
        return AnswerThird(offer, entry, said["useful"] == "yes", said["why"], said["note"], said["once"])


class IntroduceForm(OnceForm):
    party = forms.ChoiceField(label=_("In whose name"))
    words = forms.CharField(
        label=_("Words to both sides"),
        max_length=LONGEST,
        widget=area(5),
        help_text=_("Both sides read the same words."),
    )

    def __init__(self, *args: Any, brokers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(brokers)  # type: ignore[attr-defined]  # a choice field
        if len(brokers) == 1:
            self.fields["party"].initial = brokers[0][0]

    def command(self, demand: int, offer: int) -> Introduce:
        said = self.cleaned_data
        return Introduce(demand, offer, said["party"], said["words"], said["once"])


class ReplyForm(OnceForm):
    agrees = forms.ChoiceField(
        label=_("Do you agree to meet the other side?"), choices=[("yes", _("Yes, I agree")), ("no", _("No"))], widget=forms.RadioSelect
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Why not"), max_length=LONGEST, required=False, widget=area(3), help_text=_("Only the broker and the exchange's staff read it.")
    )  # fmt: skip

    def command(self, introduction: int) -> AnswerIntroduction:
        said = self.cleaned_data
        return AnswerIntroduction(introduction, said["agrees"] == "yes", said["ground"], said["once"])


class WithdrawForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(3), help_text=_("Both sides read it."))

    def command(self, introduction: int) -> WithdrawIntroduction:
        said = self.cleaned_data
        return WithdrawIntroduction(introduction, said["ground"], said["once"])


class TriadForm(OnceForm):
    """Whom a broker proposes to each other about an offer. What is left empty is not asked."""

    party = forms.ChoiceField(label=_("In whose name"))
    demand = forms.TypedChoiceField(label=_("Agency with its demand"), required=False, coerce=int)
    investor = forms.TypedChoiceField(label=_("Investor"), required=False, coerce=int)
    expert = forms.TypedChoiceField(label=_("Expert"), required=False, coerce=int)
    words = forms.CharField(
        label=_("Words to all sides"), max_length=LONGEST, widget=area(5), help_text=_("All sides read the same words.")
    )

    def __init__(
        self, *args: Any, brokers: Sequence[tuple[str, str]], choices: Mapping[str, Sequence[tuple[int, str]]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(brokers)  # type: ignore[attr-defined]  # a choice field
        for name in ("demand", "investor", "expert"):
            self.fields[name].choices = [("", _("Nobody of these")), *choices[name]]  # type: ignore[attr-defined]  # a choice field

    def command(self, offer: int) -> ProposeTriad:
        said = self.cleaned_data
        return ProposeTriad(
            offer, said["party"], said["words"], said["demand"], said["investor"], said["expert"], said["once"]
        )


class TriadReplyForm(OnceForm):
    agrees = forms.ChoiceField(
        label=_("Do you agree to meet the others?"), choices=[("yes", _("Yes, I agree")), ("no", _("No"))], widget=forms.RadioSelect
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Why not"), max_length=LONGEST, required=False, widget=area(3), help_text=_("Only the broker and the exchange's staff read it.")
    )  # fmt: skip

    def command(self, triad: int) -> AnswerTriad:
        said = self.cleaned_data
        return AnswerTriad(triad, said["agrees"] == "yes", said["ground"], said["once"])


class TriadWithdrawForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(3), help_text=_("All sides read it."))

    def command(self, triad: int) -> WithdrawTriad:
        return WithdrawTriad(triad, self.cleaned_data["ground"], self.cleaned_data["once"])
