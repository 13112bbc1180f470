"""Doors of the room: versions of procedures, the open draft part by part, publishing, moving cases."""

from khue.features.procedures.api import drafts, migrating, versions
from khue.features.procedures.api.shapes import door

__all__ = ["door", "drafts", "migrating", "versions"]
