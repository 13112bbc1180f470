"""Accounts: the city's own, and those kept on a party's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from khue.core.bilingual import Text
from khue.features.treasury import access
from khue.features.treasury.domain.accounts import ACCOUNT_KINDS, AccountKind, Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.features.treasury.models import CityAccount, PayeeAccount, PaymentOrder


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One account of the city."""

    id: int
    kind: AccountKind
    kind_name: Text
    number: str
    holder: str
    institution: str
    bic: str
    opened_at: datetime

    @property
    def label(self) -> str:
        return f"{self.number} · {self.institution}"

    @classmethod
    def of(cls, row: CityAccount) -> AccountCard:
        kind = AccountKind(row.kind)
        return cls(row.pk, kind, ACCOUNT_KINDS[kind], row.number, row.holder, row.institution, row.bic, row.opened_at)


def city_accounts() -> tuple[AccountCard, ...]:
    """All of them, in the order in which they were opened."""
    return tuple(AccountCard.of(row) for row in CityAccount.objects.order_by("pk"))


def city_account(account_id: int) -> AccountCard:
    """Raises Missing."""
    row = CityAccount.objects.filter(pk=account_id).first()
    if row is None:
        raise access.no_such_account()
    return AccountCard.of(row)


def payee_accounts(party: str) -> tuple[Payee, ...]:
    """The accounts kept on a party's record, the newest first, each number once."""
    rows = PayeeAccount.objects.filter(party=party).order_by("-pk")
    found: dict[str, Payee] = {}
    for row in rows:
        found.setdefault(row.number, Payee(row.number, row.holder, row.bank, row.bank_code))
    return tuple(found.values())


def codes_of(line: str) -> BudgetCodes | None:
    """The budget codes of the last order of a budget line: what the next one is likely to say."""
    row = PaymentOrder.objects.filter(line=line).order_by("-pk").first()
    return BudgetCodes(row.chapter, row.sector, row.item, row.source) if row is not None else None
