"""The words of an offer: objects, modes, evidence, rights, states."""

from __future__ import annotations

from collections.abc import Mapping

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

OBJECTS: Mapping[str, Text] = {
    "know-how": Text("bí quyết kỹ thuật, công nghệ", "know-how"),
    "process": Text("phương án, quy trình, giải pháp", "plan, process or solution"),
    "design": Text("thông số, bản vẽ, sơ đồ kỹ thuật", "parameters, drawings or diagrams"),
    "formula": Text("công thức", "formula"),
    "software": Text("phần mềm", "software"),
    "data": Text("dữ liệu", "data"),
    "model": Text("mô hình", "model"),
    "algorithm": Text("thuật toán", "algorithm"),
    "rationalisation": Text("giải pháp hợp lý hóa sản xuất, đổi mới công nghệ", "rationalisation of production"),
    "machine": Text("máy móc, thiết bị kèm công nghệ", "machine that goes with its technology"),
}
"""Objects of a transfer: Law 07/2017/QH14 Art. 4; models and algorithms by the amending law (facts fund:B-04)."""
MODES: Mapping[str, Text] = {
    "sale": Text("chuyển nhượng quyền sở hữu", "sale of the ownership"),
    "exclusive": Text("chuyển quyền sử dụng độc quyền", "exclusive licence"),
    "licence": Text("chuyển quyền sử dụng không độc quyền", "non-exclusive licence"),
    "lease": Text("cho thuê", "lease"),
    "joint": Text("hợp tác phát triển", "joint development"),
    "equity": Text("góp vốn bằng công nghệ", "contribution as equity"),
    "free": Text("chuyển giao không bồi hoàn", "transfer without refund"),
}
EVIDENCE: Mapping[str, Text] = {
    "stated": Text("bên cung tự nêu", "stated by the supplier"),
    "seen": Text("cán bộ đã xem tài liệu", "document seen by an officer"),
    "tested": Text("đã thử nghiệm tại Thành phố", "tested in the city"),
    "used": Text("đã có bên mua nêu tên sử dụng", "used by a named buyer"),
}
"""From the weakest to the strongest: what stands behind one claim."""
LEVELS = tuple(EVIDENCE)
BASES: Mapping[str, Text] = {
    "owner": Text("chủ sở hữu", "owner"),
    "passes-on": Text("được chủ sở hữu đồng ý bằng văn bản cho chuyển giao lại", "may pass it on, by the owner's written consent"),
}  # fmt: skip
LISTS: Mapping[str, Text] = {
    "encouraged": Text("công nghệ khuyến khích chuyển giao", "encouraged technology"),
    "restricted": Text("công nghệ hạn chế chuyển giao", "restricted technology"),
    "prohibited": Text("công nghệ cấm chuyển giao", "prohibited technology"),
}
BINDING_LISTS = ("restricted", "prohibited")
"""Lists that shut something; what they touch stays hidden until somebody has ruled."""
OFFER = Flow(
    {
        "handed_in": Text("chờ kiểm tra", "awaiting the check"),
        "checked": Text("chờ người thứ hai duyệt", "awaiting the second person"),
        "returned": Text("cần sửa, bổ sung", "sent back to be mended"),
        "listed": Text("đang niêm yết", "listed"),
        "refused": Text("bị từ chối vì thuộc danh mục cấm", "refused: prohibited technology"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("check", ("handed_in",), "checked", Text("xác nhận kiểm tra", "check")),
        Transition("release", ("checked",), "listed", Text("duyệt niêm yết", "list")),
        Transition("return", ("handed_in", "checked"), "returned", Text("yêu cầu sửa", "send back")),
        Transition("hand_in", ("returned",), "handed_in", Text("gửi lại", "hand in again")),
        Transition("refuse", ("handed_in", "checked", "listed"), "refused", Text("từ chối", "refuse")),
        Transition("withdraw", ("handed_in", "checked", "returned", "listed"), "withdrawn", Text("rút", "withdraw")),
    ),
)
LIVE_STATES = ("handed_in", "checked", "returned", "listed")
PENDING, CHECKED, ACCEPTED, RETURNED, REFUSED = "pending", "checked", "accepted", "returned", "refused"
"""What became of one version of an offer."""
