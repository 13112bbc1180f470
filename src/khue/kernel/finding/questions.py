"""A question in the engine's own terms: who asks, what must be there, what makes a listing stand higher.

The readers' classes are part of every question that is put to the index, also of those for counts, for nearest
spellings and for suggestions: what somebody may not see is not there for them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from khue.core.meanings import Unit
from khue.core.terms import BETWEEN, Term, may_be_misspelt
from khue.kernel.finding.days import hidden_by_the_day
from khue.kernel.finding.sources import FACETS, PUBLIC

if TYPE_CHECKING:
    import tantivy

MOST_WORDS = 14
IN_TITLE, WITH_MARKS, AS_A_PAIR = 0.8, 0.8, 0.6
ANOTHER_WORD = (
    1.5  # what an expression of the same meaning counts: as one term it weighs less than typed words do together
)
SCATTERED = 0.5
MISSPELT, UNFINISHED = 0.4, 0.3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``kinds`` empty: all. ``facets``: of each side the wanted codes, any of them; sides all at once.

    ``readers`` are the classes that the asker is in besides ``public``.
    """

    asked: str = ""
    kinds: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    readers: tuple[str, ...] = ()
    sort: str = "relevance"
    offset: int = 0
    size: int = 20

    def narrowed(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(codes) for name, codes in self.facets.items() if name in FACETS and codes}


class Asking:
    """Parts of queries over one schema."""

    def __init__(self, schema: Any, question: Question) -> None:
        import tantivy

        self.of = tantivy.Query
        self.must, self.should = tantivy.Occur.Must, tantivy.Occur.Should
        self.schema = schema
        self.question = question
        self.seen = self._among("readers", {PUBLIC, *question.readers})
        self.kinds = self._among("kind", question.kinds) if question.kinds else None
        self.gone = hidden_by_the_day(question.kinds)

    def term(self, name: str, word: str) -> tantivy.Query:
        return self.of.term_query(self.schema, name, word, "freq")

    def _among(self, name: str, codes: Iterable[str]) -> tantivy.Query:
        wanted = sorted(codes)
        query = (
            self.of.term_query(self.schema, name, wanted[0], "basic")
            if len(wanted) == 1
            else self.of.term_set_query(self.schema, name, wanted)
        )
        return self.of.const_score_query(query, 0.0)

    def allowed(self, *, but: str = "") -> list[tuple[Any, tantivy.Query]]:
        """Who may see it, which kinds, which sides; ``but`` is a side that is left open."""
        parts = [(self.must, self.seen)]
        if self.gone:
            import tantivy

            parts.append((tantivy.Occur.MustNot, self._among("key", self.gone)))
        if self.kinds is not None:
            parts.append((self.must, self.kinds))
        for name, codes in self.question.narrowed().items():
            if name != but:
                parts.append((self.must, self._among(name, codes)))
        return parts

    # -- one unit ---------------------------------------------------------------------------------------------------------

    def unit(self, unit: Unit, *, last: bool, near: bool = False) -> tantivy.Query:
        """A listing has the unit when it has all its words, or all the words of another way to say it."""
        ways = [self._run(unit.own)]
        if unit.others and len(unit.own) > 1:
            # Known to be one expression: its words count half when they only stand somewhere.
            ways = [self._run(unit.own, strictly=True), self.of.boost_query(ways[0], SCATTERED)]
        ways += [self.of.boost_query(self._run(other, strictly=True), ANOTHER_WORD) for other in unit.others]
        word = unit.own[-1].plain
        if len(unit.own) == 1:
            if last and len(word) > 2:
                begun = self.of.fuzzy_term_query(self.schema, "plain", word, 0, prefix=True)
                ways.append(self.of.const_score_query(begun, UNFINISHED))
            if near and (wrong := may_be_misspelt(word)):
                like = self.of.fuzzy_term_query(self.schema, "plain", word, wrong)
                ways.append(self.of.const_score_query(like, MISSPELT))
        return ways[0] if len(ways) == 1 else self.of.disjunction_max_query(ways, 0.1)

    def _run(self, run: Sequence[Term], *, strictly: bool = False) -> tantivy.Query:
        """All words of a run. ``strictly``: nobody typed them, so they must stand together, and alone with their marks."""
        if len(run) == 1:
            if strictly and run[0].marked:
                return self.term("marked", run[0].marked)
            return self._word(run[0])
        if strictly:
            return self._together(run)
        return self.of.boolean_query([(self.must, self._word(term)) for term in run])

    def _word(self, term: Term) -> tantivy.Query:
        inside = [(self.should, self.term("plain", term.plain))]
        inside.append((self.should, self.of.boost_query(self.term("title", term.plain), IN_TITLE)))
        return self.of.boolean_query(inside)

    def _together(self, run: Sequence[Term]) -> tantivy.Query:
        joined = [self.term("pairs", pair) for pair in pairs_of(run)]
        return joined[0] if len(joined) == 1 else self.of.boolean_query([(self.must, pair) for pair in joined])

    # -- the whole question -----------------------------------------------------------------------------------------------

    def higher(self, asked: Sequence[Term]) -> list[tuple[Any, tantivy.Query]]:
        """What makes a listing stand higher: words that stand together as they were typed, and agreeing marks."""
        parts = [(self.should, self.of.boost_query(self.term("pairs", pair), AS_A_PAIR)) for pair in pairs_of(asked)]
        for marked in dict.fromkeys(term.marked for term in asked if term.marked and not term.empty):
            parts.append((self.should, self.of.boost_query(self.term("marked", marked), WITH_MARKS)))
        return parts

    def all_of(
        self, units: Sequence[Unit], asked: Sequence[Term], *, unfinished: bool = True, but: str = ""
    ) -> tantivy.Query:
        """Listings that have every unit; the last may be ``unfinished``."""
        parts = self.allowed(but=but)
        for number, unit in enumerate(units):
            parts.append((self.must, self.unit(unit, last=unfinished and number == len(units) - 1)))
        return self.of.boolean_query([*parts, *self.higher(asked)])

    def some_of(
        self, units: Sequence[Unit], asked: Sequence[Term], least: int, near: frozenset[Unit], *, but: str = ""
    ) -> tantivy.Query:
        """Listings that have at least ``least`` of the units, those of ``near`` also when they are spelt nearly so."""
        any_of = [
            (self.should, self.unit(unit, last=number == len(units) - 1, near=unit in near))
            for number, unit in enumerate(units)
        ]
        parts = [*self.allowed(but=but), (self.must, self.of.boolean_query(any_of, least))]
        return self.of.boolean_query([*parts, *self.higher(asked)])


def pairs_of(run: Sequence[Term]) -> list[str]:
    return [f"{one.plain}{BETWEEN}{other.plain}" for one, other in itertools.pairwise(run)]
