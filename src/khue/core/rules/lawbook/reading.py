"""The law files of a city, read and checked: every problem is told at once, with file and key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from khue.core.rules.lawbook.instruments import read_instruments, source_missing
from khue.core.rules.lawbook.storing import bind
from khue.core.rules.lawbook.values import (
    CERTAINTIES,
    UNITS,
    Dated,
    Entry,
    Lawbook,
    LawError,
    LawProblem,
    Provision,
    Value,
)
from khue.core.rules.lawbook.words import read_certainty, read_day, read_text

Files = Mapping[str, Mapping[str, Any]]


def read_lawbook(files: Files, *, sample: bool, offices: Collection[str] | None = None) -> Lawbook:
    """The lawbook from parsed files by file name. ``sample`` lays the sample city's confirmed values over the law.

    ``offices`` are the codes that ``confirm_by`` may name; None leaves them unchecked.
    Raises LawError with every problem found, each with file and key.
    """
    problems: list[LawProblem] = []
    instruments, provisions = read_instruments(files, problems)
    entries: dict[str, Entry] = {}
    for file, content in files.items():
        for raw in content.get("parameter", ()):
            entry = _read_entry(file, raw, provisions, offices, problems)
            if entry and entry.id in entries:
                problems.append(LawProblem(file, entry.id, "is defined twice"))
            elif entry:
                entries[entry.id] = entry
    for file, content in files.items():
        for raw in content.get("confirmed", ()):
            confirmed = _read_confirmed(file, raw, entries, problems)
            if confirmed and sample:
                entries[confirmed.id] = confirmed
    if problems:
        raise LawError(problems)
    return bind(instruments, provisions, entries, sample=sample)


def _read_entry(
    file: str,
    raw: Mapping[str, Any],
    provisions: Mapping[str, Provision],
    offices: Collection[str] | None,
    problems: list[LawProblem],
) -> Entry | None:
    key = str(raw.get("id", ""))
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", key):
        problems.append(LawProblem(file, f"parameter {key!r}", "id must be words joined by dots"))
        return None
    before = len(problems)
    text = read_text(file, key, raw, problems)
    certainty = read_certainty(file, key, raw, problems)
    note = read_text(file, f"{key}.note", raw["note"], problems) if "note" in raw else None
    unit = str(raw.get("unit", ""))
    if unit not in UNITS:
        problems.append(LawProblem(file, key, f"unknown unit {unit!r}; known: {', '.join(UNITS)}"))
    provision = provisions.get(str(raw.get("provision", "")))
    if provision is None:
        problems.append(LawProblem(file, key, f"unknown provision {raw.get('provision')!r}"))
    confirm_by = str(raw.get("confirm_by", ""))
    if confirm_by and offices is not None and confirm_by not in offices:
        problems.append(LawProblem(file, key, f"unknown unit of the city {confirm_by!r} in confirm_by"))
    source_missing(file, key, raw, problems)
    if len(problems) > before or text is None or provision is None:
        return None
    values = _read_values(file, key, unit, certainty, raw.get("values", ()), provisions, problems)
    url = str(raw.get("url") or provision.url)
    row = str(raw.get("row", ""))
    return Entry(key, unit, text, provision, row, url, certainty, values, confirm_by, note)


def _read_confirmed(
    file: str, raw: Mapping[str, Any], entries: Mapping[str, Entry], problems: list[LawProblem]
) -> Entry | None:
    key = str(raw.get("id", ""))
    entry = entries.get(key)
    if entry is None:
        problems.append(LawProblem(file, key, "confirms a parameter that does not exist"))
        return None
    if entry.certainty not in ("draft", "comparator", "unset") and all(v.value is not None for v in entry.values):
        problems.append(LawProblem(file, key, f"is {entry.certainty} already; the sample must not change the law"))
    found = _read_values(file, key, entry.unit, "confirmed", raw.get("values", ()), {}, problems)
    laid = tuple(replace(dated, certainty="confirmed", sample=True) for dated in found)
    return replace(entry, values=(*entry.values, *laid))


def _read_values(
    file: str,
    key: str,
    unit: str,
    certainty: str,
    raws: Sequence[Mapping[str, Any]],
    provisions: Mapping[str, Provision],
    problems: list[LawProblem],
) -> tuple[Dated, ...]:
    """Values in the order in which they became known; what is known on a day leaves no gap and tells nothing twice."""
    found: list[Dated] = []
    for number, raw in enumerate(raws, 1):
        dated = _read_dated(file, f"{key}.values[{number}]", unit, certainty, raw, provisions, problems)
        if dated:
            found.append(dated)
    if not raws:
        problems.append(LawProblem(file, key, "has no values"))
    found.sort(key=lambda dated: (dated.known_from or date.min, dated.valid_from))
    layers: dict[date | None, list[Dated]] = {}
    for dated in found:
        layers.setdefault(dated.known_from, []).append(dated)
    for known, layer in layers.items():
        _check_layer(file, key, layer, problems, whole=known is None)
    if found and None not in layers:
        problems.append(LawProblem(file, key, "every value has known_from; the first one must hold from the start"))
    return tuple(found)


def _check_layer(file: str, key: str, layer: list[Dated], problems: list[LawProblem], *, whole: bool) -> None:
    for earlier, later in pairwise(layer):
        if earlier.valid_until is None or earlier.valid_until > later.valid_from:
            problems.append(LawProblem(file, key, f"periods overlap on {later.valid_from}"))
        elif whole and earlier.valid_until < later.valid_from:
            problems.append(LawProblem(file, key, f"no value from {earlier.valid_until} until {later.valid_from}"))


def _read_dated(
    file: str,
    where: str,
    unit: str,
    certainty: str,
    raw: Mapping[str, Any],
    provisions: Mapping[str, Provision],
    problems: list[LawProblem],
) -> Dated | None:
    start, until = raw.get("from"), raw.get("until")
    if type(start) is not date or (until is not None and type(until) is not date):
        problems.append(LawProblem(file, where, "from and until must be dates"))
        return None
    if until is not None and until <= start:
        problems.append(LawProblem(file, where, f"until {until} must come after from {start}"))
    own = str(raw.get("certainty", ""))
    if own and own not in CERTAINTIES:
        problems.append(LawProblem(file, where, f"unknown certainty {own!r}; known: {', '.join(CERTAINTIES)}"))
    unset = raw.get("unset") is True
    if unset == ("value" in raw):
        problems.append(LawProblem(file, where, "give either value or unset = true"))
    elif not unset and (own or certainty) == "unset":
        problems.append(LawProblem(file, where, "has a value though its certainty is unset"))
    value = read_value(file, where, unit, raw["value"], problems) if "value" in raw and not unset else None
    provision = None
    if "provision" in raw:
        provision = provisions.get(str(raw["provision"]))
        if provision is None:
            problems.append(LawProblem(file, where, f"unknown provision {raw['provision']!r}"))
    known_from = read_day(file, where, raw, "known_from", problems)
    document_date = read_day(file, where, raw, "document_date", problems)
    document = str(raw.get("document", ""))
    return Dated(value, start, until, known_from, own, document, document_date, provision)


def read_value(file: str, where: str, unit: str, raw: object, problems: list[LawProblem]) -> Value:
    """The value of a file, a form or a record in the shape that ``unit`` asks for; a problem when it does not fit."""
    whole = type(raw) is int and raw >= 0
    if unit == "flag" and isinstance(raw, bool):
        return raw
    if unit == "fraction" and isinstance(raw, str) and re.fullmatch(r"[0-9]+/[1-9][0-9]*", raw):
        return Fraction(raw)
    if unit == "time" and isinstance(raw, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", raw):
        return raw
    if unit == "day" and isinstance(raw, str) and is_day(raw):
        return raw
    if unit == "text" and isinstance(raw, str) and raw.strip():
        return raw
    if unit == "codes" and isinstance(raw, list) and raw and all(_is_code(code) for code in raw):
        return ",".join(raw)
    if unit in ("percent", "count", "dong", "hours", "working_days", "calendar_days", "months", "years") and whole:
        return int(str(raw))
    problems.append(LawProblem(file, where, f"{raw!r} is no value for the unit {unit}"))
    return None


def is_day(raw: str) -> bool:
    """Whether a text is a day such as ``2025-10-01``."""
    try:
        return date.fromisoformat(raw).isoformat() == raw
    except ValueError:
        return False


def _is_code(code: object) -> bool:
    return isinstance(code, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", code) is not None
