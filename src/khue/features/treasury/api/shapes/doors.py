"""The door of the room: the interface family under which its operations stand."""

from __future__ import annotations

from khue.kernel.api.doors import Door

door = Door("treasury")
