"""Reasons that rooms share: under the room's own code, in both languages, with what to do next."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.reasons import LONGEST, RoomReasons

OURS = RoomReasons("somewhere")
NAME = Text("tên", "name")


def test_a_text_is_there_and_not_too_long() -> None:
    [gone] = OURS.missing_text("  ", "title", NAME)
    [long] = OURS.missing_text("x" * (LONGEST + 1), "title", NAME)
    assert (gone.code, long.code) == ("somewhere.title", "somewhere.title_long")
    assert (gone.field, long.field) == ("title", "title")
    assert gone.next_step is not None
    assert "tên" in gone.text.vi
    assert list(OURS.missing_text("x" * LONGEST, "title", NAME)) == []
    assert [one.code for one in OURS.missing_ground("x" * 1001)] == ["somewhere.ground_long"]


def test_the_second_half_is_somebody_elses_and_nobody_is_not_somebody() -> None:
    assert [one.code for one in OURS.four_eyes(("a", ""), ("b", "a"))] == ["somewhere.four_eyes"]
    assert list(OURS.four_eyes(("", "a"), ("", "b"))) == []
    assert [one.code for one in OURS.own_hands(True)] == ["somewhere.own_hands"]
    assert list(OURS.own_hands(False)) == []
