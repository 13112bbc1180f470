"""The words of a deal: its states, its sides, how the price is found, how technology changes hands."""

from __future__ import annotations

from collections.abc import Mapping

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition
from khue.core.reasons import RoomReasons

SAY = RoomReasons("deals")
SELLER, BUYER = "seller", "buyer"
SIDES: Mapping[str, Text] = {SELLER: Text("bên giao", "seller"), BUYER: Text("bên nhận", "buyer")}
OTHER = {SELLER: BUYER, BUYER: SELLER}
MODES: Mapping[str, Text] = {
    "sale": Text("chuyển nhượng quyền sở hữu", "sale of the ownership"),
    "exclusive": Text("chuyển quyền sử dụng độc quyền", "exclusive licence"),
    "licence": Text("chuyển quyền sử dụng không độc quyền", "non-exclusive licence"),
    "lease": Text("cho thuê", "lease"),
    "joint": Text("hợp tác phát triển", "joint development"),
    "equity": Text("góp vốn bằng công nghệ", "contribution as equity"),
}
PRICING: Mapping[str, Text] = {
    "negotiated": Text("thương lượng", "negotiation"),
    "listed": Text("giá niêm yết", "listed price"),
    "auction": Text("đấu giá hoặc chào thầu", "auction or tender"),
}
DEAL = Flow(
    {
        "asked": Text("chờ bên giao trả lời", "awaiting the seller's answer"),
        "open": Text("đang trao đổi", "being negotiated"),
        "agreed": Text("đã thống nhất điều khoản", "terms agreed"),
        "signed": Text("đã ký, chưa có hiệu lực", "signed, not yet in effect"),
        "effective": Text("hợp đồng có hiệu lực", "contract in effect"),
        "declined": Text("bên giao không nhận trao đổi", "declined by the seller"),
        "ended": Text("đã chấm dứt trao đổi", "broken off"),
        "stopped": Text("bị dừng theo danh mục công nghệ", "stopped by a technology list"),
    },
    (
        Transition("accept", ("asked",), "open", Text("nhận trao đổi", "accept")),
        Transition("decline", ("asked",), "declined", Text("không nhận trao đổi", "decline")),
        Transition("agree", ("open",), "agreed", Text("thống nhất điều khoản", "agree")),
        Transition("reopen", ("agreed",), "open", Text("mở lại thương lượng", "negotiate again")),
        Transition("sign", ("agreed",), "signed", Text("ký hợp đồng", "sign the contract")),
        Transition("take_effect", ("signed",), "effective", Text("có hiệu lực", "take effect")),
        Transition("end", ("asked", "open", "agreed"), "ended", Text("chấm dứt trao đổi", "break off")),
        Transition("stop", ("asked", "open", "agreed"), "stopped", Text("dừng theo danh mục", "stop")),
    ),
)
LIVE = ("asked", "open", "agreed")
TALKING = ("open", "agreed")
SIGNED = ("signed", "effective")
SPEAKING = (*TALKING, *SIGNED)
"""Papers and messages go on after the signing; terms and non-disclosures do not."""
TERMS_STATES: Mapping[str, Text] = {
    "made": Text("chờ bên kia trả lời", "awaiting the other side"),
    "accepted": Text("được chấp nhận, là bản điều khoản chung", "accepted: the term sheet"),
    "refused": Text("không được chấp nhận", "refused"),
    "replaced": Text("đã có đề nghị mới thay thế", "replaced by a newer one"),
}
NDA_TEMPLATE = "NDA-1"
NDA_TEXT = Text(
    "Bên nhận chỉ dùng phần bảo mật của chào bán {number} để xem xét giao dịch này, chỉ cho những người có tên dưới đây đọc, không "
    "sao chép, không tiết lộ cho người khác, và giữ bí mật cả sau khi thỏa thuận hết hạn. Việc đọc được ghi nhật ký, bên giao xem "
    "được nhật ký.",
    "The buyer uses the confidential part of offer {number} for this deal only, lets only the persons named below read it, copies "
    "nothing, tells nobody else, and keeps the secret after this agreement has ended. Each reading is on record for the seller.",
)
"""The template of the platform; both sides sign its text as it stands in the record, whatever a later template says."""
