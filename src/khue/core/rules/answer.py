"""What a rule says of one case: outcome, value, why, what is missing, and what the whole rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from khue.core.decision import Outcome
from khue.core.rules.one import CaseFault
from khue.core.rules.reading import FactProblem
from khue.core.rules.rule import Refusal
from khue.core.rules.view import Span

if TYPE_CHECKING:
    from khue.core.rules.bound import Bound

BINDING = frozenset({"confirmed", "reported"})
"""Certainties that bind (MISSION, the table at its end); a digest is a working default and says so."""


class Answer:
    """Computed once, explained on demand: ``slots`` is the whole trace, the value of every step of the rule."""

    def __init__(self, bound: Bound, facts: Mapping[str, Any], slots: list[Any], fault: CaseFault | None) -> None:
        self.bound, self.facts, self.slots = bound, facts, slots
        self._fault = fault

    @property
    def fault(self) -> FactProblem | None:
        """Why the case cannot be computed: the law contradicts itself on it, or its facts cannot be together."""
        if self._fault is not None:
            return FactProblem("", self._fault.text, code="case")
        for place, impossible in self.bound.impossible:
            if self.slots[place] is True:
                return FactProblem(impossible.field, impossible.why, code="impossible")
        return None

    @property
    def outcome(self) -> Outcome:
        slots, open_ = self.slots, False
        for place, _ in self.bound.refusals:
            if slots[place]:
                return Outcome.REFUSED
            open_ = open_ or slots[place] is None
        for place in self.bound.values.values():
            open_ = open_ or slots[place] is None
        return Outcome.UNKNOWN if open_ else Outcome.GRANTED

    @property
    def values(self) -> dict[str, Any]:
        """What is granted, by name; empty unless granted."""
        if self.outcome is not Outcome.GRANTED:
            return {}
        return {name: self.slots[place] for name, place in self.bound.values.items()}

    @property
    def value(self) -> Any:
        """The first of the values; None unless granted."""
        return next(iter(self.values.values()), None)

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every refusal that applies."""
        return tuple(refusal for place, refusal in self.bound.refusals if self.slots[place])

    # ---- what the answer rests on
    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The places that decide: refusals that apply, or all refusals and values."""
        if self.outcome is Outcome.REFUSED:
            return tuple(place for place, _ in self.bound.refusals if self.slots[place])
        return tuple(place for place, _ in self.bound.refusals) + tuple(self.bound.values.values())

    def taken(self, roots: Iterable[int]) -> list[int]:
        """The places on which ``roots`` rest in this case, in order: branches not taken are left out."""
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting.extend(self._rests_on(place))
        return sorted(found)

    def _rests_on(self, place: int) -> Iterable[int]:
        step, slots = self.bound.program.steps[place], self.slots
        ins = step.ins
        if step.op == "choose" and slots[ins[0]] is not None:
            return (ins[0], ins[1] if slots[ins[0]] else ins[2])
        if step.op == "ordinarily" and all(slots[i] is not None for i in ins[1::2]):
            applied = [value for condition, value in zip(ins[1::2], ins[2::2], strict=True) if slots[condition]]
            return (*ins[1::2], applied[-1] if applied else ins[0])
        if step.op == "capped" and slots[ins[1]] is None:
            return ins[:1]
        if step.op in ("and", "or") and slots[place] is (step.op == "or"):
            return [i for i in ins if slots[i] is slots[place]][:1]
        if step.op in ("and", "or") and slots[place] is None:
            return [i for i in ins if slots[i] is None]
        return ins

    def span_of(self, place: int) -> Span | None:
        """What the law says at the place of a legal value, on the day that counts there."""
        step = self.bound.program.steps[place]
        if not step.ins:
            return self.bound.spans.get(place)
        day = self.slots[step.ins[0]]
        return self.bound.view.at(step.constant, day) if day is not None else None

    @cached_property
    def legal_places(self) -> tuple[int, ...]:
        """Places of the legal values on which this answer rests."""
        steps = self.bound.program.steps
        return tuple(place for place in self.taken(self.roots) if steps[place].op == "law")

    @cached_property
    def certainties(self) -> frozenset[str]:
        """The certainties of all legal values on which the answer rests; ``reform`` for changed ones."""
        found = {
            "reform" if span.reformed else span.parameter.certainty
            for place in self.legal_places
            if (span := self.span_of(place))
        }
        for refusal in self.refusals:
            for id in refusal.rests_on:
                at = self.bound.view.at(id, self.bound.on) if id in self.bound.view.book.entries else None
                if at is not None:
                    found.add(at.parameter.certainty)
        return frozenset(found)

    @property
    def binding(self) -> bool:
        """Whether the answer binds: it is known, and every value that it rests on is confirmed or reported."""
        return self.outcome is not Outcome.UNKNOWN and self.certainties <= BINDING

    # ---- what is missing
    @cached_property
    def _open(self) -> tuple[int, ...]:
        """Places without value on which an unknown answer waits."""
        if self.outcome is not Outcome.UNKNOWN:
            return ()
        roots = [place for place in self.roots if self.slots[place] is None]
        found: set[int] = set()
        while roots:
            place = roots.pop()
            if place in found or self.slots[place] is not None:
                continue
            found.add(place)
            roots.extend(self._rests_on(place))
        return tuple(sorted(found))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Facts that may still matter, in the order in which the rule names them; ``extensions`` when a line lacks one."""
        steps = self.bound.program.steps
        open_ = {str(steps[place].constant) for place in self._open if steps[place].op == "fact"}
        open_ |= {
            str(steps[place].node.constant)
            for place in self._open
            if steps[place].op.startswith("lines_") and self.slots[steps[place].ins[0]] is not None
        }
        return tuple(name for name in self.bound.facts if name in open_)

    @property
    def unset(self) -> tuple[str, ...]:
        """Legal values for which the answer waits: not found, or not confirmed yet."""
        steps = self.bound.program.steps
        return tuple(dict.fromkeys(str(steps[place].constant) for place in self._open if steps[place].op == "law"))

    @cached_property
    def digest(self) -> str:
        """A hash of question, law and answer together: the same case under the same law gives the same digest."""
        bound = self.bound
        told = {
            "rule": bound.rule.id,
            "text": bound.rule.digest,
            "edition": bound.edition,
            "on": str(bound.on),
            "known_on": str(bound.view.known_on or ""),
            "facts": {name: plain_json(value) for name, value in sorted(self.facts.items())},
            "outcome": self.outcome.value,
            "values": {name: plain_json(value) for name, value in self.values.items()},
            "refusals": [refusal.code for refusal in self.refusals],
            "missing": list(self.missing),
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain_json(value: Any) -> Any:
    """A value as JSON tells it: days as ISO text, shares as ``n/d``, legal lists in the order of their codes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [plain_json(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain_json(each) for key, each in value.items()}
    return value
