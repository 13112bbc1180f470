"""Reasons that many decisions of the room share."""

from __future__ import annotations

from khue.core.reasons import RoomReasons

_OURS = RoomReasons("talent")
reason = _OURS.reason
missing_text = _OURS.missing_text
missing_ground = _OURS.missing_ground
four_eyes = _OURS.four_eyes
own_hands = _OURS.own_hands
