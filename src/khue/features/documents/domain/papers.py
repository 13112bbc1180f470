"""The states of a paper."""

from __future__ import annotations

from typing import Literal

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition

PAPER = Flow(
    {
        "in_force": Text("Còn hiệu lực", "In force"),
        "superseded": Text("Đã được thay thế", "Superseded"),
        "revoked": Text("Đã bị thu hồi", "Revoked"),
    },
    (
        Transition("supersede", ("in_force",), "superseded", Text("thay thế", "supersede")),
        Transition("revoke", ("in_force",), "revoked", Text("thu hồi", "revoke")),
    ),
)
PAPER_TONES: dict[str, Literal["plain", "good", "now", "wait", "firm", "bad"]] = {
    "in_force": "good",
    "superseded": "wait",
    "revoked": "bad",
}
