"""The law from which a study starts, the legal values that its programmes use, and the city's drawn population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.rules.engine import Rulebook, RulebookError
from khue.core.rules.loading import city_population
from khue.core.rules.population import Population, PopulationError, read_figure
from khue.core.rules.reform import Reform, read_reform
from khue.core.rules.weights import Weighting, weighted, weightings
from khue.core.rules.words import spoken_legal
from khue.features.policylab.domain import Content, LegalLine
from khue.features.rulebook import queries as rulebook

OUTGROWN = Text(
    "Các quy tắc đã thay đổi nên không còn tính được theo phiên bản bộ quy tắc của phương án này.",
    "The rules have changed: the edition of the law of this study can no longer be asked.",
)
OUTGROWN_NEXT = Text(
    "Mời ông/bà sao chép phương án: bản sao dùng luật hiện hành. Kết quả đã có vẫn được giữ nguyên.",
    "Copy the study: the copy starts from the law of today. A result that stands stays as it is.",
)

OUTGROWN_PEOPLE = Text(
    "Mẫu giả lập của Thành phố đã thay đổi: không còn số liệu hoặc nhóm mà phương án này sửa.",
    "The city's drawn population has changed: a figure or group that the study replaces is no longer in it.",
)
OUTGROWN_PEOPLE_NEXT = Text(
    "Mời ông/bà mở bước “Giả định” của phương án, xem lại và lưu. Kết quả đã có vẫn được giữ nguyên.",
    "Open the step “Assumptions”, look at them again and save. A result that stands stays as it is.",
)


def law_of(edition: str) -> Rulebook:
    """The city's rules over an edition of the law.

    Raises Missing when the edition was never stored, and when rules that came later ask for values that it does not have.
    """
    now = rulebook.rulebook()
    if now.book.edition == edition:
        return now
    stored = rulebook.stored_edition(edition)
    if stored is None:
        raise rulebook.no_such_edition(edition)
    try:
        return rulebook.rulebook_over(stored)
    except RulebookError as error:
        raise Missing(OUTGROWN, OUTGROWN_NEXT) from error


def city_people(book: Rulebook) -> Population:
    """The drawn population of the city, as its file has it."""
    return _people(settings.KHUE_CITY, book.edition, book)


@lru_cache(maxsize=4)
def _people(city: str, edition: str, book: Rulebook) -> Population:
    return city_population(city, book)


def people_of(content: Content, book: Rulebook) -> Population:
    """The population of a study: its programmes, its seed, its assumptions.

    Raises Missing when the city's population, which came later, no longer has a figure or group that the study changes.
    """
    try:
        people = city_people(book).with_figures(_read(content.figures))
        return replace(weighted(people, _read(content.weights)).only(content.programmes), seed=content.seed)
    except PopulationError as error:
        raise Missing(OUTGROWN_PEOPLE, OUTGROWN_PEOPLE_NEXT) from error


def _read(kept: Mapping[str, str]) -> dict[str, Fraction]:
    return {id: value for id, typed in kept.items() if (value := read_figure(typed)) is not None}


def weightings_of(content: Content, book: Rulebook) -> tuple[Weighting, ...]:
    """How the applicants of the study's programmes are parted, as the city's file has it."""
    people = city_people(book).only(content.programmes)
    return tuple(way for each in people.programmes for way in weightings(each, book.rules[each.rule].facts))


def read_change(content: Content, book: Rulebook) -> Reform | None:
    """The reform of a study; None while it changes nothing. Raises ReformRefused."""
    return read_reform(content.reform, book.book, book.rules) if content.changes_something else None


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """A programme that a study may cover; ``cites`` is where it stands in the law."""

    rule: str
    title: Text
    cites: tuple[Text, ...]


def programme_choices(book: Rulebook) -> tuple[ProgrammeChoice, ...]:
    return tuple(
        ProgrammeChoice(
            each.rule,
            each.text,
            tuple(book.book.provisions[key].citation for key in book.rules[each.rule].cites),
        )
        for each in city_people(book).programmes
    )


def parameters_by_programme(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """The legal values that the rule of each programme uses."""
    return {
        each.rule: tuple(dict.fromkeys(id for id, _, _ in book.versions(each.rule)[-1].legal_values))
        for each in city_people(book).programmes
    }


def first_since(content: Content, today: date) -> date:
    """From when a new reform holds, unless somebody says otherwise: the next new year that the study covers."""
    if since := content.reform.get("from"):
        return date.fromisoformat(since)
    return date(min(max(content.first_year, today.year + 1), content.last_year), 1, 1)


def legal_lines(content: Content, book: Rulebook, on: date) -> tuple[LegalLine, ...]:
    """Every legal value of the study's programmes on a day, in the order of the programmes; each once."""
    used: dict[str, list[str]] = {}
    by_rule = parameters_by_programme(book)
    for rule in content.programmes:
        for id in by_rule.get(rule, ()):
            used.setdefault(id, []).append(rule)
    new = {each["id"]: each["value"] for each in content.reform.get("parameters", ())}
    view = book.view()
    found = []
    for id, rules in used.items():
        entry, span = book.book.entries[id], view.at(id, on)
        known = span.parameter if span else None
        found.append(
            LegalLine(
                id=id,
                title=entry.text,
                unit=entry.unit,
                value=span.value if span else None,
                certainty=known.certainty if known else "unset",
                sample=known.sample if known else False,
                provision=known.provision if known else "",
                cited=known.provision_text if known else Text("chưa có quy định", "no provision"),
                rules=tuple(rules),
                new=new.get(id),
            )
        )
    return tuple(found)


def value_words(unit: str, value: Any) -> Text:
    """A legal value as people read it, in both languages; ``value`` as the law holds it or as a result keeps it."""
    return spoken_legal(unit, Fraction(value) if unit == "fraction" and value is not None else value)
