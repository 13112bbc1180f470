"""What is sent in: payees, codes, grounds, what a line is."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from khue.core.transfers import LONGEST_CONTENT
from khue.features.treasury.domain.accounts import AccountKind, OpenCityAccount, Payee
from khue.features.treasury.domain.clearing import ClearSuspense, SendBack
from khue.features.treasury.domain.deciding import MatchLine
from khue.features.treasury.domain.orders import AmendOrder, BudgetCodes
from khue.kernel.api.shapes import LARGEST, Ask, Line

Ground = Annotated[str, Field(min_length=1, max_length=500)]


class TreasuryGroundIn(Ask):
    ground: Ground


class OrderPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""

    def plain(self) -> Payee:
        return Payee(self.number, self.holder.strip(), self.bank.strip(), self.bank_code.strip().upper())


class OrderCodesIn(Ask):
    """Budget chapter, economic sector, economic item, source of funds."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class AmendIn(Ask):
    """The whole order anew. ``same_holder``: a holder of another name was compared and is right."""

    payee: OrderPayeeIn
    codes: OrderCodesIn
    content: Annotated[str, Field(min_length=1, max_length=LONGEST_CONTENT)]
    ground: Ground
    same_holder: bool = False

    def command(self, order_id: int, seen: int, once: UUID) -> AmendOrder:
        codes = BudgetCodes(**self.codes.dict())
        payee, ground = self.payee.plain(), self.ground.strip()
        return AmendOrder(order_id, payee, self.content.strip(), codes, ground, self.same_holder, seen, once)


class CityAccountIn(Ask):
    """``bic`` is needed for an account at a bank."""

    kind: Literal["treasury", "bank"]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    institution: Annotated[str, Field(min_length=1, max_length=200)]
    bic: Annotated[str, Field(max_length=11)] = ""

    def command(self, once: UUID) -> OpenCityAccount:
        kind = AccountKind(self.kind)
        return OpenCityAccount(kind, self.number, self.holder, self.institution, self.bic.strip(), once)


class SendIn(Ask):
    """Which approved orders go into the file."""

    orders: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(max_length=1000)]


class ClearIn(Ask):
    """What money in suspense is; ``receivable_id`` for ``recovery``, which takes no more than is still owed."""

    way: Literal["recovery", "funding", "fee"]
    receivable_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    ground: Annotated[str, Field(min_length=1, max_length=500)]

    def command(self, line_id: int, once: UUID) -> ClearSuspense:
        return ClearSuspense(line_id, self.way, self.receivable_id, self.ground.strip(), once)


class SendBackIn(AmendIn):
    """The payer's account and the order's words; the amount is what lies in suspense."""

    def send_back(self, line_id: int, once: UUID) -> SendBack:
        asked = self.command(0, 0, once)
        return SendBack(line_id, asked.payee, asked.content, asked.codes, asked.ground, asked.same_holder, once)


class MatchIn(Ask):
    """What a line is. ``order_id`` for ``order`` and ``return``, ``receivable_id`` for ``recovery``; a remark is needed for ``aside``
    and for more than is owed."""

    kind: Literal["order", "return", "recovery", "fee", "funding", "aside"]
    order_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    receivable_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    ground: Line = ""

    def command(self, line_id: int, once: UUID) -> MatchLine:
        order = self.order_id if self.kind in ("order", "return") else None
        owed = self.receivable_id if self.kind == "recovery" else None
        return MatchLine(line_id, self.kind, order, owed, self.ground, once)
