"""What bodies, officers, accountants and receivers do in the fund, case by case."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.fund import access, queries, usecases
from khue.features.fund.api.shapes import (
    FundAnswerIn,
    FundConclusionIn,
    FundContractIn,
    FundOpinionIn,
    FundOrderIn,
    FundRequestIn,
    FundVoteIn,
    MotionIn,
    RepaymentIn,
    RepaymentUndoneIn,
    door,
)
from khue.features.fund.domain.cases import (
    AnswerPayment,
    AskPayment,
    CastVote,
    CloseCase,
    DecideMotion,
    DrawUpContract,
    LayMotion,
    OrderFundPayment,
    SignContract,
    WriteOpinion,
)
from khue.features.fund.domain.lending import BookRepayment, UndoRepayment
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Day, Done, Id, Made

MOST_PAPERS = 20
Papers = File[list[UploadedFile]]


def _case(case_id: int) -> str:
    return f"/api/v1/fund/cases/{case_id}"


def _motion(motion_id: int) -> str:
    return f"/api/v1/fund/motions/{motion_id}"


def _few(papers: list[UploadedFile]) -> tuple[UploadedFile, ...]:
    if len(papers) > MOST_PAPERS:
        text = Text(f"Nhiều nhất {MOST_PAPERS} tệp một lần.", f"At most {MOST_PAPERS} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "papers"))
    return tuple(papers)


# -- motions ---------------------------------------------------------------------------------------------------------


@door.post(
    "/fund/cases/{fund_case_id}/motions",
    Made,
    Text("Trình cơ quan của Quỹ", "Lay a motion"),
    right=access.RUN,
    status=201,
    takes="files",
    edits=True,
)
def lay_fund_motion(
    request: HttpRequest,
    fund_case_id: Id,
    asked: Form[MotionIn],
    papers: Papers = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """Which body decides follows from the amount and the charter; whoever lays it does not decide."""
    command = LayMotion(
        fund_case_id, asked.deed, asked.amount, asked.opinion, asked.terms(), asked.cause, _few(papers),
        seen=seen_version(request), once=once_of(request), lines=asked.given(),
    )  # fmt: skip
    with unchanged():
        made = usecases.lay_motion(command, actor=acting(request))
    return {"id": str(made), "href": _motion(made)}


@door.post("/fund/motions/{motion_id}/votes", Done, Text("Biểu quyết tờ trình", "Vote on a motion"), right=access.DECIDE)  # fmt: skip
def vote_fund_motion(request: HttpRequest, motion_id: Id, asked: FundVoteIn) -> Any:
    """A member's own vote, given once; whoever is near to the applicant does not vote."""
    usecases.cast_vote(CastVote(motion_id, asked.agrees, asked.note, once_of(request)), actor=acting(request))
    return {"href": _motion(motion_id)}


@door.post("/fund/motions/{motion_id}/conclusion", Done, Text("Kết luận tờ trình", "Conclude a motion"), right=access.DECIDE)  # fmt: skip
def conclude_fund_motion(request: HttpRequest, motion_id: Id, asked: FundConclusionIn) -> Any:
    """By the head of the body competent; what is carried happens at once, or nothing does."""
    usecases.decide_motion(
        DecideMotion(motion_id, asked.outcome, asked.ground, once_of(request)), actor=acting(request)
    )
    return {"href": _motion(motion_id)}


# -- contract and money ----------------------------------------------------------------------------------------------


@door.post(
    "/fund/cases/{fund_case_id}/contract-draft",
    Made,
    Text("Lập hợp đồng của Quỹ", "Draw up a contract of the fund"),
    right=access.RUN,
    status=201,
)
def draw_up_fund_contract(request: HttpRequest, fund_case_id: Id, asked: FundContractIn) -> Any:
    """A numbered PDF by what was decided, for both sides to sign; drawn up again, it takes the former's place."""
    command = DrawUpContract(fund_case_id, asked.until_on, asked.receiver_signs, once_of(request))
    made = usecases.draw_up_contract(command, actor=acting(request))
    return {"id": str(made), "href": _case(fund_case_id)}


@door.post(
    "/fund/cases/{fund_case_id}/contract",
    Done,
    Text("Ghi hợp đồng với Quỹ", "Record the contract with the fund"),
    right=access.RUN,
    takes="files",
)
def sign_fund_contract(
    request: HttpRequest,
    fund_case_id: Id,
    number: Annotated[str, Form(max_length=100)],
    signed_on: Annotated[Day, Form(description="Day of the later signature")],
    file: File[UploadedFile],
) -> Any:
    """The contract that both sides signed; money is paid under it."""
    command = SignContract(fund_case_id, number, signed_on, paper=file, once=once_of(request))
    usecases.sign_contract(command, actor=acting(request))
    return {"href": _case(fund_case_id)}


