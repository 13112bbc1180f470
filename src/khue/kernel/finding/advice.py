"""What to do when little or nothing was found, and what to type on: told from nothing but what the asker may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from khue.core.meanings import Unit
from khue.core.terms import Term, may_be_misspelt, terms
from khue.kernel.finding import index
from khue.kernel.finding.asking import count, parsed
from khue.kernel.finding.questions import Asking, Question
from khue.kernel.finding.wordlist import glossary

LOOKED_AT = 30  # listings in which the nearest spelling of a word is sought


@dataclass(frozen=True, slots=True)
class Nearest:
    """A word that no listing has, and how one that is there is spelt; ``meant`` is empty when none is near."""

    said: str
    meant: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A wider question that does find something. ``without`` is the word or the side (facet) that was left out."""

    question: Question
    without: str
    is_side: bool
    total: int


@dataclass(frozen=True, slots=True)
class Advice:
    unknown: tuple[Nearest, ...] = ()
    instead: str = ""
    wider: tuple[Relaxation, ...] = ()


def advice(question: Question) -> Advice:
    """For a question that found nothing or little: unknown words with nearest spellings, and wider questions.

    ``instead`` is the question as it was probably meant, empty when no word is unknown.
    """
    opened = index.reader.index()
    if opened is None:
        return Advice()
    try:
        return _advice(opened, question)
    except (ValueError, OSError):
        index.say_torn()
        return Advice()


def _advice(opened: Any, question: Question) -> Advice:
    searcher = opened.searcher()
    # A word is known when any listing of these kinds that the asker may see has it, whatever side was chosen.
    whole = Asking(opened.schema, replace(question, facets={}))
    read = parsed(question.asked)
    missing = [unit for unit in read.units if not unit.empty and not count(whole, searcher, [unit], unit.own)]
    unknown = tuple(Nearest(unit.said, _nearest(whole, searcher, unit)) for unit in missing)
    instead = question.asked
    for near in unknown:
        instead = instead.replace(near.said, near.meant) if near.meant else instead
    return Advice(
        unknown, instead if instead != question.asked else "", _wider(opened.schema, searcher, question, read.units)
    )


def _nearest(asking: Asking, searcher: Any, unit: Unit) -> str:
    """The spelling, among listings that the asker may see, that is nearest to a word."""
    from rapidfuzz.distance import OSA

    word = unit.own[0].plain
    wrong = may_be_misspelt(word) if len(unit.own) == 1 else 0
    if not wrong:
        return ""
    like = asking.of.fuzzy_term_query(asking.schema, "plain", word, wrong)
    query = asking.of.boolean_query([*asking.allowed(), (asking.must, like)])
    seen: Counter[tuple[int, str]] = Counter()
    for _score, address in searcher.search(query, limit=LOOKED_AT, count=False).hits:
        for text in index.unpacked(searcher.doc(address).get_first("shown"))[:4]:
            for term in terms(text):
                if (far := OSA.distance(word, term.plain)) <= wrong:
                    seen[far, term.said.lower()] += 1
    return min(seen, key=lambda found: (found[0], -seen[found]))[1] if seen else ""


def _wider(schema: Any, searcher: Any, question: Question, units: Sequence[Unit]) -> tuple[Relaxation, ...]:
    found: list[Relaxation] = []
    narrowed = question.narrowed()
    for name in narrowed:
        open_side = replace(
            question, facets={side: codes for side, codes in narrowed.items() if side != name}, offset=0
        )
        if total := count(Asking(schema, open_side), searcher, units, ()):
            found.append(Relaxation(open_side, name, True, total))
    asking = Asking(schema, question)
    for left_out in units if len(units) > 1 else ():
        rest = [unit for unit in units if unit is not left_out]
        if total := count(asking, searcher, rest, ()):
            asked = " ".join(unit.said for unit in rest)
            found.append(Relaxation(replace(question, asked=asked, offset=0), left_out.said, False, total))
    return tuple(sorted(found, key=lambda wider: -wider.total)[:4])


def suggestions(begun: str, question: Question, most: int = 8) -> tuple[str, ...]:
    """What may be meant by an unfinished question: phrases of the glossary that find something, then titles.

    Of ``question`` count kinds, sides and readers. Nothing comes from a list of words of its own: each suggestion was
    found by a search under the asker's eyes.
    """
    opened = index.reader.index()
    typed = terms(begun, 8)
    if opened is None or sum(len(term.plain) for term in typed) < 2:
        return ()
    asking, searcher = Asking(opened.schema, question), opened.searcher()
    try:
        phrases = [
            said for said in glossary().beginning(typed, 4 * most)
            if count(asking, searcher, [Unit(tuple(terms(said)))], ())
        ]  # fmt: skip
        titles = _titles(asking, searcher, typed, most)
    except (ValueError, OSError):
        index.say_torn()
        return ()
    return tuple(dict.fromkeys([*phrases[: most // 2], *titles]))[:most]


def _titles(asking: Asking, searcher: Any, typed: Sequence[Term], most: int) -> list[str]:
    parts = asking.allowed()
    for term in typed[:-1]:
        parts.append((asking.must, asking.term("title", term.plain)))
    last = asking.of.fuzzy_term_query(asking.schema, "title", typed[-1].plain, 0, prefix=True)
    query = asking.of.boolean_query([*parts, (asking.must, last), *asking.higher(typed[:-1])])
    found = []
    for _score, address in searcher.search(query, limit=most, count=False).hits:
        title_vi, title_en = index.unpacked(searcher.doc(address).get_first("shown"))[:2]
        found.append(_titled(title_vi, title_en, typed))
    return found


def _titled(title_vi: str, title_en: str, typed: Sequence[Term]) -> str:
    """The title that holds what was typed."""
    words = {term.plain for term in terms(title_vi)}
    return title_vi if all(term.plain in words for term in typed[:-1]) or not title_en else title_en
