"""Doors for other systems: messages in, and what they read."""

from khue.features.intake.api import following, taking
from khue.features.intake.api.shapes import door

__all__ = ["door", "following", "taking"]
