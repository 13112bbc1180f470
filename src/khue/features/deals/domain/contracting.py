"""Valuations, contract, registration, royalties: pure. Money in integer đồng; a rate in hundredths of a per cent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG, format_dong
from khue.features.deals.domain.deciding import HUNDRED_PER_CENT, wrong
from khue.features.deals.domain.words import DEAL, SAY, TALKING

METHODS: Mapping[str, Text] = {
    "cost": Text("phương pháp chi phí", "cost method"),
    "market": Text("phương pháp thị trường", "market method"),
    "income": Text("phương pháp thu nhập", "income method"),
}
CLAUSES: Mapping[str, Text] = {
    "object": Text("đối tượng công nghệ, sản phẩm và chất lượng", "technology, products and their quality"),
    "delivery": Text("phương thức, địa điểm, tiến độ chuyển giao", "how, where and when it is handed over"),
    "rights": Text("quyền và nghĩa vụ của các bên", "rights and duties of the sides"),
    "payment": Text("giá và phương thức thanh toán", "price and payment"),
    "term": Text("hiệu lực và thời hạn hợp đồng", "effect and term"),
    "warranty": Text("bảo hành, bảo đảm công nghệ", "warranty"),
    "breach": Text("trách nhiệm do vi phạm", "liability for breach"),
    "disputes": Text("giải quyết tranh chấp", "settlement of disputes"),
}
"""What a contract must say: Law on Technology Transfer, Art. 22–23 (facts fund:B.2, background knowledge)."""
DIRECTIONS: Mapping[str, Text] = {
    "domestic": Text("trong nước", "within Viet Nam"),
    "into-vietnam": Text("từ nước ngoài vào Việt Nam", "from abroad into Viet Nam"),
    "out-of-vietnam": Text("từ Việt Nam ra nước ngoài", "from Viet Nam abroad"),
}
DUTIES: Mapping[str, Text] = {
    "compulsory": Text("bắt buộc đăng ký", "must be registered"),
    "voluntary": Text("đăng ký tự nguyện", "may be registered"),
}
FILER = {"receiver": "buyer", "giver": "seller"}
FILING: Mapping[str, Text] = {
    "filed": Text("chờ trả lời về tính đầy đủ", "awaiting the answer on completeness"),
    "incomplete": Text("cần bổ sung", "to be completed"),
    "full": Text("đầy đủ, chờ giấy chứng nhận", "full, awaiting the certificate"),
    "registered": Text("đã cấp giấy chứng nhận", "certificate issued"),
    "refused": Text("bị từ chối", "refused"),
}
YEAR = 365


@dataclass(frozen=True, slots=True)
class GiveValuation:
    """A report of the valuer ``valuer``. ``lines``: (what, đồng); years of income in their order for the income method. ``ticket``:
    the accepted order of a service by which it was made, or 0."""

    deal_id: int
    valuer: str
    method: str
    as_of: date
    lines: tuple[tuple[str, int], ...]
    rate: int = 0
    note: str = ""
    ticket: int = 0
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProveOwnership:
    deal_id: int
    says: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConfirmOwnership:
    deal_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DrawContract:
    """``clauses`` by code. Whoever draws signs for the own side."""

    deal_id: int
    clauses: Mapping[str, str]
    direction: str
    public_money: bool
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SignContract:
    deal_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class NoteApproval:
    """Restricted technology: the approval before signing, or the permit after it (``permit``)."""

    deal_id: int
    permit: bool
    number: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FileContract:
    """``fee_paper``: the paper by which the fee of an amendment was paid, where the law sets a fee."""

    deal_id: int
    papers: str
    once: UUID | None = None
    fee_paper: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFiling:
    deal_id: int
    full: bool
    missing: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideFiling:
    deal_id: int
    granted: bool
    certificate: str = ""
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportRoyalty:
    """Sales of a period (half-open) and what the buyer says is due."""

    deal_id: int
    from_on: date
    until_on: date
    sales: int
    claimed: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReceiveDue:
    """The statement line ``line_id``, set aside by the treasury, was the payment of this due."""

    deal_id: int
    no: int
    line_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SettleDue:
    """Who gets what of the money in escrow: (party key, đồng), together the whole. ``roles`` by party key where the settlement says as
    what somebody receives; it follows from the deal for others."""

    deal_id: int
    no: int
    shares: tuple[tuple[str, int], ...]
    once: UUID | None = None
    roles: Mapping[str, str] = field(default_factory=dict)


def value_of(method: str, lines: Collection[tuple[str, int]], rate: int) -> int:
    """The value in đồng, half up. Cost: the sum; market: the mean of the comparisons; income: each year's money discounted to today."""
    amounts = [amount for _what, amount in lines]
    if not amounts:
        return 0
    if method == "market":
        return _half_up(Fraction(sum(amounts), len(amounts)))
    if method == "income":
        factor = 1 + Fraction(rate, HUNDRED_PER_CENT)
        return _half_up(sum((Fraction(amount) / factor**year for year, amount in enumerate(amounts, 1)), Fraction(0)))
    return sum(amounts)


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def may_value(
    asked: GiveValuation, *, state: str, member: bool, is_side: bool, is_broker: bool, today: date, of_ticket: str = ""
) -> Decision:
    """``is_side``: the valuer is, or shares a mandate holder with, a side of the deal (fund:B-15). ``of_ticket``: who made what the ticket
    ordered, empty where it is no accepted order of this deal."""
    found = [*_from(state, TALKING)]
    if asked.ticket and not of_ticket:
        found.append(
            wrong(
                "ticket",
                "Phiếu này không phải phiếu định giá đã nghiệm thu của giao dịch.",
                "This ticket is no accepted order of a valuation for this deal.",
            )
        )
    elif asked.ticket and of_ticket != asked.valuer:
        found.append(
            wrong("valuer", "Phiếu đã chọn do bên khác thực hiện.", "Another valuer made what this ticket ordered.")
        )
    if not member:
        found.append(
            wrong(
                "valuer",
                "Bên này không là tổ chức định giá đang hoạt động của Sàn.",
                "This party is no active valuer of the exchange.",
            )
        )
    if is_side or is_broker:
        found.append(
            SAY.reason(
                "valuer_and_party",
                "Bên định giá không được là một bên hoặc môi giới của giao dịch.",
                "The valuer is no side and no broker of the deal.",
                "Mời ông/bà chọn tổ chức định giá khác.",
                "Choose another valuer.",
                "valuer",
            )
        )
    if asked.method not in METHODS:
        found.append(wrong("method", "Chưa chọn phương pháp.", "Choose the method."))
    if asked.as_of > today:
        found.append(wrong("as_of", "Ngày định giá chưa đến.", "The day of the valuation has not come."))
    if (
        any(abs(amount) > MAX_DONG or not what.strip() for what, amount in asked.lines)
        or value_of(asked.method, asked.lines, asked.rate) <= 0
    ):
        found.append(
            wrong("lines", "Bảng tính phải cho giá trị lớn hơn 0.", "The worksheet must give a value above 0.")
        )
    if not 0 <= asked.rate <= HUNDRED_PER_CENT:
        found.append(wrong("rate", "Tỷ lệ chiết khấu từ 0 đến 100%.", "The discount rate is 0 to 100%."))
    return Decision.refuse_if_any(found)


