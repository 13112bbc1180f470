"""Forms of valuation, contract, registration and money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.money import MoneyError, parse_dong
from khue.features.deals.domain.contracting import (
    CLAUSES,
    DIRECTIONS,
    METHODS,
    AnswerFiling,
    DecideFiling,
    DrawContract,
    FileContract,
    GiveValuation,
    NoteApproval,
    ProveOwnership,
    ReceiveDue,
    ReportRoyalty,
)
from khue.features.deals.forms.fields import RoyaltyField, area, in_language
from khue.features.deals.forms.naming import MemberField
from khue.features.deals.queries import OrderedReport
from khue.kernel.forms import DayField, MoneyField, OnceForm
from khue.kernel.web import language

MOST_LINES = 100


class LinesField(forms.CharField):
    """``Nhân công: 120.000.000`` line by line: what, and how much in đồng; below zero with a minus."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10_000, widget=area(5), **kwargs)

    def clean(self, value: Any) -> Any:
        found = []
        for line in str(super().clean(value) or "").splitlines():
            if line.strip():
                what, _colon, amount = line.rpartition(":")
                typed = amount.strip()
                try:
                    found.append((what.strip(), -parse_dong(typed[1:]) if typed.startswith("-") else parse_dong(typed)))
                except MoneyError as error:
                    raise ValidationError(error.text.into(language()), code=error.code) from error
        if len(found) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        return tuple(found)


class ValuationForm(OnceForm):
    """``reports``: what was ordered here for the deal and accepted, from which the valuer follows."""

    ticket = forms.TypedChoiceField(
        label=_("Report that you ordered here"), coerce=int, required=False,
        help_text=_("The table of valuations then shows the ticket by which the report was made."),
    )  # fmt: skip
    valuer = MemberField(("valuer", "appraiser"), label=_("Valuer"))
    method = forms.ChoiceField(label=_("Method of valuation"))
    as_of = DayField(label=_("Day of the valuation"))
    lines = LinesField(
        label=_("Worksheet"),
        help_text=_("One line each: what, colon, amount. Cost: what it took, less wear. Market: comparable sales. Income: money of each year."),
    )  # fmt: skip
    rate = RoyaltyField(label=_("Discount rate of the income method, per cent"), required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=area(2))

    def __init__(self, *args: Any, reports: Sequence[OrderedReport] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = in_language(METHODS)  # type: ignore[attr-defined]  # a choice field
        self.fields["ticket"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("None, or a report from elsewhere")),
            *((one.ticket, f"{one.ticket} · {one.title.into(language())} · {one.valuer_name}") for one in reports),
        ]
        if not reports:
            del self.fields["ticket"]

    def command(self, deal_id: int) -> GiveValuation:
        said = self.cleaned_data
        return GiveValuation(
            deal_id,
            said["valuer"],
            said["method"],
            said["as_of"],
            said["lines"],
            said["rate"],
            said["note"],
            said.get("ticket") or 0,
            said["once"],
        )


class ProofForm(OnceForm):
    says = forms.CharField(label=_("Papers that prove the ownership"), max_length=4000, widget=area(4))

    def command(self, deal_id: int) -> ProveOwnership:
        return ProveOwnership(deal_id, self.cleaned_data["says"], self.cleaned_data["once"])


class ContractForm(OnceForm):
    """One field for each thing that the law wants in a contract."""

    direction = forms.ChoiceField(label=_("Direction of the transfer"))
    public_money = forms.BooleanField(label=_("State capital or budget money takes part"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = in_language(DIRECTIONS)  # type: ignore[attr-defined]  # a choice field
        for code, name in in_language(CLAUSES):
            self.fields[code] = forms.CharField(label=name, max_length=4000, widget=area(2))

    def command(self, deal_id: int) -> DrawContract:
        said = self.cleaned_data
        clauses = {code: said[code] for code in CLAUSES}
        return DrawContract(deal_id, clauses, said["direction"], said["public_money"], said["once"])


class ApprovalForm(OnceForm):
    number = forms.CharField(label=_("Number and day of the document"), max_length=100)

    def command(self, deal_id: int, *, permit: bool) -> NoteApproval:
        return NoteApproval(deal_id, permit, self.cleaned_data["number"], self.cleaned_data["once"])


class FilingForm(OnceForm):
    """``fee``: the filing is of an amendment for which the law sets a fee."""

    papers = forms.CharField(label=_("Papers of the dossier"), max_length=4000, widget=area(4))
    fee_paper = forms.CharField(
        label=_("Paper of the fee's payment"), max_length=200, help_text=_("Number and day of the receipt or transfer.")
    )

    def __init__(self, *args: Any, fee: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fee:
            del self.fields["fee_paper"]

    def command(self, deal_id: int) -> FileContract:
        said = self.cleaned_data
        return FileContract(deal_id, said["papers"], said["once"], said.get("fee_paper", ""))


class CompletenessForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("The dossier is full")), ("no", _("Something is missing"))],
    )
    missing = forms.CharField(label=_("What is missing"), max_length=4000, required=False, widget=area(3))

    def command(self, deal_id: int) -> AnswerFiling:
        said = self.cleaned_data
        return AnswerFiling(deal_id, said["answer"] == "yes", said["missing"], said["once"])


class CertificateForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Issue the certificate")), ("no", _("Refuse the registration"))],
    )
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60, required=False)
    ground = forms.CharField(label=_("Ground"), max_length=1000, required=False, widget=area(2))

    def command(self, deal_id: int) -> DecideFiling:
        said = self.cleaned_data
        return DecideFiling(deal_id, said["answer"] == "yes", said["certificate"], said["ground"], said["once"])


class RoyaltyForm(OnceForm):
    from_on = DayField(label=_("First day of the period"))
    until_on = DayField(label=_("First day after the period"))
    sales = MoneyField(label=_("Sales of the period"))
    claimed = MoneyField(label=_("Royalty by your reckoning"))

    def command(self, deal_id: int) -> ReportRoyalty:
        said = self.cleaned_data
        return ReportRoyalty(deal_id, said["from_on"], said["until_on"], said["sales"], said["claimed"], said["once"])


class ReceiveForm(OnceForm):
    line_id = forms.IntegerField(label=_("Number of the statement line set aside"), min_value=1, max_value=10**15)

    def command(self, deal_id: int, no: int) -> ReceiveDue:
        return ReceiveDue(deal_id, no, self.cleaned_data["line_id"], self.cleaned_data["once"])
