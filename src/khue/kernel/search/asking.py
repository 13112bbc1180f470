"""A question to the index: every word must be there, the last one may be unfinished; marks and titles weigh more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from khue.core.folding import exact, fold
from khue.kernel.search.index import cut, reader

if TYPE_CHECKING:
    import tantivy

MOST_WORDS = 12
MOST_SHOWN = 200  # results that can be paged through; whoever needs more asks more narrowly
AROUND = 90  # characters on each side of a quoted word
IN_TITLE, WITH_MARKS = 3.0, 1.5


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``quote`` is a piece of its text around the words: (text, whether it is one of the words)."""

    key: str
    kind: str
    title: str
    note: str
    path: str
    on: date | None
    quote: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. ``total`` counts all; ``near`` says that no record has the very words, these are like them."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    near: bool = False
    ready: bool = True


def find(asked: str, kinds: Sequence[str], *, offset: int = 0, size: int = 20) -> Found:
    """Records of these kinds that have all the words. ``ready`` is false while the index is not built yet."""
    return _found(asked, kinds, max(0, min(offset, MOST_SHOWN - size)), size)


def every(asked: str, kinds: Sequence[str], most: int) -> tuple[Hit, ...]:
    """All of them, the best first, for an export; at most one more than ``most``."""
    return _found(asked, kinds, 0, most + 1).hits


def _found(asked: str, kinds: Sequence[str], offset: int, size: int) -> Found:
    index = reader()
    if index is None:
        return Found(ready=False)
    plain, marked = cut(fold(asked))[:MOST_WORDS], cut(exact(asked))[:MOST_WORDS]
    if not plain or not kinds:
        return Found()
    for near in (False, True):
        query = _question(index.schema, plain, marked, kinds, near=near)
        searcher = index.searcher()
        result = searcher.search(query, limit=size, offset=offset, count=True)
        total = int(getattr(result, "count", 0) or 0)
        if total:
            wanted = set(plain)
            hits = tuple(_hit(searcher.doc(address), wanted) for _score, address in result.hits)
            return Found(hits, total, near)
    return Found()


def _question(
    schema: Any, plain: Sequence[str], marked: Sequence[str], kinds: Sequence[str], *, near: bool
) -> tantivy.Query:
    import tantivy

    must, should = tantivy.Occur.Must, tantivy.Occur.Should
    ask, term = tantivy.Query, tantivy.Query.term_query
    parts: list[tuple[Any, tantivy.Query]] = [
        (must, ask.const_score_query(ask.term_set_query(schema, "kind", list(kinds)), 0.0))
    ]
    for number, word in enumerate(plain):
        ways = [(should, term(schema, "words", word, "freq"))]
        ways.append((should, ask.boost_query(term(schema, "title", word, "freq"), IN_TITLE)))
        if number == len(plain) - 1 and len(word) > 1:
            begun = ask.fuzzy_term_query(schema, "words", word, 0, prefix=True)
            ways.append((should, ask.const_score_query(begun, 0.1)))
        if near and len(word) > 3:
            like = ask.fuzzy_term_query(schema, "words", word, 1)
            ways.append((should, ask.const_score_query(like, 0.1)))
        parts.append((must, ask.boolean_query(ways)))
    # Only words whose marks say more than the folded word does.
    for word in set(marked) - set(plain):
        parts.append((should, ask.boost_query(term(schema, "marked", word, "freq"), WITH_MARKS)))
    return ask.boolean_query(parts)


def _hit(document: Any, wanted: set[str]) -> Hit:
    stored = document.to_dict()
    shown = json.loads(stored["shown"][0])
    return Hit(
        key=stored["key"][0],
        kind=stored["kind"][0],
        title=shown["title"],
        note=shown["note"],
        path=shown["path"],
        on=date.fromisoformat(shown["on"]) if shown["on"] else None,
        quote=tuple(quote(stored.get("body", [""])[0], wanted)),
    )


def quote(body: str, wanted: set[str]) -> Iterable[tuple[str, bool]]:
    """A piece of the text around the first of the words, each of the words marked; nothing when none is in it."""
    pieces = body.split()
    places = [number for number, piece in enumerate(pieces) if _is_wanted(piece, wanted)]
    if not places:
        return
    first, last = places[0], places[0]
    while first > 0 and sum(map(len, pieces[first : places[0]])) < AROUND:
        first -= 1
    while last < len(pieces) - 1 and sum(map(len, pieces[places[0] : last])) < AROUND:
        last += 1
    run: list[str] = ["…"] if first else []
    for piece in pieces[first : last + 1]:
        if _is_wanted(piece, wanted):
            if run:
                yield " ".join(run) + " ", False
            yield piece, True
            run = [""]
        else:
            run.append(piece)
    tail = " ".join(run) + (" …" if last < len(pieces) - 1 else "")
    if tail.strip():
        yield tail, False


def _is_wanted(piece: str, wanted: set[str]) -> bool:
    return any(word in wanted or any(len(w) > 2 and word.startswith(w) for w in wanted) for word in cut(fold(piece)))
