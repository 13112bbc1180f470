"""The states of an appeal, its outcomes, and the questions that it is made of."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

APPEAL = Flow(
    {
        "draft": Text("đang soạn", "being written"),
        "lodged": Text("đã gửi, chờ thụ lý", "lodged, awaiting admission"),
        "declined": Text("không thụ lý", "not admitted"),
        "admitted": Text("đang giải quyết", "being examined"),
        "decided": Text("đã giải quyết", "decided"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("lodge", ("draft",), "lodged", Text("gửi khiếu nại", "lodge")),
        Transition("admit", ("lodged",), "admitted", Text("thụ lý", "admit")),
        Transition("decline", ("lodged",), "declined", Text("không thụ lý", "decline")),
        Transition("decide", ("admitted",), "decided", Text("ra quyết định giải quyết", "decide")),
        Transition("withdraw", ("draft", "lodged", "admitted"), "withdrawn", Text("rút khiếu nại", "withdraw")),
    ),
)
FINAL = ("declined", "decided", "withdrawn")
LIVE = ("lodged", "admitted")

TONES = {
    "draft": "plain",
    "lodged": "firm",
    "declined": "bad",
    "admitted": "now",
    "decided": "good",
    "withdrawn": "plain",
}

UPHELD, AMENDED, ANNULLED, REPLACED = "upheld", "amended", "annulled", "replaced"
OUTCOMES = {
    UPHELD: Text("giữ nguyên quyết định bị khiếu nại", "the decision stands"),
    AMENDED: Text("sửa đổi mức hỗ trợ", "the amount is amended"),
    ANNULLED: Text("hủy bỏ quyết định bị khiếu nại", "the decision is annulled"),
    REPLACED: Text("hủy quyết định bị khiếu nại, chấp thuận đề nghị", "the refusal is replaced by a grant"),
}
OUTCOME_TONES = {UPHELD: "plain", AMENDED: "good", ANNULLED: "bad", REPLACED: "good"}
"""Upheld: nothing changes. The three others supersede the decision complained of."""


def outcomes_for(first_outcome: str, *, sums: bool = True) -> tuple[str, ...]:
    """What an appeal can end in: a refusal stands or is replaced; a grant stands, is amended or is annulled.

    Where the matter has no ``sums`` there is no amount to amend.
    """
    if first_outcome == "refused":
        return (UPHELD, REPLACED)
    return (UPHELD, AMENDED, ANNULLED) if sums else (UPHELD, ANNULLED)


SCOPES = {
    "whole": Text("toàn bộ quyết định", "the whole decision"),
    "amount": Text("mức hỗ trợ", "the amount"),
    "part": Text("một phần khác của quyết định", "another part of the decision"),
}
WISHES = {
    "annul": Text("hủy bỏ quyết định", "annul the decision"),
    "amend": Text("sửa đổi quyết định", "amend the decision"),
    "grant": Text("chấp thuận đề nghị đã bị từ chối", "grant what was refused"),
}


def wishes_for(first_outcome: str) -> tuple[str, ...]:
    """What can be asked for: a refusal to be replaced by a grant; a grant to be annulled or amended."""
    return ("grant",) if first_outcome == "refused" else ("annul", "amend")


STEPS = ("part", "grounds", "wish", "files")
"""The pages of a draft, in order; each is saved on its own."""
