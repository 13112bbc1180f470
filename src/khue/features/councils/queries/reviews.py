"""Rounds of scoring: templates, assignments, sheets as far as the reader may see them, calibration."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.councils import access
from khue.features.councils.domain.interests import Interest
from khue.features.councils.domain.scoring import AssignFacts, Criterion, criteria_from
from khue.features.councils.domain.words import REVIEW
from khue.features.councils.models import Assignment, Review, ScoreSheet, SheetDraft, SheetTemplate
from khue.features.councils.queries.experts import ExpertCard, experts_of
from khue.features.councils.queries.interests import interests_in_item
from khue.features.councils.queries.panels import ItemLine, SeatLine, seats_held
from khue.features.people import queries as people

RUNNING = ("blind", "independent", "discussion")


@dataclass(frozen=True, slots=True)
class TemplateCard:
    id: int
    key: str
    number: int
    name: str
    criteria: tuple[Criterion, ...]
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """``seated``: whether the reader sits on its council now; None where no reader was named."""

    id: int
    council_id: int
    council_number: str
    council: str
    number: int
    state: str
    template: TemplateCard
    opened_at: datetime
    closes_at: datetime
    discussed_at: datetime | None
    closed_at: datetime | None
    seated: bool | None = None

    @property
    def state_words(self) -> Text:
        return REVIEW.label(self.state)

    @property
    def is_independent(self) -> bool:
        return self.state in ("blind", "independent")


@dataclass(frozen=True, slots=True)
class SheetCard:
    number: int
    phase: str
    points: Mapping[str, int]
    total: int
    comment: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """``sheets`` as far as the reader may see them; ``given`` says that one is there even when its points stay closed."""

    id: int
    review_id: int
    item_id: int
    item: str
    item_number: int
    seat_id: int
    person: str
    name: str
    ground: str
    ended_ground: str
    open: bool
    given: bool
    sheets: tuple[SheetCard, ...]

    @property
    def counting(self) -> SheetCard | None:
        return self.sheets[-1] if self.sheets else None


def no_such_review() -> Missing:
    return Missing(
        Text("Không tìm thấy đợt chấm điểm này.", "There is no such review."),
        Text("Mời ông/bà mở lại trang hội đồng.", "Go back to the council’s page."),
    )


def templates() -> tuple[TemplateCard, ...]:
    """The newest version of each template, by name."""
    rows = SheetTemplate.objects.order_by("key", "-number").distinct("key")
    return tuple(sorted(map(_template, rows), key=lambda card: card.name))


def template(template_id: int) -> TemplateCard:
    row = SheetTemplate.objects.filter(pk=template_id).first()
    if row is None:
        raise no_such_review()
    return _template(row)


def _template(row: SheetTemplate) -> TemplateCard:
    return TemplateCard(
        row.pk, row.key, row.number, row.name, criteria_from(row.criteria), row.published_by_name, row.published_at
    )


def reviews_of(council_id: int) -> tuple[ReviewCard, ...]:
    rows = Review.objects.filter(council_id=council_id).select_related("template", "council").order_by("-number")
    return tuple(map(_review, rows))


def readable_review(review_id: int, actor: Actor) -> ReviewCard:
    """For the members of its council and staff who read councils. Raises Missing. One query."""
    sits = Exists(seats_held(actor).filter(council_id=OuterRef("council_id")))
    row = Review.objects.select_related("template", "council").annotate(seated=sits).filter(pk=review_id).first()
    if row is None:
        raise no_such_review()
    seated: bool = row.seated
    if not actor.may(access.READ) and (row.council.state == "draft" or not seated):
        raise access.no_such_council()
    return replace(_review(row), seated=seated)


def _review(row: Review) -> ReviewCard:
    return ReviewCard(
        row.pk, row.council_id, row.council.number, row.council.name, row.number, row.state, _template(row.template), row.opened_at, row.closes_at,
        row.discussed_at, row.closed_at,
    )  # fmt: skip


def assignments_of(review_id: int, *, past: bool = False) -> tuple[AssignmentLine, ...]:
    """Assignments in the order of the items with all points: for decisions. Readers see them through ``rounds``."""
    rows = assignment_rows().filter(review_id=review_id)
    if not past:
        rows = rows.filter(ended_at=None)
    return tuple(assignment_line(row, show=True) for row in rows.order_by("item__number", "seat__number", "pk"))


def my_assignments(actor: Actor) -> tuple[AssignmentLine, ...]:
    """What waits for the actor's scores, across councils."""
    if actor.within or actor.person_id is None:
        return ()
    ids = [people.party_id(key) for key in actor.keys if people.is_party_key(key)]
    rows = assignment_rows().filter(seat__person_id__in=ids, ended_at=None, review__state__in=RUNNING)
    return tuple(assignment_line(row, show=True) for row in rows.order_by("review__closes_at", "item__number"))


