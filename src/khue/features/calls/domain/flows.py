"""The states of needs, orders, calls and proposals, and what readers call them."""

from __future__ import annotations

from typing import Final

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

NEED: Final = Flow(
    {
        "raised": Text("đã gửi, chờ rà soát", "raised, to be screened"),
        "accepted": Text("đủ điều kiện đặt hàng", "fit to be ordered"),
        "ordered": Text("đã lập đặt hàng", "ordered"),
        "merged": Text("đã gộp vào nhu cầu khác", "merged into another"),
        "declined": Text("không đưa vào đặt hàng", "not taken up"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("accept", ("raised",), "accepted", Text("xác nhận đủ điều kiện đặt hàng", "accept")),
        Transition("decline", ("raised", "accepted"), "declined", Text("không đưa vào đặt hàng", "decline")),
        Transition("merge", ("raised", "accepted"), "merged", Text("gộp", "merge")),
        Transition("order", ("accepted",), "ordered", Text("lập đặt hàng", "order")),
        Transition("free", ("ordered",), "accepted", Text("bỏ đặt hàng", "drop the order")),
        Transition("withdraw", ("raised", "accepted"), "withdrawn", Text("rút", "withdraw")),
    ),
)
ORDER: Final = Flow(
    {
        "draft": Text("đang soạn", "being written"),
        "submitted": Text("đã trình, chờ phê duyệt", "submitted for approval"),
        "approved": Text("đã phê duyệt", "approved"),
        "called": Text("đã thông báo", "called"),
        "dropped": Text("đã bỏ", "dropped"),
    },
    (
        Transition("submit", ("draft",), "submitted", Text("trình phê duyệt", "submit")),
        Transition("approve", ("submitted",), "approved", Text("phê duyệt", "approve")),
        Transition("send_back", ("submitted",), "draft", Text("trả lại để sửa", "send back")),
        Transition("call", ("approved",), "called", Text("lập thông báo", "call")),
        Transition("uncall", ("called",), "approved", Text("hủy thông báo", "cancel the call")),
        Transition("drop", ("draft", "submitted", "approved"), "dropped", Text("bỏ đặt hàng", "drop")),
    ),
)
CALL: Final = Flow(
    {
        "prepared": Text("đang chuẩn bị", "being prepared"),
        "published": Text("đã công bố", "published"),
        "opened": Text("đã mở đề xuất", "proposals opened"),
        "cancelled": Text("đã hủy", "cancelled"),
    },
    (
        Transition("publish", ("prepared",), "published", Text("công bố", "publish")),
        Transition("amend", ("published",), "published", Text("điều chỉnh", "amend")),
        Transition("open", ("published",), "opened", Text("mở đề xuất", "open the proposals")),
        Transition("cancel", ("prepared", "published"), "cancelled", Text("hủy", "cancel")),
    ),
)
PROPOSAL: Final = Flow(
    {
        "writing": Text("đang soạn", "being written"),
        "handed_in": Text("đã nộp, đang niêm phong", "handed in, sealed"),
        "opened": Text("đã mở, kiểm tra hình thức", "opened, formal check"),
        "returned": Text("không hợp lệ về hình thức", "formally not in order"),
        "recommended": Text("hội đồng đề nghị thực hiện", "recommended by the council"),
        "not_recommended": Text("hội đồng không đề nghị thực hiện", "not recommended by the council"),
        "invited": Text("được mời nộp đề xuất hoàn chỉnh", "invited to the full stage"),
        "not_invited": Text("không được mời nộp đề xuất hoàn chỉnh", "not invited to the full stage"),
        "funded": Text("được phê duyệt thực hiện", "approved to be carried out"),
        "refused": Text("không được phê duyệt", "not approved"),
        "given_up": Text("đã bỏ", "given up"),
        "withdrawn": Text("bên chủ trì đã rút sau khi mở", "withdrawn by its lead after the opening"),
        "void": Text("không xét do hủy thông báo", "void: the call was cancelled"),
    },
    (
        Transition("hand_in", ("writing",), "handed_in", Text("nộp", "hand in")),
        Transition("take_back", ("handed_in",), "writing", Text("rút lại để sửa", "take back")),
        Transition("give_up", ("writing", "handed_in"), "given_up", Text("bỏ", "give up")),
        Transition("open", ("handed_in",), "opened", Text("mở", "open")),
        Transition("return", ("opened",), "returned", Text("trả lại", "return")),
        Transition("recommend", ("opened",), "recommended", Text("đề nghị thực hiện", "recommend")),
        Transition("reject", ("opened",), "not_recommended", Text("không đề nghị thực hiện", "do not recommend")),
        Transition("invite", ("opened",), "invited", Text("mời nộp đề xuất hoàn chỉnh", "invite to the full stage")),
        Transition(
            "turn_down",
            ("opened",),
            "not_invited",
            Text("không mời nộp đề xuất hoàn chỉnh", "do not invite to the full stage"),
        ),
        Transition("fund", ("recommended", "not_recommended"), "funded", Text("phê duyệt", "approve")),
        Transition("refuse", ("recommended", "not_recommended"), "refused", Text("không phê duyệt", "refuse")),
        Transition("withdraw", ("opened", "recommended", "not_recommended"), "withdrawn", Text("rút", "withdraw")),
        Transition("void", ("writing", "handed_in"), "void", Text("không xét", "void")),
    ),
)
PHASES: Final = {
    "prepared": Text("đang chuẩn bị", "being prepared"),
    "announced": Text("sắp nhận đề xuất", "announced"),
    "open": Text("đang nhận đề xuất", "open"),
    "closed": Text("đã đóng, chờ mở đề xuất", "closed, to be opened"),
    "opened": Text("đã mở, đang xét", "opened, under review"),
    "cancelled": Text("đã hủy", "cancelled"),
}
"""Where a call stands at a moment: nothing of it waits for a job."""
TONES: Final = {
    "raised": "now", "accepted": "firm", "ordered": "good", "merged": "plain", "declined": "bad", "withdrawn": "plain",
    "draft": "plain", "submitted": "now", "approved": "good", "called": "good", "dropped": "plain",
    "prepared": "plain", "announced": "firm", "open": "good", "closed": "wait", "opened": "firm", "cancelled": "bad",
    "writing": "now", "handed_in": "good", "returned": "bad", "recommended": "good", "not_recommended": "bad",
    "funded": "good", "invited": "good", "not_invited": "bad",
    "refused": "bad",
    "given_up": "plain", "void": "plain",
}  # fmt: skip
SELECTION, DIRECT = "selection", "direct-assignment"
MODES: Final = {
    SELECTION: Text("tuyển chọn", "selection"),
    DIRECT: Text("giao trực tiếp", "direct assignment"),
}
FULL, CONCEPT = "full", "concept"
STAGES: Final = {
    CONCEPT: Text("giai đoạn ý tưởng", "concept stage"),
    FULL: Text("giai đoạn đề xuất hoàn chỉnh", "full stage"),
}
"""A call for concepts (short, without costs line by line) goes before the full call, to which the chosen are invited."""
ROLES: Final = {
    "principal": Text("chủ nhiệm", "principal investigator"),
    "secretary": Text("thư ký khoa học", "scientific secretary"),
    "member": Text("thành viên chính", "main member"),
    "finance": Text("kế toán", "accountant of the task"),
}
