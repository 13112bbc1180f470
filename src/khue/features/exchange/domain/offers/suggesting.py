"""Which field and which patent codes an offer may bear, by what listed offers near to it bear. A suggestion: nobody is held to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khue.core.folding import fold
from khue.features.calls.domain.likeness import telling

FIELD, CODE = "field", "code"
LEAST_SHARED = 2
MOST = {FIELD: 2, CODE: 3}
MOST_WORDS, MOST_EXAMPLES = 4, 2


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A listed offer: its number, all its public words, and what it bears."""

    number: str
    words: str
    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``words`` are those of the text that led there, as they were typed; ``examples`` numbers of offers that bear the code."""

    kind: str
    code: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


def suggested(text: str, near: Sequence[Neighbour]) -> tuple[Suggestion, ...]:
    """Fields first, then codes, the strongest first: a neighbour counts by the telling words that it shares, two at least."""
    typed = {fold(word.strip(".,;:()[]\"“”'’–-/")): word.strip(".,;:()[]\"“”'’–-/") for word in text.split()}
    mine = telling(text)
    votes: dict[tuple[str, str], int] = {}
    why: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for one in near:
        theirs = set(telling(one.words))
        shared = [word for word in mine if word in theirs]
        if len(shared) < LEAST_SHARED:
            continue
        for borne in _borne(one):
            votes[borne] = votes.get(borne, 0) + len(shared)
            words, examples = why.setdefault(borne, ([], []))
            words += [typed.get(word, word) for word in shared]
            examples.append(one.number)
    found = []
    for kind, most in MOST.items():
        strongest = sorted((each for each in votes if each[0] == kind), key=lambda each: (-votes[each], each[1]))
        for borne in strongest[:most]:
            words, examples = why[borne]
            told = tuple(dict.fromkeys(words))[:MOST_WORDS]
            found.append(Suggestion(kind, borne[1], told, tuple(examples[:MOST_EXAMPLES])))
    return tuple(found)


def _borne(one: Neighbour) -> Iterator[tuple[str, str]]:
    if one.field:
        yield FIELD, one.field
    for code in one.codes:
        yield CODE, code
