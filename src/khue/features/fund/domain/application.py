"""An application to the fund, read from the answers of its dossier. What each product must show; nothing of it is a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.fund.domain.bodies import reason
from khue.features.fund.domain.charter import INTEREST, PRODUCTS, Charter, product_off
from khue.features.ledger.domain import CostLine, InvoiceLine


@dataclass(frozen=True, slots=True)
class Line:
    """A cost line of the application. ``asked`` đồng of its ``amount`` are asked of the fund."""

    no: int
    description: str
    amount: int
    asked: int
    seller: str = ""
    contract: str = ""
    invoice: tuple[str, str, int] | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """Another public source, national or the city's, and the contract that it pays."""

    no: int
    source: str
    instrument: str
    amount: int
    with_whom: str
    contract: str


@dataclass(frozen=True, slots=True)
class Application:
    """``bank``, ``bank_contract``: the commercial loan whose interest is to be supported."""

    product: str
    title: str
    asked: int
    lines: tuple[Line, ...]
    declared: tuple[Declared, ...]
    bank: str = ""
    bank_contract: str = ""
    bank_ends_on: date | None = None


def application(answers: Mapping[str, Any]) -> Application:
    """The answers as the room reads them; what is missing stays empty and is refused by ``may_apply``."""
    lines = tuple(_line(no, row) for no, row in enumerate(answers.get("lines") or (), 1))
    declared = tuple(_declared(no, row) for no, row in enumerate(answers.get("others") or (), 1))
    return Application(
        str(answers.get("product", "")),
        str(answers.get("title", "")),
        int(answers.get("asked") or 0),
        lines,
        declared if answers.get("has_others") == "yes" else (),
        str(answers.get("bank_tax_code", "")),
        str(answers.get("bank_contract", "")),
        date.fromisoformat(answers["bank_ends_on"]) if answers.get("bank_ends_on") else None,
    )


def _line(no: int, row: Mapping[str, Any]) -> Line:
    number = str(row.get("invoice_number") or "")
    invoice = (str(row.get("invoice_symbol") or ""), number, int(row.get("invoice_line") or 0)) if number else None
    return Line(
        no,
        str(row.get("description", "")),
        int(row.get("amount") or 0),
        int(row.get("asked") or 0),
        str(row.get("seller_tax_code") or ""),
        str(row.get("contract") or ""),
        invoice,
    )


def _declared(no: int, row: Mapping[str, Any]) -> Declared:
    return Declared(
        no,
        str(row.get("source", "")),
        str(row.get("instrument", "")),
        int(row.get("amount") or 0),
        str(row.get("with_whom") or ""),
        str(row.get("contract") or ""),
    )


def may_apply(asked: Application, charter: Charter | None, on: date) -> Decision:
    """Whether it may be handed in on this day: every reason beside its field."""
    return Decision.refuse_if_any(_faults(asked, charter, on))


def _faults(asked: Application, charter: Charter | None, on: date) -> Iterator[Reason]:
    if asked.product in PRODUCTS and (charter is None or not charter.gives(asked.product)):
        yield product_off(asked.product, on)
    if asked.asked <= 0:
        yield reason("asked", "Số tiền đề nghị phải lớn hơn 0.", "The amount asked for must be above zero.", "asked")
    if asked.product == INTEREST:
        if not (asked.bank and asked.bank_contract and asked.bank_ends_on):
            yield reason(
                "bank_loan",
                "Chưa ghi đủ mã số thuế ngân hàng, số hợp đồng tín dụng và ngày đến hạn.",
                "Give the bank's tax code, the number of the loan contract and its last day.",
                "bank_contract",
            )
        return
    if not asked.lines:
        yield reason("no_lines", "Chưa có hạng mục chi nào.", "There is no cost line.", "lines")
        return
    for line in asked.lines:
        if not 0 < line.asked <= line.amount:
            yield reason(
                "line_asked",
                f"Hạng mục {line.no}: số tiền đề nghị phải lớn hơn 0 và không quá giá trị của hạng mục.",
                f"Line {line.no}: what is asked for is above zero and at most the line's amount.",
                f"lines.{line.no}.asked",
            )
    if sum(line.asked for line in asked.lines) != asked.asked:
        yield reason(
            "lines_sum",
            "Tổng các hạng mục khác số tiền đề nghị.",
            "The cost lines do not add up to the amount asked for.",
            "asked",
            Text("Mời ông/bà sửa hạng mục hoặc số tiền đề nghị cho khớp.", "Make the lines and the amount agree."),
        )


def claims(asked: Application, subject: str) -> tuple[tuple[InvoiceLine, ...], tuple[CostLine, ...]]:
    """What the application takes for itself: invoice lines, and cost lines by their contracts."""
    invoices = tuple(
        InvoiceLine(line.seller, *line.invoice, subject, line.amount, f"lines.{line.no}.invoice_number")
        for line in asked.lines
        if line.invoice
    )
    costs = tuple(
        CostLine("purchase", line.seller, line.contract, "fund", subject, line.asked, field=f"lines.{line.no}.contract")
        for line in asked.lines
        if line.contract
    )
    return invoices, costs


def national(asked: Application, subject: str) -> tuple[CostLine, ...]:
    """Declared sources that name a contract: kept with their source, so that nobody draws on two for one line."""
    return tuple(
        CostLine(
            "purchase", one.with_whom, one.contract, "national", subject, one.amount,
            source=f"{one.source}, {one.instrument}", field=f"others.{one.no}.contract",
        )
        for one in asked.declared
        if one.contract
    )  # fmt: skip
