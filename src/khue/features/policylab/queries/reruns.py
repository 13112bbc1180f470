"""A smaller run of a published study by anybody: bounded, kept for a while, and compared with what was published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.cache import cache

from khue.core.errors import Missing
from khue.core.rules.digests import digest_of
from khue.core.rules.engine import Rulebook
from khue.core.rules.population import Population
from khue.core.rules.reform import Reform, ReformRefused
from khue.features.policylab.domain import VISITOR_MOST, Content, inputs_digest
from khue.features.policylab.queries.law import OUTGROWN, OUTGROWN_NEXT, law_of, people_of, read_change

KEPT_SECONDS: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Rerun:
    """``result`` as a quick run tells it. ``agrees`` None: another seed draws other people, so nothing is to be compared.

    ``whole`` says that no programme was cut: the sums are those of the whole population.
    """

    seed: int
    result: dict[str, Any]
    agrees: bool | None
    whole: bool
    edition: str


def control_of(people: Population, book: Rulebook, reform: Reform | None, years: range) -> dict[str, Any]:
    """The run that anybody can repeat: the same people, at most VISITOR_MOST of each programme and year."""
    # NumPy is loaded by whoever runs something, not by every web process.
    from khue.core.rules.lab import Lab

    return Lab(book, reform, years).run(replace(people, most=VISITOR_MOST), quick=True)


def is_whole(people: Population, years: range) -> bool:
    """Whether VISITOR_MOST cuts nothing off."""
    return all(people.cases_in(each, year) <= VISITOR_MOST for each in people.programmes for year in years)


def rerun(content: Content, control_digest: str, seed: int) -> Rerun:
    """The published study again, under the rules as they stand. Nothing is written but the cache.

    Raises Missing when law, rules or population no longer fit the study.
    """
    book = law_of(content.law_edition)
    people = replace(people_of(content, book), seed=seed)
    key = "policylab:" + digest_of([inputs_digest(content), seed, book.edition, VISITOR_MOST])
    result = cache.get(key)
    if result is None:
        try:
            reform = read_change(content, book)
        except ReformRefused as error:
            raise Missing(OUTGROWN, OUTGROWN_NEXT) from error
        result = control_of(people, book, reform, content.years)
        cache.set(key, result, KEPT_SECONDS)
    agrees = result["effects_digest"] == control_digest if seed == content.seed else None
    return Rerun(seed, result, agrees, is_whole(people, content.years), book.edition)
