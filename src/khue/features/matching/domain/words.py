"""Names that the room uses."""

from __future__ import annotations

from khue.core.bilingual import Text

SIDES = {"need": Text("bên cầu", "the side of the demand"), "offer": Text("bên cung", "the side of the offer")}

CRITERIA = {
    "words": Text("Nội dung", "Text"),
    "codes": Text("Lĩnh vực và mã sáng chế", "Field and patent codes"),
    "stage": Text("Mức sẵn sàng công nghệ", "Readiness"),
    "mode": Text("Hình thức chuyển giao", "Mode of transfer"),
    "price": Text("Giá", "Price"),
    "territory": Text("Nơi quyền có hiệu lực", "Where the right holds"),
}

THIRDS = {"expert": Text("chuyên gia", "expert"), "investor": Text("nhà đầu tư", "investor")}
"""Third sides beside the two of a pair."""

WHYS = {
    "problem": Text("Bài toán khác", "Another problem"),
    "stage": Text("Công nghệ chưa đủ sẵn sàng", "The technology is not ready enough"),
    "terms": Text("Giá hoặc hình thức không phù hợp", "Price or mode does not suit"),
    "known": Text("Hai bên đã biết nhau", "Both sides know each other already"),
    "other": Text("Lý do khác", "Another reason"),
}
"""Why a pair is of no use. ``known`` says nothing against the match itself and moves no weight."""

THIRD_WHYS = {
    "field": Text("Chuyên môn hoặc lĩnh vực khác", "Another speciality or field"),
    "stage": Text("Công nghệ chưa đủ sẵn sàng", "The technology is not ready enough"),
    "terms": Text("Khoản tiền không phù hợp", "The sum does not suit"),
    "known": Text("Hai bên đã biết nhau", "Both sides know each other already"),
    "other": Text("Lý do khác", "Another reason"),
}
"""Why an expert or investor and an offer are of no use to each other. ``known`` moves no weight."""

PAIRS, BESIDE = "pairs", "thirds"
SETS = {
    PAIRS: Text("Nhu cầu và chào bán", "Demands and offers"),
    BESIDE: Text("Chuyên gia, nhà đầu tư và chào bán", "Experts, investors and offers"),
}
"""What has weights of its own: what helps to find a buyer need not help to find an investor."""
THIRD_SIDES = {"offer": SIDES["offer"], "third": Text("chuyên gia, nhà đầu tư", "the expert or investor")}

STATES = {
    "proposed": Text("chờ hai bên trả lời", "waits for both answers"),
    "agreed": Text("hai bên đồng ý", "both agreed"),
    "declined": Text("không được đồng ý", "declined"),
    "withdrawn": Text("môi giới rút lại", "withdrawn by the broker"),
    "lapsed": Text("hết hạn trả lời", "lapsed"),
}
