"""A lawbook as canonical JSON, so that an edition can be stored whole, named by its hash, and replayed years later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.rules.lawbook.values import (
    Dated,
    Entry,
    Instrument,
    Lawbook,
    LawError,
    LawProblem,
    Provision,
    Relation,
    Value,
)

SHAPE: Final = 1
"""Which shape the JSON has; a reader of later years knows by it what it holds."""


def bind(
    instruments: Mapping[str, Instrument],
    provisions: Mapping[str, Provision],
    entries: Mapping[str, Entry],
    *,
    sample: bool,
) -> Lawbook:
    """The lawbook with its edition: the hash of its canonical JSON."""
    unnamed = Lawbook(provisions, entries, "", instruments, sample)
    return Lawbook(provisions, entries, edition_of(canonical(unnamed)), instruments, sample)


def edition_of(text: str) -> str:
    """The name of an edition: 16 hexadecimal digits of the SHA-256 of its canonical JSON."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical(book: Lawbook) -> str:
    """One text for one law: keys in order, no spaces, Unicode as it is."""
    return json.dumps(to_json(book), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def to_json(book: Lawbook) -> dict[str, Any]:
    """Plain JSON values. Shares are text as ``7/10``, days ISO; what is empty is left out."""
    return {
        "shape": SHAPE,
        "sample": book.sample,
        "instruments": {key: _instrument(found) for key, found in book.instruments.items()},
        "provisions": {key: _provision(found) for key, found in book.provisions.items()},
        "parameters": {key: _entry(found) for key, found in book.entries.items()},
    }


def from_json(stored: Mapping[str, Any]) -> Lawbook:
    """The lawbook of ``to_json``. Raises LawError when the JSON is of a shape that this program does not know."""
    if stored.get("shape") != SHAPE:
        raise LawError([LawProblem("edition", "shape", f"{stored.get('shape')!r} is not known; known: {SHAPE}")])
    instruments = {key: _read_instrument(key, raw) for key, raw in stored["instruments"].items()}
    provisions = {key: _read_provision(key, raw, instruments) for key, raw in stored["provisions"].items()}
    entries = {key: _read_entry(key, raw, provisions) for key, raw in stored["parameters"].items()}
    return bind(instruments, provisions, entries, sample=bool(stored["sample"]))


def value_json(value: Value) -> int | str | bool | None:
    """A legal value as JSON keeps it."""
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def _kept(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", (), [])}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _words(text: Text | None) -> dict[str, str] | None:
    return text.to_json() if text else None


def _instrument(found: Instrument) -> dict[str, Any]:
    return _kept(
        number=found.number, kind=found.kind, text=_words(found.text), issuer=_words(found.issuer),
        adopted=_iso(found.adopted), in_force=_iso(found.in_force), until=_iso(found.until),
        certainty=found.certainty, row=found.row, url=found.url, note=_words(found.note), unset=list(found.unset),
        relations=[
            _kept(kind=r.kind, to=r.to, since=_iso(r.since), certainty=r.certainty) for r in found.relations
        ],
    )  # fmt: skip


def _provision(found: Provision) -> dict[str, Any]:
    return _kept(
        instrument=found.instrument_key, text=_words(found.text), url=found.url, article=found.article,
        summary=_words(found.summary), certainty=found.certainty, row=found.row,
        valid_from=_iso(found.valid_from), valid_until=_iso(found.valid_until),
    )  # fmt: skip


def _entry(found: Entry) -> dict[str, Any]:
    return _kept(
        unit=found.unit, text=_words(found.text), provision=found.provision.key, row=found.row, url=found.url,
        certainty=found.certainty, confirm_by=found.confirm_by, note=_words(found.note),
        values=[_dated(dated) for dated in found.values],
    )  # fmt: skip


def _dated(found: Dated) -> dict[str, Any]:
    kept = _kept(
        valid_from=_iso(found.valid_from), valid_until=_iso(found.valid_until), known_from=_iso(found.known_from),
        certainty=found.certainty, document=found.document, document_date=_iso(found.document_date),
        provision=found.provision.key if found.provision else None,
    )  # fmt: skip
    return kept | {"value": value_json(found.value)} | ({"sample": True} if found.sample else {})


def _day(raw: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(raw[name]) if raw.get(name) else None


def _text(raw: Mapping[str, Any], name: str) -> Text | None:
    return Text.from_json(raw[name]) if raw.get(name) else None


def _read_instrument(key: str, raw: Mapping[str, Any]) -> Instrument:
    return Instrument(
        key, raw["number"], raw["kind"], Text.from_json(raw["text"]), Text.from_json(raw["issuer"]),
        _day(raw, "adopted"), _day(raw, "in_force"), _day(raw, "until"), raw["certainty"],
        raw.get("row", ""), raw.get("url", ""),
        tuple(
            Relation(r["kind"], r["to"], _day(r, "since"), r.get("certainty", "")) for r in raw.get("relations", ())
        ),
        _text(raw, "note"), tuple(raw.get("unset", ())),
    )  # fmt: skip


def _read_provision(key: str, raw: Mapping[str, Any], instruments: Mapping[str, Instrument]) -> Provision:
    home = instruments[raw["instrument"]]
    return Provision(
        key, home.number, home.text, Text.from_json(raw["text"]), raw.get("url", ""), home.key,
        raw.get("article", ""), _text(raw, "summary"), raw.get("certainty", ""), raw.get("row", ""),
        _day(raw, "valid_from"), _day(raw, "valid_until"),
    )  # fmt: skip


def _read_entry(key: str, raw: Mapping[str, Any], provisions: Mapping[str, Provision]) -> Entry:
    values = tuple(_read_dated(dated, raw["unit"], provisions) for dated in raw["values"])
    return Entry(
        key, raw["unit"], Text.from_json(raw["text"]), provisions[raw["provision"]], raw.get("row", ""),
        raw.get("url", ""), raw["certainty"], values, raw.get("confirm_by", ""), _text(raw, "note"),
    )  # fmt: skip


def _read_dated(raw: Mapping[str, Any], unit: str, provisions: Mapping[str, Provision]) -> Dated:
    value: Value = raw["value"]
    if unit == "fraction" and value is not None:
        value = Fraction(str(value))
    return Dated(
        value, date.fromisoformat(raw["valid_from"]), _day(raw, "valid_until"), _day(raw, "known_from"),
        raw.get("certainty", ""), raw.get("document", ""), _day(raw, "document_date"),
        provisions[raw["provision"]] if raw.get("provision") else None, bool(raw.get("sample")),
    )  # fmt: skip
