"""The law that holds now in this process, and the editions that were stored.

The law is the city's files with the confirmations laid over. One indexed question finds the newest confirmation, so
that every process works with it at once; within a web request or a command it is asked once.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from threading import local
from typing import Any

from django.conf import settings
from django.db import connection

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.rules import lawbook as law
from khue.core.rules.lawbook import Lawbook
from khue.features.rulebook.models import Confirmation, Edition
from khue.features.rulebook.queries.files import law_files

log = logging.getLogger("khue.rulebook")


class _Asking(local):
    """What this thread knows while it answers one web request or does one command; ``depth`` counts both."""

    depth = 0
    book: Lawbook | None = None
    city: tuple[str, bool] = ("", False)


_asking = _Asking()


def began(**_signal: Any) -> None:
    _asking.depth += 1


def ended(**_signal: Any) -> None:
    """The outermost one forgets. A request whose answer was never closed is forgotten by ``request_began``."""
    _asking.depth = max(0, _asking.depth - 1)
    if _asking.depth == 0:
        _asking.book = None


def request_began(**_signal: Any) -> None:
    _asking.depth, _asking.book = 1, None


def forget() -> None:
    """Between two tests: whatever was begun and never ended is over."""
    _asking.depth, _asking.book = 0, None


def ask_anew() -> None:
    """Within a confirmation: the next question finds what a colleague has just done."""
    _asking.book = None


def lawbook() -> Lawbook:
    """The whole law of the city as it is known now. Raises LawError when the files cannot be used."""
    city = (settings.KHUE_CITY, bool(settings.KHUE_SAMPLE))
    if _asking.book is not None and _asking.city == city:
        return _asking.book
    newest = Confirmation.objects.order_by("-id").values_list("id", "edition").first()
    book = _laid_over(*city, _database(), newest) if newest else law_files()
    if _asking.depth:
        _asking.book, _asking.city = book, city
    return book


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@lru_cache(maxsize=8)
def _laid_over(city: str, sample: bool, database: str, newest: tuple[int, str]) -> Lawbook:
    """The files with the confirmations up to the newest one; its id and edition name what was read."""
    book, problems = law.lay_over(law_files(), confirmations(until=newest[0]))
    for problem in problems:
        log.error("a confirmation no longer fits the law files: %s", problem)
    return book


def confirmations(*, until: int | None = None) -> list[law.Confirmation]:
    """Every confirmation in the order in which they were made."""
    rows = Confirmation.objects.order_by("id")
    if until is not None:
        rows = rows.filter(id__lte=until)
    return [
        law.Confirmation(
            row.parameter,
            row.value,
            row.valid_from,
            row.valid_until,
            row.known_from,
            f"{row.document}, trang {row.page}" if row.page else row.document,
            row.document_date,
        )
        for row in rows
    ]


def edition() -> str:
    """Which law is loaded: a hash that a decision keeps, so that it can be replayed."""
    return lawbook().edition


def stored_edition(name: str) -> Lawbook | None:
    """The law under which a decision was made, whole; None when no such edition was ever stored."""
    content = Edition.objects.filter(edition=name).values_list("content", flat=True).first()
    return law.from_json(json.loads(content)) if content else None


def stored_content(name: str) -> str | None:
    """The canonical JSON of an edition, as it was hashed."""
    return Edition.objects.filter(edition=name).values_list("content", flat=True).first()


def no_such_edition(name: str) -> Missing:
    return Missing(
        Text(f"Không có phiên bản pháp luật “{name}”.", f"There is no edition “{name}” of the law."),
        Text("Mời ông/bà chọn trong danh sách các phiên bản.", "Choose one from the list of editions."),
    )


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition in the list: ``parameter`` and ``document`` of the confirmation that made it, or empty for files."""

    edition: str
    made_at: datetime
    parameter: str
    document: str
    by: str
    current: bool


def editions(most: int = 200) -> tuple[EditionRow, ...]:
    """The newest editions first."""
    now = edition()
    rows = Edition.objects.select_related("confirmation").defer("content").order_by("-made_at", "-id")[:most]
    return tuple(
        EditionRow(
            row.edition,
            row.made_at,
            row.confirmation.parameter if row.confirmation else "",
            row.confirmation.document if row.confirmation else "",
            row.confirmation.confirmed_by_name if row.confirmation else "",
            row.edition == now,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """One confirmation of a parameter, as its page tells it."""

    number: int
    value: Any
    valid_from: date
    valid_until: date | None
    known_from: date
    document: str
    page: str
    document_date: date
    note: str
    by: str
    edition: str


def confirmations_of(parameter: str) -> tuple[ConfirmedRow, ...]:
    """The newest first."""
    rows = Confirmation.objects.filter(parameter=parameter).order_by("-number")
    return tuple(
        ConfirmedRow(
            row.number, row.value, row.valid_from, row.valid_until, row.known_from,
            row.document, row.page, row.document_date, row.note, row.confirmed_by_name, row.edition,
        )
        for row in rows
    )  # fmt: skip
