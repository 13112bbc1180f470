"""Parameters of the law: read from the city's files, checked, and answered for a day. Pure values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.clock import Term
from khue.core.decision import Source

Value = int | Fraction | str | bool | None

CERTAINTIES: Final = ("confirmed", "reported", "digest", "draft", "comparator", "unset")
"""How sure we are of a legal value, from the text read by a legal officer down to "not found"."""

UNITS: Final = (
    "percent", "fraction", "count", "dong", "hours", "working_days", "calendar_days", "months", "years",
    "flag", "time", "text", "codes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LawProblem:
    """One thing wrong in a law file: where (file and key) and what."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.what}"


class LawError(Exception):
    """The city's law files cannot be used. ``problems`` holds every problem found, not only the first."""

    def __init__(self, problems: Iterable[LawProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Provision:
    """What an instrument says on one matter; ``key`` is ``instrument.provision``."""

    key: str
    number: str
    instrument: Text
    text: Text
    url: str

    @property
    def citation(self) -> Text:
        return Text(
            f"{self.instrument.vi}: {self.text.vi}",
            f"{self.instrument.into('en')}: {self.text.into('en')}",
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the half-open period in which it holds. ``value`` None: the law's value is not known."""

    value: Value
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter over its whole life."""

    id: str
    unit: str
    text: Text
    provision: Provision
    row: str
    url: str
    certainty: str
    values: tuple[Dated, ...]
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A legal value as it stands on one day.

    ``binding``    officers must follow it (confirmed, reported, digest)
    ``departable`` a working default: an officer may depart from it with a recorded ground (digest)
    ``applies``    False for draft and comparator values (offered only) and for unset ones
    ``sample``     confirmed for the sample city only; pages and decisions say so
    """

    id: str
    value: Value
    unit: str
    text: Text
    provision: str
    provision_text: Text
    source_url: str
    certainty: str
    valid_from: date
    valid_until: date | None
    binding: bool
    departable: bool = False
    applies: bool = True
    row: str = ""
    sample: bool = False

    @property
    def percent(self) -> Fraction:
        """The value of a percentage as a fraction of one. Raises TypeError when there is none."""
        if self.unit != "percent" or isinstance(self.value, bool) or not isinstance(self.value, int | Fraction):
            raise TypeError(f"{self.id} holds no percentage")
        return Fraction(self.value, 100)

    @property
    def number(self) -> int:
        """The value of a count, an amount in đồng or a duration. Raises TypeError when there is none."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise TypeError(f"{self.id} holds no whole number")
        return self.value

    @property
    def term(self) -> Term | None:
        """The duration as a term for the clock; None while the law's value is unset."""
        if self.unit not in ("working_days", "calendar_days"):
            raise TypeError(f"{self.id} is not counted in days")
        if self.value is None:
            return None
        return Term(self.number, "working_days" if self.unit == "working_days" else "calendar_days")

    @property
    def hour(self) -> time | None:
        """The hour of the day; None while unset."""
        if self.unit != "time":
            raise TypeError(f"{self.id} holds no hour")
        return None if self.value is None else time.fromisoformat(str(self.value))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of a list; empty while unset."""
        if self.unit != "codes":
            raise TypeError(f"{self.id} holds no codes")
        return tuple(str(self.value).split(",")) if self.value else ()

    @property
    def source(self) -> Source:
        """For the reasons of a decision."""
        return Source(self.provision_text.vi, self.certainty, self.source_url, self.provision_text.en)


@dataclass(frozen=True, slots=True)
class Lawbook:
    """Everything that the law files say."""

    provisions: Mapping[str, Provision]
    entries: Mapping[str, Entry]
    edition: str


def value_on(entry: Entry, on: date) -> Parameter | None:
    """The parameter as it stands on ``on``; None before its first and after its last day."""
    for dated in entry.values:
        if dated.valid_from <= on and (dated.valid_until is None or on < dated.valid_until):
            return _as_parameter(entry, dated)
    return None


def _as_parameter(entry: Entry, dated: Dated) -> Parameter:
    certainty = "unset" if dated.value is None else entry.certainty
    applies = certainty in ("confirmed", "reported", "digest")
    return Parameter(
        id=entry.id,
        value=dated.value,
        unit=entry.unit,
        text=entry.text,
        provision=entry.provision.key,
        provision_text=entry.provision.citation,
        source_url=entry.url,
        certainty=certainty,
        valid_from=dated.valid_from,
        valid_until=dated.valid_until,
        binding=applies,
        departable=certainty == "digest",
        applies=applies,
        row=entry.row,
        sample=entry.sample and certainty == "confirmed",
    )


# ---- reading and checking ------------------------------------------------------------------------------------------


def read_lawbook(files: Mapping[str, Mapping[str, Any]], edition: str, *, sample: bool) -> Lawbook:
    """The lawbook from parsed files by file name. ``sample`` lays the sample city's confirmed values over the law.

    Raises LawError with every problem found, each with file and key.
    """
    problems: list[LawProblem] = []
    provisions = _read_provisions(files, problems)
    entries: dict[str, Entry] = {}
    for file, content in files.items():
        for raw in content.get("parameter", ()):
            entry = _read_entry(file, raw, provisions, problems)
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
    return Lawbook(provisions, entries, edition)


def _read_provisions(files: Mapping[str, Mapping[str, Any]], problems: list[LawProblem]) -> dict[str, Provision]:
    found: dict[str, Provision] = {}
    for file, content in files.items():
        for name, raw in content.get("instruments", {}).items():
            key = f"instruments.{name}"
            title = _text(file, key, raw, problems)
            _certainty(file, key, raw, problems)
            if not raw.get("number"):
                problems.append(LawProblem(file, key, "has no number"))
            if not raw.get("url") and not raw.get("row"):
                problems.append(LawProblem(file, key, "has no source: give url or row"))
            for part, words in raw.get("provisions", {}).items():
                text = _text(file, f"{key}.provisions.{part}", words, problems)
                if title and text:
                    found[f"{name}.{part}"] = Provision(
                        f"{name}.{part}", str(raw.get("number", "")), title, text, str(raw.get("url", ""))
                    )
    return found


def _read_entry(
    file: str, raw: Mapping[str, Any], provisions: Mapping[str, Provision], problems: list[LawProblem]
) -> Entry | None:
    key = str(raw.get("id", ""))
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", key):
        problems.append(LawProblem(file, f"parameter {key!r}", "id must be words joined by dots"))
        return None
    before = len(problems)
    text = _text(file, key, raw, problems)
    certainty = _certainty(file, key, raw, problems)
    unit = str(raw.get("unit", ""))
    if unit not in UNITS:
        problems.append(LawProblem(file, key, f"unknown unit {unit!r}; known: {', '.join(UNITS)}"))
    provision = provisions.get(str(raw.get("provision", "")))
    if provision is None:
        problems.append(LawProblem(file, key, f"unknown provision {raw.get('provision')!r}"))
    if not raw.get("url") and not raw.get("row"):
        problems.append(LawProblem(file, key, "has no source: give url or row"))
    if len(problems) > before or text is None or provision is None:
        return None
    values = _read_values(file, key, unit, certainty, raw.get("values", ()), problems)
    url = str(raw.get("url") or provision.url)
    return Entry(key, unit, text, provision, str(raw.get("row", "")), url, certainty, values)


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
    values = _read_values(file, key, entry.unit, "confirmed", raw.get("values", ()), problems)
    return replace(entry, certainty="confirmed", values=values, sample=True)


def _read_values(
    file: str, key: str, unit: str, certainty: str, raws: Sequence[Mapping[str, Any]], problems: list[LawProblem]
) -> tuple[Dated, ...]:
    """Values in order, without overlap or gap: a parameter exists on every day of its life."""
    found: list[Dated] = []
    for number, raw in enumerate(raws, 1):
        where = f"{key}.values[{number}]"
        start, until = raw.get("from"), raw.get("until")
        if type(start) is not date or (until is not None and type(until) is not date):
            problems.append(LawProblem(file, where, "from and until must be dates"))
            continue
        if until is not None and until <= start:
            problems.append(LawProblem(file, where, f"until {until} must come after from {start}"))
        unset = raw.get("unset") is True
        if unset == ("value" in raw):
            problems.append(LawProblem(file, where, "give either value or unset = true"))
        elif not unset and certainty == "unset":
            problems.append(LawProblem(file, where, "has a value though its certainty is unset"))
        value = _read_value(file, where, unit, raw["value"], problems) if "value" in raw and not unset else None
        found.append(Dated(value, start, until))
    if not raws:
        problems.append(LawProblem(file, key, "has no values"))
    found.sort(key=lambda dated: dated.valid_from)
    for earlier, later in pairwise(found):
        if earlier.valid_until is None or earlier.valid_until > later.valid_from:
            problems.append(LawProblem(file, key, f"periods overlap on {later.valid_from}"))
        elif earlier.valid_until < later.valid_from:
            problems.append(LawProblem(file, key, f"no value from {earlier.valid_until} until {later.valid_from}"))
    return tuple(found)


def _read_value(file: str, where: str, unit: str, raw: object, problems: list[LawProblem]) -> Value:
    whole = type(raw) is int and raw >= 0
    if unit == "flag" and isinstance(raw, bool):
        return raw
    if unit == "percent" and whole:
        return int(str(raw))
    if unit == "fraction" and isinstance(raw, str) and re.fullmatch(r"\d+/[1-9]\d*", raw):
        return Fraction(raw)
    if unit == "time" and isinstance(raw, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", raw):
        return raw
    if unit == "text" and isinstance(raw, str) and raw.strip():
        return raw
    if unit == "codes" and isinstance(raw, list) and raw and all(_is_code(code) for code in raw):
        return ",".join(raw)
    if unit in ("count", "dong", "hours", "working_days", "calendar_days", "months", "years") and whole:
        return int(str(raw))
    problems.append(LawProblem(file, where, f"{raw!r} is no value for the unit {unit}"))
    return None


def _is_code(code: object) -> bool:
    return isinstance(code, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", code) is not None


def _text(file: str, key: str, raw: Mapping[str, Any], problems: list[LawProblem]) -> Text | None:
    vi, en = raw.get("vi"), raw.get("en", "")
    if not isinstance(vi, str) or not vi.strip() or not isinstance(en, str):
        problems.append(LawProblem(file, key, "has no Vietnamese text (vi)"))
        return None
    return Text(vi, en)


def _certainty(file: str, key: str, raw: Mapping[str, Any], problems: list[LawProblem]) -> str:
    certainty = str(raw.get("certainty", ""))
    if certainty not in CERTAINTIES:
        problems.append(LawProblem(file, key, f"unknown certainty {certainty!r}; known: {', '.join(CERTAINTIES)}"))
    return certainty
