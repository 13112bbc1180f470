"""Procedures with their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import VersionLine
from khue.features.people import queries as people
from khue.features.procedures import access
from khue.features.procedures.models import DefinitionDraft

UNDER_WAY = ("submitted", "in_progress", "awaiting_supplement", "granted")


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """``planned``: a version that is published and not yet in force."""

    key: str
    name: Text
    number: int
    planned: VersionLine | None
    has_draft: bool
    under_way: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with who published it, and how many dossiers follow it."""

    line: VersionLine
    publisher: str
    in_force: bool
    planned: bool
    drafts: int
    under_way: int
    ended: int


def procedures(actor: Actor) -> tuple[ProcedureLine, ...]:
    """Every procedure as it stands today."""
    access.require_read(actor)
    drafts = set(DefinitionDraft.objects.filter(state="open").values_list("key", flat=True))
    return tuple(_line(found.key, actor.today, drafts) for found in dossiers.procedures(actor.today))


def _line(key: str, today: date, drafts: set[str]) -> ProcedureLine:
    lines = dossiers.versions(key)
    here = _in_force(lines, today)
    counts = dossiers.cases_by_version(key)
    return ProcedureLine(
        key=key,
        name=here.name,
        number=here.number,
        planned=next((line for line in lines if line.is_planned(today)), None),
        has_draft=key in drafts,
        under_way=sum(of.get(state, 0) for of in counts.values() for state in UNDER_WAY),
    )


def _in_force(lines: tuple[VersionLine, ...], today: date) -> VersionLine:
    return next(line for line in lines if not line.withdrawn and not line.is_planned(today))


def version_rows(key: str, actor: Actor) -> tuple[VersionRow, ...]:
    """Every version of a procedure, newest first. Raises NotAllowed, Missing."""
    access.require_read(actor)
    lines = dossiers.versions(key)
    if not lines:
        raise Missing(
            Text("Không có thủ tục này.", "There is no such procedure."),
            Text("Mời ông/bà xem danh sách thủ tục.", "Look at the list of procedures."),
        )
    here = _in_force(lines, actor.today)
    counts = dossiers.cases_by_version(key)
    names = people.parties({line.published_by for line in lines if line.published_by.startswith("party:")})
    return tuple(_version(line, here, counts.get(line.id, {}), names, actor.today) for line in lines)


def _version(
    line: VersionLine, here: VersionLine, counts: Mapping[str, int], names: Mapping[str, Any], today: date
) -> VersionRow:
    card = names.get(line.published_by)
    return VersionRow(
        line=line,
        publisher=card.name if card else "",
        in_force=line.id == here.id,
        planned=line.is_planned(today),
        drafts=counts.get("draft", 0),
        under_way=sum(counts.get(state, 0) for state in UNDER_WAY),
        ended=sum(count for state, count in counts.items() if state not in (*UNDER_WAY, "draft")),
    )


def content_of(key: str, which: str, actor: Actor) -> dict[str, Any]:
    """The content of a version (``"2"``) or of the open draft (``"draft"``). Raises NotAllowed, Missing."""
    access.require_read(actor)
    if which == "draft":
        row = DefinitionDraft.objects.filter(key=key, state="open").first()
        if row is None:
            raise access.no_such_draft()
        return dict(row.content)
    wanted = int(which) if which.isascii() and which.isdecimal() and len(which) < 9 else -1
    found = next((row.line.id for row in version_rows(key, actor) if row.line.number == wanted), None)
    if found is None:
        raise Missing(
            Text("Không có phiên bản này.", "There is no such version."),
            Text("Mời ông/bà xem danh sách phiên bản.", "Look at the list of versions."),
        )
    return dossiers.version_content(found)
