"""Bank accounts: the city's own at the State Treasury and banks, and those of payees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.folding import fold
from khue.core.transfers import account_number

_NUMBER = re.compile(r"[0-9A-Z]{6,34}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


class AccountKind(StrEnum):
    TREASURY = "treasury"
    BANK = "bank"


ACCOUNT_KINDS = {
    AccountKind.TREASURY: Text("tài khoản tại Kho bạc Nhà nước", "account at the State Treasury"),
    AccountKind.BANK: Text("tài khoản tại ngân hàng", "account at a bank"),
}


@dataclass(frozen=True, slots=True)
class OpenCityAccount:
    """An account from which the city pays. ``bic`` is needed for an account at a bank (ISO 20022 files name it)."""

    kind: AccountKind
    number: str
    holder: str
    institution: str
    bic: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Payee:
    """Where money goes. ``bank_code`` is a BIC or empty."""

    number: str
    holder: str
    bank: str
    bank_code: str = ""


def may_open(asked: OpenCityAccount) -> Decision:
    reasons = list(_faults_of(account_number(asked.number), asked.holder, asked.institution, asked.bic, "institution"))
    if asked.kind is AccountKind.BANK and not asked.bic:
        reasons.append(
            Reason(
                "treasury.bic_missing",
                Text("Tài khoản tại ngân hàng cần mã BIC (SWIFT).", "An account at a bank needs its BIC (SWIFT code)."),
                Text("Hỏi ngân hàng mã gồm 8 hoặc 11 ký tự.", "Ask the bank for its code of 8 or 11 signs."),
                "bic",
            )
        )
    return Decision.refuse_if_any(reasons)


def payee_faults(payee: Payee) -> Iterator[Reason]:
    yield from _faults_of(account_number(payee.number), payee.holder, payee.bank, payee.bank_code, "bank")


def _faults_of(number: str, holder: str, bank: str, bic: str, bank_field: str) -> Iterator[Reason]:
    if not _NUMBER.fullmatch(number):
        yield Reason(
            "treasury.account_number",
            Text("Số tài khoản gồm 6 đến 34 chữ số hoặc chữ cái.", "An account number has 6 to 34 digits or letters."),
            Text("Xem lại số tài khoản trên thỏa thuận.", "Look at the number on the agreement again."),
            "number",
        )
    if not holder.strip():
        yield Reason(
            "treasury.holder",
            Text("Chưa ghi tên chủ tài khoản.", "The account holder is missing."),
            Text("Ghi đúng tên như ngân hàng đăng ký.", "Write the name as the bank has it."),
            "holder",
        )
    if not bank.strip():
        yield Reason(
            "treasury.bank",
            Text("Chưa ghi ngân hàng hoặc Kho bạc nơi mở tài khoản.", "The bank or treasury office is missing."),
            Text("Ghi tên ngân hàng và chi nhánh.", "Write the bank and its branch."),
            bank_field,
        )
    if bic and not _BIC.fullmatch(bic.upper()):
        yield Reason(
            "treasury.bic",
            Text(f"“{bic}” không phải mã BIC.", f"“{bic}” is not a BIC."),
            Text("Mã BIC gồm 8 hoặc 11 ký tự, ví dụ BFTVVNVX.", "A BIC has 8 or 11 signs, such as BFTVVNVX."),
            "bic" if bank_field == "institution" else "bank_code",
        )


def same_name(one: str, other: str) -> bool:
    """Whether two names are one as banks print names: without marks, case and punctuation."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(name)).strip()
