"""A section as a program sends it: plain values in, the same form as on the page around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers.domain.definition import Field, Section
from khue.features.dossiers.domain.sent import sent_reasons
from khue.features.dossiers.forms.questions import question
from khue.features.dossiers.forms.sections import KEPT, SectionForm, section_form
from khue.kernel.files import FileCard

__all__ = ["sent_form", "sent_mistakes", "sent_reasons"]


def sent_form(
    section: Section,
    values: Mapping[str, Any],
    answers: Mapping[str, Any],
    *,
    seen: int,
    cards: Mapping[str, FileCard],
    files: Mapping[str, Any] | None = None,
) -> SectionForm:
    """The section's form bound to ``values`` (judged by ``sent_reasons`` before). A file that is not named stays.

    ``answers`` are those of the whole dossier: conditions may rest on other sections. ``files`` are uploads by
    question, ``lines.2.evidence`` in tables.
    """
    kept = {field.key: answers[field.key] for field in section.fields if field.kind == "file" and field.key in answers}
    mine = {**kept, **{name: value for name, value in values.items() if value is not None}}
    elsewhere = {key: value for key, value in answers.items() if not _has(section, key)}
    posted, uploads = _posted(section, mine, seen), MultiValueDict[str, Any]()
    for path, upload in (files or {}).items():
        uploads[_input_name(path)] = upload
    return section_form(section, {**elsewhere, **mine}, seen=seen, cards=cards, posted=(posted, uploads))


def _has(section: Section, key: str) -> bool:
    return any(field.key == key for field in section.fields)


def _input_name(path: str) -> str:
    """``lines.2.evidence`` stands on the page as ``lines-1-evidence``."""
    parts = path.split(".")
    return f"{parts[0]}-{int(parts[1]) - 1}-{parts[2]}" if len(parts) == 3 and parts[1].isdecimal() else path


def _posted(section: Section, values: Mapping[str, Any], seen: int) -> QueryDict:
    sent = QueryDict(mutable=True)
    sent["seen"] = str(seen)
    for field in section.fields:
        value = values.get(field.key)
        if field.kind != "table":
            if field.kind != "file":
                sent[field.key] = _written(field, value)
            continue
        rows = value if isinstance(value, list) else []
        sent[f"{field.key}-TOTAL_FORMS"] = str(len(rows))
        sent[f"{field.key}-INITIAL_FORMS"] = "0"
        for number, row in enumerate(rows):
            for column in field.columns:
                name = f"{field.key}-{number}-{column.key}"
                sent[f"{name}-{KEPT}" if column.kind == "file" else name] = _written(column, row.get(column.key))
    return sent


def _written(field: Field, value: Any) -> str:
    return "" if value is None else str(question(field).prepare_value(value))


def sent_mistakes(form: SectionForm) -> list[Reason]:
    """What the form says of the values, each at its path. A form speaks the reader's language only."""
    found = list(_errors(form, "", ""))
    for key, table in form.tables.items():
        found += [Reason("table", Text(str(error)), None, key) for error in table.non_form_errors()]
        for number, row in enumerate(table.forms, start=1):
            found += _errors(row, f"{key}.{number}.", f"{key}.{number}")
    return found


def _errors(form: Any, prefix: str, whole: str) -> Iterator[Reason]:
    for name, errors in form.errors.get_json_data().items():
        field = whole if name == "__all__" else prefix + name.removesuffix(f"-{KEPT}")
        for error in errors:
            yield Reason(error["code"] or "invalid", Text(error["message"]), None, field)
