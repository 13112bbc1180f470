"""A round of scoring as a whole: how far it is, its assignments page by page, its items, its totals for the calibration.

However many items and sheets: a fixed number of queries, and no more rows than a page shows but for the totals, which come as bare tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial

from django.db.models import Count, Q, QuerySet

from khue.core.actor import Actor
from khue.features.councils import access
from khue.features.councils.domain.scoring import Given, ItemScore, item_scores
from khue.features.councils.models import Assignment, Item, ScoreSheet
from khue.features.councils.queries.interests import interests_of
from khue.features.councils.queries.panels import (
    NOBODY,
    Hidden,
    ItemLine,
    barred,
    item_lines,
    items_by_id,
    seat_of,
)
from khue.features.councils.queries.reviews import AssignmentLine, ReviewCard, assignment_line, assignment_rows
from khue.features.people import queries as people
from khue.kernel.paging import Page, every, keyset


@dataclass(frozen=True, slots=True)
class Sight:
    """How far one reader sees into a round: ``all_seats`` or the own (``seats``), not the items in ``shut``; ``points`` of others or not."""

    all_seats: bool
    persons: frozenset[int]
    shut: frozenset[int]
    points: bool
    hidden: Hidden = NOBODY


def sight_of(card: ReviewCard, actor: Actor) -> Sight:
    """A member sees the own sheets always, those of others from the discussion on, never in an item of the own interest.

    Staff who read councils see who scores what, and the points from the discussion on; in an item of an own interest none.
    """
    shut = {one.item for one in interests_of(card.council_id, actor.today, actor.keys) if one.bars}
    staff = actor.may(access.READ)
    seated = card.seated if card.seated is not None else seat_of(card.council_id, actor) is not None
    own = frozenset(people.party_id(key) for key in actor.keys if people.is_party_key(key) and not actor.within)
    open_to_all = not card.is_independent
    hidden = NOBODY if seated else barred(actor)
    return Sight(staff or open_to_all, own, frozenset(shut), open_to_all and (seated or staff), hidden)


def _seen(card: ReviewCard, sight: Sight, actor: Actor, *, past: bool) -> QuerySet[Assignment]:
    rows = assignment_rows().filter(review_id=card.id)
    if not past:
        rows = rows.filter(ended_at=None)
    if not sight.all_seats:
        rows = rows.filter(seat__person_id__in=sight.persons)
    if sight.shut and not actor.may(access.READ):
        rows = rows.exclude(item_id__in=sight.shut)
    return rows


def page_of_assignments(
    card: ReviewCard, actor: Actor, after: str | None, size: int = 50, *, past: bool = True, sight: Sight | None = None
) -> Page[AssignmentLine]:
    """In the order of the items and seats. Points are shown as the sight allows."""
    sight = sight or sight_of(card, actor)
    page = keyset(_seen(card, sight, actor, past=past), ["item__number", "seat__number", "pk"], after, size)
    lines = [_line(row, sight) for row in page.rows]
    if sight.hidden:
        items = items_by_id({line.item_id for line in lines}, sight.hidden)
        lines = [
            replace(
                line,
                item=items[line.item_id].title,
                name=people.restricted_words() if people.party_id(line.person) in sight.hidden else line.name,
            )
            for line in lines
        ]
    return Page(tuple(lines), page.next, page.previous)


def every_assignment(card: ReviewCard, actor: Actor) -> Iterable[AssignmentLine]:
    """For an export; who withdrew is left out."""
    return every(partial(page_of_assignments, card, actor, past=False, sight=sight_of(card, actor)))


def _line(row: Assignment, sight: Sight) -> AssignmentLine:
    own = row.seat.person_id in sight.persons
    return assignment_line(row, show=(own or sight.points) and row.item_id not in sight.shut)


@dataclass(frozen=True, slots=True)
class ReviewerProgress:
    name: str
    assigned: int
    given: int


@dataclass(frozen=True, slots=True)
class Progress:
    """``items`` in the round, ``bare`` without anybody who scores them; ``reviewers`` by seat."""

    items: int
    bare: int
    assigned: int
    given: int
    reviewers: tuple[ReviewerProgress, ...]


def progress_of(card: ReviewCard, hidden: Hidden = NOBODY) -> Progress:
    """Two queries."""
    standing = Assignment.objects.filter(review_id=card.id, ended_at=None)
    given = Count("pk", filter=Q(pk__in=ScoreSheet.objects.filter(number=1).values("assignment_id")))
    rows = standing.values_list("seat__number", "seat__person_id", "seat__person__party__name")
    reviewers = tuple(
        ReviewerProgress(people.restricted_words() if person in hidden else name, assigned, done)
        for _number, person, name, assigned, done in rows.annotate(assigned=Count("pk"), given=given).order_by(
            "seat__number", "seat__person_id"
        )
    )
    items = Item.objects.filter(review_id=card.id).exclude(state="withdrawn")
    counted = items.aggregate(every=Count("pk"), bare=Count("pk", filter=~Q(pk__in=standing.values("item_id"))))
    return Progress(
        counted["every"],
        counted["bare"],
        sum(one.assigned for one in reviewers),
        sum(one.given for one in reviewers),
        reviewers,
    )


def totals_of(card: ReviewCard, sight: Sight, items: Collection[int] | None = None) -> tuple[Given, ...]:
    """The counting total of each standing assignment; nothing while others' points are closed. One query of bare tuples."""
    if not sight.points:
        return ()
    rows = ScoreSheet.objects.filter(assignment__review_id=card.id, assignment__ended_at=None)
    if items is not None:
        rows = rows.filter(assignment__item_id__in=items)
    found: dict[int, Given] = {}
    label = _labels(sight.hidden)
    for pk, item, person, name, total in rows.order_by("assignment_id", "number").values_list(
        "assignment_id",
        "assignment__item_id",
        "assignment__seat__person_id",
        "assignment__seat__person__party__name",
        "total",
    ):
        if item not in sight.shut:
            found[pk] = Given(label(person, name), item, total)
    return tuple(found.values())


