"""Doors for other systems (messages in, and what they read) and for officers (cases, sending, reports, sources)."""

from khue.features.intake.api import connecting, following, taking, watching
from khue.features.intake.api.shapes import door

__all__ = ["connecting", "door", "following", "taking", "watching"]
