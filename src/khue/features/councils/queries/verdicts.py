"""What councils have under way or said about records of rooms above: council, state, conclusion, mean score."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils.domain.words import ITEM, OUTCOMES
from khue.features.councils.models import AgendaItem, Assignment, Item
from khue.features.councils.queries.interests import interests_in_item
from khue.features.councils.queries.panels import seat_of

Home = Callable[[str], str]
_homes: dict[str, Home] = {}


def wire_home(kind: str, home: Home) -> None:
    """Called by ``site``: ``home("proposal:7")`` gives the address of the record's own page, language prefix included."""
    _homes[kind] = home


def home_of(subject: str) -> str:
    """The page of the record that an item is about; empty for an item entered by hand."""
    home = _homes.get(subject.partition(":")[0])
    return home(subject) if home is not None else ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One item of a council about a record. ``outcome`` is empty until it is decided (``approved``, ``refused``).

    ``scores`` the counting totals by seat, ``points`` their mean rounded half up: hundredths of 100, None while nobody scored.
    """

    item: int
    subject: str
    council_id: int
    council_number: str
    council: str
    state: str
    outcome: str
    conclusion: str
    decided_at: datetime | None
    scores: dict[int, int]

    @property
    def state_words(self) -> Text:
        return ITEM.label(self.state)

    @property
    def outcome_words(self) -> Text | None:
        return OUTCOMES.get(self.outcome)

    @property
    def points(self) -> int | None:
        if not self.scores:
            return None
        return (2 * sum(self.scores.values()) + len(self.scores)) // (2 * len(self.scores))


def verdicts_about(subjects: Collection[str]) -> dict[str, tuple[Verdict, ...]]:
    """By subject, in the order in which items were put; withdrawn ones are left out. Three queries, however many.

    Says nothing about rights: the room above decides who is told what.
    """
    return _verdicts(Q(subject__in=[subject for subject in subjects if subject]) & ~Q(state="withdrawn"))


def verdict_of(item_id: int) -> Verdict | None:
    """The same for one item; None when it was withdrawn or does not exist."""
    found = _verdicts(Q(pk=item_id) & ~Q(state="withdrawn"))
    return next((one for ones in found.values() for one in ones), None)


def _verdicts(wanted: Q) -> dict[str, tuple[Verdict, ...]]:
    items = list(Item.objects.filter(wanted).select_related("council").order_by("pk"))
    said = {
        row.item_id: row
        for row in AgendaItem.objects.filter(item__in=items, outcome__in=["approved", "refused"]).order_by("pk")
    }
    scores: dict[int, dict[int, int]] = {}
    rows = Assignment.objects.filter(item__in=items, ended_at=None).order_by("seat_id", "sheets__number")
    for item_id, seat, total in rows.values_list("item_id", "seat_id", "sheets__total"):
        if total is not None:
            scores.setdefault(item_id, {})[seat] = total
    found: dict[str, list[Verdict]] = {}
    for item in items:
        line = said.get(item.pk)
        found.setdefault(item.subject, []).append(
            Verdict(
                item=item.pk,
                subject=item.subject,
                council_id=item.council_id,
                council_number=item.council.number,
                council=item.council.name,
                state=item.state,
                outcome=item.outcome if item.state == "decided" else "",
                conclusion=line.conclusion if line else "",
                decided_at=line.decided_at if line else None,
                scores=scores.get(item.pk, {}),
            )
        )
    return {subject: tuple(ones) for subject, ones in found.items()}


def is_out_of(actor: Actor, subject: str) -> bool:
    """Whether the actor sits on a council that has the record before it, and has an interest in it that bars."""
    for item, council in (
        Item.objects.filter(subject=subject).exclude(state="withdrawn").values_list("pk", "council_id")
    ):
        if seat_of(council, actor) is None:
            continue
        if any(one.bars for one in interests_in_item(item, actor.keys, actor.today)):
            return True
    return False
