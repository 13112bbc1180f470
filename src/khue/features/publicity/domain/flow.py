"""Where money flows: from the budget line through the programme and the field to the party, as widths that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from khue.core.bilingual import Text

BUDGET, PROGRAMME, FIELD, PARTY = "budget", "programme", "field", "party"
LEVELS: Final = (BUDGET, PROGRAMME, FIELD, PARTY)
MOST_PARTIES: Final = 12
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True)
class Stream:
    """đồng on one way through all levels. Codes are stable; the words are for readers."""

    budget: tuple[str, Text]
    programme: tuple[str, Text]
    field: tuple[str, Text]
    party: tuple[str, Text]
    amount: int

    def at(self, level: str) -> tuple[str, Text]:
        found: tuple[str, Text] = getattr(self, level)
        return found


@dataclass(frozen=True, slots=True)
class Node:
    """``key`` is level and code; ``amount`` flows through it."""

    key: str
    level: str
    name: Text
    amount: int


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    target: str
    amount: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Nodes level by level, the widest first. What enters a node leaves it; every level sums to ``amount``."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    amount: int


def flow(streams: Iterable[Stream], *, most: int = MOST_PARTIES) -> Flow:
    """The picture. Parties beyond the ``most`` largest are drawn as one, "others": nothing is left out of the sums."""
    given = [stream for stream in streams if stream.amount > 0]
    kept = _largest(given, most)
    rest = Text("các bên khác", "other parties")
    nodes: dict[tuple[str, str], int] = defaultdict(int)
    names: dict[tuple[str, str], Text] = {}
    edges: dict[tuple[tuple[str, str], tuple[str, str]], int] = defaultdict(int)
    for stream in given:
        way = [(level, *stream.at(level)) for level in LEVELS]
        if stream.party[0] not in kept:
            way[-1] = (PARTY, OTHERS, rest)
        for level, code, name in way:
            nodes[level, code] += stream.amount
            names[level, code] = name
        for one, next_one in pairwise(way):
            edges[one[:2], next_one[:2]] += stream.amount
    ordered = sorted(nodes, key=lambda key: (LEVELS.index(key[0]), key[1] == OTHERS, -nodes[key], key[1]))
    return Flow(
        nodes=tuple(Node(_key(key), key[0], names[key], nodes[key]) for key in ordered),
        edges=tuple(Edge(_key(one), _key(two), amount) for (one, two), amount in sorted(edges.items())),
        amount=sum(stream.amount for stream in given),
    )


def _largest(streams: Iterable[Stream], most: int) -> frozenset[str]:
    sums: dict[str, int] = defaultdict(int)
    for stream in streams:
        sums[stream.party[0]] += stream.amount
    return frozenset(sorted(sums, key=lambda code: (-sums[code], code))[:most])


def _key(node: tuple[str, str]) -> str:
    return f"{node[0]}:{node[1]}"
