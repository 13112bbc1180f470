"""The files of the city package: its law, its calendar. Read once per process; no database is asked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar, read_overrides, vietnam_calendar
from khue.core.rules.loading import city_law
from khue.features.rulebook.domain import Lawbook

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


def law_files() -> Lawbook:
    """The law as the files tell it, without what was confirmed since. Raises LawError with every problem."""
    return _load(settings.KHUE_CITY, bool(settings.KHUE_SAMPLE))


@cache
def _load(city: str, sample: bool) -> Lawbook:
    return city_law(city, sample=sample)


def calendar() -> WorkCalendar:
    """Working days of the public sector: holidays of Viet Nam with the swap days of ``calendar.toml``."""
    return _calendar(settings.KHUE_CITY)


@cache
def _calendar(city: str) -> WorkCalendar:
    file = cast(CityPackage, import_module(city)).path("calendar.toml")
    return vietnam_calendar(CALENDAR_YEARS, read_overrides(file.read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Foundation:
    """The texts that the programme stands on, by key of their instruments, in the order in which people name them."""

    title: Text
    instruments: tuple[str, ...]


def foundation() -> Foundation:
    """What comes first wherever the law is listed, as the city package names it."""
    return _foundation(settings.KHUE_CITY)


@cache
def _foundation(city: str) -> Foundation:
    raw = tomllib.loads(cast(CityPackage, import_module(city)).path("programme.toml").read_text("utf-8"))["foundation"]
    return Foundation(Text(raw["vi"], raw["en"]), tuple(raw["instruments"]))


@dataclass(frozen=True, slots=True)
class UnsetSupport:
    """A kind of support that a provision names and for which no text sets an amount; ``parameters`` would hold it."""

    title: Text
    provision: str
    parameters: tuple[str, ...]


def unset_supports() -> tuple[UnsetSupport, ...]:
    """What the law names without an amount, as the city package lists it."""
    return _unset_supports(settings.KHUE_CITY)


@cache
def _unset_supports(city: str) -> tuple[UnsetSupport, ...]:
    raw = tomllib.loads(cast(CityPackage, import_module(city)).path("programme.toml").read_text("utf-8"))
    return tuple(
        UnsetSupport(Text(each["vi"], each["en"]), each["provision"], tuple(each["parameters"]))
        for each in raw.get("unset_support", ())
    )


def filed_code_words() -> dict[str, dict[str, Text]]:
    """What codes mean whose legal value no rule asks for, by legal value, as the city package names them."""
    return _filed_code_words(settings.KHUE_CITY)


@cache
def _filed_code_words(city: str) -> dict[str, dict[str, Text]]:
    raw = tomllib.loads(cast(CityPackage, import_module(city)).path("codes.toml").read_text("utf-8"))
    return {id: {code: Text(*both) for code, both in codes.items()} for id, codes in raw.items()}


def unit_names() -> dict[str, Text]:
    """The desks of the city by code, as the city package names them."""
    return _units(settings.KHUE_CITY)


@cache
def _units(city: str) -> dict[str, Text]:
    raw = tomllib.loads(cast(CityPackage, import_module(city)).path("units.toml").read_text("utf-8"))["units"]
    return {code: Text(unit["vi"], unit.get("en", "")) for code, unit in raw.items()}
