"""States and words of the room: missions, milestones, contracts, changes, cost classes, endings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

MISSION: Final = Flow(
    {
        "begun": Text("chờ thẩm định kinh phí", "awaiting the cost appraisal"),
        "costed": Text("chờ ý kiến tài chính", "awaiting the finance opinion"),
        "appraised": Text("đã thẩm định, chờ phê duyệt", "appraised, awaiting the decision"),
        "granted": Text("đã phê duyệt, chờ hợp đồng", "approved, awaiting the contract"),
        "refused": Text("không được phê duyệt kinh phí", "not approved"),
        "running": Text("đang thực hiện", "running"),
        "unmet": Text("không đạt, đang xem xét cách kết thúc", "not reached, its end is being decided"),
        "completed": Text("đã nghiệm thu, đã quyết toán", "accepted and settled"),
        "excused": Text("không đạt, không phải hoàn trả", "not reached, nothing paid back"),
        "recovering": Text("không đạt, đang thu hồi kinh phí", "not reached, money being recovered"),
        "recovered": Text("không đạt, đã thu hồi kinh phí", "not reached, money recovered"),
    },
    (
        Transition("appraise", ("begun", "appraised"), "costed", Text("ghi kết quả thẩm định", "record the appraisal")),
        Transition("agree_costs", ("costed",), "appraised", Text("thống nhất kinh phí", "agree to the costs")),
        Transition("object_to_costs", ("costed",), "begun", Text("đề nghị thẩm định lại", "ask for a new appraisal")),
        Transition("send_back", ("appraised",), "begun", Text("chuyển thẩm định lại", "send back to the appraisal")),
        Transition("grant", ("appraised",), "granted", Text("phê duyệt", "approve")),
        Transition("refuse", ("appraised",), "refused", Text("không phê duyệt", "refuse")),
        Transition("run", ("granted",), "running", Text("bắt đầu thực hiện", "begin the work")),
        Transition("miss", ("running",), "unmet", Text("ghi nhận không đạt", "find it not reached")),
        Transition("settle", ("running",), "completed", Text("quyết toán", "settle")),
        Transition("resume", ("completed",), "running", Text("mở lại khi tiền bị trả lại", "reopen after a return")),
        Transition("excuse", ("unmet",), "excused", Text("miễn hoàn trả", "excuse")),
        Transition("reclaim", ("unmet",), "recovering", Text("thu hồi kinh phí", "recover")),
        Transition("recover", ("recovering",), "recovered", Text("ghi nhận đã thu hồi", "record the recovery")),
        Transition("owe_again", ("recovered",), "recovering", Text("bỏ ghi nhận thu hồi", "take a receipt back")),
    ),
)
FUNDED: Final = ("granted", "running", "unmet", "completed", "excused", "recovering", "recovered")
"""States in which the city's money is decided: the mission stands in the public register."""

MILESTONE: Final = Flow(
    {
        "planned": Text("chưa bàn giao", "not handed in yet"),
        "handed_in": Text("đã bàn giao, chờ kiểm tra", "handed in, being checked"),
        "returned": Text("cần bổ sung", "returned for completion"),
        "before_council": Text("đang trình hội đồng nghiệm thu", "before the acceptance council"),
        "rejected": Text("hội đồng kết luận không đạt", "found not reached by the council"),
        "accepted": Text("đã nghiệm thu, chờ chi trả", "accepted, awaiting payment"),
        "ordered": Text("đã lập lệnh chi, tiền chưa đến", "payment ordered, not paid yet"),
        "paid": Text("đã nghiệm thu, đã thanh toán", "accepted and paid"),
        "cancelled": Text("không thực hiện", "cancelled"),
    },
    (
        Transition("hand_in", ("planned", "returned"), "handed_in", Text("bàn giao", "hand in")),
        Transition("return", ("handed_in",), "returned", Text("yêu cầu bổ sung", "return")),
        Transition("put", ("handed_in",), "before_council", Text("trình hội đồng", "put before a council")),
        Transition("take_back", ("before_council",), "handed_in", Text("rút khỏi hội đồng", "take back")),
        Transition("accept", ("handed_in", "before_council"), "accepted", Text("nghiệm thu", "accept")),
        Transition("reject", ("before_council",), "rejected", Text("kết luận không đạt", "find it not reached")),
        Transition("order", ("accepted",), "ordered", Text("lập lệnh chi", "order the payment")),
        Transition("pay", ("ordered",), "paid", Text("ghi nhận đã chi", "record the payment")),
        Transition("set_off", ("accepted",), "paid", Text("thanh toán bằng tạm ứng", "settle against the advance")),
        Transition("give_back", ("paid",), "ordered", Text("ghi nhận tiền bị trả lại", "record the return")),
        Transition("call_off", ("ordered",), "accepted", Text("hủy lệnh chi", "call the payment off")),
        Transition(
            "cancel",
            ("planned", "returned", "handed_in", "rejected", "accepted"),
            "cancelled",
            Text("dừng mốc", "cancel"),
        ),
    ),
)
OPEN_TO_CHANGE: Final = ("planned", "returned")
"""A change of the contract may touch these; what was handed in, accepted or paid stays as it was agreed."""

