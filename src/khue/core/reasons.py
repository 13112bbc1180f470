"""Reasons that decisions of many rooms share: a text that is missing, four eyes, one's own hands. Codes carry the room's name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Reason

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class RoomReasons:
    """The reasons of one room."""

    room: str

    def reason(self, code: str, vi: str, en: str, next_vi: str, next_en: str, field: str = "") -> Reason:
        return Reason(f"{self.room}.{code}", Text(vi, en), Text(next_vi, next_en), field)

    def missing_text(self, value: str, field: str, name: Text, longest: int = LONGEST) -> Iterator[Reason]:
        """A text that must be there and not be too long."""
        if not value.strip():
            yield self.reason(
                field, f"Chưa có {name.vi}.", f"The {name.en} is missing.", f"Mời ông/bà ghi {name.vi}.",
                f"Please give the {name.en}.", field,
            )  # fmt: skip
        elif len(value) > longest:
            yield self.reason(
                f"{field}_long", f"Phần {name.vi} dài hơn {longest} ký tự.",
                f"The {name.en} is longer than {longest} characters.", "Mời ông/bà viết ngắn lại.", "Please shorten it.", field,
            )  # fmt: skip

    def missing_ground(self, ground: str) -> Iterator[Reason]:
        yield from self.missing_text(ground, "ground", Text("lý do", "ground"), 1000)

    def four_eyes(self, first: Collection[str], hands: Collection[str]) -> Iterator[Reason]:
        """Who did the first half does not do the second."""
        if (set(first) - {""}) & set(hands):
            yield self.reason(
                "four_eyes",
                "Người đã lập không được tự duyệt.", "Whoever drew it up does not approve it.",
                "Mời ông/bà chuyển cho người khác có thẩm quyền.", "Leave it to another person with the right.",
            )  # fmt: skip

    def own_hands(self, near: bool) -> Iterator[Reason]:
        """``near``: it is about the actor, or about somebody whom the actor acts for."""
        if near:
            yield self.reason(
                "own_hands",
                "Ông/bà là một bên của việc này nên không được tự quyết định.",
                "You are a party to this, so you do not decide on it.",
                "Mời ông/bà chuyển cho người khác có thẩm quyền.", "Leave it to another person with the right.",
            )  # fmt: skip
