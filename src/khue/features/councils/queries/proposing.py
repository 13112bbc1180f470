"""A round's assignment as the solver proposes it: proven best, with a sentence for every pair, or what would have to give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef

from khue.core.bilingual import Text
from khue.core.optimum import assignment as optimum
from khue.core.optimum.assignment.words import Naming, tell_give, tell_standing
from khue.features.councils.models import Assignment, Expert, Item, ScoreSheet
from khue.features.councils.queries.interests import interests_of
from khue.features.councils.queries.panels import NOBODY, Hidden, SeatLine, seats_of
from khue.features.councils.queries.reviews import ReviewCard, load_of
from khue.features.councils.queries.rounds import titles_of
from khue.features.people import queries as people

MATCH = 100
"""Expertise of a member whose register names the item's field; a field of the council at large is half of it."""
KEEP = 10 * MATCH
"""What keeping a pair is worth when not all can be kept: more than any expertise, so that the fewest pairs move."""
SENIOR = ("professor", "associate-professor", "doctor")


@dataclass(frozen=True, slots=True)
class Wanted:
    """``needs`` members for each item; ``senior``: one of them at least a doctor; ``spread``: no two of one employer."""

    needs: int = 3
    senior: bool = False
    spread: bool = False


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
    item_id: int
    number: int
    title: str
    pairs: tuple[PairLine, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """``items`` in their order; empty when nothing fits, then ``gives`` says what would have to give, at the least cost.

    ``moved`` (item, seat): assigned and not scored yet, and taken away again, because otherwise nothing fits; as few as can be.
    """

    wanted: Wanted
    items: tuple[ItemProposal, ...]
    gives: tuple[Text, ...]
    proven: bool
    total: int
    lowest: int
    moved: tuple[tuple[int, int], ...] = ()

    @property
    def new_pairs(self) -> tuple[tuple[int, int], ...]:
        """(item, seat) that are proposed and not assigned yet."""
        return tuple(
            (line.item_id, pair.seat.id) for line in self.items for pair in line.pairs if pair.chosen and not pair.held
        )


@dataclass(frozen=True, slots=True)
class _Held:
    item: int
    seat: int
    person: str
    ground: str
    given: bool

    @property
    def pair(self) -> optimum.Pair:
        return f"item:{self.item}", f"seat:{self.seat}"


@dataclass(frozen=True, slots=True)
class _Member:
    """``free`` places beside what the member holds in this round."""

    fields: frozenset[str]
    limit: int
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Round:
    """Everything that the problem is made of, read once."""

    card: ReviewCard
    seats: Mapping[str, SeatLine]
    fields: Mapping[str, str]
    held: Sequence[_Held]
    members: Mapping[str, _Member]
    load: Mapping[str, int]
    forbidden: Mapping[optimum.Pair, str]


def propose(card: ReviewCard, wanted: Wanted, on: date, hidden: Hidden = NOBODY) -> Proposed:
    """So many members for each item of the round that is being scored. What is assigned already stays as it is.

    Interests forbid, load limits bound, the worst served item comes first; ties go by a published draw seeded with the
    round's number. Where nothing fits beside what is assigned, as few as possible of the pairs that nobody scored yet move.
    """
    read = _read(card, on, hidden)
    if not read.fields:
        return Proposed(wanted, (), (), True, 0, 0)
    naming = _naming(read.seats, titles := titles_of([int(key[5:]) for key in read.fields], hidden))
    problem = _problem(read, wanted, moves=False)
    solution = optimum.solve(problem)
    if solution is None and any(not one.given for one in read.held):
        problem = _problem(read, wanted, moves=True)
        solution = optimum.solve(problem)
    if solution is None:
        found = optimum.relax(_problem(read, wanted, moves=False))
        gives = tuple(tell_give(give, naming) for give in found.gives) if found else ()
        return Proposed(wanted, (), gives, False, 0, 0)
    chosen = set(solution.pairs)
    held = {one.pair for one in read.held}
    lines = tuple(
        ItemProposal(
            int(key[5:]),
            *titles[int(key[5:])],
            tuple(
                PairLine(
                    seat,
                    (key, reviewer) in chosen,
                    (key, reviewer) in held and (key, reviewer) in chosen,
                    (key, reviewer) in problem.forbidden,
                    tell_standing(optimum.standing(solution, key, reviewer), naming),
                )
                for reviewer, seat in read.seats.items()
            ),
        )
        for key in read.fields
    )
    moved = tuple((one.item, one.seat) for one in read.held if one.pair not in chosen)
    return Proposed(wanted, lines, (), solution.proven, solution.total, int(solution.lowest), moved)


def _read(card: ReviewCard, on: date, hidden: Hidden) -> _Round:
    seats = {f"seat:{seat.id}": seat for seat in seats_of(card.council_id, hidden=hidden)}
    rows = Item.objects.filter(review_id=card.id, state="scoring").order_by("number")
    fields = {f"item:{pk}": field for pk, field in rows.values_list("pk", "field")}
    persons = {seat.person: key for key, seat in seats.items()}
    forbidden = {
        (f"item:{one.item}", persons[one.person]): one.record
        for one in interests_of(card.council_id, on, list(persons))
        if one.bars and f"item:{one.item}" in fields
    }
    held = [one for one in _held(card.id) if one.pair[0] in fields and one.pair[1] in seats]
    return _Round(card, seats, fields, held, _members(persons, on), load_of(persons), forbidden)


def _held(review_id: int) -> list[_Held]:
    rows = Assignment.objects.filter(review_id=review_id, ended_at=None).order_by("pk")
    sheets = Exists(ScoreSheet.objects.filter(assignment=OuterRef("pk")))
    listed = rows.annotate(given=sheets).values_list("item_id", "seat_id", "seat__person_id", "ground", "given")
    return [_Held(item, seat, f"party:{person}", ground, given) for item, seat, person, ground, given in listed]


def _members(persons: Mapping[str, str], on: date) -> dict[str, _Member]:
    rows = Expert.objects.filter(person_id__in={people.party_id(key) for key in persons}, profile__isnull=False)
    found = {}
    for person, fields, limit, away, degree, employer in rows.values_list(
        "person_id",
        "profile__fields",
        "profile__load_limit",
        "profile__unavailable_until",
        "profile__degree",
        "profile__employer_id",
    ):
        labels = ({"senior"} if degree in SENIOR else set()) | ({f"employer:{employer}"} if employer else set())
        available = away is None or away <= on
        found[f"party:{person}"] = _Member(frozenset(fields), limit if available else 0, frozenset(labels))
    return found


def _problem(read: _Round, wanted: Wanted, *, moves: bool) -> optimum.Problem:
    """``moves``: what nobody scored yet is kept for its worth only, not at any price."""
    reviewers, expertise = [], {}
    fixed = [one for one in read.held if one.given or not moves]
    for key, seat in read.seats.items():
        member = read.members.get(seat.person)
        own = [one for one in read.held if one.person == seat.person]
        waiting = sum(not one.given for one in own)
        # What the member holds in this round is part of the problem: its places are not taken twice.
        free = max((member.limit if member else 0) - read.load[seat.person] + waiting, 0)
        labels = member.labels if member else frozenset()
        reviewers.append(optimum.Reviewer(key, free + len(own) - waiting, labels=labels))
        for item, field in read.fields.items():
            named = member is not None and (not field or field in member.fields)
            expertise[item, key] = MATCH if named else MATCH // 2 if seat.matching else 0
    overrides = tuple(optimum.Override(*one.pair, True, one.ground or "assigned") for one in fixed)
    have: dict[str, int] = {}
    for override in overrides:
        have[override.proposal] = have.get(override.proposal, 0) + 1
    kept = {override.pair for override in overrides}
    forbidden = {pair: reason for pair, reason in read.forbidden.items() if pair not in kept}
    wishes = {one.pair: KEEP for one in read.held if moves and not one.given and one.pair not in forbidden}
    quotas = _quotas(read, wanted)
    proposals = tuple(optimum.Proposal(key, max(wanted.needs, have.get(key, 0)), 0, quotas) for key in read.fields)
    return optimum.Problem(
        proposals,
        tuple(reviewers),
        expertise,
        forbidden,
        wishes,
        overrides,
        not moves,
        f"review:{read.card.council_id}:{read.card.number}",
    )


def _quotas(read: _Round, wanted: Wanted) -> tuple[optimum.Quota, ...]:
    labels = sorted({label for member in read.members.values() for label in member.labels if label != "senior"})
    found = [optimum.Quota(label, most=1) for label in labels] if wanted.spread else []
    return (*found, *((optimum.Quota("senior", least=1),) if wanted.senior else ()))


def _naming(seats: Mapping[str, SeatLine], titles: Mapping[int, tuple[int, str]]) -> Naming:
    def naming(kind: Literal["proposal", "reviewer", "label"], name: str) -> Text:
        if kind == "reviewer" and name in seats:
            return Text(seats[name].name, seats[name].name)
        if kind == "proposal" and int(name.partition(":")[2] or 0) in titles:
            title = titles[int(name.partition(":")[2])][1]
            return Text(title, title)
        if kind == "label" and name == "senior":
            return Text("có học vị tiến sĩ trở lên", "doctor or above")
        if kind == "label":
            return Text("cùng một nơi công tác", "of one employer")
        return Text(name or "–", name or "–")

    return naming
