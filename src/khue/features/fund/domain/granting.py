"""What is given of an application, cost line by cost line, and what a payment may still draw on a line. Amounts in đồng."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.money import format_dong
from khue.features.fund.domain.application import Line
from khue.features.fund.domain.bodies import reason
from khue.features.ledger.domain import InvoiceLine


@dataclass(frozen=True, slots=True)
class LineGiven:
    """``given`` of what cost line ``no`` asks for; ``ground`` says why it is less."""

    no: int
    given: int
    ground: str = ""


def whole(lines: Sequence[Line]) -> tuple[LineGiven, ...]:
    """Everything that was asked for."""
    return tuple(LineGiven(line.no, line.asked) for line in lines)


def share_faults(lines: Sequence[Line], said: Sequence[LineGiven], amount: int) -> Iterator[Reason]:
    """What is wrong with giving ``said`` of ``lines``; ``amount`` is the motion's, the sum of its lines.

    Without ``said`` every line is given wholly, so that a smaller amount names the lines that it leaves out.
    """
    if not said:
        if lines and 0 < amount < sum(line.asked for line in lines):
            yield reason(
                "lines_unsaid",
                "Trình ít hơn số tiền đề nghị thì phải ghi số tiền của từng hạng mục.",
                "A motion on less than was asked for says how much of each cost line.",
                "amount",
            )
        return
    if sorted(one.no for one in said) != [line.no for line in lines]:
        yield reason(
            "lines_known",
            "Mỗi hạng mục của hồ sơ phải được ghi đúng một lần.",
            "Each cost line of the application is named once.",
            "lines",
        )
        return
    asked = {line.no: line.asked for line in lines}
    for one in said:
        if not 0 <= one.given <= asked[one.no]:
            most = asked[one.no]
            yield reason(
                "line_given",
                f"Hạng mục {one.no}: số tiền từ 0 đến {format_dong(most, 'vi')}.",
                f"Line {one.no}: from 0 to {format_dong(most, 'en')}.",
                f"given_{one.no}",
            )
        elif one.given < asked[one.no] and not one.ground.strip():
            yield reason(
                "line_ground",
                f"Hạng mục {one.no}: chưa nêu lý do không hỗ trợ đủ số tiền đề nghị.",
                f"Line {one.no}: say why it gets less than was asked for.",
                f"ground_{one.no}",
            )
    if sum(one.given for one in said) != amount:
        yield reason(
            "lines_amount",
            "Tổng các hạng mục khác số tiền trình.",
            "The cost lines do not add up to the amount laid.",
            "amount",
        )


def line_of(lines: Sequence[Line], invoice: tuple[str, str, str, int] | None) -> Line | None:
    """The cost line of the application that names this invoice line, however it is written."""
    if invoice is None:
        return None
    wanted = _key(invoice)
    return next((line for line in lines if line.invoice and _key((line.seller, *line.invoice)) == wanted), None)


def _key(invoice: tuple[str, str, str, int]) -> tuple[str, str, str, int]:
    return InvoiceLine(*invoice, "", 0).canonical().key


def drawing_faults(line: Line, given: Mapping[int, int], drawn: int, amount: int) -> Iterator[Reason]:
    """A payment of ``amount`` for the invoice of ``line``, of which ``drawn`` was asked for before."""
    most = given.get(line.no, line.asked)
    if not most:
        yield reason(
            "line_not_given",
            f"Quỹ không hỗ trợ hạng mục {line.no} “{line.description}” của hóa đơn này.",
            f"The fund gives nothing for cost line {line.no} “{line.description}”, which this invoice is of.",
            "invoice_number",
            Text(
                "Mời ông/bà dùng hóa đơn của hạng mục được chấp thuận.", "Use an invoice of a line that was approved."
            ),
        )
    elif drawn + amount > most:
        left = max(0, most - drawn)
        yield reason(
            "over_line",
            f"Hạng mục {line.no} của hóa đơn này còn được giải ngân {format_dong(left, 'vi')}.",
            f"Cost line {line.no}, which this invoice is of, has {format_dong(left, 'en')} left.",
            "amount",
        )
