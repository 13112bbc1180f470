"""Studies, their versions and publications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.policylab.domain import Content
from khue.features.policylab.models import Publication, RunPiece, StudyVersion
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study as a list shows it: its newest version."""

    study_id: int
    number: int
    title: Text
    owner_name: str
    mine: bool
    state: str
    years: tuple[int, int]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version whole. ``stamp`` is what a form carries, so that a page left open changes nothing that moved on.

    ``newest`` says that no later version of the study exists; ``failure`` why it could not be run.
    """

    id: int
    study_id: int
    number: int
    newest: bool
    owner: str
    owner_name: str
    mine: bool
    state: str
    content: Content
    inputs_digest: str
    stamp: int
    attempt: int
    changed_at: datetime
    ordered_at: datetime | None
    ended_at: datetime | None
    steps: int
    done: int
    failure: Text | None
    result: Mapping[str, Any] | None
    past: tuple[Mapping[str, Any], ...]
    control_digest: str
    slug: str

    @property
    def percent(self) -> int:
        """How far the run is; a hundred only when the result stands."""
        if self.result is not None:
            return 100
        return min(99, self.done * 100 // self.steps) if self.steps else 0

    @property
    def under_way(self) -> bool:
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A publication in the public list."""

    slug: str
    title: Text
    question: Text | None
    published_at: datetime
    by: str
    years: tuple[int, int]
    result: Mapping[str, Any]


def no_such_study() -> Missing:
    return Missing(
        Text("Không có phương án này.", "There is no such study."),
        Text("Mời ông/bà mở lại danh sách phương án.", "Open the list of studies again."),
    )


def studies(actor: Actor, *, mine: bool = False, after: str | None = None, size: int = 20) -> Page[StudyLine]:
    """Every study with its newest version, the one that was changed last first."""
    last = StudyVersion.objects.filter(study=OuterRef("study")).order_by("-number").values("number")[:1]
    rows = StudyVersion.objects.annotate(last=Subquery(last)).filter(number=F("last")).select_related("study")
    rows = rows.defer("result", "past")
    if mine:
        rows = rows.filter(study__owner__in=actor.keys)
    return keyset(rows, ["-changed_at", "-id"], after, size).of(lambda row: _line(row, actor))


def _line(row: StudyVersion, actor: Actor) -> StudyLine:
    content = Content.from_json(row.content)
    return StudyLine(
        study_id=row.study_id,
        number=row.number,
        title=content.title,
        owner_name=row.study.owner_name,
        mine=row.study.owner in actor.keys,
        state=row.state,
        years=(content.first_year, content.last_year),
        changed_at=row.changed_at,
    )


def version(study_id: int, number: int | None, actor: Actor) -> Version:
    """A version of a study, the newest for None. Raises Missing. One query."""
    rows = _rows().filter(study=study_id)
    row = (rows.filter(number=number) if number is not None else rows.order_by("-number")).first()
    if row is None:
        raise no_such_study()
    return _version(row, actor)


def version_by_id(version_id: int, actor: Actor) -> Version | None:
    row = _rows().filter(pk=version_id).first()
    return _version(row, actor) if row else None


def _rows() -> QuerySet[Any]:
    newest = StudyVersion.objects.filter(study=OuterRef("study")).order_by("-number").values("number")[:1]
    rows: QuerySet[Any] = StudyVersion.objects.select_related("study", "publication").annotate(last=Subquery(newest))
    return rows


def versions_of(study_id: int) -> tuple[tuple[int, str, datetime], ...]:
    """Number, state and last change of each version, the newest first."""
    rows = StudyVersion.objects.filter(study=study_id).order_by("-number")
    return tuple(rows.values_list("number", "state", "changed_at"))


def _version(row: Any, actor: Actor) -> Version:
    publication = getattr(row, "publication", None)
    return Version(
        id=row.pk,
        study_id=row.study_id,
        number=row.number,
        newest=row.number == row.last,
        owner=row.study.owner,
        owner_name=row.study.owner_name,
        mine=row.study.owner in actor.keys,
        state=row.state,
        content=Content.from_json(row.content),
        inputs_digest=row.inputs_digest,
        stamp=stamp_of(row.number, row.edits),
        attempt=row.attempt,
        changed_at=row.changed_at,
        ordered_at=row.ordered_at,
        ended_at=row.ended_at,
        steps=row.steps,
        done=row.done,
        failure=Text.from_json(row.failure) if row.failure else None,
        result=row.result,
        past=tuple(row.past or ()),
        control_digest=row.control_digest,
        slug=publication.slug if publication else "",
    )


def stamp_of(number: int, edits: int) -> int:
    return number * 100_000 + edits


# ---- runs ------------------------------------------------------------------------------------------------------------


def runs_still(version_id: int, attempt: int) -> bool:
    """Whether nobody has stopped this run. One small query, asked between pieces."""
    return StudyVersion.objects.filter(pk=version_id, attempt=attempt, state="running").exists()


def piece_keys(version_id: int) -> frozenset[str]:
    return frozenset(RunPiece.objects.filter(version=version_id).values_list("key", flat=True))


def pieces_of(version_id: int) -> dict[str, Any]:
    return dict(RunPiece.objects.filter(version=version_id).values_list("key", "value"))


# ---- publications ----------------------------------------------------------------------------------------------------


def taken_slugs(slug: str) -> tuple[str, ...]:
    return tuple(Publication.objects.filter(slug=slug).values_list("slug", flat=True))


def published(slug: str, actor: Actor) -> tuple[Version, datetime, str]:
    """The version behind an address, when it was published and by whom. Raises Missing. Two queries."""
    row = Publication.objects.filter(slug=slug).first()
    found = version_by_id(row.version_id, actor) if row else None
    if row is None or found is None:
        raise Missing(
            Text("Không có phương án nào được công bố ở địa chỉ này.", "No study is published at this address."),
            Text("Mời ông/bà xem danh sách phương án đã công bố.", "See the list of published studies."),
        )
    return found, row.published_at, row.published_by_name


def published_studies(after: str | None = None, size: int = 20) -> Page[PublishedLine]:
    """What everybody may read, the newest first. One query."""
    rows = Publication.objects.select_related("version").defer("version__past")
    return keyset(rows, ["-published_at", "-id"], after, size).of(_published_line)


def _published_line(row: Any) -> PublishedLine:
    content = Content.from_json(row.version.content)
    return PublishedLine(
        slug=row.slug,
        title=content.title,
        question=content.question,
        published_at=row.published_at,
        by=row.published_by_name,
        years=(content.first_year, content.last_year),
        result=row.version.result,
    )
