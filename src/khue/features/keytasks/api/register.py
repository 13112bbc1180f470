"""The public register of key tasks, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.councils.queries import field_words
from khue.features.keytasks import queries
from khue.features.keytasks.api.shapes import KeyTaskLineOut, door
from khue.features.keytasks.queries import RegisterRow
from khue.kernel.api.shapes import After, Listing, Name, Size, Words, listing

_PLAIN = ("number", "title", "lead", "money", "starts_on", "ends_on", "recognised_on", "last_day", "ended_on", "basis")


def _line(row: RegisterRow) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in _PLAIN}
    return shown | {"field": field_words([row.field])[0], "state": {"code": row.code, "label": row.state}}


@door.get(
    "/key-tasks",
    Listing[KeyTaskLineOut],
    Text("Nhiệm vụ trọng điểm đã công nhận", "Recognised key tasks"),
    need="public",
)
def list_key_tasks(request: HttpRequest, q: Words = "", after: After = None, size: Size = 25) -> Any:
    """Every task that was ever recognised, newest first, with what became of it."""
    return listing(request, queries.register(q, after, size), _line)


@door.get("/key-tasks/{number}", KeyTaskLineOut, Text("Một nhiệm vụ trọng điểm", "A key task"), need="public")
def read_key_task(request: HttpRequest, number: Name) -> Any:
    """One line of the register, by the number of its dossier."""
    return _line(queries.recognised(number))
