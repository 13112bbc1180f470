"""The file for the national exchange: one identifier for good, what is new, changed or withdrawn; and its receipt. Pure.

The format is described in ``docs/reference/national-exchange.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

FORMAT = "khue-national-exchange/1"
OUTCOMES = ("accepted", "rejected")
MOST_LINES, LONGEST_SAID = 500_000, 2_000


@dataclass(frozen=True, slots=True)
class Listing:
    """A public offer or demand; ``words`` are its members in the file, public ones alone."""

    kind: str
    source: int
    number: str
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What was sent of an identifier last."""

    version: int
    digest: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the next file. ``digest`` is empty for a withdrawal."""

    action: str
    identifier: str
    kind: str
    source: int
    version: int
    digest: str
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    line: int
    identifier: str
    version: int
    outcome: str
    national: str
    says: str


def identifier_of(number: str) -> str:
    """``HN:CN-2026-0001``: the city and the number, which is never given twice."""
    return f"HN:{number}"


def digest_of(words: Mapping[str, Any]) -> str:
    """SHA-256 of the members in a fixed order."""
    return sha256(json.dumps(words, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def planned(listings: Iterable[Listing], known: Mapping[str, Known]) -> list[Planned]:
    """What the national exchange does not know yet, in the order of the identifiers: nothing that was sent as it stands."""
    lines, seen = [], set()
    for one in listings:
        key, digest = identifier_of(one.number), digest_of(one.words)
        seen.add(key)
        before = known.get(key)
        if before is None:
            lines.append(Planned("add", key, one.kind, one.source, 1, digest, one.words))
        elif before.withdrawn or before.digest != digest:
            lines.append(Planned("change", key, one.kind, one.source, before.version + 1, digest, one.words))
    lines += [
        Planned("withdraw", key, "", 0, before.version + 1, "")
        for key, before in known.items()
        if key not in seen and not before.withdrawn
    ]
    return sorted(lines, key=lambda line: line.identifier)


def file_of(lines: Iterable[Planned], no: int, moment: datetime) -> str:
    """One JSON object on each line; the first says which batch it is."""
    told = list(lines)
    head = {"format": FORMAT, "batch": no, "made_at": moment.isoformat(), "lines": len(told)}
    rows = (
        {"action": one.action, "identifier": one.identifier, "version": one.version}
        | ({"kind": one.kind, **one.words} if one.action != "withdraw" else {})
        for one in told
    )
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in (head, *rows))


def read_receipt_lines(content: str) -> tuple[list[Receipt], list[tuple[int, str]]]:
    """The good lines, and for each bad one its number and what is wrong with it."""
    receipts: list[Receipt] = []
    faults: list[tuple[int, str]] = []
    for no, text in enumerate(content.removeprefix("\ufeff").splitlines(), 1):
        if not text.strip():
            continue
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            faults.append((no, "this is no JSON"))
            continue
        fault = _fault(said)
        if fault:
            faults.append((no, fault))
        elif "format" not in said:
            receipts.append(
                Receipt(no, said["identifier"], said["version"], said["outcome"], said.get("national_id", ""), said.get("reason", ""))
            )  # fmt: skip
    return receipts, faults


def _fault(said: Any) -> str:
    if not isinstance(said, dict):
        return "this is no JSON object"
    if "format" in said:
        return "" if said["format"] == FORMAT else f"the format is not {FORMAT}"
    if not isinstance(said.get("identifier"), str) or "\0" in said["identifier"]:
        return "identifier is missing"
    if (
        not isinstance(said.get("version"), int)
        or isinstance(said["version"], bool)
        or not 1 <= said["version"] < 2**31
    ):
        return "version is no number from 1 on"
    if said.get("outcome") not in OUTCOMES:
        return "outcome is neither accepted nor rejected"
    for name, most in (("national_id", 80), ("reason", LONGEST_SAID)):
        value = said.get(name, "")
        if not isinstance(value, str) or len(value) > most or "\0" in value:
            return f"{name} is no text of up to {most} characters"
    if said["outcome"] == "rejected" and not said.get("reason"):
        return "a rejection says why"
    return ""
