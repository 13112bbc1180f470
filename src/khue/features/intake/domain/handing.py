"""Handing a result over: how, and when it can be done."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.intake.domain.states import DELIVERY, WAYS


@dataclass(frozen=True, slots=True)
class HandOver:
    case_id: int
    way: str
    once: UUID | None = None


def may_hand_over(delivery: str, way: str) -> Decision:
    """There is a result, it is still to be handed over, and the way is one that we know."""
    reasons = []
    if delivery != "ready":
        reasons.append(
            Reason(
                "intake.no_result",
                Text(
                    f"Hiện “{DELIVERY[delivery].vi}” nên không ghi trả kết quả được.",
                    f"It stands at “{DELIVERY[delivery].en}”, so nothing can be handed over.",
                ),
                Text("Mời xem lại trạng thái hồ sơ.", "Look at the state of the dossier."),
            )
        )
    if way not in WAYS:
        reasons.append(
            Reason(
                "intake.way",
                Text("Chưa rõ trả kết quả bằng cách nào.", "It does not say how the result was handed over."),
                Text(f"Một trong: {', '.join(WAYS)}.", f"One of: {', '.join(WAYS)}."),
                "way",
            )
        )
    return Decision.refuse_if_any(reasons)
