"""Words and states: kinds of activities with their norms, and how a plan's version, a line, a spend and a fee move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

SEMINAR, COUNCIL, GROUP, EXPERT = "seminar", "council", "group", "expert"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of activity: ``norm`` is the parameter of the law with the most for one unit, ``each`` what a unit is."""

    label: Text
    norm: str
    each: Text


KINDS: Final[Mapping[str, Kind]] = {
    SEMINAR: Kind(
        Text("hội thảo", "seminar"), "talent.city.seminar_rate", Text("hội thảo", "seminars")
    ),
    COUNCIL: Kind(
        Text("hội đồng tư vấn", "advisory council"), "talent.city.council_rate", Text("phiên họp", "sessions")
    ),
    GROUP: Kind(
        Text("tổ chuyên đề", "working group"), "talent.city.working_group_rate", Text("tháng", "months")
    ),
    EXPERT: Kind(
        Text("thuê chuyên gia", "hired expert"), "talent.city.pay_ceiling", Text("tháng", "months")
    ),
}  # fmt: skip


def counted(quantity: int, each: Text) -> Text:
    """``6 months``; the words of a unit are plurals, of which English has one more form for one."""
    return Text(f"{quantity} {each.vi}", f"{quantity} {each.en.removesuffix('s') if quantity == 1 else each.en}")


TAX_SHARE: Final = "talent.city.fee_income_tax"
"""The parameter with the share of a fee that is withheld as personal income tax."""

VERSION = Flow(
    {
        "drafted": Text("đang soạn", "being drawn up"),
        "proposed": Text("chờ duyệt", "awaiting approval"),
        "approved": Text("đã duyệt, đang áp dụng", "approved, in force"),
        "returned": Text("không được duyệt", "not approved"),
        "withdrawn": Text("đã bỏ", "given up"),
        "superseded": Text("đã có bản thay thế", "superseded"),
    },
    (
        Transition("propose", ("drafted",), "proposed", Text("trình duyệt", "propose")),
        Transition("approve", ("proposed",), "approved", Text("duyệt", "approve")),
        Transition("return", ("proposed",), "returned", Text("không duyệt", "not approve")),
        Transition("withdraw", ("drafted", "proposed"), "withdrawn", Text("bỏ bản này", "give up")),
        Transition("supersede", ("approved",), "superseded", Text("thay bằng bản mới", "supersede")),
    ),
)
OPEN_VERSIONS: Final = ("drafted", "proposed")
LINE = Flow(
    {
        "planned": Text("chưa được duyệt", "not approved yet"),
        "open": Text("đang thực hiện", "open"),
        "closed": Text("đã kết thúc", "closed"),
        "dropped": Text("đã bỏ khỏi kế hoạch", "dropped from the plan"),
    },
    (
        Transition("open", ("planned", "dropped"), "open", Text("mở", "open")),
        Transition("close", ("open",), "closed", Text("kết thúc", "close")),
        Transition("drop", ("open", "planned"), "dropped", Text("bỏ khỏi kế hoạch", "drop")),
    ),
)
SPEND = Flow(
    {
        "asked": Text("chờ duyệt chi", "awaiting acceptance"),
        "accepted": Text("đã duyệt, chờ lệnh chi", "accepted, to be ordered"),
        "ordered": Text("đã lập lệnh chi", "payment ordered"),
        "paid": Text("đã chi", "paid"),
        "returned": Text("đã trả lại", "sent back"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("accept", ("asked",), "accepted", Text("duyệt chi", "accept")),
        Transition("return", ("asked",), "returned", Text("trả lại", "send back")),
        Transition("withdraw", ("asked",), "withdrawn", Text("rút", "withdraw")),
        Transition("order", ("accepted",), "ordered", Text("lập lệnh chi", "order the payment")),
        Transition("call_off", ("ordered",), "accepted", Text("hủy lệnh chi", "call the order off")),
        Transition("pay", ("ordered",), "paid", Text("ghi nhận đã chi", "pay")),
        Transition("give_back", ("paid",), "ordered", Text("ghi nhận ngân hàng trả lại", "note what the bank gave back")),
    ),
)  # fmt: skip
LIVE_SPENDS: Final = ("asked", "accepted", "ordered", "paid")
UNPAID: Final = ("asked", "accepted", "ordered")
INVOICE, FEE, TAX = "invoice", "fee", "tax"
SPENDS: Final[Mapping[str, Text]] = {
    INVOICE: Text("theo hóa đơn, chứng từ", "by invoice and papers"),
    FEE: Text("thù lao theo biên bản", "fee earned by minutes"),
    TAX: Text("thuế thu nhập cá nhân khấu trừ", "personal income tax withheld"),
}
EARNED = Flow(
    {
        "waiting": Text("đang chờ", "waiting"),
        "taken": Text("đã lập khoản chi", "a spend was prepared"),
        "none": Text("không nhận thù lao", "takes no fee"),
    },
    (Transition("take", ("waiting",), "taken", Text("lập khoản chi", "prepare a spend")),),
)
WHY_WAITING: Final[Mapping[str, Text]] = {
    "no_unit": Text("Hội đồng không thuộc đơn vị nào.", "The council belongs to no unit."),
    "no_line": Text(
        "Đơn vị chưa có dòng kế hoạch nào nhận thù lao hội đồng cho năm này.",
        "The unit has named no plan line for council fees of this year.",
    ),
    "no_norm": Text(
        "Chưa có mức thù lao áp dụng cho ngày họp.", "No norm applied on the day of the meeting."
    ),
    "not_signed": Text("Biên bản hiện chưa đủ chữ ký.", "The minutes lack signatures now."),
    "over_line": Text("Dòng kế hoạch không còn đủ tiền.", "The plan line has not enough left."),
    "returned": Text("Khoản chi đã bị trả lại.", "The spend was sent back."),
}  # fmt: skip
