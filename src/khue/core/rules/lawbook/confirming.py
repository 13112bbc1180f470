"""What legal officers confirmed, laid over the law of the files: the files stay as they are, the lawbook is a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from khue.core.rules.lawbook.reading import read_value
from khue.core.rules.lawbook.storing import bind
from khue.core.rules.lawbook.values import Dated, Entry, Lawbook, LawError, LawProblem, timeline


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A legal officer read ``document`` of ``document_date`` and found ``value`` in it, for the days from ``valid_from``.

    ``value`` is written as in the law files (``50``, ``"7/10"``, ``["a", "b"]``). ``known_from`` is the day of the reading.
    """

    parameter: str
    value: object
    valid_from: date
    valid_until: date | None
    known_from: date
    document: str
    document_date: date


def confirmed_with(book: Lawbook, confirmations: Iterable[Confirmation]) -> Lawbook:
    """A new lawbook, with an edition of its own, in which the confirmations prevail in their order from the day of each.

    Raises LawError with every problem found, each with the parameter and the place in the list.
    """
    laid, problems = lay_over(book, confirmations)
    if problems:
        raise LawError(problems)
    return laid


def lay_over(book: Lawbook, confirmations: Iterable[Confirmation]) -> tuple[Lawbook, tuple[LawProblem, ...]]:
    """As ``confirmed_with``, but what no longer fits the files is left out and told: a new file must not stop the city."""
    problems: list[LawProblem] = []
    entries = dict(book.entries)
    for number, confirmation in enumerate(confirmations, 1):
        where = f"{confirmation.parameter}[{number}]"
        entry = entries.get(confirmation.parameter)
        if entry is None:
            problems.append(LawProblem("confirmations", where, "confirms a parameter that does not exist"))
            continue
        found = confirmation_problems(entry, confirmation, where)
        problems.extend(found)
        if not found:
            entries[entry.id] = _laid_over(entry, confirmation, sample=book.sample)
    return bind(book.instruments, book.provisions, entries, sample=book.sample), tuple(problems)


def confirmation_problems(entry: Entry, asked: Confirmation, where: str = "") -> list[LawProblem]:
    """What speaks against laying it over the entry: value, days, document, and a hole that it would leave."""
    where, problems = where or entry.id, list[LawProblem]()
    read_value("confirmations", where, entry.unit, asked.value, problems)
    if asked.valid_until is not None and asked.valid_until <= asked.valid_from:
        what = f"until {asked.valid_until} must come after from {asked.valid_from}"
        problems.append(LawProblem("confirmations", where, what))
    if not asked.document.strip():
        problems.append(LawProblem("confirmations", where, "names no document"))
    if asked.document_date > asked.known_from:
        what = f"the document of {asked.document_date} was read on {asked.known_from}, before it existed"
        problems.append(LawProblem("confirmations", where, what))
    if not problems:
        for earlier, later in pairwise(timeline(_laid_over(entry, asked))):
            if earlier.valid_until != later.valid_from:
                what = f"would leave no value from {earlier.valid_until} until {later.valid_from}"
                problems.append(LawProblem("confirmations", where, what))
    return problems


def _laid_over(entry: Entry, asked: Confirmation, *, sample: bool = False) -> Entry:
    value = read_value("", "", entry.unit, asked.value, [])
    dated = Dated(
        value,
        asked.valid_from,
        asked.valid_until,
        asked.known_from,
        "confirmed",
        asked.document,
        asked.document_date,
        sample=sample,
    )
    # A stable sort: of two confirmations of one day the later in the list prevails.
    values = sorted((*entry.values, dated), key=lambda found: found.known_from or date.min)
    return replace(entry, values=tuple(values))
