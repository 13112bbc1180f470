"""Cost lines: what public money pays counts once, whichever scheme pays it (pol:C29), also before there is an invoice.

A cost line is known by what proves it: a purchase by its seller and the number of the contract or order, the interest of a
loan by the bank, the number of the loan contract and the months. The months of two uses may not overlap.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.folding import fold
from khue.core.money import MAX_DONG
from khue.features.ledger.domain.subjects import is_subject, not_a_subject

KINDS = {
    "purchase": Text("hợp đồng hoặc đơn đặt hàng", "purchase contract or order"),
    "interest": Text("lãi của hợp đồng tín dụng", "interest of a loan contract"),
}
SCHEMES = {
    "city": Text("ngân sách Thành phố", "the city's budget"),
    "fund": Text("Quỹ phát triển khoa học và công nghệ", "the Science and Technology Development Fund"),
    "national": Text("nguồn trung ương", "a national source"),
}


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost line claimed by ``subject`` for a scheme. ``with_whom`` is the tax code of seller or bank.

    ``from_on`` and ``until_on`` (not included) bound it in time; None: without bound. ``source`` names a declared national
    source with its instrument. ``field`` is the input that refusals are shown beside.
    """

    kind: str
    with_whom: str
    number: str
    scheme: str
    subject: str
    amount: int
    from_on: date | None = None
    until_on: date | None = None
    source: str = ""
    field: str = ""

    @property
    def key(self) -> str:
        """What two claims are compared by: 'HĐ 12/2026' and 'hd12-2026' are one."""
        number = re.sub(r"[^a-z0-9]", "", fold(self.number))
        return f"{self.kind}:{re.sub(r'[^0-9]', '', self.with_whom)}:{number}"

    @property
    def tax_code(self) -> str:
        """``with_whom`` as the register of parties writes it."""
        return re.sub(r"[\s.]", "", self.with_whom)

    @property
    def mark(self) -> int:
        """The key as a number of 63 bits: what the database keeps apart (``EXCLUDE``)."""
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:8], "big") >> 1

    @property
    def name(self) -> str:
        return f"{self.number} ({self.with_whom})"


def may_claim_cost(line: CostLine) -> Decision:
    return Decision.refuse_if_any(_faults(line))


def _faults(line: CostLine) -> Iterator[Reason]:
    step = Text("Mời ông/bà điền theo hợp đồng.", "Fill it in as on the contract.")
    if line.kind not in KINDS or line.scheme not in SCHEMES or line.key.count("::") or line.key.endswith(":"):
        text = Text("Thiếu mã số thuế của bên bán hoặc ngân hàng, hoặc số hợp đồng.", "The tax code or the contract's number is missing.")  # fmt: skip
        yield Reason("ledger.cost_incomplete", text, step, field=line.field)
    if line.from_on and line.until_on and line.until_on <= line.from_on:
        text = Text(
            "Thời gian của khoản chi kết thúc trước khi bắt đầu.", "The cost line's time ends before it begins."
        )
        yield Reason("ledger.cost_period", text, step, field=line.field)
    if not 0 < line.amount <= MAX_DONG:
        text = Text("Số tiền của khoản chi phải lớn hơn 0.", "The amount of a cost line is above zero.")
        yield Reason("ledger.cost_amount", text, step, field=line.field)
    if not is_subject(line.subject):
        yield not_a_subject(line.subject)


def cost_line_taken(line: CostLine, holder: Text, scheme: str) -> Reason:
    """Why a cost line is paid once. ``holder`` names the other record by kind and number, never a party or a person."""
    paid = SCHEMES[scheme]
    return Reason(
        "ledger.cost_line_taken",
        Text(
            f"Khoản chi theo hợp đồng {line.name} đã dùng nguồn {paid.vi}, ở {holder.vi}.",
            f"The cost line of contract {line.name} already draws on {paid.en}, in {holder.into('en')}.",
        ),
        Text(
            "Mời ông/bà bỏ khoản này khỏi đề nghị: mỗi khoản chi chỉ được một nguồn ngân sách chi trả.",
            "Take it out of the request: one public source pays each cost line.",
        ),
        field=line.field,
    )
