"""A section's form over answers: stored, typed, or as a browser would send them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from khue.features.dossiers.domain.definition import Field, Section
from khue.features.dossiers.domain.sent import MOST_ROWS
from khue.features.dossiers.forms.questions import question
from khue.features.dossiers.forms.sections.rows import KEPT
from khue.features.dossiers.forms.sections.section import SectionForm, section_has
from khue.kernel.files import FileCard


def section_form(
    section: Section,
    answers: Mapping[str, Any],
    *,
    seen: int,
    cards: Mapping[str, FileCard],
    hints: Mapping[str, str] | None = None,
    posted: tuple[Any, Any] | None = None,
    more_rows: str = "",
    check: bool = False,
    edition: int | str = "",
) -> SectionForm:
    """The form of a section over stored or typed ``answers``.

    ``posted`` (POST, FILES) binds it to what was sent; ``check`` binds it to the answers themselves, so that open
    questions show as mistakes; ``more_rows`` is a table that gets one empty row more.
    """
    elsewhere = {key: value for key, value in answers.items() if section_has(section, key) is None}
    marks = {"seen": seen, "edition": edition, "elsewhere": elsewhere}
    initial: dict[str, Any] = {**_as_shown(section.fields, answers), **marks}
    if more_rows and isinstance(initial.get(more_rows, []), list):
        initial[more_rows] = [*initial.get(more_rows, []), {}]
    kwargs: dict[str, Any] = {"initial": initial, "hints": hints, "cards": cards}
    if posted is not None:
        return SectionForm(section, *posted, **kwargs)
    if check:
        return SectionForm(section, _as_posted(section, initial, seen), None, strict=True, **kwargs)
    return SectionForm(section, **kwargs)


def _as_shown(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as inputs show them: days as day/month/year, in tables too."""
    shown = dict(answers)
    for field in fields:
        value = answers.get(field.key)
        if field.kind == "date" and isinstance(value, str):
            shown[field.key] = _day(value)
        elif field.kind == "table" and isinstance(value, list):
            shown[field.key] = [_as_shown(field.columns, row) for row in value]
    return shown


def _day(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def typed_answers(section: Section, words: QueryDict) -> dict[str, Any]:
    """What was typed, unread, in the shape of answers: to show a page again without judging it."""
    typed: dict[str, Any] = {}
    for field in section.fields:
        if field.kind == "table":
            total = words.get(f"{field.key}-TOTAL_FORMS", "0")
            count = min(int(total), MOST_ROWS) if total.isascii() and total.isdecimal() else 0
            typed[field.key] = [_typed_row(field, words, number) for number in range(count)]
        elif field.kind != "file":
            typed[field.key] = words.get(field.key, "")
    return typed


def _typed_row(field: Field, words: QueryDict, number: int) -> dict[str, Any]:
    at = f"{field.key}-{number}-"
    return {
        column.key: words.get(f"{at}{column.key}-{KEPT}" if column.kind == "file" else f"{at}{column.key}", "")
        for column in field.columns
    }


def _as_posted(section: Section, answers: Mapping[str, Any], seen: int) -> QueryDict:
    """Stored answers as a browser would send them."""
    sent = QueryDict(mutable=True)
    sent["seen"] = str(seen)
    sent["edition"] = str(answers.get("edition", ""))
    for field in section.fields:
        value = answers.get(field.key)
        if field.kind != "table":
            sent[field.key] = _written(field, value)
            continue
        rows = value if isinstance(value, list) else []
        sent[f"{field.key}-TOTAL_FORMS"] = str(max(1, len(rows)))
        sent[f"{field.key}-INITIAL_FORMS"] = "0"
        for number, row in enumerate(rows):
            for column in field.columns:
                name = f"{field.key}-{number}-{column.key}"
                sent[f"{name}-{KEPT}" if column.kind == "file" else name] = _written(column, row.get(column.key))
    return sent


def _written(field: Field, value: Any) -> str:
    if value is None:
        return ""
    return str(question(field).prepare_value(value))
