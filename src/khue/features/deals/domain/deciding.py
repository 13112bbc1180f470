"""Who may say what in a deal, and when. Each function gives every reason at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG
from khue.features.deals.domain.commands import MakeTerms, NameBroker, Offered, ProposeNda, SetTask, WriteMessage
from khue.features.deals.domain.words import DEAL, MODES, OTHER, PRICING, SAY, SIDES, SPEAKING, TALKING

MOST_INSTALMENTS = 24
HUNDRED_PER_CENT = 10_000


def wrong(field: str, vi: str, en: str) -> Reason:
    """A field that has to be put right."""
    return SAY.reason(field, vi, en, "Mời ông/bà sửa ô này.", "Please correct this field.", field)


@dataclass(frozen=True, slots=True)
class Interested:
    """Who asks, as seen from the offer. ``member``: is an active member · ``seller``: is the supplier · ``near``: shares a mandate
    holder with it · ``live``: has a live deal about this offer · ``sanctions``: what bars it."""

    member: bool
    seller: bool
    near: bool
    live: bool
    sanctions: tuple[Reason, ...] = ()


def may_ask(who: Interested, note: str) -> Decision:
    found = [*SAY.missing_text(note, "note", Text("nội dung quan tâm", "what the interest is")), *who.sanctions]
    if not who.member:
        found.append(
            SAY.reason(
                "not_a_member", "Bên này chưa là thành viên đang hoạt động của Sàn.", "This party is no active member of the exchange.",
                "Mời ông/bà đăng ký thành viên trước.", "Join the exchange first.", "party",
            )
        )  # fmt: skip
    if who.seller or who.near:
        found.append(
            SAY.reason(
                "both_sides", "Một người không thể đứng ở cả hai bên của giao dịch.", "Nobody stands on both sides of a deal.",
                "Mời ông/bà chọn bên khác, hoặc để người khác được ủy quyền thực hiện.", "Choose another party, or leave it to somebody else.", "party",
            )
        )  # fmt: skip
    if who.live:
        found.append(
            SAY.reason(
                "live", "Bên này đang có một giao dịch về chào bán này.", "This party has a deal about this offer already.",
                "Mời ông/bà mở giao dịch đó.", "Open that deal.", "party",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def not_listed(standing: str) -> tuple[Reason, ...]:
    """Nothing goes on about a technology that a list prohibits, or that waits for a ruling. ``standing``: empty, ``held``,
    ``prohibited``."""
    if standing == "prohibited":
        return (
            SAY.reason(
                "prohibited", "Công nghệ này thuộc danh mục cấm chuyển giao.", "This technology is on the list of prohibited ones.",
                "Giao dịch không thể tiếp tục; việc dừng được ghi nhận.", "The deal can't go on; that it stops is put on record.",
            ),
        )  # fmt: skip
    if standing == "held":
        return (
            SAY.reason(
                "held", "Công nghệ này đang chờ kết luận theo danh mục công nghệ.", "This technology awaits a ruling by a technology list.",
                "Mời ông/bà trở lại sau khi có kết luận.", "Come back once there is a ruling.",
            ),
        )  # fmt: skip
    return ()


def may_answer(state: str, accepted: bool, ground: str) -> Decision:
    step = "accept" if accepted else "decline"
    return Decision.refuse_if_any(
        [*DEAL.decision(state, step).reasons, *(() if accepted else SAY.missing_ground(ground))]
    )


def may_end(state: str, ground: str) -> Decision:
    return Decision.refuse_if_any([*DEAL.decision(state, "end").reasons, *SAY.missing_ground(ground)])


def talking(state: str, wanted: Collection[str] = TALKING) -> Iterator[Reason]:
    if state not in wanted:
        here = DEAL.label(state)
        yield SAY.reason(
            "not_talking", f"Không thực hiện được khi giao dịch {here.vi}.", f"Not possible while the deal is {here.en}.",
            "Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again.",
        )  # fmt: skip


def may_propose_nda(asked: ProposeNda, *, state: str, known: Collection[str], secret: bool, today: date) -> Decision:
    """``known``: keys of persons who stand for the buyer; ``secret``: the offer has a confidential part."""
    found = [*talking(state)]
    if not secret:
        found.append(
            SAY.reason(
                "no_secret", "Chào bán này không có phần bảo mật.", "This offer has no confidential part.",
                "Không cần thỏa thuận bảo mật.", "No non-disclosure is needed.",
            )
        )  # fmt: skip
    if asked.until_on <= today:
        found.append(wrong("until_on", "Ngày hết hạn phải sau hôm nay.", "The end must come after today."))
    if not asked.readers or not set(asked.readers) <= set(known):
        found.append(
            wrong(
                "readers",
                "Mời ông/bà chọn người đọc trong số những người đại diện bên nhận.",
                "Name readers among those who stand for the buyer.",
            )
        )
    return Decision.refuse_if_any(found)


def may_sign_nda(*, state: str, own_signed: bool, other_signed: bool, ended: bool, until_on: date, today: date, hand: bool) -> Decision:  # fmt: skip
    """``hand``: the actor signed for the other side."""
    found = [*talking(state)]
    if ended or until_on <= today:
        found.append(
            SAY.reason(
                "nda_over", "Bản thỏa thuận này đã hết hạn hoặc đã có bản mới.", "This version has run out or was replaced.",
                "Mời ông/bà lập bản mới.", "Propose a new version.",
            )
        )  # fmt: skip
    elif own_signed:
        found.append(
            SAY.reason(
                "signed_already", "Bên của ông/bà đã ký bản này.", "Your side has signed it.", "Mời chờ bên kia ký.", "Wait for the other side."
            )
        )  # fmt: skip
    if hand or not (own_signed or other_signed):
        found.extend(SAY.own_hands(near=True))
    return Decision.refuse_if_any(found)


def may_name_broker(
    asked: NameBroker, *, state: str, member: bool, is_party: bool, other_side: bool, named: bool, valuer: bool = False
) -> Decision:
    """``member``: an active broker of the exchange; ``is_party``: is, or shares a mandate holder with, a side; ``other_side``: works
    for the other side of this deal, or shares a mandate holder with who does; ``valuer``: valued for this deal, or was ordered to."""
    found = [
        *talking(state),
        *SAY.missing_text(asked.paper, "paper", Text("văn bản ủy thác môi giới", "broker's mandate"), 300),
    ]
    if not member:
        found.append(wrong("party", "Bên này không là môi giới đang hoạt động của Sàn.", "This party is no active broker of the exchange."))  # fmt: skip
    if is_party:
        found.append(wrong("party", "Một bên của giao dịch không được làm môi giới.", "A side of the deal is not its broker."))  # fmt: skip
    if valuer:
        found.append(
            SAY.reason(
                "valuer_and_broker", "Bên này đang hoặc đã định giá, thẩm định cho giao dịch nên không được làm môi giới.",
                "This party values or appraises for the deal, so it is not its broker.", "Mời ông/bà chọn môi giới khác.", "Choose another broker.",
                "party",
            )
        )  # fmt: skip
    if other_side:
        found.append(
            SAY.reason(
                "broker_both_sides", "Môi giới này đang làm cho bên kia; không ai môi giới cho cả hai bên.",
                "This broker works for the other side; nobody is broker on both.", "Mời ông/bà chọn môi giới khác.", "Choose another broker.", "party",
            )
        )  # fmt: skip
    elif named:
        found.append(wrong("party", "Môi giới này đã được nêu tên.", "This broker is named already."))
    return Decision.refuse_if_any(found)


def may_write(asked: WriteMessage, state: str) -> Decision:
    found = [*talking(state, SPEAKING), *SAY.missing_text(asked.text, "text", Text("nội dung", "message"))]
    if asked.papers and not asked.title.strip():
        found.append(wrong("title", "Chưa đặt tên cho tài liệu.", "The papers have no name."))
    return Decision.refuse_if_any(found)


def may_set_task(asked: SetTask, state: str, today: date) -> Decision:
    found = [
        *talking(state, SPEAKING),
        *SAY.missing_text(asked.title, "title", Text("tên việc", "title of the task"), 300),
    ]
    if asked.side not in SIDES:
        found.append(wrong("side", "Chưa chọn bên thực hiện.", "Choose who does it."))
    if asked.due_on < today:
        found.append(wrong("due_on", "Hạn đã qua.", "The day has passed."))
    return Decision.refuse_if_any(found)


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What the price may lean on: the offer's listed price, and what an auction gave to this buyer from this seller; None: nothing."""

    listed: int | None
    awarded: int | None
    modes: Collection[str]


