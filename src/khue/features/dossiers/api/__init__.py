"""Doors of the room: procedures, writing, handing in, following."""

from khue.features.dossiers.api import catalogue, following, writing
from khue.features.dossiers.api.shapes import door

__all__ = ["catalogue", "door", "following", "writing"]
