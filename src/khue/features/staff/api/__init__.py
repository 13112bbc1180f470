"""Doors of the room: who works here, absences and desks, joining and leaving, sessions and keys of sign-in."""

from khue.features.staff.api import absences, directory, joining, signing_in
from khue.features.staff.api.shapes import door

__all__ = ["absences", "directory", "door", "joining", "signing_in"]
