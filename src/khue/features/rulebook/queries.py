"""The law of the city as it stands on a day. Files are read once per process."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar, read_overrides, vietnam_calendar
from khue.core.errors import Missing
from khue.core.folding import fold
from khue.core.rules.engine import Rulebook
from khue.core.rules.loading import city_calendar, city_law, find_rules
from khue.features.rulebook.domain import (
    Lawbook,
    Parameter,
    value_on,
)

CALENDAR_YEARS = range(2024, 2046)
"""Years for which working days can be counted; the State's announcements replace the library's estimates."""


class CityPackage(Protocol):
    """What the module named by ``settings.KHUE_CITY`` offers."""

    NAME: Text
    PLACE: str
    BODY: str

    def path(self, *parts: str) -> Path: ...


def city_package() -> CityPackage:
    """The city's module: its name and its files."""
    return cast(CityPackage, import_module(settings.KHUE_CITY))


def lawbook() -> Lawbook:
    """The whole law of the city. Raises LawError with every problem when the files cannot be used."""
    return _load(settings.KHUE_CITY, bool(settings.KHUE_SAMPLE))


@cache
def _load(city: str, sample: bool) -> Lawbook:
    return city_law(city, sample=sample)


def rulebook() -> Rulebook:
    """The city's rules over the law as it stands now; a confirmation by a legal officer makes another one.

    Raises RulebookError where law and rules do not fit. Scenarios were run before the service started.
    """
    return rulebook_over(lawbook())


def rulebook_over(book: Lawbook) -> Rulebook:
    """The city's rules over a lawbook, kept per edition: those of the last few stay ready."""
    key = (settings.KHUE_CITY, book.edition)
    found = _rulebooks.get(key)
    if found is None:
        found = Rulebook(book, find_rules(settings.KHUE_CITY), city_calendar(settings.KHUE_CITY))
        while len(_rulebooks) >= KEPT_RULEBOOKS:
            _rulebooks.pop(next(iter(_rulebooks)), None)
        _rulebooks[key] = found
    return found


KEPT_RULEBOOKS = 4
_rulebooks: dict[tuple[str, str], Rulebook] = {}


def edition() -> str:
    """Which law is loaded: a hash that a decision keeps, so that it can be replayed."""
    return lawbook().edition


def parameter(id: str, on: date) -> Parameter:
    """The legal value ``id`` as it stands on the day ``on``.

    Raises Missing for an unknown id and for a day on which the provision is not (or no longer) in force.
    """
    entry = lawbook().entries.get(id)
    if entry is None:
        raise Missing(
            Text(f"Bộ quy tắc không có tham số “{id}”.", f"The rulebook has no parameter “{id}”."),
            Text("Mời ông/bà báo cho cán bộ pháp chế của Thành phố.", "Please tell the legal officer of the city."),
        )
    found = value_on(entry, on)
    if found is None:
        day = f"{on:%d/%m/%Y}"
        raise Missing(
            Text(
                f"“{entry.text.vi}” không có hiệu lực vào ngày {day}.",
                f"“{entry.text.into('en')}” is not in force on {day}.",
            ),
            Text(
                "Mời ông/bà kiểm tra ngày tiếp nhận hồ sơ hoặc hỏi cán bộ pháp chế.",
                "Please check the day of receipt, or ask the legal officer.",
            ),
        )
    return found


def parameters(on: date, *, search: str = "", certainty: str = "") -> tuple[Parameter, ...]:
    """Parameters in force on ``on``, by id. ``search`` finds words in any order, with or without Vietnamese marks."""
    words = fold(search).split()
    found = (value_on(entry, on) for _, entry in sorted(lawbook().entries.items()))
    return tuple(
        parameter
        for parameter in found
        if parameter is not None
        and (not certainty or parameter.certainty == certainty)
        and all(word in _haystack(parameter) for word in words)
    )


def _haystack(parameter: Parameter) -> str:
    return fold(
        f"{parameter.id} {parameter.text.vi} {parameter.text.en} "
        f"{parameter.provision_text.vi} {parameter.provision_text.en}"
    )


def calendar() -> WorkCalendar:
    """Working days of the public sector: holidays of Viet Nam with the swap days of ``calendar.toml``."""
    return _calendar(settings.KHUE_CITY)


@cache
def _calendar(city: str) -> WorkCalendar:
    file = cast(CityPackage, import_module(city)).path("calendar.toml")
    return vietnam_calendar(CALENDAR_YEARS, read_overrides(file.read_text("utf-8")))
