"""Drafts that were forgotten, and what of dossiers holds a person's record back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, DateTimeField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from khue.core.bilingual import Text
from khue.features.dossiers.models import Dossier, DraftFile
from khue.features.people.queries import Persons, party_id, told_of_each
from khue.kernel.models import AuditRecord
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class OldDraft:
    """A draft that was never handed in. ``changed_at``: the last deed on it."""

    id: int
    number: str
    title: str
    applicant: str
    applicant_key: str
    writer: str
    created_at: datetime
    changed_at: datetime
    files: int


def old_drafts(before: datetime, after: str | None, size: int = 25) -> Page[OldDraft]:
    """Drafts begun before a moment, the oldest first; who was at work on one since then is seen by ``changed_at``."""
    found = _changed(Dossier.objects.filter(state="draft", envelope="", created_at__lt=before))
    return keyset(found, ("created_at", "id"), after, size).of(_line)


def draft(dossier_id: int) -> OldDraft | None:
    """None when it is no draft (any more)."""
    row = _changed(Dossier.objects.filter(pk=dossier_id, state="draft", envelope="")).first()
    return _line(row) if row else None


def drafts_of(key: str) -> tuple[int, ...]:
    """The drafts that a person writes for himself or herself; those in an envelope belong to their room."""
    return tuple(
        Dossier.objects.filter(applicant=party_id(key), state="draft", envelope="").values_list("pk", flat=True)
    )


KEPT = Text("có hồ sơ đã nộp phải lưu", "has dossiers that must be kept")
HANDED_IN = Text("đã nộp hồ sơ thay cho tổ chức, cá nhân khác", "handed in dossiers for another party")
WRITES = Text("đang soạn hồ sơ thay cho bên khác", "writes a draft for another party")


def holds_of_persons(persons: Persons) -> dict[str, tuple[Text, ...]]:
    """Why records of persons are not erased: dossiers that were handed in are kept, with who handed them in. One query."""
    same = {key: frozenset(keys) for keys in persons.values() for key in keys}
    keys = list(same)
    kept = Dossier.objects.filter(applicant__in=[party_id(key) for key in same], submitted_at__isnull=False)
    handed_in = Dossier.objects.filter(submitted_by__in=keys).values_list(Value("in"), "applicant", "submitted_by")
    written = Dossier.objects.filter(created_by__in=keys, state="draft").values_list(
        Value("draft"), "applicant", "created_by"
    )
    rows = set(kept.values_list(Value("kept"), "applicant", Value("")).union(handed_in, written))

    def for_another(what: str) -> set[str]:
        pairs = [(key, applicant) for kind, applicant, key in rows if kind == what]
        return {key for key, applicant in pairs if f"party:{applicant}" not in same[key]}

    found = (
        (KEPT, {f"party:{applicant}" for kind, applicant, _key in rows if kind == "kept"}),
        (HANDED_IN, for_another("in")),
        (WRITES, for_another("draft")),
    )
    return told_of_each(persons, found)


def _changed(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With the moment of the last deed on each, the end of its audit chain, and the number of its files."""
    chain = Concat(Value("dossier:"), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    last = AuditRecord.objects.filter(chain=chain).order_by("-seq").values("at")[:1]
    kept = DraftFile.objects.filter(dossier=OuterRef("pk")).values("dossier").annotate(n=Count("pk")).values("n")
    return found.annotate(changed_at=Subquery(last, output_field=DateTimeField()), kept_files=Subquery(kept))


def _line(row: Dossier) -> OldDraft:
    return OldDraft(
        id=row.pk,
        number=row.number,
        title=row.title,
        applicant=row.applicant_name,
        applicant_key=f"party:{row.applicant_id}",
        writer=row.created_by,
        created_at=row.created_at,
        changed_at=getattr(row, "changed_at", None) or row.created_at,
        files=getattr(row, "kept_files", None) or 0,
    )


def subjects_of(party: str) -> tuple[str, ...]:
    """The keys of all dossiers in the name of a party."""
    found = Dossier.objects.filter(applicant=party_id(party)).order_by("pk").values_list("pk", flat=True)
    return tuple(f"dossier:{pk}" for pk in found)


def begun_at(dossier_id: int) -> datetime | None:
    """When a draft was begun; None when it is none, or is not there."""
    found = Dossier.objects.filter(pk=dossier_id, state="draft")
    return found.values_list("created_at", flat=True).first()
