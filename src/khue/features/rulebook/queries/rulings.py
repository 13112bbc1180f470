"""What rules said in decisions, as it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.features.rulebook.domain.rulings import Replayed, Ruling, replayed
from khue.features.rulebook.models import KeptRuling
from khue.features.rulebook.queries.kept import stored_edition
from khue.features.rulebook.queries.rules import rulebook, rulebook_over


def rulings_of(*subjects: str) -> tuple[Ruling, ...]:
    """The rulings of a decision (``decision:12``), or of several, in the order in which they were written."""
    rows = KeptRuling.objects.filter(subject__in=subjects).order_by("pk") if subjects else ()
    return tuple(_ruling(row) for row in rows)


def kept_rulings() -> Iterator[Ruling]:
    """Every ruling, oldest first, read in parts: memory does not grow with them."""
    return (_ruling(row) for row in KeptRuling.objects.order_by("pk").iterator(500))


@dataclass(frozen=True, slots=True)
class RuledCase:
    """The case of a kept ruling without its explanation: which decision, whose law, which facts."""

    subject: str
    line: str
    on: date
    facts: Mapping[str, Any]


def ruled_cases(rule: str) -> Iterator[RuledCase]:
    """Every case on which a rule was asked in a decision, oldest first, read in parts."""
    rows = KeptRuling.objects.filter(rule=rule).order_by("pk").values_list("subject", "line", "on", "facts")
    return (RuledCase(*row) for row in rows.iterator(1000))


def count_rulings() -> int:
    return KeptRuling.objects.count()


def replay(rulings: Iterable[Ruling]) -> Iterator[Replayed]:
    """Each ruling asked again over the law as it stands now, as known on its day."""
    book = rulebook()
    for ruling in rulings:
        yield replayed(ruling, book)


def replay_as_stored(ruling: Ruling) -> Replayed | None:
    """The ruling over the very edition of the law that it was made under; None when that edition was never stored.

    It tells a law that changed backwards from a rule that computes otherwise.
    """
    book = stored_edition(ruling.law_edition)
    return replayed(ruling, rulebook_over(book)) if book is not None else None


def _ruling(row: KeptRuling) -> Ruling:
    return Ruling(
        id=row.pk,
        subject=row.subject,
        line=row.line,
        rule=row.rule,
        rule_digest=row.rule_digest,
        facts=row.facts,
        on=row.on,
        known_on=row.known_on,
        edition=row.edition,
        law_edition=row.law_edition,
        outcome=row.outcome,
        values=row.values,
        explanation=row.explanation,
        answer_digest=row.answer_digest,
        written_at=row.written_at,
    )
