"""Invoice lines: each counts once in the whole city."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from khue.core import entries
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.ledger.domain.subjects import is_subject, not_a_subject


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of a seller's invoice, claimed by ``subject`` (``dossier:12``); ``amount`` in đồng.

    ``canonical`` writes it the one way in which it is compared: 'c26 taa' is 'C26TAA', '00000123' is '123'.
    ``field`` is the input that refusals are shown beside.
    """

    seller_tax_code: str
    symbol: str
    number: str
    line: int
    subject: str
    amount: int
    field: str = ""

    def canonical(self) -> InvoiceLine:
        return replace(
            self,
            seller_tax_code=re.sub(r"[\s.]", "", self.seller_tax_code),
            symbol=re.sub(r"\s", "", self.symbol).upper(),
            number=re.sub(r"\s", "", self.number).upper().lstrip("0"),
        )

    @property
    def name(self) -> str:
        return f"{self.symbol}-{self.number}/{self.line}"

    @property
    def key(self) -> tuple[str, str, str, int]:
        return (self.seller_tax_code, self.symbol, self.number, self.line)


def invoice_line_taken(claim: InvoiceLine, holder: Text) -> Reason:
    """Why a line cannot be claimed twice; ``holder`` names the record that holds it, never a person."""
    return Reason(
        "ledger.invoice_line_taken",
        Text(
            f"Dòng hóa đơn {claim.name} của người bán {claim.seller_tax_code} đã dùng ở {holder.vi}.",
            f"Invoice line {claim.name} of seller {claim.seller_tax_code} is already used by {holder.into('en')}.",
        ),
        Text(
            "Mời ông/bà bỏ dòng này khỏi hồ sơ, hoặc rút dòng ở nơi đã dùng trước.",
            "Take this line out of the dossier, or withdraw it where it was used first.",
        ),
        field=claim.field,
    )


def invoice_amount_differs(claim: InvoiceLine, held: int) -> Reason:
    """Why the same record may not claim one line with two amounts."""
    return Reason(
        "ledger.invoice_amount_differs",
        Text(
            f"Dòng hóa đơn {claim.name} đã khai với số tiền {format_dong(held, 'vi')}.",
            f"Invoice line {claim.name} was already declared with {format_dong(held, 'en')}.",
        ),
        Text("Mời ông/bà rút dòng đã khai trước khi khai lại.", "Release the line before declaring it anew."),
        field=claim.field,
    )


def twins(claims: Sequence[InvoiceLine]) -> list[Reason]:
    """A reason for each line that stands twice in one declaration (canonical lines)."""
    seen: set[tuple[str, str, str, int]] = set()
    found: list[Reason] = []
    for claim in claims:
        if claim.key in seen:
            text = Text(
                f"Dòng hóa đơn {claim.name} được khai hai lần.", f"Invoice line {claim.name} is declared twice."
            )
            step = Text("Mời ông/bà bỏ một trong hai dòng.", "Take one of the two out.")
            found.append(Reason("ledger.invoice_line_twice", text, step, field=claim.field))
        seen.add(claim.key)
    return found


def may_claim(claim: InvoiceLine) -> Decision:
    """Whether an invoice line is complete enough to be claimed."""
    faults: list[Reason] = []
    step = Text("Mời ông/bà điền theo hóa đơn của người bán.", "Fill it in as on the seller's invoice.")
    if not (claim.seller_tax_code and claim.symbol and claim.number) or claim.line < 1:
        text = Text("Thiếu mã số thuế, ký hiệu, số hoặc dòng của hóa đơn.", "Tax code, symbol, number or line is missing.")  # fmt: skip
        faults.append(Reason("ledger.invoice_incomplete", text, step, field=claim.field))
    if not 0 < claim.amount <= entries.MAX_UNITS:
        text = Text("Số tiền của dòng hóa đơn phải lớn hơn 0.", "The amount of an invoice line is above zero.")
        faults.append(Reason("ledger.invoice_amount", text, step, field=claim.field))
    if not is_subject(claim.subject):
        faults.append(not_a_subject(claim.subject))
    return Decision.refuse_if_any(faults)
