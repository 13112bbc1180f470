"""Doors of the room: tasks, many tasks, notes, views, boards, the counter's books, the audit of a subject."""

from khue.features.desk.api import boards, books, searching, tasks, working
from khue.features.desk.api.shapes import door

__all__ = ["boards", "books", "door", "searching", "tasks", "working"]
