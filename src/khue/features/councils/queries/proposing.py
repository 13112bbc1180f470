"""A round's assignment as the solver proposes it: proven best, with a sentence for every pair, or what would have to give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from khue.core.bilingual import Text
from khue.core.optimum import assignment as optimum
from khue.core.optimum.assignment.words import Naming, tell_give, tell_standing
from khue.features.councils.queries.experts import experts_of
from khue.features.councils.queries.interests import interests_of
from khue.features.councils.queries.panels import NOBODY, Hidden, ItemLine, SeatLine, every_item_of, seats_of
from khue.features.councils.queries.reviews import ReviewCard, assignments_of, load_of

MATCH = 100
"""Expertise of a member whose register names the item's field; a field of the council at large is half of it."""


@dataclass(frozen=True, slots=True)
class PairLine:
    """One member for one item: proposed or not, held already or not, and why in a sentence."""

    seat: SeatLine
    chosen: bool
    held: bool
    barred: bool
    why: Text


@dataclass(frozen=True, slots=True)
class ItemProposal:
    item: ItemLine
    pairs: tuple[PairLine, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """``items`` in their order; empty when nothing fits, then ``gives`` says what would have to give, at the least cost."""

    needs: int
    items: tuple[ItemProposal, ...]
    gives: tuple[Text, ...]
    proven: bool
    total: int
    lowest: int

    @property
    def new_pairs(self) -> tuple[tuple[int, int], ...]:
        """(item, seat) that are proposed and not assigned yet."""
        return tuple(
            (line.item.id, pair.seat.id) for line in self.items for pair in line.pairs if pair.chosen and not pair.held
        )


def propose(card: ReviewCard, needs: int, on: date, hidden: Hidden = NOBODY) -> Proposed:
    """``needs`` members for each item of the round that is being scored. What is assigned already stays as it is.

    Interests forbid, load limits bound, the worst served item comes first; ties go by a published draw seeded with the
    round's number.
    """
    seats = {f"seat:{seat.id}": seat for seat in seats_of(card.council_id, hidden=hidden)}
    items = {f"item:{line.id}": line for line in every_item_of(card.council_id, hidden) if line.state == "scoring"}
    problem = _problem(card, needs, seats, items, on)
    if not items:
        return Proposed(needs, (), (), True, 0, 0)
    solution = optimum.solve(problem)
    naming = _naming(seats, items)
    if solution is None:
        found = optimum.relax(problem)
        gives = tuple(tell_give(give, naming) for give in found.gives) if found else ()
        return Proposed(needs, (), gives, False, 0, 0)
    held = {(override.proposal, override.reviewer) for override in problem.overrides}
    lines = tuple(
        ItemProposal(
            line,
            tuple(
                PairLine(
                    seat,
                    reviewer in solution.reviewers_of[key],
                    (key, reviewer) in held,
                    (key, reviewer) in problem.forbidden,
                    tell_standing(optimum.standing(solution, key, reviewer), naming),
                )
                for reviewer, seat in seats.items()
            ),
        )
        for key, line in items.items()
    )
    return Proposed(needs, lines, (), solution.proven, solution.total, int(solution.lowest))


def _problem(
    card: ReviewCard, needs: int, seats: Mapping[str, SeatLine], items: Mapping[str, ItemLine], on: date
) -> optimum.Problem:
    persons = {seat.person: key for key, seat in seats.items()}
    entries = experts_of(persons)
    load = load_of(persons)
    held = [
        line for line in assignments_of(card.id) if f"item:{line.item_id}" in items and f"seat:{line.seat_id}" in seats
    ]
    own: dict[str, int] = {}
    for line in held:
        own[line.person] = own.get(line.person, 0) + 1
    reviewers, expertise = [], {}
    for person, key in persons.items():
        profile = entries[person].profile if person in entries else None
        free = profile.load_limit - load[person] if profile and profile.is_available(on) else 0
        # What the member holds in this round is part of the problem: its places are not taken twice.
        waiting = sum(line.person == person and not line.given for line in held)
        reviewers.append(optimum.Reviewer(key, max(free + waiting, 0) + own.get(person, 0) - waiting))
        for name, item in items.items():
            named = profile is not None and (not item.field or item.field in profile.fields)
            expertise[name, key] = MATCH if named else MATCH // 2 if seats[key].matching else 0
    forbidden = {
        (f"item:{one.item}", persons[one.person]): one.record
        for one in interests_of(card.council_id, on, list(persons))
        if one.bars and f"item:{one.item}" in items
    }
    overrides = tuple(
        optimum.Override(f"item:{line.item_id}", f"seat:{line.seat_id}", True, line.ground or "assigned")
        for line in held
    )
    have: dict[str, int] = {}
    for override in overrides:
        have[override.proposal] = have.get(override.proposal, 0) + 1
        forbidden.pop(override.pair, None)
    proposals = tuple(optimum.Proposal(key, max(needs, have.get(key, 0))) for key in items)
    return optimum.Problem(
        proposals,
        tuple(reviewers),
        expertise,
        forbidden,
        {},
        overrides,
        True,
        f"review:{card.council_id}:{card.number}",
    )


def _naming(seats: Mapping[str, SeatLine], items: Mapping[str, ItemLine]) -> Naming:
    def naming(kind: Literal["proposal", "reviewer", "label"], name: str) -> Text:
        if kind == "reviewer" and name in seats:
            return Text(seats[name].name, seats[name].name)
        if kind == "proposal" and name in items:
            return Text(items[name].title, items[name].title)
        return Text(name or "–", name or "–")

    return naming