def may_make_terms(asked: MakeTerms, *, state: str, facts: PriceFacts, today: date) -> Decision:
    found = [*DEAL.decision(state, "agree").reasons] if state not in TALKING else []
    if state == "agreed":
        found.append(
            SAY.reason(
                "agreed", "Hai bên đã thống nhất điều khoản.", "The terms are agreed.",
                "Mời ông/bà mở lại thương lượng trước.", "Negotiate again first.",
            )
        )  # fmt: skip
    if asked.valid_until <= today:
        found.append(wrong("valid_until", "Hạn trả lời phải sau hôm nay.", "The last day must come after today."))
    return Decision.refuse_if_any([*found, *_terms(asked.terms, facts)])


def _terms(said: Offered, facts: PriceFacts) -> Iterator[Reason]:
    if said.mode not in MODES or said.mode not in facts.modes:
        yield wrong("mode", "Hình thức này không có trong chào bán.", "The offer does not have this mode.")
    if not said.territory.strip():
        yield wrong("territory", "Chưa ghi lãnh thổ áp dụng.", "The territory is missing.")
    if said.pricing not in PRICING:
        yield wrong("pricing", "Chưa chọn cách xác định giá.", "Choose how the price is found.")
    if not 0 <= said.lump <= MAX_DONG or not 0 <= said.royalty_least <= MAX_DONG:
        yield wrong("lump", "Số tiền không hợp lệ.", "This amount cannot be.")
    elif said.lump == 0 and said.royalty == 0:
        yield wrong("lump", "Cần giá trọn gói hoặc tỷ lệ trên doanh thu.", "A lump sum or a royalty is needed.")
    if not 0 <= said.royalty <= HUNDRED_PER_CENT:
        yield wrong("royalty", "Tỷ lệ từ 0 đến 100%.", "The royalty is 0 to 100%.")
    if said.royalty_least and not said.royalty:
        yield wrong("royalty_least", "Mức tối thiểu cần có tỷ lệ trên doanh thu.", "A minimum belongs to a royalty.")
    if len(said.instalments) > MOST_INSTALMENTS or any(amount <= 0 for _day, amount in said.instalments):
        yield wrong("instalments", f"Tối đa {MOST_INSTALMENTS} kỳ, mỗi kỳ lớn hơn 0.", f"At most {MOST_INSTALMENTS} instalments, each above 0.")  # fmt: skip
    elif said.instalments and sum(amount for _day, amount in said.instalments) != said.lump:
        yield wrong("instalments", "Tổng các kỳ phải bằng giá trọn gói.", "The instalments add up to the lump sum.")
    if said.pricing == "listed" and said.lump != facts.listed:
        yield wrong("lump", "Giá khác giá niêm yết của chào bán.", "The price is not the listed one.")
    if said.pricing == "auction" and (facts.awarded is None or said.lump != facts.awarded):
        yield wrong(
            "auction",
            "Phiên này chưa công nhận bên nhận trúng, hoặc giá khác giá trúng.",
            "This auction was not awarded to the buyer, or the price is another.",
        )


