"""Bulk deeds: how far they are, what came of each row, and as whom their rows are done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, QuerySet

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.desk import access
from khue.features.desk.domain.bulk import KINDS, RESULTS
from khue.features.desk.models import BulkDeed, BulkRow
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import queries as staff
from khue.features.staff.domain.absences import deputy_name
from khue.kernel.paging import Page, keyset

BATCH = 10


@dataclass(frozen=True, slots=True)
class BulkLine:
    """An order with the number of rows in each state."""

    id: int
    kind: str
    label: Text
    to_name: str
    ground: str
    day: date | None
    asked_by_name: str
    asked_at: datetime
    ended_at: datetime | None
    stopped_by_name: str
    counts: Mapping[str, int]
    mine: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get("waiting", 0)

    @property
    def tried(self) -> int:
        return self.total - self.waiting

    @property
    def done(self) -> int:
        return self.counts.get("done", 0)


@dataclass(frozen=True, slots=True)
class BulkRowLine:
    """What came of one task. ``reasons`` are the sentences of what stood against it, with what to do next."""

    id: int
    task: int
    number: str
    title: str
    name: Text
    state: str
    reasons: tuple[Text, ...]
    done_at: datetime | None

    @property
    def state_words(self) -> Text:
        return RESULTS[self.state]

    @property
    def reason_words(self) -> Text | None:
        if not self.reasons:
            return None
        return Text(" ".join(r.vi for r in self.reasons), " ".join(r.into("en") for r in self.reasons))


def no_such_bulk() -> Missing:
    return Missing(
        Text("Không có lệnh làm hàng loạt này.", "There is no such bulk deed."),
        Text("Mời ông/bà mở lại danh sách.", "Open the list again."),
    )


def bulk_deed(bulk_id: int, actor: Actor) -> BulkLine:
    """For who ordered it, and for inspection. Raises Missing. Two queries."""
    for line in _lines(BulkDeed.objects.filter(pk=bulk_id), actor):
        if line.mine or actor.may(access.INSPECT):
            return line
    raise no_such_bulk()


def bulk_deeds(actor: Actor, after: str | None = None, size: int = 20) -> Page[BulkLine]:
    """The actor's orders, newest first. Two queries."""
    page = keyset(BulkDeed.objects.filter(asked_by__in=actor.keys), ["-id"], after, size)
    lines = {line.id: line for line in _lines(page.rows, actor)}
    return page.of(lambda row: lines[row.pk])


def _lines(rows: Iterable[BulkDeed], actor: Actor) -> Iterator[BulkLine]:
    found = list(rows)
    counts: dict[int, dict[str, int]] = {}
    tally = BulkRow.objects.filter(bulk__in=[row.pk for row in found]).values_list("bulk", "state")
    for bulk, state, count in tally.annotate(rows=Count("pk")):
        counts.setdefault(bulk, {})[state] = count
    for row in found:
        yield BulkLine(
            id=row.pk,
            kind=row.kind,
            label=KINDS[row.kind].label,
            to_name=row.to_name,
            ground=row.ground,
            day=row.day,
            asked_by_name=row.asked_by_name,
            asked_at=row.asked_at,
            ended_at=row.ended_at,
            stopped_by_name=row.stopped_by_name,
            counts=counts.get(row.pk, {}),
            mine=row.asked_by in actor.keys,
        )


def bulk_rows(
    bulk_id: int, actor: Actor, state: str = "", after: str | None = None, size: int = 30
) -> Page[BulkRowLine]:
    """Rows of an order in their order, in one state or all."""
    page = keyset(_rows(bulk_id, state), ["id"], after, size)
    hidden = dossiers.hidden_tasks(actor, [row.task_id for row in page.rows])
    return page.of(lambda row: _row(row, hidden))


def every_bulk_row(bulk_id: int, actor: Actor, state: str = "") -> Iterator[BulkRowLine]:
    """The same without pages, for a file."""
    found = _rows(bulk_id, state).order_by("id")
    hidden = dossiers.hidden_tasks(actor, found.values_list("task", flat=True))
    for row in found.iterator(chunk_size=500):
        yield _row(row, hidden)


def _rows(bulk_id: int, state: str) -> QuerySet[BulkRow]:
    found = BulkRow.objects.filter(bulk=bulk_id)
    return found.filter(state=state) if state in RESULTS else found


def _row(row: BulkRow, hidden: Collection[int]) -> BulkRowLine:
    """``hidden``: tasks of persons whose data are restricted, in which this reader has no part."""
    return BulkRowLine(
        id=row.pk,
        task=row.task_id,
        number=row.number,
        title=people.restricted_words() if row.task_id in hidden else row.title,
        name=Text(row.name_vi, row.name_en),
        state=row.state,
        reasons=tuple(_sentence(reason) for reason in row.reasons),
        done_at=row.done_at,
    )


def _sentence(reason: Mapping[str, Mapping[str, str] | None]) -> Text:
    parts = [Text.from_json(part) for part in (reason.get("text"), reason.get("next_step")) if part]
    return Text(" ".join(p.vi for p in parts), " ".join(p.into("en") for p in parts))


# -- for the worker ----------------------------------------------------------------------------------------------------


def waiting_rows(bulk_id: int) -> tuple[tuple[int, int], ...]:
    """The next rows that nobody has worked on, in their order: row and task. Few, so that a stop is soon heard."""
    found = BulkRow.objects.filter(bulk=bulk_id, state="waiting").order_by("pk").values_list("pk", "task_id")
    return tuple(found[:BATCH])


def counts_of(bulk_id: int) -> dict[str, int]:
    """State → number of rows."""
    found = BulkRow.objects.filter(bulk=bulk_id).values_list("state").annotate(rows=Count("pk"))
    return dict(found.order_by("state"))


def receiver_name(key: str) -> str:
    """The name of a colleague; empty for a key that names nobody (each row then says why it was refused)."""
    try:
        return people.party(key).name
    except Missing:
        return ""


def acting_again(key: str, absence: int | None, moment: datetime, *, request_id: str) -> Actor:
    """Who ordered it, with the rights and mandates of this moment and not of the order.

    Raises NotAllowed when the account is closed, or the time as a deputy is over.
    """
    today = moment.astimezone(CITY_ZONE).date()
    user = people.account_of(key)
    standing = people.standing(user, today) if user is not None else None
    if standing is None:
        raise _over()
    actor = Actor(
        key=standing.key,
        name=standing.name,
        moment=moment,
        person_id=standing.person_id,
        user_id=user,
        acts_for=tuple(standing.acts_for),
        rights=frozenset(standing.rights),
        units=tuple(standing.units),
        request_id=request_id,
        former_keys=tuple(standing.former_keys),
        holds=tuple(standing.holds),
    )
    if absence is None:
        return actor
    found = staff.stand_in(standing.person_id, absence, today)
    if found is None:
        raise _over()
    return replace(
        actor,
        name=deputy_name(actor.name, found.name),
        rights=found.rights,
        units=found.units,
        mandate=f"absence:{absence}:{found.person}",
        stands_in_for=found.person,
        stands_in_parties=people.near_parties(found.person, today),
    )


def _over() -> NotAllowed:
    return NotAllowed(
        Text(
            "Người ra lệnh không còn làm việc ở vị trí đó khi đến lượt dòng này.",
            "Who ordered it no longer worked in that place when this row’s turn came.",
        ),
        Text("Mời người đang phụ trách ra lệnh lại.", "Let whoever is in charge now order it again."),
    )
