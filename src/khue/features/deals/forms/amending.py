"""The form of an amendment: it stands filled with what the contract says now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.money import format_dong
from khue.features.deals.domain.amending import Change, DrawAmendment
from khue.features.deals.domain.contracting import CLAUSES
from khue.features.deals.forms.fields import InstalmentsField, RoyaltyField, area, in_language
from khue.features.deals.queries import ContractRow
from khue.kernel.forms import MoneyField, OnceForm


class AmendmentForm(OnceForm):
    ground = forms.CharField(label=_("Why it is amended"), max_length=1000, widget=area(2))
    value = MoneyField(label=_("Value of the amended contract"))
    royalty = RoyaltyField(label=_("Royalty, per cent of sales"), required=False)
    royalty_least = MoneyField(label=_("Least royalty of a year"), required=False)
    instalments = InstalmentsField(
        label=_("Added instalments"), required=False, help_text=_("One line each: day, colon, amount. They come on top of what is due.")
    )  # fmt: skip

    def __init__(self, *args: Any, now: ContractRow, **kwargs: Any) -> None:
        rate = f"{now.royalty // 100},{now.royalty % 100:02d}".rstrip("0").rstrip(",")
        told = {
            **now.clauses,
            "value": format_dong(now.value, "vi").split()[0],
            "royalty": rate,
            "royalty_least": format_dong(now.royalty_least, "vi").split()[0],
        }
        kwargs["initial"] = {**told, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for code, name in in_language(CLAUSES):
            self.fields[code] = forms.CharField(label=name, max_length=4000, widget=area(2))

    def command(self, deal_id: int) -> DrawAmendment:
        said = self.cleaned_data
        clauses = {code: said[code] for code in CLAUSES}
        change = Change(clauses, said["royalty"], said["royalty_least"] or 0, said["value"], said["instalments"])
        return DrawAmendment(deal_id, change, said["ground"], said["once"])
