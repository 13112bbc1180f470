"""Forms of the deal room. ``people``, ``brokers`` and ``modes`` are keys with names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.deals.domain.auditing import MOST_DAYS, MOST_MONTHS
from khue.features.deals.domain.commands import (
    FinishTask,
    MakeTerms,
    NameBroker,
    Offered,
    ProposeNda,
    SetTask,
    WriteMessage,
)
from khue.features.deals.domain.words import MODES, PRICING, SIDES
from khue.features.deals.forms.fields import InstalmentsField, RoyaltyField, area, in_language
from khue.features.deals.forms.naming import MemberField
from khue.kernel.forms import DayField, FilesField, MoneyField, OnceForm, TicksField


class NdaForm(OnceForm):
    until_on = DayField(label=_("First day on which nothing is open any more"))
    readers = TicksField(label=_("Who may read the confidential part"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = list(people)  # type: ignore[attr-defined]  # a choice field

    def command(self, deal_id: int) -> ProposeNda:
        said = self.cleaned_data
        return ProposeNda(deal_id, said["until_on"], tuple(said["readers"]), said["once"])


class BrokerForm(OnceForm):
    party = MemberField(("broker",), label=_("Broker"))
    paper = forms.CharField(
        label=_("Mandate of the broker"),
        max_length=300,
        help_text=_("Number and day of the paper; both sides read it."),
    )

    def command(self, deal_id: int) -> NameBroker:
        said = self.cleaned_data
        return NameBroker(deal_id, said["party"], said["paper"], said["once"])


class MessageForm(OnceForm):
    text = forms.CharField(label=_("Message"), max_length=4000, widget=area(5))
    papers = FilesField(label=_("Papers"), required=False)
    title = forms.CharField(
        label=_("Name of the papers"), max_length=200, required=False,
        help_text=_("The same name again is a new version of the same paper."),
    )  # fmt: skip

    def command(self, deal_id: int) -> WriteMessage:
        said = self.cleaned_data
        return WriteMessage(deal_id, said["text"], said["title"], said["papers"], said["once"])


class TaskForm(OnceForm):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    side = forms.ChoiceField(label=_("Who does it"))
    due_on = DayField(label=_("To be done by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = in_language(SIDES)  # type: ignore[attr-defined]  # a choice field

    def command(self, deal_id: int) -> SetTask:
        said = self.cleaned_data
        return SetTask(deal_id, said["title"], said["side"], said["due_on"], said["once"])


class DoneForm(OnceForm):
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=area(2))

    def command(self, deal_id: int, no: int) -> FinishTask:
        return FinishTask(deal_id, no, self.cleaned_data["note"], self.cleaned_data["once"])


class TermsForm(OnceForm):
    mode = forms.ChoiceField(label=_("How it is transferred"))
    territory = forms.CharField(label=_("Territory of use"), max_length=300, initial="Việt Nam")
    pricing = forms.ChoiceField(label=_("How the price is found"))
    auction = forms.CharField(
        label=_("Number of the auction"), max_length=16, required=False, help_text=_("Only where an auction or tender gave the price.")
    )  # fmt: skip
    lump = MoneyField(label=_("Lump-sum price"), required=False)
    instalments = InstalmentsField(
        label=_("Instalments"), required=False,
        help_text=_("One line each: day, colon, amount. Together they are the lump sum; empty: all at once."),
    )  # fmt: skip
    royalty = RoyaltyField(label=_("Royalty, per cent of sales"), required=False)
    royalty_least = MoneyField(label=_("Least royalty of a year"), required=False)
    audit_months = forms.IntegerField(
        label=_("Audit of reported sales: months after a report"), required=False, min_value=0, max_value=MOST_MONTHS,
        help_text=_("So long may the seller ask to look into the books; empty: no audit is agreed."),
    )  # fmt: skip
    audit_days = forms.IntegerField(
        label=_("Days within which the books are shown"), required=False, min_value=0, max_value=MOST_DAYS
    )
    words = forms.CharField(label=_("Further terms"), max_length=4000, required=False, widget=area(4))
    valid_until = DayField(label=_("No longer accepted from this day on"))

    def __init__(self, *args: Any, modes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: dict[str, Text] = {code: MODES[code] for code in modes if code in MODES}
        self.fields["mode"].choices = in_language(known)  # type: ignore[attr-defined]  # a choice field
        self.fields["pricing"].choices = in_language(PRICING)  # type: ignore[attr-defined]  # a choice field

    def command(self, deal_id: int) -> MakeTerms:
        said = self.cleaned_data
        terms = Offered(
            said["mode"],
            said["territory"],
            said["pricing"],
            said["lump"] or 0,
            said["instalments"],
            said["royalty"],
            said["royalty_least"] or 0,
            said["auction"].strip(),
            said["words"],
            said["audit_months"] or 0,
            said["audit_days"] or 0,
        )
        return MakeTerms(deal_id, terms, said["valid_until"], said["once"])
