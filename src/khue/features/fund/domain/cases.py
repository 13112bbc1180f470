"""A case of the fund from application to its end, the motions its bodies decide on, and payments under its contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import format_dong
from khue.features.fund.domain.bodies import COUNCIL, SeatFacts, needs, quorum, reason
from khue.features.fund.domain.granting import LineGiven
from khue.features.fund.domain.loans import ALLOCATIONS, DAY_COUNTS, KINDS, MOST_INSTALMENTS, Terms
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes

CASE = Flow(
    {
        "applied": Text("chờ thẩm định", "awaiting appraisal"),
        "laid": Text("đã trình, chờ quyết định", "laid before the body, awaiting its decision"),
        "approved": Text("đã quyết định, chờ ký hợp đồng", "approved, awaiting the contract"),
        "running": Text("đang thực hiện", "running"),
        "closed": Text("đã kết thúc", "closed"),
        "excused": Text("kết thúc, chấp nhận rủi ro", "closed, risk accepted"),
        "refused": Text("không được chấp thuận", "refused"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("lay", ("applied",), "laid", Text("trình", "lay")),
        Transition("take_back", ("laid",), "applied", Text("rút tờ trình", "take back")),
        Transition("approve", ("laid",), "approved", Text("chấp thuận", "approve")),
        Transition("refuse", ("applied", "laid"), "refused", Text("không chấp thuận", "refuse")),
        Transition("sign", ("approved",), "running", Text("ký hợp đồng", "sign")),
        Transition("withdraw", ("applied", "laid", "approved"), "withdrawn", Text("rút", "withdraw")),
        Transition("close", ("running",), "closed", Text("kết thúc", "close")),
        Transition("excuse", ("running",), "excused", Text("chấp nhận rủi ro", "accept the risk")),
        Transition("resume", ("closed",), "running", Text("mở lại", "resume")),
    ),
)
MOTION = Flow(
    {
        "open": Text("chờ quyết định", "awaiting the decision"),
        "approved": Text("được thông qua", "approved"),
        "rejected": Text("không được thông qua", "not approved"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("approve", ("open",), "approved", Text("thông qua", "approve")),
        Transition("reject", ("open",), "rejected", Text("không thông qua", "reject")),
        Transition("withdraw", ("open",), "withdrawn", Text("rút", "withdraw")),
    ),
)
PAYMENT = Flow(
    {
        "asked": Text("chờ kiểm tra", "to be checked"),
        "returned": Text("bị trả lại", "sent back"),
        "due": Text("chờ chi trả", "to be paid"),
        "ordered": Text("đã lập lệnh chi", "payment ordered"),
        "paid": Text("đã chi trả", "paid"),
    },
    (
        Transition("accept", ("asked",), "due", Text("chấp nhận", "accept")),
        Transition("return", ("asked",), "returned", Text("trả lại", "send back")),
        Transition("order", ("due",), "ordered", Text("lập lệnh chi", "order")),
        Transition("pay", ("ordered",), "paid", Text("chi trả", "pay")),
        Transition("call_off", ("ordered",), "due", Text("hủy lệnh", "call off")),
        Transition("give_back", ("paid",), "ordered", Text("bị trả lại", "give back")),
    ),
)
CAUSES = {
    "accepted_risk": Text("rủi ro được chấp nhận, hồ sơ tuân thủ đầy đủ", "accepted risk, the file is in order"),
    "bankrupt": Text("bên vay phá sản, giải thể", "the borrower is bankrupt or dissolved"),
    "uncollectable": Text("không còn khả năng thu hồi", "nothing more can be collected"),
}


@dataclass(frozen=True, slots=True)
class InterestFacts:
    """A statement of interest of a commercial loan, as rule funds.loan-interest-support asks for it. Amounts in đồng."""

    from_on: date
    until_on: date
    paid: int
    balance: int
    ends_on: date


@dataclass(frozen=True, slots=True)
class LayMotion:
    """The executive body lays a case before the body competent; ``kind`` is a deed of the charter.

    ``amount``: what is to be given or lent, or what is owed; 0 with ``lines``: their sum. ``lines``: how much of each cost
    line, empty for all of it. ``terms`` for loans and restructurings, ``cause`` for write-offs.
    """

    case_id: int
    kind: str
    amount: int
    opinion: str
    terms: Terms | None = None
    cause: str = ""
    papers: tuple[Any, ...] = ()
    task_id: int | None = None
    seen: int | None = None
    once: UUID | None = None
    lines: tuple[LineGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class CastVote:
    motion_id: int
    agrees: bool
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideMotion:
    """The head of the body closes the motion by its votes, or alone in the executive body: ``approve``, ``reject``, ``back``."""

    motion_id: int
    outcome: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DrawUpContract:
    """The contract as a document for both sides to sign. ``until_on``: last day on which money may be asked for under it."""

    case_id: int
    until_on: date
    receiver_signs: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SignContract:
    """Both sides signed. ``number`` and ``paper`` may be missing for a contract drawn up here: its own number and signatures count."""

    case_id: int
    number: str
    signed_on: date
    task_id: int | None = None
    paper: Any = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskPayment:
    """The receiver asks for money under the contract; ``interest`` with a statement of interest.

    ``invoice``: seller, symbol, number, line of the invoice that it pays, None without one.
    """

    case_id: int
    amount: int
    purpose: str
    papers: tuple[Any, ...] = ()
    invoice: tuple[str, str, str, int] | None = None
    interest: InterestFacts | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerPayment:
    payment_id: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderFundPayment:
    payment_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Settled, or not reached and excused with its cause and file; what is still committed is free again."""

    case_id: int
    excused: bool
    ground: str
    papers: tuple[Any, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WriteOpinion:
    """The control board's opinion on a case, or on the fund as a whole (``case_id`` None)."""

    case_id: int | None
    text: str
    once: UUID | None = None


# -- decisions ---------------------------------------------------------------------------------------------------------


def terms_faults(terms: Terms, today: date) -> Iterator[Reason]:
    """What is wrong with a loan's terms; every reason at once."""
    if terms.kind not in KINDS or terms.day_count not in DAY_COUNTS or terms.allocation not in ALLOCATIONS:
        yield reason("terms", "Chưa chọn cách trả nợ, cách tính ngày hoặc thứ tự thu nợ.", "Choose kind, day count and allocation.", "kind")  # fmt: skip
    if not 0 < terms.count <= MOST_INSTALMENTS:
        yield reason(
            "count", f"Số kỳ trả nợ từ 1 đến {MOST_INSTALMENTS}.", f"From 1 to {MOST_INSTALMENTS} instalments.", "count"
        )
    elif not 0 <= terms.grace < terms.count:
        yield reason("grace", "Số kỳ ân hạn gốc phải nhỏ hơn số kỳ trả nợ.", "Fewer instalments of interest only than instalments.", "grace")  # fmt: skip
    if terms.every not in (1, 3, 6, 12):
        yield reason(
            "every", "Kỳ trả nợ là 1, 3, 6 hoặc 12 tháng.", "An instalment every 1, 3, 6 or 12 months.", "every"
        )
    if not 0 <= terms.rate <= 1 or not 0 <= terms.late_rate <= 1:
        yield reason("rate", "Lãi suất từ 0% đến 100% một năm.", "A rate is from 0% to 100% a year.", "rate")
    if terms.first_due <= today:
        yield reason(
            "first_due", "Ngày trả nợ kỳ đầu phải sau hôm nay.", "The first instalment is due after today.", "first_due"
        )


def may_decide(
    motion_state: str,
    body: str,
    seat: SeatFacts | None,
    votes: tuple[int, int],
    seats: int,
    preparers: tuple[str, ...],
    hands: tuple[str, ...],
    asked: DecideMotion,
) -> Decision:
    """Who closes a motion, and how. ``votes``: for and against; ``seats`` of the body today."""
    faults = list(MOTION.decision(motion_state, "approve").reasons)
    if seat is None or seat.body != body or not seat.is_head:
        faults.append(
            Reason(
                "fund.not_head",
                Text("Chỉ người đứng đầu cơ quan có thẩm quyền được kết luận tờ trình này.", "Only the head of the body competent closes this motion."),
                Text("Mời ông/bà chuyển tờ trình cho người đứng đầu.", "Leave it to the head of that body."),
            )
        )  # fmt: skip
    if {key for key in preparers if key} & set(hands):
        faults.append(
            Reason(
                "fund.own_motion",
                Text(
                    "Người trình không đồng thời là người quyết định.", "Whoever laid the motion does not decide on it."
                ),
                Text("Mời ông/bà chuyển cho người khác quyết định.", "Leave the decision to another person."),
            )
        )
    agree, against = votes
    if asked.outcome not in ("approve", "reject", "back"):
        faults.append(reason("outcome", "Chưa chọn kết luận.", "Choose the conclusion.", "outcome"))
    if body == COUNCIL and asked.outcome != "back":
        needed = quorum(seats)
        if agree + against < needed:
            faults.append(
                reason(
                    "no_quorum",
                    f"Mới có {agree + against} trên {seats} thành viên biểu quyết; cần ít nhất {needed}.",
                    f"Only {agree + against} of {seats} members have voted; at least {needed} are needed.",
                    "",
                    Text("Mời các thành viên còn lại biểu quyết.", "Ask the other members to vote."),
                )
            )
        elif (asked.outcome == "approve") != (agree > against):
            faults.append(
                reason(
                    "against_votes",
                    f"Kết luận phải theo biểu quyết: {agree} đồng ý, {against} không đồng ý.",
                    f"The conclusion follows the votes: {agree} for, {against} against.",
                    "outcome",
                )
            )
    faults += needs(asked.ground, "ground", "Chưa nêu căn cứ của quyết định.", "Give the ground of the decision.")
    return Decision.refuse_if_any(faults)


def may_vote(motion_state: str, body: str, seat: SeatFacts | None, near: bool) -> Decision:
    faults = list(MOTION.decision(motion_state, "approve").reasons)
    if body != COUNCIL or seat is None or seat.body != COUNCIL:
        text = Text("Chỉ thành viên Hội đồng quản lý Quỹ được biểu quyết.", "Only members of the fund council vote.")
        faults.append(Reason("fund.no_seat", text, Text("Tờ trình này không cần ý kiến của ông/bà.", "Your vote is not needed.")))  # fmt: skip
    if near:
        text = Text("Ông/bà có liên quan đến bên đề nghị nên không biểu quyết.", "You are near to the applicant and do not vote.")  # fmt: skip
        faults.append(Reason("fund.near", text, Text("Hội đồng quyết định không có phiếu của ông/bà.", "The council decides without your vote.")))  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_draw_up(asked: DrawUpContract, state: str, signed: bool, today: date) -> Decision:
    """``signed``: the contract drawn up before bears all signatures."""
    faults = list(CASE.decision(state, "sign").reasons)
    if signed:
        faults.append(
            reason(
                "contract_signed",
                "Hợp đồng của hồ sơ này đã được ký đủ.",
                "The contract of this case is signed by all.",
                "",
                Text("Mời ông/bà ghi nhận hợp đồng đã ký.", "Record the signed contract."),
            )
        )
    if asked.until_on <= today:
        faults.append(
            reason("until_on", "Thời hạn của hợp đồng phải sau hôm nay.", "The contract ends after today.", "until_on")
        )
    return Decision.refuse_if_any(faults)


def may_sign(asked: SignContract, state: str, decided_on: date | None, signed: bool, today: date) -> Decision:
    """``signed``: a contract drawn up here bears all signatures; else a signed copy is attached."""
    faults = list(CASE.decision(state, "sign").reasons)
    faults += needs(asked.number, "number", "Chưa ghi số hợp đồng.", "Give the number of the contract.")
    if decided_on and not decided_on <= asked.signed_on <= today:
        faults.append(
            reason(
                "signed_on",
                "Ngày ký phải từ ngày quyết định đến hôm nay.",
                "Signed between the decision and today.",
                "signed_on",
            )
        )
    if asked.paper is None and not signed:
        faults.append(
            reason(
                "paper",
                "Chưa có bản hợp đồng đã ký.",
                "There is no signed contract yet.",
                "paper",
                Text(
                    "Mời hai bên ký tại mục “Cần ký”, hoặc tải lên bản đã ký.",
                    "Have both sides sign under “To sign”, or attach the signed copy.",
                ),
            )
        )
    return Decision.refuse_if_any(faults)


def may_ask(asked: AskPayment, state: str, left: int, product_needs_statement: bool) -> Decision:
    """``left`` đồng of the commitment are neither paid nor asked for."""
    faults: list[Reason] = []
    if state != "running":
        faults.append(reason("not_running", "Chưa có hợp đồng đang thực hiện.", "There is no running contract."))
    if asked.amount <= 0:
        faults.append(reason("amount", "Số tiền phải lớn hơn 0.", "The amount must be above zero.", "amount"))
    elif asked.amount > left:
        vi = f"Số còn được giải ngân là {format_dong(left, 'vi')}."
        faults.append(reason("over_contract", vi, f"Only {format_dong(left, 'en')} may still be paid out.", "amount"))
    faults += needs(asked.purpose, "purpose", "Chưa ghi nội dung chi.", "Say what the money is for.")
    if not asked.papers:
        faults.append(reason("papers", "Chưa có chứng từ kèm theo.", "Attach the papers that show it.", "papers"))
    if product_needs_statement and asked.interest is None:
        faults.append(
            reason("statement", "Chưa có sao kê lãi vay.", "Give the statement of interest.", "interest_paid")
        )
    if asked.interest and asked.interest.until_on <= asked.interest.from_on:
        faults.append(reason("statement_period", "Kỳ tính lãi kết thúc trước khi bắt đầu.", "The period ends before it begins.", "until_on"))  # fmt: skip
    return Decision.refuse_if_any(faults)
