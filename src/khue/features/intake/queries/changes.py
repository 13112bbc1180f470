"""What a source reads of its changes, one after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from khue.features.intake.models import MessageOut, Source


@dataclass(frozen=True, slots=True)
class ChangeOut:
    """A message as it is also sent. ``seq`` is its place: nothing comes before a place that was read."""

    seq: int
    id: str
    kind: str
    at: datetime
    state: str
    data: Mapping[str, Any]


def changes(source: Source, after: int, most: int = 100) -> tuple[ChangeOut, ...]:
    """The messages behind a place, oldest first."""
    rows = MessageOut.objects.filter(source=source, seq__gt=after).order_by("seq")[:most]
    return tuple(
        ChangeOut(int(row.seq or 0), row.name, row.kind, row.made_at, row.state, json.loads(row.body)["data"])
        for row in rows
    )
