"""From what came in to a rule that can be asked, and from what is wrong with it to the house's problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.reading import FactProblem, FactsRefused
from khue.core.rules.reform import ReformRefused, read_reform
from khue.kernel.api.doors import acting

AGAIN = Text("Mời ông/bà sửa rồi gửi lại.", "Correct it and send it again.")
MOST = 100
"""Problems that an answer names; a thousand would help nobody."""


@contextmanager
def told_at(prefix: str, rulebook: Rulebook, rule: str = "") -> Iterator[None]:
    """What facts, reform or day have against it becomes one refusal with all reasons; an unknown rule is Missing."""
    try:
        yield
    except FactsRefused as refused:
        raise Refused.because(*reasons(refused.problems, prefix)) from refused
    except ReformRefused as refused:
        raise Refused.because(*reasons(refused.problems, "reform")) from refused
    except RuleMissing as missing:
        if rule not in rulebook.rules:
            raise Missing(missing.text, missing.next_step) from missing
        raise Refused.because(Reason("day", missing.text, missing.next_step, "on")) from missing


def reasons(problems: Iterable[FactProblem], prefix: str = "") -> list[Reason]:
    """Each problem as a reason beside its field, behind ``prefix``."""

    def place(field: str) -> str:
        return field if field == prefix else ".".join(part for part in (prefix, field) if part)

    return [Reason(each.code, each.text, AGAIN, place(each.field)) for each in list(problems)[:MOST]]


def point_of(
    request: HttpRequest, rulebook: Rulebook, on: date | None, known_on: date | None, reform: Mapping[str, Any] | None
) -> Point:
    """The point of the law that was asked for; the business day of the city when none was named."""
    changed = read_reform(reform, rulebook.book, rulebook.rules) if reform is not None else None
    return Point(on or acting(request).today, known_on, changed)
