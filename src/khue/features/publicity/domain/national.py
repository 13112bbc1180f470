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
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.reasons import RoomReasons

_room = RoomReasons("publicity")
FORMAT = "khue-national-exchange/1"
OUTCOMES = ("accepted", "rejected")
ACTIONS = ("add", "change", "withdraw")
MOST_LINES, LONGEST_SAID, MOST_FAULTS = 500_000, 2_000, 1_000


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
class MakeFile:
    """A new file of what the national exchange does not know yet."""

    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """A receipt as the national exchange gave it; ``name`` is the file's, or empty."""

    content: str
    name: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SetSchedule:
    """Whether a file is made every night, with the ground."""

    nightly: bool
    ground: str
    once: UUID | None = None


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


def counts_of(lines: Iterable[Planned]) -> dict[str, int]:
    told = [line.action for line in lines]
    return {action: told.count(action) for action in ACTIONS}


def never_sent(one: Receipt) -> Text:
    return Text(
        f"{one.identifier} phiên bản {one.version} chưa từng được gửi", f"{one.identifier} version {one.version} was never sent"
    )  # fmt: skip


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


def read_receipt_lines(content: str) -> tuple[list[Receipt], list[tuple[int, Text]]]:
    """The good lines, and for each bad one its number and what is wrong with it."""
    receipts: list[Receipt] = []
    faults: list[tuple[int, Text]] = []
    for no, text in enumerate(content.removeprefix("\ufeff").splitlines(), 1):
        if not text.strip():
            continue
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            faults.append((no, Text("không đọc được dưới dạng JSON", "this is no JSON")))
            continue
        fault = _fault(said)
        if fault:
            faults.append((no, fault))
        elif "format" not in said:
            receipts.append(
                Receipt(no, said["identifier"], said["version"], said["outcome"], said.get("national_id", ""), said.get("reason", ""))
            )  # fmt: skip
    return receipts, faults


def _fault(said: Any) -> Text | None:
    if not isinstance(said, dict):
        return Text("không phải là một đối tượng JSON", "this is no JSON object")
    if "format" in said:
        same = said["format"] == FORMAT
        return None if same else Text(f"định dạng không phải là {FORMAT}", f"the format is not {FORMAT}")
    if not _keepable(said.get("identifier"), 200):
        return Text("thiếu mã định danh (identifier)", "identifier is missing")
    if (
        not isinstance(said.get("version"), int)
        or isinstance(said["version"], bool)
        or not 1 <= said["version"] < 2**31
    ):
        return Text("phiên bản (version) không phải là số từ 1 trở lên", "version is no number from 1 on")
    if said.get("outcome") not in OUTCOMES:
        return Text(
            "kết quả (outcome) không phải là accepted hoặc rejected", "outcome is neither accepted nor rejected"
        )
    for name, most in (("national_id", 80), ("reason", LONGEST_SAID)):
        value = said.get(name, "")
        if not _keepable(value, most):
            return Text(
                f"{name} không phải là chữ, hoặc dài quá {most} ký tự", f"{name} is no text of up to {most} characters"
            )
    if said["outcome"] == "rejected" and not said.get("reason"):
        return Text("bị từ chối mà không nêu lý do (reason)", "a rejection says why")
    return None


def _keepable(value: Any, most: int) -> bool:
    """A text that the database can keep: no NUL, no half of a surrogate pair."""
    return (
        isinstance(value, str)
        and len(value) <= most
        and not any(one == "\0" or "\ud800" <= one <= "\udfff" for one in value)
    )


def may_make(lines: int) -> Decision:
    """``lines``: how many the file would have."""
    return Decision.refuse_if_any([] if lines else [_nothing()])


def may_read(content: str, receipts: int) -> Decision:
    """A file in which no line speaks of an entry is most likely another file."""
    return Decision.refuse_if_any([] if receipts or '"identifier"' in content else [_no_receipt()])


def may_set(nightly: bool, asked: SetSchedule) -> Decision:
    found = [*_room.missing_ground(asked.ground)]
    if nightly == asked.nightly:
        found.append(
            _room.reason(
                "schedule_same", "Lịch đã ở tình trạng này.", "The schedule is so already.", "Mời ông/bà mở lại trang.", "Open the page again.", "nightly"
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def _nothing() -> Reason:
    return _room.reason(
        "nothing_new", "Không có mục nào mới, thay đổi hoặc rút lại từ lần xuất trước.", "Nothing is new, changed or withdrawn since the last file.",
        "Nếu cần, mời ông/bà tải lại tệp đã xuất trong lịch sử.", "If needed, download an earlier file from the history.",
    )  # fmt: skip


def _no_receipt() -> Reason:
    return _room.reason(
        "no_receipt", "Tệp này không phải là phản hồi của sàn quốc gia.", "This file is no receipt of the national exchange.",
        "Mời ông/bà chọn tệp phản hồi, mỗi dòng một mục, đúng định dạng đã thống nhất.", "Choose the receipt: one entry on each line, in the agreed format.",
        "file",
    )  # fmt: skip