def may_answer_terms(
    *, state: str, terms_state: str, newest: bool, own: bool, accepted: bool, ground: str, valid_until: date, today: date
) -> Decision:  # fmt: skip
    """``own``: the actor's side made them; ``newest``: no newer terms stand."""
    found = [*DEAL.decision(state, "agree").reasons]
    if terms_state != "made" or not newest:
        found.append(
            SAY.reason(
                "terms_gone", "Đề nghị này đã có trả lời hoặc đã có đề nghị mới.", "These terms were answered or replaced.",
                "Mời ông/bà xem đề nghị mới nhất.", "Look at the newest ones.",
            )
        )  # fmt: skip
    elif valid_until <= today and accepted:
        found.append(
            SAY.reason(
                "terms_over", "Đề nghị này đã hết hạn.", "These terms have run out.", "Mời ông/bà đưa đề nghị mới.", "Make new ones."
            )
        )  # fmt: skip
    if own:
        found.append(
            SAY.reason(
                "own_terms", "Đề nghị do bên của ông/bà đưa ra, bên kia trả lời.", "Your side made these terms; the other side answers.",
                "Mời chờ bên kia.", "Wait for the other side.",
            )
        )  # fmt: skip
    if not accepted:
        found.extend(SAY.missing_ground(ground))
    return Decision.refuse_if_any(found)


def owners_changed(then: list[str], now: list[str]) -> tuple[Reason, ...]:
    """An owner sold a share while the sides negotiated: what was offered is not what would be sold."""
    if then == now:
        return ()
    return (
        SAY.reason(
            "owners_changed", "Chủ sở hữu hoặc tỷ lệ sở hữu đã thay đổi sau khi có đề nghị này.",
            "Owners or shares changed after these terms were made.", "Mời hai bên lập điều khoản mới theo chủ sở hữu hiện tại.",
            "Make new terms with the owners as they are now.",
        ),
    )  # fmt: skip


def side_of(is_seller: bool, is_buyer: bool) -> str:
    """Which side the actor acts for; empty for neither and for both."""
    if is_seller == is_buyer:
        return ""
    return "seller" if is_seller else "buyer"


def other(side: str) -> str:
    return OTHER[side]