def _from(state: str, wanted: Collection[str]) -> Iterator[Reason]:
    if state not in wanted:
        here = DEAL.label(state)
        yield SAY.reason(
            "not_now",
            f"Không thực hiện được khi giao dịch {here.vi}.",
            f"Not possible while the deal is {here.en}.",
            "Mời ông/bà mở lại trang của giao dịch.",
            "Open the page of the deal again.",
        )


def only_in(state: str, *wanted: str) -> tuple[Reason, ...]:
    return tuple(_from(state, wanted))


def may_draw(asked: DrawContract, state: str) -> Decision:
    found = [*_from(state, {"agreed"})]
    for code, name in CLAUSES.items():
        found += SAY.missing_text(asked.clauses.get(code, ""), code, name)
    if asked.direction not in DIRECTIONS:
        found.append(wrong("direction", "Chưa chọn chiều chuyển giao.", "Choose the direction."))
    return Decision.refuse_if_any(found)


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands before the last signature. ``changed``: why the owners or lists stand against it; ``capital``: what the law of
    State capital misses; ``restricted`` without ``approval`` waits; ``hand``: the actor signed for the other side."""

    state: str
    own: bool
    hand: bool
    restricted: bool
    approval: str
    changed: tuple[Reason, ...] = ()
    capital: tuple[Reason, ...] = ()


def may_sign(facts: Signing) -> Decision:
    found = [*_from(facts.state, {"agreed"}), *facts.changed, *facts.capital]
    if facts.own:
        found.append(
            SAY.reason(
                "signed_already",
                "Bên của ông/bà đã ký.",
                "Your side has signed.",
                "Mời chờ bên kia ký.",
                "Wait for the other side.",
            )
        )
    elif facts.hand:
        found += SAY.own_hands(near=True)
    if facts.restricted and not facts.approval:
        found.append(
            SAY.reason(
                "approval",
                "Công nghệ hạn chế chuyển giao phải được chấp thuận trước khi ký.",
                "Restricted technology is approved before signing.",
                "Mời ông/bà nộp hồ sơ đề nghị chấp thuận; cán bộ ghi nhận văn bản chấp thuận.",
                "Apply for the approval; an officer notes it.",
            )
        )
    return Decision.refuse_if_any(found)


def may_report(
    asked: ReportRoyalty,
    *,
    state: str,
    royalty: int,
    least: int,
    overlaps: bool,
    today: date,
    changed_on: date | None = None,
    effect_on: date | None = None,
) -> Decision:
    """``least``: the least royalty of a year; what is reported below what is due is refused with the sum that is. ``changed_on``: the day
    inside the period from which an amendment changed either; ``effect_on``: from which day on the contract holds."""
    found = [*_from(state, {"effective"})]
    if not royalty:
        found.append(
            wrong("sales", "Hợp đồng này không có phí bản quyền theo doanh thu.", "This contract has no royalty.")
        )
    if not asked.from_on < asked.until_on <= today:
        found.append(
            wrong(
                "until_on",
                "Kỳ báo cáo phải đã kết thúc và kết thúc sau ngày bắt đầu.",
                "The period must be over, and end after it begins.",
            )
        )
    if changed_on is not None:
        found.append(
            SAY.reason(
                "royalty_changed",
                f"Từ ngày {format_day(changed_on, 'vi')} phí bản quyền theo bản sửa đổi.",
                f"From {format_day(changed_on, 'en')} on the royalty follows an amendment.",
                "Mời ông/bà báo cáo riêng kỳ trước và kỳ từ ngày đó.",
                "Report the time before and the time from that day on apart.",
                "until_on",
            )
        )
    if effect_on is not None and asked.from_on < effect_on:
        found.append(
            wrong(
                "from_on",
                f"Hợp đồng có hiệu lực từ ngày {format_day(effect_on, 'vi')}; kỳ báo cáo không bắt đầu trước ngày đó.",
                f"The contract holds from {format_day(effect_on, 'en')}; no period begins before.",
            )
        )
    if overlaps:
        found.append(wrong("from_on", "Kỳ này trùng với kỳ đã báo cáo.", "The period crosses one that was reported."))
    if not 0 <= asked.sales <= MAX_DONG:
        found.append(wrong("sales", "Số tiền không hợp lệ.", "This amount cannot be."))
    elif not found and asked.claimed < (due := royalty_due(asked, royalty, least)):
        found.append(
            SAY.reason(
                "royalty_below",
                f"Phí bản quyền của kỳ này ít nhất là {format_dong(due, 'vi')}.",
                f"The royalty of this period is at least {format_dong(due, 'en')}.",
                "Mời ông/bà ghi lại số phải trả.",
                "Correct what is due.",
                "claimed",
            )
        )
    return Decision.refuse_if_any(found)


def royalty_due(asked: ReportRoyalty, royalty: int, least: int) -> int:
    """The share of sales, not below the least sum of a year in proportion to the days, rounded up to the đồng."""
    share = -(-asked.sales * royalty // HUNDRED_PER_CENT)
    days = min((asked.until_on - asked.from_on).days, YEAR)
    return max(share, -(-least * days // YEAR))


def may_settle(amount: int, shares: Collection[tuple[str, int]], state: str) -> Decision:
    found = []
    if state != "in_escrow":
        found.append(
            SAY.reason(
                "not_in_escrow",
                "Khoản này chưa có tiền bảo chứng hoặc đã chi.",
                "There is no money in escrow for this, or it was settled.",
                "Mời ông/bà ghi nhận tiền về trước.",
                "Note the payment first.",
            )
        )
    if any(part <= 0 for _party, part in shares) or sum(part for _party, part in shares) != amount:
        found.append(
            wrong(
                "shares",
                f"Các phần phải lớn hơn 0 và có tổng bằng {format_dong(amount, 'vi')}.",
                f"The shares are above 0 and add up to {format_dong(amount, 'en')}.",
            )
        )
    if len({party for party, _part in shares}) != len(list(shares)):
        found.append(wrong("shares", "Mỗi bên ghi một dòng.", "Each party stands once."))
    return Decision.refuse_if_any(found)