@door.post(
    "/fund/cases/{fund_case_id}/payments",
    Made,
    Text("Đề nghị chi, giải ngân", "Ask for money under the contract"),
    need="submit",
    status=201,
    takes="files",
)
def ask_fund_payment(
    request: HttpRequest,
    fund_case_id: Id,
    asked: Form[FundRequestIn],
    papers: Papers = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """With the papers that show it. An invoice line, and the interest of a month, count once for all public money."""
    command = AskPayment(
        fund_case_id, asked.amount, asked.purpose, _few(papers), asked.invoice(), asked.statement(), once_of(request)
    )
    made = usecases.ask_payment(command, actor=acting(request))
    return {"id": str(made), "href": _case(fund_case_id)}


@door.post("/fund/payments/{fund_payment_id}/answer", Done, Text("Kiểm tra đề nghị chi", "Check a request for money"), right=access.RUN)  # fmt: skip
def answer_fund_payment(request: HttpRequest, fund_payment_id: Id, asked: FundAnswerIn) -> Any:
    """Accepted, the fund owes it; by another person than the one who asked."""
    command = AnswerPayment(fund_payment_id, asked.accepted, asked.ground, once_of(request))
    usecases.answer_payment(command, actor=acting(request))
    return {"href": _case(queries.case_of_payment(fund_payment_id))}


@door.post(
    "/fund/payments/{fund_payment_id}/order",
    Made,
    Text("Lập lệnh chi của Quỹ", "Order a payment of the fund"),
    right=access.PAY,
    status=201,
)
def order_fund_payment(request: HttpRequest, fund_payment_id: Id, asked: FundOrderIn) -> Any:
    """From the fund's own account; a second person approves it, and paid is what the bank's statement shows."""
    payee, codes = Payee(**asked.payee.dict()), BudgetCodes(**asked.codes.dict())
    command = OrderFundPayment(
        fund_payment_id, payee, asked.content, codes, asked.account_id, asked.same_holder, once_of(request)
    )
    made = usecases.order_payment(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/treasury/orders/{made}"}


@door.post(
    "/fund/loans/{loan_id}/repayments",
    Made,
    Text("Ghi khoản trả nợ", "Book a repayment"),
    right=access.PAY,
    status=201,
    edits=True,
)
def book_fund_repayment(request: HttpRequest, loan_id: Id, asked: RepaymentIn) -> Any:
    """A line of the statement that the treasury set aside; allocated by the contract's order, as of the bank's day."""
    command = BookRepayment(loan_id, asked.line_id, asked.amount, seen_version(request), once_of(request))
    with unchanged():
        made = usecases.book_repayment(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/fund/loans/{loan_id}"}


@door.post(
    "/fund/repayments/{repayment_id}/undo",
    Done,
    Text("Hủy ghi khoản trả nợ", "Take back a repayment"),
    right=access.PAY,
)
def undo_fund_repayment(request: HttpRequest, repayment_id: Id, asked: RepaymentUndoneIn) -> Any:
    """It was booked wrongly: reversed in the books, and the money of its line is set aside again."""
    usecases.undo_repayment(UndoRepayment(repayment_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": _case(queries.case_of_repayment(repayment_id))}


# -- the end, opinions -----------------------------------------------------------------------------------------------


@door.post(
    "/fund/cases/{fund_case_id}/close",
    Done,
    Text("Kết thúc hồ sơ của Quỹ", "Close a case of the fund"),
    right=access.RUN,
    takes="files",
)
def close_fund_case(
    request: HttpRequest,
    fund_case_id: Id,
    excused: Annotated[bool, Form(description="The aim was not reached; the risk is accepted with its file")] = False,
    ground: Annotated[str, Form(max_length=2000)] = "",
    papers: Papers = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """Settled, or ended with an accepted risk; what is still committed can be given to others."""
    command = CloseCase(fund_case_id, excused, ground, _few(papers), once_of(request))
    usecases.close_case(command, actor=acting(request))
    return {"href": _case(fund_case_id)}


@door.post(
    "/fund/cases/{fund_case_id}/opinions",
    Made,
    Text("Ý kiến của Ban kiểm soát về một hồ sơ", "The control board's opinion on a case"),
    right=access.OVERSEE,
    status=201,
)
def write_fund_case_opinion(request: HttpRequest, fund_case_id: Id, asked: FundOpinionIn) -> Any:
    """It stays as it is; the executive body is told."""
    made = usecases.write_opinion(WriteOpinion(fund_case_id, asked.text, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _case(fund_case_id)}


@door.post(
    "/fund/opinions",
    Made,
    Text("Ý kiến của Ban kiểm soát về Quỹ", "The control board's opinion on the fund"),
    right=access.OVERSEE,
    status=201,
)
def write_fund_opinion(request: HttpRequest, asked: FundOpinionIn) -> Any:
    """On the fund as a whole; it stays as it is."""
    made = usecases.write_opinion(WriteOpinion(None, asked.text, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": "/api/v1/fund/opinions"}
