"""Two versions of a part of a proposal, question by question; the first is what its concept said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.calls.models import Proposal, SectionRevision
from khue.features.calls.queries.proposals import named, readable
from khue.features.dossiers import queries as dossiers


@dataclass(frozen=True, slots=True)
class RevisionLine:
    no: int
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One question in two revisions, as words; ``changed`` when they differ."""

    label: Text
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    section: Text
    revisions: tuple[RevisionLine, ...]
    older: int
    newer: int
    fields: tuple[FieldChange, ...]


def comparison(proposal_id: int, section: str, older: int | None, newer: int | None, actor: Actor) -> Comparison:
    """Two revisions of one section, field by field. Raises Missing; only its authors and, once opened, the office read it.

    Revision 0 of a full proposal is what its concept said.
    """
    row, hidden = readable(proposal_id, actor)
    facts = dossiers.facts(row.dossier_id)
    found = list(SectionRevision.objects.filter(proposal=row, section=section).order_by("no"))
    shown = dossiers.definition(found[-1].edition if found else facts.version).section(section)
    if shown is None or not found:
        raise dossiers.no_such_section()
    if row.concept is not None:
        found.insert(0, _as_revision(row.concept, section))
    by_no = {one.no: one for one in found}
    last = (by_no.get(newer) if newer else None) or found[-1]
    first = (by_no.get(older) if older is not None else None) or by_no.get(last.no - 1) or found[0]
    fields = tuple(
        FieldChange(field.label, _words(first.values.get(field.key)), _words(last.values.get(field.key)))
        for field in shown.fields
    )
    lines = tuple(
        RevisionLine(one.no, named(one.saved_by, one.saved_by_name, hidden), one.saved_at) for one in reversed(found)
    )
    return Comparison(shown.title, lines, first.no, last.no, fields)


def _as_revision(concept: Proposal, section: str) -> SectionRevision:
    """The answers of an invited concept, as the version before the first one of a full proposal. Never saved."""
    return SectionRevision(
        section=section,
        no=0,
        values=dict(dossiers.facts(concept.dossier_id).answers),
        saved_by=concept.handed_in_by,
        saved_by_name=concept.handed_in_by_name,
        saved_at=concept.handed_in_at or concept.started_at,
    )


def _words(value: Any) -> str:
    """An answer as plain words: a table line by line."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "\n".join(_words(row) for row in value)
    if isinstance(value, Mapping):
        return " · ".join(_words(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, bool):
        return "✓" if value else "–"
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
