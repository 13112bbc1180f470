"""A question and its answer: hits, counts by side, and help when nothing or little was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from khue.core.bilingual import Text
from khue.core.meanings import Unit
from khue.core.terms import Term, terms
from khue.kernel.finding import index
from khue.kernel.finding.days import still_shown
from khue.kernel.finding.questions import MOST_WORDS, Asking, Question
from khue.kernel.finding.quotes import Quote, marked_words, quote
from khue.kernel.finding.sources import FACETS
from khue.kernel.finding.wordlist import glossary

if TYPE_CHECKING:
    import tantivy

MOST_SHOWN = 1_000  # results that can be paged through; whoever needs more asks more narrowly
ENOUGH = 10  # with fewer that have all the words, those that have most of them follow
MOST, SOME = 0.6, 0.3  # shares of the words
SORTS = {"newest": ("newest", False), "price-up": ("cheapest", True), "price-down": ("dearest", False)}
"""Ways to sort besides relevance: the column, and whether small values stand first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``title`` and ``quote`` are pieces of text: (text, whether it is one of the words asked for)."""

    key: str
    kind: str
    title_vi: str
    title_en: str
    title: Quote
    quote: Quote
    path: str
    on: date
    price: int | None
    facets: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results.

    ``how``: ``all`` have every word; ``most`` and ``some`` say that listings with only most or some of the words, or with
    words that are spelt nearly so, stand among them. ``facets``: of each side code and number, the most frequent first, each side
    counted as if nothing were chosen on it. ``ready`` is false while the index is not built. ``unknown`` are words that
    no listing has; see ``help.Help``.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    how: str = "all"
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question cut into words and units; ``units`` are those that must be there."""

    asked: tuple[Term, ...]
    units: tuple[Unit, ...]


def parsed(asked: str) -> Parsed:
    found = terms(asked, MOST_WORDS)
    units = glossary().units(found)
    telling = tuple(unit for unit in units if not unit.empty)
    return Parsed(tuple(found), telling or tuple(units))


def find(question: Question, *, language: str = "vi", facets: bool = True) -> Found:
    """The page of results that was asked for. An empty question with kinds or facets lists everything of them."""
    opened = index.reader.index()
    if opened is None:
        return Found(ready=False)
    try:
        return _found(opened, question, language, facets)
    except (ValueError, OSError):
        # A file of the index is broken. Nobody's question is at fault: words are never parsed as a language of queries.
        index.say_torn()
        return Found(ready=False)


def _found(opened: tantivy.Index, question: Question, language: str, facets: bool) -> Found:
    read = parsed(question.asked)
    asking, searcher = Asking(opened.schema, question), opened.searcher()
    size = max(1, min(question.size, 100))
    offset = max(0, min(question.offset, MOST_SHOWN - size))
    how, query = "all", _exactly(asking, read)
    result = _searched(searcher, query(""), question.sort, size, offset)
    total = int(result.count or 0)
    for wider_how, wider in _wider(asking, searcher, read) if total < ENOUGH else ():
        again = _searched(searcher, wider(""), question.sort, size, offset)
        if (found := int(again.count or 0)) > total:
            how, query, result, total = wider_how, wider, again, found
        if total >= ENOUGH:
            break
    wanted = marked_words(read.units)
    hits = tuple(_hit(searcher, address, wanted, language) for _order, address in result.hits)
    shown = still_shown((hit.key for hit in hits), question.readers)
    total -= sum(hit.key not in shown for hit in hits)
    hits = tuple(hit for hit in hits if hit.key in shown)
    counted = _counted(searcher, query, question) if facets else {}
    return Found(hits, total, counted, how)


Made = Callable[[str], Any]
"""A query, made without the choice on one side; with all of them for the empty name."""


def _exactly(asking: Asking, read: Parsed) -> Made:
    if not read.units:
        return lambda but: asking.of.boolean_query(asking.allowed(but=but))
    return lambda but: asking.all_of(read.units, read.asked, but=but)


def _wider(asking: Asking, searcher: Any, read: Parsed) -> Iterator[tuple[str, Made]]:
    """Most of the words, then some of them; a word that no listing has, as far as the asker sees, also spelt nearly so."""
    near = frozenset(unit for unit in read.units if not count(asking, searcher, [unit], ()))
    units = len(read.units)
    steps = [("most", max(1, round(units * MOST))), ("some", max(1, round(units * SOME)))]
    done = 0 if near else units
    for how, least in steps:
        if least != done:
            done = least
            yield how, _some(asking, read, least, near)


def _some(asking: Asking, read: Parsed, least: int, near: frozenset[Unit]) -> Made:
    return lambda but: asking.some_of(read.units, read.asked, least, near, but=but)


def _searched(searcher: Any, query: tantivy.Query, sort: str, size: int, offset: int) -> Any:
    import tantivy

    if sort not in SORTS:
        return searcher.search(query, limit=size, offset=offset, count=True)
    column, rising = SORTS[sort]
    order = tantivy.Order.Asc if rising else tantivy.Order.Desc
    return searcher.search(query, limit=size, offset=offset, count=True, order_by_field=column, order=order)


def _counted(searcher: Any, query: Any, question: Question) -> dict[str, tuple[tuple[str, int], ...]]:
    """Every side at once over the results; a side on which something is chosen apart, without its own choice."""
    chosen = question.narrowed()
    found = searcher.aggregate(query(""), {name: _terms_of(name) for name in FACETS if name not in chosen})
    for name in chosen:
        found.update(searcher.aggregate(query(name), {name: _terms_of(name)}))
    return {
        name: tuple((bucket["key"], int(bucket["doc_count"])) for bucket in found[name]["buckets"]) for name in FACETS
    }


def _terms_of(name: str) -> dict[str, Any]:
    return {"terms": {"field": name, "size": 40}}


def _hit(searcher: Any, address: Any, wanted: frozenset[str], language: str) -> Hit:
    stored = searcher.doc(address)
    key = stored.get_first("key")
    title_vi, title_en, summary_vi, summary_en, path, on, price, sides = index.unpacked(stored.get_first("shown"))
    text = summary_en if language == "en" and summary_en else summary_vi
    return Hit(
        key=key,
        kind=key.partition(":")[0],
        title_vi=title_vi,
        title_en=title_en,
        title=quote(Text(title_vi, title_en).into(language), wanted, around=0),
        quote=quote(text, wanted),
        path=path,
        on=date.fromisoformat(on),
        price=price,
        facets=sides,
    )


def every(question: Question, most: int) -> Iterator[Hit]:
    """All of them in order, for an export or for alerts; at most ``most``, and never more than can be paged through."""
    at = 0
    while at < min(most, MOST_SHOWN):
        page = find(
            Question(question.asked, question.kinds, question.facets, question.readers, question.sort, at, 100),
            facets=False,
        )
        yield from page.hits[: most - at]
        at += 100
        if at >= page.total + 100:  # hits that are not shown any more were left out, and out of the total
            return


def count(asking: Asking, searcher: Any, units: Sequence[Unit], asked: Sequence[Term]) -> int:
    """How many listings that the asker may see have all these units."""
    return int(searcher.search(asking.all_of(units, asked, unfinished=False), limit=1, count=True).count or 0)
