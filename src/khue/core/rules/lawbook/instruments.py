"""Instruments and their provisions, as a city's law files tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.lawbook.values import (
    CERTAINTIES,
    INSTRUMENT_KINDS,
    RELATION_KINDS,
    Instrument,
    LawProblem,
    Provision,
    Relation,
)
from khue.core.rules.lawbook.words import read_certainty, read_day, read_text

UNSET = "unset"


def read_instruments(
    files: Mapping[str, Mapping[str, Any]], problems: list[LawProblem]
) -> tuple[dict[str, Instrument], dict[str, Provision]]:
    """All instruments and provisions by key. Relations are held against what was read: nothing unknown, no circle.

    A subject's file may tell provisions of an instrument that another file tells: ``[provisions.<instrument>.<name>]``.
    """
    issuers = _read_issuers(files, problems)
    homes: dict[str, str] = {}
    instruments: dict[str, Instrument] = {}
    provisions: dict[str, Provision] = {}
    for file, content in files.items():
        for key, raw in content.get("instruments", {}).items():
            if key in homes:
                problems.append(LawProblem(file, f"instruments.{key}", f"is defined in {homes[key]}, too"))
                continue
            homes[key] = file
            instrument = _read_instrument(file, key, raw, issuers, problems)
            if instrument:
                instruments[key] = instrument
    for file, content in files.items():
        told = {key: raw.get("provisions", {}) for key, raw in content.get("instruments", {}).items()}
        for at, groups in (("instruments", told), ("provisions", content.get("provisions", {}))):
            for key, group in groups.items():
                _read_group(file, f"{at}.{key}", group, instruments.get(key), provisions, problems)
                if key not in homes:
                    problems.append(LawProblem(file, f"{at}.{key}", f"provisions of an unknown instrument {key!r}"))
    _check_relations(instruments, homes, problems)
    return instruments, provisions


def _read_group(
    file: str,
    where: str,
    group: Mapping[str, Any],
    home: Instrument | None,
    provisions: dict[str, Provision],
    problems: list[LawProblem],
) -> None:
    """Provisions of one instrument, told where it is told or in the file of the subject that they belong to."""
    for name, words in group.items() if home else ():
        provision = _read_provision(file, home, name, words, problems) if home else None
        if provision and provision.key in provisions:
            problems.append(LawProblem(file, f"{where}.{name}", "is defined twice"))
        elif provision:
            provisions[provision.key] = provision


def source_missing(file: str, key: str, raw: Mapping[str, Any], problems: list[LawProblem]) -> None:
    if not raw.get("url") and not raw.get("row"):
        problems.append(LawProblem(file, key, "has no source: give url or row"))


def _read_issuers(files: Mapping[str, Mapping[str, Any]], problems: list[LawProblem]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for file, content in files.items():
        for code, raw in content.get("issuers", {}).items():
            text = read_text(file, f"issuers.{code}", raw, problems)
            if code in found:
                problems.append(LawProblem(file, f"issuers.{code}", "is defined twice"))
            elif text:
                found[code] = text
    return found


def _read_instrument(
    file: str, name: str, raw: Mapping[str, Any], issuers: Mapping[str, Text], problems: list[LawProblem]
) -> Instrument | None:
    key = f"instruments.{name}"
    before = len(problems)
    title = read_text(file, key, raw, problems)
    certainty = read_certainty(file, key, raw, problems)
    note = read_text(file, f"{key}.note", raw["note"], problems) if "note" in raw else None
    if not raw.get("number"):
        problems.append(LawProblem(file, key, "has no number"))
    source_missing(file, key, raw, problems)
    kind = str(raw.get("kind", ""))
    if kind not in INSTRUMENT_KINDS:
        problems.append(LawProblem(file, key, f"unknown kind {kind!r}; known: {', '.join(INSTRUMENT_KINDS)}"))
    issuer = issuers.get(str(raw.get("issuer", "")))
    if issuer is None:
        problems.append(LawProblem(file, key, f"unknown issuer {raw.get('issuer')!r}"))
    days = {day: _read_instrument_day(file, key, raw, day, problems) for day in ("adopted", "in_force", "until")}
    unset = tuple(day for day in days if raw.get(day) == UNSET)
    starts, ends = days["in_force"] or days["adopted"], days["until"]
    if starts and ends and ends <= starts:
        problems.append(LawProblem(file, key, f"until {ends} must come after {starts}"))
    relations = tuple(_read_relations(file, key, raw, problems))
    if len(problems) > before or title is None or issuer is None:
        return None
    return Instrument(
        name, str(raw["number"]), kind, title, issuer, days["adopted"], days["in_force"], days["until"],
        certainty, str(raw.get("row", "")), str(raw.get("url", "")), relations, note, unset,
    )  # fmt: skip


def _read_instrument_day(
    file: str, key: str, raw: Mapping[str, Any], name: str, problems: list[LawProblem]
) -> date | None:
    if raw.get(name) == UNSET:
        return None
    if name not in raw and name != "until":
        problems.append(LawProblem(file, key, f'has no {name}: give a date, or "{UNSET}" when it is not known'))
        return None
    return read_day(file, key, raw, name, problems)


def _read_relations(file: str, key: str, raw: Mapping[str, Any], problems: list[LawProblem]) -> list[Relation]:
    found: list[Relation] = []
    for number, relation in enumerate(raw.get("relations", ()), 1):
        where = f"{key}.relations[{number}]"
        kind, certainty = str(relation.get("kind", "")), str(relation.get("certainty", ""))
        if kind not in RELATION_KINDS:
            problems.append(LawProblem(file, where, f"unknown kind {kind!r}; known: {', '.join(RELATION_KINDS)}"))
        if certainty and certainty not in CERTAINTIES:
            problems.append(LawProblem(file, where, f"unknown certainty {certainty!r}"))
        since = read_day(file, where, relation, "since", problems)
        found.append(Relation(kind, str(relation.get("to", "")), since, certainty))
    return found


def _check_relations(
    instruments: Mapping[str, Instrument], homes: Mapping[str, str], problems: list[LawProblem]
) -> None:
    for key, instrument in instruments.items():
        for relation in instrument.relations:
            where = f"instruments.{key}"
            if relation.to not in homes:
                problems.append(LawProblem(homes[key], where, f"{relation.kind} an unknown instrument {relation.to!r}"))
            elif relation.to == key:
                problems.append(LawProblem(homes[key], where, f"{relation.kind} itself"))
    for circle in _circles(instruments):
        told = " → ".join((*circle, circle[0]))
        problems.append(LawProblem(homes[circle[0]], f"instruments.{circle[0]}", f"replaces in a circle: {told}"))


def _circles(instruments: Mapping[str, Instrument]) -> list[tuple[str, ...]]:
    """Circles of ``replaces``, each once, from its first key in order of the alphabet."""
    follows = {
        key: [r.to for r in instrument.relations if r.kind == "replaces" and r.to in instruments and r.to != key]
        for key, instrument in instruments.items()
    }
    found: set[tuple[str, ...]] = set()
    for start in follows:
        stack: list[tuple[str, ...]] = [(start,)]
        while stack:
            path = stack.pop()
            for following in follows[path[-1]]:
                if following == start and start == min(path):
                    found.add(path)
                elif following not in path:
                    stack.append((*path, following))
    return sorted(found)


def _read_provision(
    file: str, instrument: Instrument, name: str, raw: Mapping[str, Any], problems: list[LawProblem]
) -> Provision | None:
    key = f"instruments.{instrument.key}.provisions.{name}"
    text = read_text(file, key, raw, problems)
    certainty = read_certainty(file, key, raw, problems, instrument.certainty)
    summary = read_text(file, f"{key}.says", raw["says"], problems) if "says" in raw else None
    article = str(raw.get("article", ""))
    if article and not re.fullmatch(r"[0-9][0-9a-zđ(),–; ]*", article):
        problems.append(LawProblem(file, key, f"article {article!r} must be written as 9(3)(a)"))
    start = read_day(file, key, raw, "from", problems) or instrument.in_force
    until = read_day(file, key, raw, "until", problems) or instrument.until
    if start and until and until <= start:
        problems.append(LawProblem(file, key, f"until {until} must come after from {start}"))
    if text is None:
        return None
    return Provision(
        f"{instrument.key}.{name}", instrument.number, instrument.text, text,
        str(raw.get("url") or instrument.url), instrument.key, article, summary, certainty,
        str(raw.get("row") or instrument.row), start, until,
    )  # fmt: skip
