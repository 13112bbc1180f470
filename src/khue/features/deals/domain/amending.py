"""A contract in effect is amended: what changes, who signs, what the contract says then. Pure. Money in đồng."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG
from khue.features.deals.domain.contracting import CLAUSES, only_in
from khue.features.deals.domain.deciding import HUNDRED_PER_CENT, wrong
from khue.features.deals.domain.words import SAY

AMENDMENT = Flow(
    {
        "drawn": Text("chờ bên kia ký", "awaiting the other side's signature"),
        "signed": Text("đã ký, chưa có hiệu lực", "signed, not yet in effect"),
        "effective": Text("có hiệu lực", "in effect"),
        "refused": Text("bên kia không ký", "not signed by the other side"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("sign", ("drawn",), "signed", Text("ký", "sign")),
        Transition("take_effect", ("signed",), "effective", Text("có hiệu lực", "take effect")),
        Transition("refuse", ("drawn",), "refused", Text("không ký", "refuse")),
        Transition("withdraw", ("drawn",), "withdrawn", Text("rút", "withdraw")),
    ),
)
UNDER_WAY = ("drawn", "signed")


@dataclass(frozen=True, slots=True)
class Change:
    """What an amendment changes; None or empty leaves it as it is. ``clauses`` by code; ``royalty`` in hundredths of a per cent;
    ``instalments`` are added to what is due."""

    clauses: Mapping[str, str] = field(default_factory=dict)
    royalty: int | None = None
    royalty_least: int | None = None
    value: int | None = None
    instalments: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DrawAmendment:
    """Whoever draws signs for the own side. ``ground``: why."""

    deal_id: int
    change: Change
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerAmendment:
    """The other side signs or refuses with a ground; the side that drew it takes it back by refusing."""

    deal_id: int
    no: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What the contract says on a day."""

    clauses: Mapping[str, str]
    royalty: int
    royalty_least: int
    value: int


def amended(base: Content, changes: Iterable[Mapping[str, Any]]) -> Content:
    """The contract with these amendments, in their order: each as kept (``after``)."""
    for one in changes:
        base = Content(
            {**base.clauses, **one.get("clauses", {})},
            one.get("royalty", base.royalty),
            one.get("royalty_least", base.royalty_least),
            one.get("value", base.value),
        )
    return base


def before_and_after(change: Change, now: Content) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs, before and after; both empty where nothing does. Added instalments stand under ``after`` alone."""
    said = {code: text.strip() for code, text in change.clauses.items() if code in CLAUSES and text.strip()}
    clauses = {code: text for code, text in said.items() if text != now.clauses.get(code, "")}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if clauses:
        before["clauses"], after["clauses"] = {code: now.clauses.get(code, "") for code in clauses}, clauses
    for name in ("royalty", "royalty_least", "value"):
        wanted, stands = getattr(change, name), getattr(now, name)
        if wanted is not None and wanted != stands:
            before[name], after[name] = stands, wanted
    if change.instalments:
        after["instalments"] = [[day.isoformat(), amount] for day, amount in change.instalments]
    return before, after


def may_amend(asked: DrawAmendment, after: Mapping[str, Any], state: str, *, under_way: bool, today: date) -> Decision:
    found = [*only_in(state, "effective"), *SAY.missing_ground(asked.ground)]
    if under_way:
        found.append(
            SAY.reason(
                "amendment_under_way",
                "Một bản sửa đổi khác đang chờ ký hoặc chờ đăng ký.",
                "Another amendment awaits its signature or registration.",
                "Mời ông/bà hoàn thành hoặc rút bản đó trước.",
                "Finish it, or take it back first.",
            )
        )
    if not after:
        found.append(wrong("ground", "Bản sửa đổi chưa thay đổi nội dung nào.", "The amendment changes nothing."))
    change = asked.change
    if change.royalty is not None and not 0 <= change.royalty <= HUNDRED_PER_CENT:
        found.append(wrong("royalty", "Tỷ lệ từ 0 đến 100%.", "The rate is 0 to 100%."))
    for name in ("royalty_least", "value"):
        amount = getattr(change, name)
        if amount is not None and not 0 <= amount <= MAX_DONG:
            found.append(wrong(name, "Số tiền không hợp lệ.", "This amount cannot be."))
    if any(not 0 < amount <= MAX_DONG or day < today for day, amount in change.instalments):
        found.append(
            wrong(
                "instalments",
                "Khoản trả thêm phải lớn hơn 0 và đến hạn từ hôm nay trở đi.",
                "An added instalment is above 0 and due today or later.",
            )
        )
    return Decision.refuse_if_any(found)


def may_answer(asked: AnswerAmendment, state: str, *, drew: bool, hand: bool) -> Decision:
    """``drew``: the actor's side drew it; ``hand``: the actor signed for the other side."""
    if state != "drawn":
        return AMENDMENT.decision(state, "sign")
    found = [] if asked.accepted else [*SAY.missing_ground(asked.ground)]
    if asked.accepted and drew:
        found.append(
            SAY.reason(
                "signed_already",
                "Bên của ông/bà đã ký.",
                "Your side has signed.",
                "Mời chờ bên kia ký.",
                "Wait for the other side.",
            )
        )
    elif asked.accepted and hand:
        found += SAY.own_hands(near=True)
    return Decision.refuse_if_any(found)
