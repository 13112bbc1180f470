"""Forms of offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.talent.domain.commands import AnswerOffer, DecideOffer, DraftOffer, ResultLine, Terms, WithdrawOffer
from khue.features.talent.domain.offers import EXTRAS, MOST_RESULTS
from khue.features.talent.forms.parts import ground, long, yes_or_no
from khue.kernel.forms import DayField, MoneyField, OnceForm

PARTS = ("title", "criteria", "due_on", "amount")


class OfferForm(OnceForm):
    """Rows of results that are left empty are not there."""

    monthly_pay = MoneyField(label=_("Monthly pay"), least=1)
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=120)
    from_on = DayField(label=_("First day of the contract"))
    start = MoneyField(label=_("Start-up support"), initial="0", required=False)
    housing = MoneyField(label=_("Housing and transport, at most"), initial="0", required=False)
    health = MoneyField(label=_("Health package, at most"), initial="0", required=False)
    family = MoneyField(label=_("Family costs during the rest, at most"), initial="0", required=False)
    bonus = MoneyField(label=_("Yearly bonuses in all, at most"), initial="0", required=False)

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = max(1, min(rows, MOST_RESULTS))
        for no in range(self.rows):
            self.fields[f"results-{no}-title"] = forms.CharField(
                label=_("Result to hand in"), max_length=300, required=False
            )
            self.fields[f"results-{no}-criteria"] = long(
                _("Criteria of acceptance"), 2, max_length=2000, required=False
            )
            self.fields[f"results-{no}-due_on"] = DayField(label=_("Day due"), required=False)
            self.fields[f"results-{no}-amount"] = MoneyField(label=_("Paid for it"), required=False)

    def groups(self) -> tuple[tuple[int, tuple[Any, ...]], ...]:
        return tuple((no + 1, tuple(self[f"results-{no}-{part}"] for part in PARTS)) for no in range(self.rows))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for no in range(self.rows):
            row = {part: said.get(f"results-{no}-{part}") for part in PARTS}
            if any(row.values()) and row["due_on"] is None and f"results-{no}-due_on" not in self.errors:
                self.add_error(f"results-{no}-due_on", _("Say by when this result is due."))
        return said

    def command(self, candidacy_id: int, renews: int | None) -> DraftOffer:
        said = self.cleaned_data
        lines = []
        for no in range(self.rows):
            row = {part: said.get(f"results-{no}-{part}") for part in PARTS}
            if any(row.values()):
                due_on: date = said[f"results-{no}-due_on"]  # clean has seen that it is there
                lines.append(ResultLine(row["title"] or "", row["criteria"] or "", due_on, row["amount"] or 0))
        extras = {kind: said[kind] or 0 for kind in EXTRAS}
        terms = Terms(said["monthly_pay"], said["months"], said["from_on"], tuple(lines), **extras)
        return DraftOffer(candidacy_id, terms, renews, said["once"])


class DecideOfferForm(OnceForm):
    outcome = yes_or_no(_("Decision"), _("Approve and send it to the expert"), _("Do not approve"))
    answer_by = DayField(label=_("The expert answers by"), required=False)
    ground = ground(required=False, help_text=_("Needed when it is not approved."))

    def command(self, offer_id: int) -> DecideOffer:
        said = self.cleaned_data
        return DecideOffer(offer_id, said["outcome"] == "yes", said["answer_by"], said["ground"], said["once"])


class AnswerForm(OnceForm):
    outcome = yes_or_no(_("Your answer"), _("I accept this offer"), _("I do not accept it"))
    public_name = forms.BooleanField(
        label=_("The public list of engagements may show my name."),
        required=False,
        help_text=_("Without this it shows the task, the period and the money only."),
    )
    ground = ground(required=False, help_text=_("Needed when you do not accept."))

    def command(self, offer_id: int) -> AnswerOffer:
        said = self.cleaned_data
        return AnswerOffer(offer_id, said["outcome"] == "yes", said["public_name"], said["ground"], said["once"])


class WithdrawOfferForm(OnceForm):
    ground = ground()

    def command(self, offer_id: int) -> WithdrawOffer:
        return WithdrawOffer(offer_id, self.cleaned_data["ground"], self.cleaned_data["once"])
