"""A rule: its id, what it asks, where it stands in the law, in which period it holds, and what it rules."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import DefinitionError, Expression, Fact
from khue.core.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with places ``{name}`` for the values of expressions."""

    text: Text
    values: Mapping[str, Expression] = field(default_factory=dict)


def say(vi: str, en: str, **values: Expression) -> Sentence:
    return Sentence(Text(vi, en), values)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A condition under which the answer is no, why, what the reader can do, and what it rests on.

    ``rests_on`` names legal values or provisions; the fields named in ``when`` are those at fault.
    """

    code: str
    when: Expression
    why: Sentence
    next_step: Text | None = None
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impossible:
    """Facts that cannot be together (an end before its start): a fault of the input, not a no of the law."""

    when: Expression
    why: Text
    field: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule decides: refusals, and what is granted when none applies.

    ``values`` by name; the first is *the* value of the answer. ``then`` says the granted value in a sentence.
    """

    values: Mapping[str, Expression]
    then: Sentence
    refusals: tuple[Refusal, ...] = ()
    impossible: tuple[Impossible, ...] = ()


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule in one period ``[since, until)`` and, when it is replaced by better knowledge, from ``known_since``.

    ``cites`` are provisions of the law files; ``text`` is the rule in the words of its author, ``words`` the
    labels of options that the rule itself gives out (compulsory, voluntary). ``starts`` is the procedure, by key, with
    which someone whom the rule grants something begins; empty while there is none. ``received_under`` is the provision
    that tells who takes such a request in, and how; empty where no text that the city knows says so.
    """

    id: str
    title: Text
    cites: tuple[str, ...]
    since: date
    until: date | None
    known_since: date | None
    ruling: Ruling
    module: str = ""
    text: str = ""
    words: Mapping[str, Text] = field(default_factory=dict)
    starts: str = ""
    received_under: str = ""

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Facts that the rule itself asks, by name, in the order in which it does."""
        return {fact.name: fact for fact in _facts(self.ruling)}

    @property
    def legal_values(self) -> tuple[tuple[str, Kind, Expression | None], ...]:
        """Legal values with their kind and, when not that of the question, the day on which each is looked up."""
        found: dict[tuple[str, int], tuple[str, Kind, Expression | None]] = {}
        for node in nodes(self.ruling):
            if node.op == "law":
                on = node.operands[0] if node.operands else None
                found.setdefault((str(node.constant), id(on)), (str(node.constant), node.kind, on))
        return tuple(found.values())

    @property
    def rests_on_rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(node.constant[0]) for node in nodes(self.ruling) if node.op == "rule"))

    @property
    def digest(self) -> str:
        """A hash of what the rule computes and says: it changes when the rule does, not when its file moves."""
        told = hashlib.sha256(f"{self.id}|{self.since}|{self.until}|{self.cites}".encode())
        numbers: dict[int, int] = {}
        for node in nodes(self.ruling):
            numbers[id(node)] = len(numbers)
            parts = ",".join(str(numbers[id(part)]) for part in node.operands)
            told.update(f"|{node.op}:{node.kind}:{node.constant!r}:{parts}".encode())
        for refusal in self.ruling.refusals:
            told.update(f"|{refusal.code}:{refusal.why.text}".encode())
        return told.hexdigest()[:16]


def rule(
    id: str,
    *,
    title: tuple[str, str],
    cites: tuple[str, ...],
    since: date,
    until: date | None = None,
    known_since: date | None = None,
    words: Mapping[str, tuple[str, str]] = {},
    starts: str = "",
    received_under: str = "",
) -> Callable[[Callable[[], Ruling]], Rule]:
    """Turns a function that builds a Ruling into a Rule, at once, when its module is loaded."""

    def build(define: Callable[[], Ruling]) -> Rule:
        if until is not None and until <= since:
            raise DefinitionError(f"{id}: until {until} must come after since {since}")
        if not cites:
            raise DefinitionError(f"{id}: a rule cites the provision that it rests on")
        ruling = define()
        if not ruling.values:
            raise DefinitionError(f"{id}: a rule grants something")
        for refusal in ruling.refusals:
            if refusal.when.kind is not Kind.YESNO:
                raise DefinitionError(f"{id}: the refusal {refusal.code} needs a condition")
        told = (define.__doc__ or "").strip()
        named = {code: Text(*both) for code, both in words.items()}
        return Rule(
            id, Text(*title), cites, since, until, known_since, ruling, define.__module__, told, named, starts,
            received_under,
        )  # fmt: skip

    return build


def nodes(ruling: Ruling) -> Iterator[Expression]:
    """Every node once, parts before what is made of them."""
    seen: set[int] = set()
    for root in roots(ruling):
        yield from walk(root, seen)


def roots(ruling: Ruling) -> Iterator[Expression]:
    """What a ruling is made of. Values first: people are asked what it is about before what would stand against it."""
    yield from ruling.values.values()
    yield from ruling.then.values.values()
    for refusal in ruling.refusals:
        yield refusal.when
        yield from refusal.why.values.values()
    for impossible in ruling.impossible:
        yield impossible.when


def walk(root: Expression, seen: set[int]) -> Iterator[Expression]:
    """The nodes below and including ``root`` that were not seen, parts first."""
    if id(root) in seen:
        return
    seen.add(id(root))
    for part in root.operands:
        yield from walk(part, seen)
    yield root


def _facts(ruling: Ruling) -> Iterator[Fact]:
    named: dict[str, Fact] = {}
    for node in nodes(ruling):
        if isinstance(node, Fact) and node.op == "fact":
            known = named.setdefault(node.name, node)
            if known is node:
                yield node
            elif (known.kind, known.options, known.label) != (node.kind, node.options, node.label):
                raise DefinitionError(f"two different facts are named {node.name}")
