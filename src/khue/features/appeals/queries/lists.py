"""The desk of appeals: by due day, filtered, paged by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.appeals import access
from khue.features.appeals.domain.flow import FINAL, LIVE, OUTCOMES
from khue.features.appeals.models import Appeal
from khue.features.appeals.queries.pages import outcome_view, small_clock, state_view
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import DeadlineView, StateView

VIEWS = ("open", "mine", "overdue", "ended")


@dataclass(frozen=True, slots=True)
class AppealRow:
    """A line of the desk. ``due_on`` is the day of admission, or of the answer once it was admitted."""

    id: int
    number: str
    level: int
    dossier_number: str
    title: str
    applicant: str
    state: StateView
    outcome: StateView | None
    clock: DeadlineView | None
    lodged_on: date | None
    due_on: date | None
    decider: str
    late: bool

    @property
    def state_words(self) -> Text:
        label = self.state.label
        return label if isinstance(label, Text) else Text(str(label), str(label))

    @property
    def outcome_words(self) -> Text | None:
        return OUTCOMES[self.outcome.code] if self.outcome else None


def appeals(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[AppealRow]:
    """Raises NotAllowed without the right to read appeals."""
    return keyset(_found(actor, view), _order(view), after, size).of(lambda row: _row(row, actor.today))


def _order(view: str) -> tuple[str, ...]:
    return ("-id",) if view == "ended" else ("sort_on", "id")


def all_appeals(actor: Actor, view: str) -> Iterator[AppealRow]:
    """The same without pages, for a download."""
    for row in _found(actor, view).order_by(*_order(view)).iterator(chunk_size=500):
        yield _row(row, actor.today)


def _found(actor: Actor, view: str) -> QuerySet[Appeal]:
    actor.require(access.READ)
    others = Q(applicant__in=people.restricted_ids()) & ~Q(decider__in=actor.hands)
    rows = Appeal.objects.exclude(lodged_on=None).exclude(others)
    match view:
        case "mine":
            return rows.filter(state__in=LIVE, decider__in=actor.hands)
        case "overdue":
            return rows.filter(state__in=LIVE, sort_on__lt=actor.today)
        case "ended":
            return rows.filter(state__in=FINAL)
        case _:
            return rows.filter(state__in=LIVE)


def _row(row: Appeal, today: date) -> AppealRow:
    due = row.answer_due_on or row.admission_due_on
    return AppealRow(
        id=row.pk,
        number=row.number,
        level=row.level,
        dossier_number=row.dossier_number,
        title=row.title,
        applicant=row.applicant_name,
        state=state_view(row.state),
        outcome=outcome_view(row.outcome),
        clock=small_clock(due, today) if row.state in LIVE else None,
        lodged_on=row.lodged_on,
        due_on=due,
        decider=row.decider_name,
        late=row.late,
    )
