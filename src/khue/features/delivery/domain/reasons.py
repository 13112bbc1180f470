"""Reasons that several decisions give."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from khue.core.bilingual import Text
from khue.core.decision import Reason


def no_ground(said: str, field: str = "ground", least: int = 10) -> Iterator[Reason]:
    """A ground of at least so many characters."""
    if len(said.strip()) < least:
        yield Reason(
            "no_ground",
            Text("Chưa nêu rõ lý do.", "The ground is missing or too short."),
            Text("Mời ông/bà viết lý do để người liên quan hiểu và kiểm tra được.", "Say why, so that it can be understood and checked."),
            field,
        )  # fmt: skip


def apart(hands: Collection[str], others: Collection[str], code: str, text: Text) -> Iterator[Reason]:
    """Four eyes: none of ``hands`` may be among ``others``."""
    if set(hands) & (set(others) - {""}):
        yield Reason(
            code,
            text,
            Text("Mời ông/bà chuyển việc cho đồng nghiệp khác.", "Hand the task to a colleague."),
        )


def own_side(near: bool) -> Iterator[Reason]:
    """Nobody on the lead's side acts for the city."""
    if near:
        yield Reason(
            "own_case",
            Text(
                "Ông/bà thuộc bên thực hiện nhiệm vụ nên không thay mặt Thành phố làm việc này.",
                "You stand on the lead's side and cannot do this for the city.",
            ),
            Text("Mời ông/bà chuyển việc cho đồng nghiệp khác.", "Hand the task to a colleague."),
        )
