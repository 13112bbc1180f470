"""Doors of the room: one's own requests and consents, the officers' deeds, breaches, retention and erasure."""

from khue.features.privacy.api import breaches, consents, erasing, handling, own
from khue.features.privacy.api.shapes import door

__all__ = ["breaches", "consents", "door", "erasing", "handling", "own"]
