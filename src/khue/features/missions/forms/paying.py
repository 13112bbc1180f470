"""The form of a payment order: from which account, to which account, with which words and codes."""

from __future__ import annotations

from khue.features.missions.domain.commands import OrderPayment
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.transfer_form import TransferForm


class PayForm(TransferForm):
    def command(self, task_id: int) -> OrderPayment:
        given = self.cleaned_data
        return OrderPayment(
            task_id,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            given["account_id"],
            given["same_holder"],
            given["once"],
        )
