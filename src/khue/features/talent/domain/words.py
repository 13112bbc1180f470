"""Words and states: origins of experts, and how a need, a candidacy, an offer, an engagement, a due and an evaluation move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

DOMESTIC, FOREIGN, OVERSEAS = "domestic", "foreign", "overseas-vietnamese"
ORIGINS: Final[Mapping[str, Text]] = {
    DOMESTIC: Text("chuyên gia trong nước", "expert living in the country"),
    FOREIGN: Text("chuyên gia nước ngoài", "foreign expert"),
    OVERSEAS: Text("người Việt Nam ở nước ngoài", "overseas Vietnamese"),
}
"""The codes of the rulebook's fact ``expert_origin``."""

NEED = Flow(
    {
        "raised": Text("chờ duyệt", "awaiting approval"),
        "approved": Text("đã duyệt, chưa công bố", "approved, not published"),
        "refused": Text("không được duyệt", "not approved"),
        "withdrawn": Text("đã rút", "withdrawn"),
        "published": Text("đang tìm chuyên gia", "looking for an expert"),
        "met": Text("đã có chuyên gia", "expert found"),
        "closed": Text("kết thúc, không chọn được", "closed without an expert"),
    },
    (
        Transition("approve", ("raised",), "approved", Text("duyệt", "approve")),
        Transition("refuse", ("raised",), "refused", Text("không duyệt", "refuse")),
        Transition("withdraw", ("raised", "approved"), "withdrawn", Text("rút", "withdraw")),
        Transition("publish", ("approved",), "published", Text("công bố yêu cầu", "publish the profile")),
        Transition("meet", ("published",), "met", Text("ghi nhận đã có chuyên gia", "meet")),
        Transition("close", ("published",), "closed", Text("kết thúc", "close")),
    ),
)
CANDIDACY = Flow(
    {
        "invited": Text("được mời, chờ trả lời", "invited, yet to answer"),
        "applied": Text("đã ứng tuyển", "applied"),
        "declined": Text("không nhận lời mời", "declined the invitation"),
        "withdrawn": Text("đã rút", "withdrawn"),
        "before_council": Text("tổ tuyển chọn đang xem xét", "before the selection group"),
        "recommended": Text("được đề nghị chọn", "recommended"),
        "not_recommended": Text("không được đề nghị chọn", "not recommended"),
        "engaged": Text("được chọn", "engaged"),
        "passed_over": Text("không được chọn", "not chosen"),
    },
    (
        Transition("apply", ("invited",), "applied", Text("ứng tuyển", "apply")),
        Transition("decline", ("invited",), "declined", Text("không nhận lời mời", "decline")),
        Transition("withdraw", ("applied", "before_council", "recommended"), "withdrawn", Text("rút", "withdraw")),
        Transition("put", ("applied",), "before_council", Text("đưa ra tổ tuyển chọn", "put before the group")),
        Transition("recommend", ("before_council",), "recommended", Text("đề nghị chọn", "recommend")),
        Transition("turn_down", ("before_council",), "not_recommended", Text("không đề nghị chọn", "turn down")),
        Transition("engage", ("recommended",), "engaged", Text("chọn", "engage")),
        Transition(
            "pass_over", ("invited", "applied", "before_council", "recommended"), "passed_over",
            Text("không chọn", "pass over"),
        ),
    ),
)  # fmt: skip
OPEN_CANDIDACIES: Final = ("invited", "applied", "before_council", "recommended")
OFFER = Flow(
    {
        "drafted": Text("dự thảo, chờ duyệt", "drafted, awaiting approval"),
        "rejected": Text("không được duyệt", "not approved"),
        "sent": Text("đã gửi, chờ chuyên gia trả lời", "sent, awaiting the answer"),
        "accepted": Text("chuyên gia đã đồng ý", "accepted"),
        "declined": Text("chuyên gia không đồng ý", "declined"),
        "lapsed": Text("hết hạn trả lời", "lapsed"),
        "withdrawn": Text("đã rút lại", "withdrawn"),
    },
    (
        Transition("approve", ("drafted",), "sent", Text("duyệt và gửi", "approve and send")),
        Transition("reject", ("drafted",), "rejected", Text("không duyệt", "reject")),
        Transition("accept", ("sent",), "accepted", Text("đồng ý", "accept")),
        Transition("decline", ("sent",), "declined", Text("không đồng ý", "decline")),
        Transition("lapse", ("sent",), "lapsed", Text("hết hạn", "lapse")),
        Transition("withdraw", ("drafted", "sent"), "withdrawn", Text("rút lại", "withdraw")),
    ),
)
LIVE_OFFERS: Final = ("drafted", "sent", "accepted")
ENGAGEMENT = Flow(
    {
        "agreed": Text("đã thỏa thuận, chờ hợp đồng", "agreed, awaiting the contract"),
        "running": Text("đang thực hiện", "running"),
        "completed": Text("đã hoàn thành", "completed"),
        "renewed": Text("đã gia hạn bằng hợp đồng mới", "renewed by a new contract"),
        "ended": Text("đã chấm dứt", "ended"),
    },
    (
        Transition("conclude", ("agreed",), "running", Text("lập hợp đồng", "conclude the contract")),
        Transition("complete", ("running",), "completed", Text("hoàn thành", "complete")),
        Transition("renew", ("running", "completed"), "renewed", Text("gia hạn", "renew")),
        Transition("end", ("agreed", "running"), "ended", Text("chấm dứt", "end")),
    ),
)
DUE = Flow(
    {
        "planned": Text("chưa bàn giao", "not handed in"),
        "handed_in": Text("chờ nghiệm thu", "awaiting acceptance"),
        "due": Text("chờ chi trả", "to be paid"),
        "ordered": Text("đã lập lệnh chi", "payment ordered"),
        "paid": Text("đã chi trả", "paid"),
        "dropped": Text("không thực hiện", "dropped"),
    },
    (
        Transition("hand_in", ("planned",), "handed_in", Text("bàn giao", "hand in")),
        Transition("return", ("handed_in",), "planned", Text("trả lại", "send back")),
        Transition("accept", ("handed_in",), "due", Text("nghiệm thu", "accept")),
        Transition("grant", ("planned",), "due", Text("ghi nhận", "grant")),
        Transition("order", ("due",), "ordered", Text("lập lệnh chi", "order")),
        Transition("call_off", ("ordered",), "due", Text("hủy lệnh", "call off")),
        Transition("pay", ("ordered",), "paid", Text("chi trả", "pay")),
        Transition("give_back", ("paid",), "ordered", Text("bị trả lại", "give back")),
        Transition("drop", ("planned", "handed_in"), "dropped", Text("bỏ", "drop")),
    ),
)
RESULT, BONUS = "result", "bonus"
EVALUATION_SUBJECT = "expert_evaluation"
"""A year of a contract, as councils and papers name it."""
DUES: Final[Mapping[str, Text]] = {
    RESULT: Text("sản phẩm", "result"),
    "start": Text("hỗ trợ ban đầu", "start-up support"),
    "housing": Text("nhà ở, đi lại", "housing and transport"),
    "health": Text("chăm sóc sức khỏe", "health package"),
    "family": Text("chi phí gia đình khi nghỉ", "family costs during the rest"),
    BONUS: Text("thưởng hằng năm", "yearly bonus"),
}


