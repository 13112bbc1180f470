"""Forms by which a due is settled into shares, and a share is paid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.deals.domain.contracting import SettleDue
from khue.features.deals.domain.paying import ROLES, OrderShare
from khue.features.deals.forms.fields import in_language
from khue.features.deals.forms.naming import NameField
from khue.features.deals.queries import LikelyReceiver
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import MoneyField, OnceForm
from khue.kernel.transfer_form import TransferForm
from khue.kernel.web import language

OTHERS = 3
"""So many receivers whom the deal does not know may be typed at once."""


class SettleForm(OnceForm):
    """An amount for each receiver whom the deal knows; others by name."""

    def __init__(self, *args: Any, receivers: Iterable[LikelyReceiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = tuple(receivers)
        for no, one in enumerate(self.receivers):
            label = f"{one.name} ({ROLES[one.role].into(language())})"
            self.fields[f"part_{no}"] = MoneyField(label=label, required=False)
        for no in range(OTHERS):
            self.fields[f"other_{no}"] = NameField(
                label=_("Another receiver"), required=False, help_text=_("Full name or tax code, as in the register of parties.")
            )  # fmt: skip
            role = forms.ChoiceField(
                label=_("Receives as"), required=False, choices=in_language(ROLES), initial="author"
            )
            self.fields[f"role_{no}"] = role
            self.fields[f"amount_{no}"] = MoneyField(label=_("Amount of this receiver"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for no in range(OTHERS):
            if bool(said.get(f"other_{no}")) != bool(said.get(f"amount_{no}")) and not {
                f"other_{no}",
                f"amount_{no}",
            } & set(self.errors):
                message = _("Name and amount of a receiver go together.")
                self.add_error(f"other_{no}", ValidationError(message, code="together"))
        return said

    def command(self, deal_id: int, no: int) -> SettleDue:
        said = self.cleaned_data
        parts = [(one.party, one.role, said[f"part_{n}"]) for n, one in enumerate(self.receivers)]
        parts += [(said[f"other_{n}"], said[f"role_{n}"], said[f"amount_{n}"]) for n in range(OTHERS)]
        given = [(party, role, amount) for party, role, amount in parts if party and amount]
        shares = tuple((party, amount) for party, _role, amount in given)
        return SettleDue(deal_id, no, shares, said["once"], {party: role for party, role, _amount in given if role})


class ShareForm(TransferForm):
    """``succession`` is asked only where the receiver goes on under another party."""

    succession = forms.BooleanField(
        label=_("I have compared the papers by which this party goes on as the account holder."), required=False
    )

    def __init__(self, *args: Any, succeeded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not succeeded:
            del self.fields["succession"]

    def command(self, share_id: int) -> OrderShare:
        said = self.cleaned_data
        return OrderShare(
            share_id,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            said["account_id"],
            said["same_holder"],
            bool(said.get("succession")),
            said["once"],
        )
