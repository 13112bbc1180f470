"""Doors of the room: orders, files out, statements in, lines that wait, money to come in, the cash picture."""

from khue.features.treasury.api import accounts, lines, orders, receivables, statements
from khue.features.treasury.api.shapes import door

__all__ = ["accounts", "door", "lines", "orders", "receivables", "statements"]