def assignment(assignment_id: int) -> AssignmentLine:
    """Raises Missing."""
    row = assignment_rows().filter(pk=assignment_id).first()
    if row is None:
        raise no_such_review()
    return assignment_line(row, show=True)


@dataclass(frozen=True, slots=True)
class DraftOfSheet:
    """``values`` field → text as typed."""

    values: Mapping[str, str]
    version: int
    saved_at: datetime


def draft_of(assignment_id: int) -> DraftOfSheet | None:
    """The reviewer's half-filled sheet; the caller has seen that the reader is the reviewer."""
    row = SheetDraft.objects.filter(assignment_id=assignment_id).first()
    return DraftOfSheet(row.values, row.version, row.saved_at) if row else None


def assignment_rows() -> QuerySet[Assignment]:
    return Assignment.objects.select_related("item", "review", "seat__person__party").prefetch_related("sheets")


def assignment_line(row: Assignment, *, show: bool) -> AssignmentLine:
    sheets = sorted(row.sheets.all(), key=lambda sheet: sheet.number)
    return AssignmentLine(
        id=row.pk,
        review_id=row.review_id,
        item_id=row.item_id,
        item=row.item.title,
        item_number=row.item.number,
        seat_id=row.seat_id,
        person=f"party:{row.seat.person_id}",
        name=row.seat.person.party.name,
        ground=row.ground,
        ended_ground=row.ended_ground,
        open=row.ended_at is None,
        given=bool(sheets),
        sheets=tuple(map(_sheet, sheets)) if show else (),
    )


def _sheet(row: ScoreSheet) -> SheetCard:
    return SheetCard(row.number, row.phase, row.points, row.total, row.comment, row.submitted_at)


def load_of(persons: Collection[str]) -> dict[str, int]:
    """Items under way per person: assigned in a review that is not closed, without a sheet yet. One query."""
    ids = {people.party_id(key) for key in persons}
    rows = Assignment.objects.filter(
        seat__person_id__in=ids, ended_at=None, review__state__in=RUNNING, sheets__isnull=True
    ).values_list("seat__person_id", flat=True)
    found = dict.fromkeys(persons, 0)
    for person in rows:
        found[f"party:{person}"] += 1
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A seat as one that may be given an item, with everything that speaks against it."""

    seat: SeatLine
    facts: AssignFacts


def candidates(
    review: ReviewCard,
    item: ItemLine,
    seats: Collection[SeatLine],
    on: date,
    interests: Iterable[Interest] | None = None,
) -> tuple[Candidate, ...]:
    """Every member for one item, in a fixed number of queries; fewer when ``interests`` were found before."""
    persons = [seat.person for seat in seats]
    entries = experts_of(persons)
    load = load_of(persons)
    barred: dict[str, Text] = {}
    for one in interests_in_item(item.id, persons, on) if interests is None else interests:
        if one.bars:
            barred.setdefault(one.person, one.text)
    taken = set(
        Assignment.objects.filter(review_id=review.id, item_id=item.id, ended_at=None).values_list("seat_id", flat=True)
    )
    return tuple(
        Candidate(seat, _facts(review, item, seat, entries.get(seat.person), load[seat.person], barred, taken, on))
        for seat in seats
    )


def _facts(
    review: ReviewCard,
    item: ItemLine,
    seat: SeatLine,
    entry: ExpertCard | None,
    load: int,
    barred: Mapping[str, Text],
    taken: Collection[int],
    on: date,
) -> AssignFacts:
    profile = entry.profile if entry else None
    return AssignFacts(
        review_state=review.state,
        item_state=item.state,
        seated=seat.ended_at is None,
        assigned=seat.id in taken,
        interest=barred.get(seat.person),
        matches=profile is not None and (not item.field or item.field in profile.fields),
        load=load,
        load_limit=profile.load_limit if profile else 0,
        available=profile is not None and profile.is_available(on),
    )
