"""What goes in and out of the doors of this room. A ``mark`` is of a part's content: what a change of it rests on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Path, Schema
from pydantic import Field

from khue.core.bilingual import Text
from khue.features.procedures import access
from khue.features.procedures.domain.comparison import Difference
from khue.features.procedures.domain.places import Place
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Day, ReasonOut

door = Door("procedures")
Key = Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9-]+$", description="Key of the procedure")]
Version = Annotated[int, Field(ge=1, le=LARGEST)]
Mark = Annotated[str, Field(max_length=64, examples=["0b1c2d3e4f506172"])]
PLACE = r"^(texts|needs|basis|documents|(section|step):[a-z0-9_-]+|field:[a-z0-9_-]+\.[a-z0-9_-]+|column:([a-z0-9_-]+\.){2}[a-z0-9_-]+)$"
At = Annotated[str, Field(max_length=200, pattern=PLACE, examples=["field:task.task_title"])]

# -- out -------------------------------------------------------------------------------------------------------------


class EditedProcedureOut(Schema):
    """A procedure as it stands; ``planned`` is the number of a version that is published and not yet in force."""

    key: str
    name: Bilingual
    number: int
    planned: int | None
    has_draft: bool
    under_way: int


class VersionLineOut(Schema):
    """A version, and how many dossiers follow it. ``withdrawn`` says why, or is empty."""

    id: int
    number: int
    digest: str
    name: Bilingual
    published_at: datetime
    publisher: str
    effective_on: date | None
    withdrawn: str
    in_force: bool
    planned: bool
    drafts: int
    under_way: int
    ended: int


class MigrationOut(Schema):
    """Cases that go on under another version: how many wait, went, stayed."""

    id: int
    key: str
    source: int
    target: int
    provision: str
    ground: Bilingual
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    waiting: int
    moved: int
    refused: int


class VersionsOut(Schema):
    versions: list[VersionLineOut]
    migrations: list[MigrationOut]


class ProblemOut(Schema):
    """What is wrong with a draft, and in which part it is mended."""

    place: str
    where: Bilingual
    text: Bilingual


class DifferenceOut(Schema):
    """``sort``: added, changed, moved or removed."""

    place: str
    sort: str
    text: Bilingual
    before: Bilingual | None
    after: Bilingual | None


class DifferencesOut(Schema):
    differences: list[DifferenceOut]


class ProcedureDraftOut(Schema):
    """The open draft: its content as the file of the procedure has it, what is wrong, what it changes."""

    id: int
    key: str
    base: int
    newest: int
    started_by: str
    started_at: datetime
    authors: list[str]
    edits: int
    mark: str
    content: dict[str, Any]
    problems: list[ProblemOut]
    differences: list[DifferenceOut]


class PartOfDraftOut(Schema):
    place: str
    value: dict[str, Any] | list[Any]
    mark: str


class EditOut(Schema):
    number: int
    at: datetime
    by: str
    told: list[Bilingual]


class StepTimesOut(Schema):
    """Working days; ``in_time`` is a share from 0 to 1."""

    key: str
    name: Bilingual
    visits: int
    median: int
    ninetieth: int
    waited: int
    clock: int | None
    in_time: float | None


class RunOut(Schema):
    cases: int
    steps: list[StepTimesOut]
    median: int
    ninetieth: int
    promised: int | None
    in_time: float | None


class RehearsalOut(Schema):
    """Past cases replayed through the version in force and through the draft; null while the draft can't be built."""

    present: RunOut | None
    drafted: RunOut | None
    told: list[Bilingual]


class DraftTermOut(Schema):
    """A step as officers would see it: who, how long, and by which provision."""

    name: Bilingual
    who: Bilingual
    term: Bilingual
    note: Bilingual | None
    why: list[ReasonOut]


class TermsOut(Schema):
    steps: list[DraftTermOut]


class PublishedOut(Schema):
    number: int
    href: str


class DryStepOut(Schema):
    before: Bilingual
    after: Bilingual


class DryLineOut(Schema):
    """What would happen to one case; with reasons it stays."""

    number: str
    title: str
    applicant: str
    due_on: date | None
    steps: list[DryStepOut]
    gaps: list[Bilingual]
    former: list[Bilingual]
    reasons: list[ReasonOut]


class StepChoiceOut(Schema):
    key: str
    name: Bilingual


class DryRunOut(Schema):
    """Every case touched. ``unmapped``: open steps which the target lacks; name one of ``choices`` for each in ``steps``."""

    moving: int
    refused: int
    lines: list[DryLineOut]
    unmapped: list[StepChoiceOut]
    choices: list[StepChoiceOut]


class MigratedOut(Schema):
    """``state``: waiting, moved or refused with its reasons."""

    number: str
    title: str
    state: str
    reasons: list[Bilingual]
    done_at: datetime | None


# -- in --------------------------------------------------------------------------------------------------------------


class PartIn(Ask):
    """``value`` as the procedure's file has it: a list for needs, basis and documents, a table otherwise. ``seen`` is the part's mark."""

    place: At
    value: dict[str, Any] | Annotated[list[Any], Field(max_length=200)]
    seen: Mark = ""
    is_new: bool = False


class PlaceIn(Ask):
    place: At


class ShiftIn(PlaceIn):
    by: Literal["up", "down"]


class ProcedureFileIn(Ask):
    """The whole draft as TOML; ``seen`` is the draft's mark."""

    text: Annotated[str, Field(max_length=400_000)]
    seen: Mark


class PublishIn(Ask):
    """``seen`` is the mark of the draft that was checked."""

    effective_on: Day
    seen: Mark


class GroundOfVersionIn(Ask):
    ground: Annotated[str, Field(min_length=1, max_length=2000)]


class MovingIn(Ask):
    """Numbers of two versions; ``steps``: open step → the one that takes its place."""

    source: Version
    target: Version
    steps: Annotated[
        dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=60)]], Field(max_length=100)
    ] = {}


class MigrationIn(MovingIn):
    """The legal ground: a provision of the rulebook, and in words that applicants read.

    ``dossiers``: numbers of the cases that move; without it all of them.
    """

    provision: Annotated[str, Field(min_length=1, max_length=200)]
    ground_vi: Annotated[str, Field(min_length=1, max_length=1000)]
    ground_en: Annotated[str, Field(max_length=1000)] = ""
    dossiers: Annotated[list[Annotated[str, Field(max_length=40)]] | None, Field(max_length=50_000)] = None


# -- places ----------------------------------------------------------------------------------------------------------


def place_from(text: str, *, element: bool = False) -> Place:
    """The place that ``field:task.title`` names. Raises Missing for a whole list where an element is wanted."""
    kind, _colon, rest = text.partition(":")
    place = Place(kind, tuple(rest.split(".")) if rest else ())  # type: ignore[arg-type]  # the pattern allows no other kind
    if element and not place.keys:
        raise access.no_such_part()
    return place


def difference_values(found: Difference) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(found, name) for name in ("sort", "text", "before", "after")}
    return {**shown, "place": found.place.text}


def step_choice(key: str, name: Text) -> dict[str, Any]:
    return {"key": key, "name": name}