def name_of_due(kind: str, title: str) -> Text:
    """A result by its own title; what stands beside the results by the words of its kind, in both languages."""
    return Text(title, title) if kind == RESULT else DUES[kind].capitalised()


EVALUATION = Flow(
    {
        "open": Text("tổ đánh giá đang xem xét", "before the evaluation group"),
        "judged": Text("có ý kiến của tổ, chờ kết luận", "judged, awaiting the conclusion"),
        "concluded": Text("đã kết luận", "concluded"),
        "contested": Text("chuyên gia đề nghị xem lại", "contested by the expert"),
        "final": Text("kết luận cuối cùng", "final"),
        "set_aside": Text("đã hủy, đánh giá lại", "set aside, to be done again"),
    },
    (
        Transition("judge", ("open",), "judged", Text("ghi ý kiến của tổ", "record the group's word")),
        Transition("conclude", ("judged",), "concluded", Text("kết luận", "conclude")),
        Transition("agree", ("concluded",), "final", Text("đồng ý", "agree")),
        Transition("contest", ("concluded",), "contested", Text("đề nghị xem lại", "contest")),
        Transition("uphold", ("contested",), "final", Text("giữ nguyên kết luận", "uphold")),
        Transition("set_aside", ("contested",), "set_aside", Text("hủy kết luận", "set aside")),
    ),
)
OUTCOMES: Final[Mapping[str, Text]] = {
    "continue": Text("tiếp tục hợp đồng", "go on"),
    "renew": Text("gia hạn hợp đồng", "renew"),
    "end": Text("chấm dứt hợp đồng", "end"),
}
END_GROUNDS: Final[Mapping[str, Text]] = {
    "evaluation": Text("theo kết luận đánh giá", "by the evaluation"),
    "agreement": Text("hai bên thỏa thuận", "by agreement"),
    "breach": Text("vi phạm hợp đồng", "breach of the contract"),
    "expert-left": Text("chuyên gia xin thôi", "the expert leaves"),
}