def _labels(hidden: Hidden) -> Callable[[int, str], str]:
    """Who a reviewer is called; two of the same name are told apart by a number."""
    known: dict[int, str] = {}
    taken: dict[str, int] = {}

    def label(person: int, name: str) -> str:
        if person not in known:
            said = people.restricted_words() if person in hidden else name
            taken[said] = taken.get(said, 0) + 1
            known[person] = said if taken[said] == 1 else f"{said} ({taken[said]})"
        return known[person]

    return label


def titles_of(items: Collection[int], hidden: Hidden = NOBODY) -> dict[int, tuple[int, str]]:
    """Number and title of items; one query, two where somebody is hidden."""
    if hidden:
        return {line.id: (line.number, line.title) for line in items_by_id(items, hidden).values()}
    rows = Item.objects.filter(pk__in=items).values_list("pk", "number", "title")
    return {pk: (number, title) for pk, number, title in rows}


@dataclass(frozen=True, slots=True)
class ItemOfRound:
    """``assigned`` who score it, ``given`` who have; ``score`` None while it is closed to the reader or nobody scored."""

    item: ItemLine
    assigned: int
    given: int
    score: ItemScore | None

    @property
    def number(self) -> int:
        return self.item.number

    @property
    def title(self) -> str:
        return self.item.title


def items_of_round(
    card: ReviewCard, actor: Actor, after: str | None, size: int = 50, *, sight: Sight | None = None
) -> Page[ItemOfRound]:
    """Items of the round in their order, with how far each is and what it got."""
    sight = sight or sight_of(card, actor)
    rows = Item.objects.filter(review_id=card.id).exclude(state="withdrawn")
    if sight.shut and not actor.may(access.READ):
        rows = rows.exclude(pk__in=sight.shut)
    page = keyset(rows, ["number", "pk"], after, size)
    ids = [row.pk for row in page.rows]
    standing = Assignment.objects.filter(review_id=card.id, item_id__in=ids, ended_at=None)
    given = Count("pk", filter=Q(pk__in=ScoreSheet.objects.filter(number=1).values("assignment_id")))
    held = {item: (n, m) for item, n, m in standing.values_list("item_id").annotate(n=Count("pk"), m=given)}
    scores = {one.item: one for one in item_scores(totals_of(card, sight, ids))}
    lines = tuple(
        ItemOfRound(line, *held.get(line.id, (0, 0)), scores.get(line.id))
        for line in item_lines(page.rows, sight.hidden)
    )
    return Page(lines, page.next, page.previous)


def every_item_of_round(card: ReviewCard, actor: Actor) -> Iterable[ItemOfRound]:
    return every(partial(items_of_round, card, actor, sight=sight_of(card, actor)))
