"""Cases as JSON lines: a line that can't be used says so in its place, the others are answered; memory stays bounded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, Any, Final

from khue.core.bilingual import Text
from khue.core.rules.bound import Bound
from khue.core.rules.reading import FactProblem, expected_of

LONGEST_LINE: Final = 256 * 1024
CHUNK: Final = 5_000
"""Cases in memory at a time."""


class UnreadableLine(Exception):
    """One line is no JSON, or such that two readers could understand it differently; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.into("en"))


ReadLine = Callable[[bytes], Any]
"""The value of one line. Raises UnreadableLine."""


def answered_lines(source: IO[bytes], bound: Bound, language: str, read: ReadLine) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not empty: ``row``, ``outcome``, ``values``, ``refusals``; or ``problems``.

    A row without an answer names the facts that it lacks (``missing``) and what has to stand there (``expected``). Each
    problem has ``field``, ``code``, ``text``; rows are counted from 1.
    """
    rows = _rows(source, read)
    while part := list(islice(rows, CHUNK)):
        yield from _answered(part, bound, language)


def as_line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"


def _rows(source: IO[bytes], read: ReadLine) -> Iterator[tuple[int, Any]]:
    """(number, what the line says); a FactProblem where it can't be read."""
    number = 0
    while line := source.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := source.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            most = LONGEST_LINE // 1024
            yield number, _unreadable(number, Text(f"Dòng dài quá {most} kB.", f"The line is longer than {most} kB."))
        elif line.strip():
            try:
                yield number, read(line)
            except UnreadableLine as fault:
                yield number, _unreadable(number, fault.text)
            except RecursionError:
                yield number, _unreadable(number, Text("JSON lồng quá sâu.", "Too deep."))


def _unreadable(row: int, text: Text) -> FactProblem:
    return FactProblem("", text, row, "unreadable")


def _answered(part: list[tuple[int, Any]], bound: Bound, language: str) -> Iterator[dict[str, Any]]:
    # NumPy is loaded by whoever asks about many cases, not by every web process.
    from khue.core.rules.batch import ask_many
    from khue.core.rules.rows import as_columns, as_rows, read_rows

    cases, found = read_rows(bound, ({} if isinstance(row, FactProblem) else row for _, row in part), 0)
    problems: dict[int, list[FactProblem]] = {}
    for each in found:
        problems.setdefault(each.row or 0, []).append(each)
    for place, (_, row) in enumerate(part):
        if isinstance(row, FactProblem):
            problems[place] = [row]
    answers = as_rows(ask_many(bound, as_columns(bound, cases), len(cases), workers=1), cases)
    for place, answer in enumerate(answers):
        problem = answer.pop("problem", None)
        if wrong := problems.get(place) or ([problem] if problem else []):
            yield {"row": part[place][0], "outcome": "problem", "problems": [_told(each, language) for each in wrong]}
        else:
            yield {"row": part[place][0], **answer, **_expected(answer, bound, language)}


def _expected(answer: dict[str, Any], bound: Bound, language: str) -> dict[str, Any]:
    """What has to stand in each fact that is null or left out, where the answer hangs on it."""
    facts = [bound.facts[name] for name in answer.get("missing", ()) if name in bound.facts]
    return {"expected": {fact.name: expected_of(fact).into(language) for fact in facts}} if facts else {}


def _told(problem: FactProblem, language: str) -> dict[str, str]:
    return {"field": problem.field, "code": problem.code, "text": problem.text.into(language)}
