"""What goes in and out of the doors for breaches, retention and erasure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from ninja import Path, Schema
from pydantic import AwareDatetime, Field, StringConstraints

from khue.features.privacy.queries import BreachPage, ErasurePage
from khue.kernel.api.shapes import LARGEST, Ask, Clock, Day, DecisionOut, FileOut, Label, Line, PartyKey, Prose, State

Moment = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(2000, 1, 1, tzinfo=UTC),
        le=datetime(2199, 12, 31, tzinfo=UTC),
        description="With its offset, as 2026-03-17T09:30:00+07:00",
    ),
]
People = Annotated[int, Field(ge=0, le=200_000_000, description="An estimate; null while nobody knows")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
KindOfRecord = Literal["draft", "person", "breach"]
KindInPath = Annotated[KindOfRecord, Path(description="Kind of record")]

# -- breaches ----------------------------------------------------------------------------------------------------------


class HoursOut(Clock):
    """A clock in hours; ``due_at`` while it runs."""

    due_at: datetime | None = None


class BreachRowOut(Schema):
    id: int
    number: str
    title: str
    state: State
    severity: Label
    people: int | None
    detected_at: datetime
    due_at: datetime | None
    notified_at: datetime | None
    fixed_on: date | None
    keep_until: date | None
    clock: HoursOut | None


class BreachNoticeOut(Schema):
    """What was sent to the authority. ``files`` has its PDF once the worker has made it."""

    number: int
    sent_to: str
    how: str
    sent_at: datetime
    happened: str
    people: int | None
    measures: str
    late_ground: str
    officer: str
    files: list[FileOut]


class BreachToldOut(Schema):
    person: str
    at: datetime
    officer: str


class BreachOut(Schema):
    """One breach. The ETag is what the next deed rests on; ``terms`` are the law's hours and years with their source."""

    id: int
    number: str
    title: str
    version: int
    state: State
    severity: Label
    kinds: str
    happened: str
    measures: str
    people: int | None
    detected_at: datetime
    recorded_by: str
    recorded_at: datetime
    clock: HoursOut | None
    late: bool
    notices: list[BreachNoticeOut]
    told: list[BreachToldOut]
    words: str
    fixed_on: date | None
    fixed_by: str
    fix: str
    keep_until: date | None
    terms: DecisionOut
    handles: bool


class PersonsToldOut(Schema):
    """How many were told now: nobody is told twice."""

    told: int
    href: str


class RecordBreachIn(Ask):
    """The hours of the law run from ``detected_at``. What is not known yet comes with a further notice."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
    detected_at: Moment
    happened: Prose
    kinds: Prose
    severity: Literal["low", "medium", "high", "critical"]
    people: People | None = None
    measures: Prose = ""


class NotifyIn(Ask):
    """What was sent, word by word; ``late_ground`` only where the hours have run out."""

    sent_to: Line
    how: Line
    sent_at: Moment
    happened: Prose
    measures: Prose
    people: People | None = None
    late_ground: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class TellIn(Ask):
    parties: Annotated[list[PartyKey], Field(min_length=1, max_length=500)]
    words: Prose

    def keys(self) -> tuple[str, ...]:
        """Each person once, however the number was written."""
        return tuple(dict.fromkeys(f"party:{int(key.removeprefix('party:'))}" for key in self.parties))


class FixIn(Ask):
    fixed_on: Day
    words: Prose


# -- retention and erasure ---------------------------------------------------------------------------------------------


class RetentionRowOut(Schema):
    """One thing past its time. ``holds`` empty: it can be erased. ``erasure_id``: proposed already."""

    subject: str
    label: str
    note: str
    since: datetime
    verdict: State
    holds: list[Label]
    erasure_id: int | None


class RetentionOut(Schema):
    """The dry run of one kind. ``applies`` false: the law's value is not known, and nothing becomes old."""

    kind: str
    name: Label
    kept: Label
    applies: bool
    terms: DecisionOut
    untouched: list[Label]
    items: list[RetentionRowOut]
    next: str | None = None
    previous: str | None = None


class ErasureProposalOut(Schema):
    """What an officer is about to propose, and what holds it back; ``request`` of the person, where there is one."""

    kind: str
    name: Label
    subject: str
    label: str
    holds: list[Label]
    due: bool
    request_id: int | None
    request: str


class ErasureRowOut(Schema):
    """``counts``: what went, by kind; ``subject`` is the record's number, which stays."""

    id: int
    kind: Label
    subject: str
    label: str
    ground: str
    request: str
    request_id: int | None
    state: State
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decline_ground: str
    counts: dict[str, int]


class ErasureOut(ErasureRowOut):
    """``holds`` as they stand now; ``decides``: the caller may confirm it."""

    of_request: bool
    holds: list[Label]
    decides: bool
    untouched: list[Label]


class ErasedOut(Schema):
    """What went, by kind."""

    counts: dict[str, int]
    href: str


class ProposeErasureIn(Ask):
    """``ground``: the provision and the reason. Name nobody: the ground stays when the data are gone."""

    kind: KindOfRecord
    number: Annotated[int, Field(ge=1, le=LARGEST)]
    ground: Words


class ConfirmErasureIn(Ask):
    """``told``: how the person was told, where the erasure answers a request from paper."""

    told: Words = ""


class DeclineErasureIn(Ask):
    ground: Words


# -- from cards --------------------------------------------------------------------------------------------------------


def breach_values(page: BreachPage) -> dict[str, Any]:
    """A breach as its shape wants it."""
    shown = {name: getattr(page, name) for name in BreachOut.model_fields if name not in ("terms", "notices")}
    notices = [
        {
            **{name: getattr(row, name) for name in BreachNoticeOut.model_fields if name != "files"},
            "files": [
                {
                    "id": file.id,
                    "name": str(file.name),
                    "size": file.size,
                    "media_type": file.media_type,
                    "sha256": file.sha256,
                    "href": f"/api/v1/files/{file.id}",
                }
                for file in row.files
            ],
        }
        for row in page.notices
    ]
    return {**shown, "terms": DecisionOut.of(page.why), "notices": notices}


def erasure_values(page: ErasurePage) -> dict[str, Any]:
    row = {name: getattr(page.row, name) for name in ErasureRowOut.model_fields}
    rest = {"of_request": page.paper, "holds": page.holds, "decides": page.decides, "untouched": page.untouched}
    return {**row, **rest}
