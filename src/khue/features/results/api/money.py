"""What a result earns, and who gets what of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.results import access, queries, usecases
from khue.features.results.api.asked import ResultPaymentIn
from khue.features.results.api.own import require_reader
from khue.features.results.api.shapes import (
    ResultDistributionDecisionIn,
    ResultDistributionOut,
    ResultDrawUpIn,
    ResultIncomeIn,
    ResultPayoutLineOut,
    door,
)
from khue.features.results.domain.distribution import ApproveDistribution, DrawUp, OrderPayout
from khue.features.results.domain.income import Income, ReportIncome
from khue.features.results.domain.shares import LARGEST_PART
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing

AMOUNTS = ("licence", "sale", "own_use", "costs", "tax")


def _href(distribution_id: int) -> str:
    return f"/api/v1/result-distributions/{distribution_id}"


def _part(given: str | None, field: str) -> Fraction | None:
    """A part of the profit, exact. Raises Refused for more than the whole."""
    part = Fraction(given) if given else None
    if part is not None and (part > 1 or part.denominator > LARGEST_PART):
        text = Text("Tỷ lệ không được quá 100%.", "A share is at most 100%.")
        raise Refused.because(Reason("share", text, Text("Mời ông/bà sửa mục này.", "Please mend this field."), field))
    return part


@door.post(
    "/result-files/{result_id}/income-reports",
    Made,
    Text("Báo cáo thu nhập từ kết quả", "Report income of a result"),
    need="submit",
    status=201,
    edits=True,
)
def report_result_income(request: HttpRequest, result_id: Id, asked: ResultIncomeIn) -> Any:
    """One period, also one without income; the very same period again corrects it."""
    said = Income(asked.from_on, asked.until_on, **{name: getattr(asked, name) for name in AMOUNTS})
    fee = _part(asked.agreed_fee, "agreed_fee")
    require_reader(request, result_id)
    with unchanged():
        command = ReportIncome(
            result_id, said, asked.intermediary, fee, asked.note, seen_version(request), once_of(request)
        )
        made = usecases.report_income(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/result-files/{result_id}"}


@door.post(
    "/result-income-reports/{report_id}/distributions",
    Made,
    Text("Lập phương án phân chia lợi ích", "Draw up a distribution"),
    right=access.DISTRIBUTE,
    status=201,
)
def draw_up_result_distribution(request: HttpRequest, report_id: Id, asked: ResultDrawUpIn) -> Any:
    """Computed from the law, the shares and the newest report of the period; another person approves it."""
    reward = _part(asked.agreed_reward, "agreed_reward")
    made = usecases.draw_up_distribution(DrawUp(report_id, reward, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _href(made)}


@door.get(
    "/result-payouts",
    Listing[ResultPayoutLineOut],
    Text("Chi trả lợi ích từ kết quả", "Payouts from results"),
    right=access.READ,
)
def list_result_payouts(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """All payouts, newest first; of restricted parties number, amount and state only, but for who books the money."""
    return listing(request, queries.payouts(acting(request), after, size))


@door.post(
    "/result-payouts/{payout_id}/payment",
    Made,
    Text("Lập lệnh chi phần lợi ích từ kết quả", "Order the payment of a payout"),
    right=access.PAY,
    status=201,
)
def order_result_payout(request: HttpRequest, payout_id: Id, asked: ResultPaymentIn) -> Any:
    """For a part that is owed; a second person approves the order, and paid is what a bank statement shows."""
    payee, codes = Payee(**asked.payee.dict()), BudgetCodes(**asked.codes.dict())
    command = OrderPayout(payout_id, payee, asked.content, codes, asked.account_id, asked.same_holder, once_of(request))
    usecases.order_payout(command, actor=acting(request))
    return {"id": str(payout_id), "href": _href(queries.distribution_of_payout(payout_id))}


@door.get(
    "/result-distributions/{distribution_id}",
    ResultDistributionOut,
    Text("Một phương án phân chia", "A distribution"),
    need="view",
)
def read_result_distribution(request: HttpRequest, distribution_id: Id) -> Any:
    """The whole for the owner's side and staff; for who gets something of it, the own payouts alone."""
    return queries.distribution_card(distribution_id, acting(request))


@door.post(
    "/result-distributions/{distribution_id}/decision",
    Done,
    Text("Duyệt phương án phân chia", "Decide on a distribution"),
    right=access.APPROVE,
)
def decide_result_distribution(request: HttpRequest, distribution_id: Id, asked: ResultDistributionDecisionIn) -> Any:
    """Approved, every part is owed from now on. Who drew it up does not approve it."""
    command = ApproveDistribution(distribution_id, asked.approved, asked.line, asked.ground, once_of(request))
    usecases.decide_distribution(command, actor=acting(request))
    return {"href": _href(distribution_id)}