CONTRACT: Final = Flow(
    {
        "prepared": Text("chờ hai bên thống nhất", "awaiting both sides"),
        "turned_down": Text("bên thực hiện đề nghị sửa", "sent back by the lead"),
        "in_force": Text("có hiệu lực", "in force"),
        "superseded": Text("được thay bằng phiên bản sau", "superseded"),
    },
    (
        Transition("turn_down", ("prepared",), "turned_down", Text("đề nghị sửa", "send back")),
        Transition("conclude", ("prepared",), "in_force", Text("thống nhất", "conclude")),
        Transition("supersede", ("in_force",), "superseded", Text("thay thế", "supersede")),
    ),
)
CHANGE: Final = Flow(
    {
        "asked": Text("chờ quyết định", "awaiting a decision"),
        "granted": Text("được chấp thuận", "granted"),
        "refused": Text("không được chấp thuận", "refused"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("grant", ("asked",), "granted", Text("chấp thuận", "grant")),
        Transition("refuse", ("asked",), "refused", Text("không chấp thuận", "refuse")),
        Transition("withdraw", ("asked",), "withdrawn", Text("rút", "withdraw")),
    ),
)
KINDS: Final[Mapping[str, Text]] = {
    "research-topic": Text("đề tài nghiên cứu khoa học", "research topic"),
    "trial-production": Text("dự án sản xuất thử nghiệm", "trial-production project"),
}
FORMS: Final[Mapping[str, Text]] = {
    "final-product": Text("khoán chi đến sản phẩm cuối cùng", "lump sum to the final product"),
    "partial": Text("khoán chi từng phần", "partial lump sum"),
}
COST_CLASSES: Final[Mapping[str, Text]] = {
    "labour": Text("công lao động", "labour"),
    "materials-energy-books": Text("nguyên vật liệu, năng lượng, dữ liệu, sách", "materials, energy, data, books"),
    "equipment": Text("mua thiết bị", "equipment"),
    "services-with-norms": Text("dịch vụ thuê ngoài đã có định mức", "outside services with norms"),
    "outside-services-without-norms": Text("dịch vụ thuê ngoài chưa có định mức", "outside services without norms"),
    "hired-experts": Text("thuê chuyên gia", "hired experts"),
    "foreign-trips": Text("đi công tác nước ngoài", "foreign trips"),
    "seminars": Text("hội thảo", "seminars"),
    "surveys": Text("điều tra, khảo sát", "surveys"),
    "publication-ip": Text("công bố, sở hữu trí tuệ", "publication and intellectual property"),
    "overhead": Text("chi quản lý chung", "overhead"),
    "other-approved": Text("nội dung khác đã được phê duyệt", "another approved item"),
}
"""The codes are those of ``missions.lump_sum.partial_includes`` and ``…partial_excludes`` (pol:C25)."""
EQUIPMENT: Final = "equipment"
REPORT_KINDS: Final[Mapping[str, Text]] = {
    "periodic": Text("báo cáo định kỳ", "periodic report"),
    "ad-hoc": Text("báo cáo đột xuất", "ad-hoc report"),
}
ENDINGS: Final[Mapping[str, Text]] = {
    "excused": Text("không đạt, không phải hoàn trả", "not reached, nothing paid back"),
    "recovered": Text("không đạt, thu hồi kinh phí", "not reached, money recovered"),
}
