"""What a message out says. Pure; the text is made once and signed as it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """A state of ``kind`` became another. An empty ``before``: the first of its kind."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """The case as the source is told of it: all states but that of the telling itself, so that one missed is no gap."""

    external_id: str
    number: str
    states: Mapping[str, str]
    due_on: date | None


def type_of(change: Change) -> str:
    if change.kind == "business":
        return "dossier.business" if change.before else "dossier.taken_in"
    return f"dossier.{change.kind}"


def body_of(kind: str, told: Told, at: datetime, change: Change | None = None) -> str:
    """``{"type", "timestamp", "data"}`` as Standard Webhooks write it; thin, without personal data."""
    data: dict[str, Any] = {
        "external_id": told.external_id,
        "dossier": told.number,
        "states": dict(told.states),
        "due_on": told.due_on.isoformat() if told.due_on else None,
    }
    if change is not None:
        data["change"] = {"kind": change.kind, "before": change.before, "after": change.after}
    said = {"type": kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
