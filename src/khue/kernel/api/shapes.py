"""Shapes that all rooms answer with, and the kinds of parameters that they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.kernel.files import FileCard
from khue.kernel.paging import LONGEST_CURSOR, Page, href
from khue.kernel.web import language

LARGEST = 2**63 - 1
Row = TypeVar("Row")
Item = TypeVar("Item")


def _in_words(value: Any) -> str:
    return value.into(language()) if isinstance(value, Text) else str(value)


# -- what comes in ---------------------------------------------------------------------------------------------------

Id = Annotated[int, Path(ge=1, le=LARGEST, description="Number of the record")]
No = Annotated[int, Path(ge=1, le=10_000, description="Number within its list")]
Name = Annotated[str, Path(max_length=120, description="Number or code as the pages show it")]
Uuid = Annotated[UUID, Path(description="UUID of the record")]
After = Annotated[str | None, Query(max_length=LONGEST_CURSOR, description="Cursor: the `next` of the page before")]
Size = Annotated[int, Query(ge=1, le=100, description="Rows per page")]
Words = Annotated[str, Query(max_length=200, description="Words in any order, with or without Vietnamese marks")]

Dong = Annotated[int, Field(ge=0, le=10**15, description="Whole đồng")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
PartyKey = Annotated[str, Field(pattern=r"^party:[0-9]{1,18}$", examples=["party:12"])]


class Ask(Schema):
    """What comes in: an unknown name is a mistake, never silently dropped; a number is not taken for a word."""

    model_config = ConfigDict(extra="forbid", strict=False)


# -- what goes out ---------------------------------------------------------------------------------------------------

Label = Annotated[str, BeforeValidator(_in_words), Field(description="In the language of Accept-Language")]


class Bilingual(Schema):
    """Vietnamese always, English where there is one."""

    vi: str
    en: str


class State(Schema):
    """``code`` is stable, ``label`` is for people."""

    code: str
    label: Label


class Clock(Schema):
    """Day due, and units left (negative: overdue)."""

    due_on: date
    remaining: int
    unit: str
    paused: bool
    ended_on: date | None = None


class SourceOut(Schema):
    provision: str
    certainty: str
    url: str


class ReasonOut(Schema):
    """One why: stable code, sentence, what can be done, the input it belongs to, the provision behind it."""

    code: str
    text: Bilingual
    next_step: Bilingual | None = None
    field: str = ""
    source: SourceOut | None = None


class DecisionOut(Schema):
    """Outcome with all its reasons. ``binding`` is false where one rests on a value that does not bind yet."""

    outcome: str
    binding: bool
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, decision: Decision) -> DecisionOut:
        return cls.model_validate(decision.to_json())


class FileOut(Schema):
    """A stored file; ``href`` gives its bytes, and is empty while they are not there yet."""

    id: str
    name: str
    size: int
    media_type: str
    sha256: str = ""
    note: Label = ""
    href: str = ""


def file_out(card: FileCard) -> dict[str, Any]:
    """A stored file as ``FileOut``: its bytes are at the door for files, to the same readers."""
    shown = {name: getattr(card, name) for name in ("id", "name", "size", "media_type", "sha256")}
    return shown | {"href": f"/api/v1/files/{card.id}"}


class Problem(Schema):
    """RFC 9457: what went wrong, why, and what to do. ``reasons`` says every reason, not only the first."""

    type: str = Field(examples=["urn:khue:problem:refused"])
    title: str
    status: int
    detail: str
    instance: str = ""
    reasons: list[ReasonOut] = []
    binding: bool = True


class Done(Schema):
    """The deed was done; ``href`` is where to read how it stands now."""

    done: bool = True
    href: str = ""


class Made(Schema):
    """Something came into being."""

    id: str
    href: str


class Listing(Schema, Generic[Item]):
    """One page. ``next`` and ``previous`` are addresses to follow as they are, null where there is no such page."""

    items: list[Item]
    next: str | None = None
    previous: str | None = None


def listing(request: HttpRequest, page: Page[Row], change: Callable[[Row], Any] = lambda row: row) -> dict[str, Any]:
    """A page of a query as ``Listing``."""

    def to(cursor: str | None) -> str | None:
        return request.path + href(request.GET, cursor) if cursor else None

    return {"items": [change(row) for row in page.rows], "next": to(page.next), "previous": to(page.previous)}


def whole(rows: Any, change: Callable[[Any], Any] = lambda row: row) -> dict[str, Any]:
    """A list that is short by its nature, as one page."""
    return {"items": [change(row) for row in rows], "next": None, "previous": None}
