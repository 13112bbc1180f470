"""What a lawbook is made of: instruments, provisions, and legal values over two times.

``valid`` is the time for which the law says something, ``known`` the time since when the city knows that it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from typing import Final

from khue.core.bilingual import Text
from khue.core.clock import Term
from khue.core.decision import Source

Value = int | Fraction | str | bool | None

CERTAINTIES: Final = ("confirmed", "reported", "digest", "draft", "comparator", "unset")
"""How sure we are of a legal value, from the text read by a legal officer down to "not found"."""

BINDING: Final = ("confirmed", "reported", "digest")

UNITS: Final = (
    "percent", "fraction", "count", "dong", "hours", "working_days", "calendar_days", "months", "years",
    "flag", "time", "day", "text", "codes",
)  # fmt: skip

INSTRUMENT_KINDS: Final = ("law", "resolution", "decree", "circular", "decision", "plan", "draft", "other")

RELATION_KINDS: Final = ("amends", "replaces", "details", "rests_on", "applies_with", "carries_out")
"""``applies_with``: in force beside it, neither over nor under it. ``carries_out``: a plan for another text."""


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
class Relation:
    """How an instrument stands to another. ``since`` None: from the instrument's own first day."""

    kind: str
    to: str
    since: date | None = None
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, decree, resolution, decision or plan. ``unset`` names the dates that exist but are not known.

    A date that is None and not in ``unset`` does not exist: an instrument without ``until`` ends on no known ground.
    """

    key: str
    number: str
    kind: str
    text: Text
    issuer: Text
    adopted: date | None
    in_force: date | None
    until: date | None
    certainty: str
    row: str = ""
    url: str = ""
    relations: tuple[Relation, ...] = ()
    note: Text | None = None
    unset: tuple[str, ...] = ()

    def in_force_on(self, day: date) -> bool | None:
        """Whether it holds on ``day``; None when a date that decides it is not known."""
        if self.in_force is not None and day < self.in_force:
            return False
        if self.in_force is None and self.adopted is not None and day < self.adopted:
            return False
        if self.until is not None and day >= self.until:
            return False
        return None if "in_force" in self.unset or "until" in self.unset else True


@dataclass(frozen=True, slots=True)
class Provision:
    """What an instrument says on one matter; ``key`` is ``instrument.provision``.

    ``text`` names the matter, ``summary`` tells what is said, in our own words. ``article`` only where a source
    states it, as ``9(3)(a)``: article, clause, point.
    """

    key: str
    number: str
    instrument: Text
    text: Text
    url: str
    instrument_key: str = ""
    article: str = ""
    summary: Text | None = None
    certainty: str = ""
    row: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def citation(self) -> Text:
        return Text(
            f"{self.instrument.vi}: {self.text.vi}",
            f"{self.instrument.into('en')}: {self.text.into('en')}",
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the half-open period in which it holds. ``value`` None: the law's value is not known.

    ``known_from``  the day on which the city learned it; None: known since the law was first entered
    ``certainty``   empty: that of the entry
    ``document``    the text that a legal officer read, with ``document_date``
    ``provision``   None: that of the entry; another one when a later law says the same matter
    """

    value: Value
    valid_from: date
    valid_until: date | None
    known_from: date | None = None
    certainty: str = ""
    document: str = ""
    document_date: date | None = None
    provision: Provision | None = None
    sample: bool = False

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def was_known(self, on: date | None) -> bool:
        """Whether the city knew it on that day; None asks for all that is known by now."""
        return on is None or self.known_from is None or self.known_from <= on


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter over its whole life. ``values`` stand in the order in which they became known: a later one prevails.

    ``confirm_by`` is the code of the unit that should read the text and confirm.
    """

    id: str
    unit: str
    text: Text
    provision: Provision
    row: str
    url: str
    certainty: str
    values: tuple[Dated, ...]
    confirm_by: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A legal value as it stands on one day.

    ``binding``    officers must follow it (confirmed, reported, digest)
    ``departable`` a working default: an officer may depart from it with a recorded ground (digest)
    ``applies``    False for draft and comparator values (offered only) and for unset ones
    ``sample``     confirmed for the sample city only; pages and decisions say so
    ``valid_from`` and ``valid_until`` bound the days around the one asked for on which the same is known to hold
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
    known_from: date | None = None
    document: str = ""
    document_date: date | None = None
    confirm_by: str = ""

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
    """Everything that the law files say, and what legal officers confirmed since. ``edition`` is the hash of it all."""

    provisions: Mapping[str, Provision]
    entries: Mapping[str, Entry]
    edition: str
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    sample: bool = False


def timeline(entry: Entry, known_on: date | None = None) -> tuple[Dated, ...]:
    """The entry's life in order and without overlap, as known on a day: of two values for a day the later known holds."""
    known = [dated for dated in entry.values if dated.was_known(known_on)]
    days = sorted({dated.valid_from for dated in known} | {d.valid_until for d in known if d.valid_until is not None})
    found: list[Dated] = []
    previous: Dated | None = None
    for start, end in zip(days, [*days[1:], None], strict=True):
        holds = next((dated for dated in reversed(known) if dated.covers(start)), None)
        if holds is not None and holds is previous:
            found[-1] = _within(found[-1], found[-1].valid_from, end)
        elif holds is not None:
            found.append(_within(holds, start, end))
        previous = holds
    return tuple(found)


def _within(dated: Dated, start: date, end: date | None) -> Dated:
    if (dated.valid_from, dated.valid_until) == (start, end):
        return dated
    return Dated(
        dated.value, start, end, dated.known_from, dated.certainty, dated.document, dated.document_date,
        dated.provision, dated.sample,
    )  # fmt: skip


def value_on(entry: Entry, on: date, known_on: date | None = None) -> Parameter | None:
    """The parameter as it stands on ``on``, as known on ``known_on``; None before its first and after its last day."""
    values = entry.values if len(entry.values) == 1 and known_on is None else timeline(entry, known_on)
    for dated in values:
        if dated.covers(on):
            return as_parameter(entry, dated)
    return None


def as_parameter(entry: Entry, dated: Dated) -> Parameter:
    """One value of an entry's timeline, with everything that a page or a decision says about it."""
    certainty = "unset" if dated.value is None else dated.certainty or entry.certainty
    applies = certainty in BINDING
    provision = dated.provision or entry.provision
    return Parameter(
        id=entry.id,
        value=dated.value,
        unit=entry.unit,
        text=entry.text,
        provision=provision.key,
        provision_text=provision.citation,
        source_url=provision.url if dated.provision else entry.url,
        certainty=certainty,
        valid_from=dated.valid_from,
        valid_until=dated.valid_until,
        binding=applies,
        departable=certainty == "digest",
        applies=applies,
        row=entry.row,
        sample=dated.sample,
        known_from=dated.known_from,
        document=dated.document,
        document_date=dated.document_date,
        confirm_by=entry.confirm_by,
    )
