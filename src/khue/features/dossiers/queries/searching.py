"""What staff find of dossiers and their papers. Drafts belong to those who write them: nobody else finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from khue.core.bilingual import Text
from khue.features.dossiers import access
from khue.features.dossiers.models import Document, Dossier
from khue.features.people import queries as people
from khue.kernel.models import StoredFile
from khue.kernel.search import Entry, Source
from khue.kernel.search.texts import words_of

IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a file, or of a row of a table
MOST_ANSWERS = 8_000  # characters of the answers that are searched


def search_sources() -> dict[str, Source]:
    """By kind, for ``site`` to register."""
    right = access.READ
    return {
        "dossier": Source(Text("Hồ sơ", "Dossiers"), right, _dossiers, _every_dossier, _touched_dossiers),
        "document": Source(Text("Văn bản", "Documents"), right, _documents, _every_document, _touched_documents),
        "file": Source(Text("Giấy tờ", "Papers"), right, _files, _every_file, _touched_files),
    }


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    found = (key.removeprefix(f"{kind}:") for key in keys if key.startswith(f"{kind}:"))
    return [int(number) for number in found if number.isascii() and number.isdecimal() and len(number) < 19]


# -- dossiers --------------------------------------------------------------------------------------------------------


def _handed_in() -> QuerySet[Dossier]:
    """What may be found: no drafts, and nothing of persons whose data are restricted."""
    return Dossier.objects.exclude(state="draft").exclude(applicant__in=people.restricted_ids())


def _dossiers(keys: Iterable[str]) -> Iterable[Entry]:
    return [_dossier(row) for row in _handed_in().filter(pk__in=_numbers(keys, "dossier"))]


def _every_dossier() -> Iterator[Entry]:
    for row in _handed_in().order_by("pk").iterator(chunk_size=2_000):
        yield _dossier(row)


def _dossier(row: Dossier) -> Entry:
    return Entry(
        key=f"dossier:{row.pk}",
        title=row.title or row.number,
        note=f"{row.number} · {row.applicant_name}",
        path=f"/dossiers/{row.number}/",
        body=" ".join(_said(row.answers))[:MOST_ANSWERS],
        aliases=row.external_id,
        on=(row.submitted_at or row.created_at).date(),
    )


def _said(answers: Any) -> Iterator[str]:
    """The words among the answers; keys, codes of choices and file ids are none."""
    if isinstance(answers, str):
        if not IDENTITY.fullmatch(answers) and (" " in answers or any(letter.isdigit() for letter in answers)):
            yield answers
    elif isinstance(answers, dict):
        for value in answers.values():
            yield from _said(value)
    elif isinstance(answers, list):
        for value in answers:
            yield from _said(value)


def _touched_dossiers(subjects: Iterable[str]) -> Iterable[str]:
    return [subject for subject in subjects if subject.startswith("dossier:")]


# -- issued documents ------------------------------------------------------------------------------------------------


def _documents(keys: Iterable[str]) -> Iterable[Entry]:
    return [_document(row) for row in _issued().filter(pk__in=_numbers(keys, "document"))]


def _every_document() -> Iterator[Entry]:
    for row in _issued().order_by("pk").iterator(chunk_size=2_000):
        yield _document(row)


def _issued() -> QuerySet[Document]:
    return Document.objects.select_related("dossier").exclude(dossier__applicant__in=people.restricted_ids())


def _document(row: Document) -> Entry:
    path = f"/dossiers/{row.dossier.number}/"
    note = f"{row.number} · {row.dossier.number}"
    return Entry(f"document:{row.pk}", row.title_vi, note, path, aliases=row.title_en, on=row.issued_on)


def _touched_documents(subjects: Iterable[str]) -> Iterable[str]:
    rows = Document.objects.filter(dossier__in=_numbers(subjects, "dossier")).values_list("pk", flat=True)
    return [f"document:{pk}" for pk in rows]


# -- papers: what applicants and officers uploaded, and what was issued as a file -----------------------------------


def _files(keys: Iterable[str]) -> Iterable[Entry]:
    ids = [UUID(key.removeprefix("file:")) for key in keys]
    return _with_dossiers(list(StoredFile.objects.filter(pk__in=ids)))


def _every_file() -> Iterator[Entry]:
    batch: list[StoredFile] = []
    for row in StoredFile.objects.filter(subject__startswith="dossier:").order_by("pk").iterator(chunk_size=500):
        batch.append(row)
        if len(batch) == 500:
            yield from _with_dossiers(batch)
            batch = []
    yield from _with_dossiers(batch)


def _with_dossiers(rows: list[StoredFile]) -> Iterator[Entry]:
    subjects = {number: row.subject for row in rows for number in _numbers([row.subject], "dossier")}
    known = {f"dossier:{found.pk}": found for found in _handed_in().filter(pk__in=subjects)}
    for row in rows:
        dossier = known.get(row.subject)
        if dossier is not None:
            note = f"{dossier.number} · {dossier.title}"
            path = f"/dossiers/{dossier.number}/"
            yield Entry(f"file:{row.pk}", row.name, note, path, body=words_of(row), on=row.stored_at.date())


def _touched_files(subjects: Iterable[str]) -> Iterable[str]:
    """Handing in a draft makes its papers findable, so a dossier's deed touches all of its files."""
    mine = [subject for subject in subjects if subject.startswith("dossier:")]
    return [f"file:{pk}" for pk in StoredFile.objects.filter(subject__in=mine).values_list("pk", flat=True)]
