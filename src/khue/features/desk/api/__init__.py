"""Doors of the room: tasks, the counter's books, the audit of a subject."""

from khue.features.desk.api import books, searching, tasks
from khue.features.desk.api.shapes import door

__all__ = ["books", "door", "searching", "tasks"]
