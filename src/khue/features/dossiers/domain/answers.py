"""Answers to a procedure's questions: which questions are asked, which are still open. Values are plain JSON.

text, longtext, choice, party: str · yesno: "yes" | "no" · number, money: int · date: ISO str · file: id as str ·
table: a list of rows, each a mapping of column to value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers.domain.definition import Field, Procedure, Section

Answers = Mapping[str, Any]


def is_asked(field: Field, answers: Answers) -> bool:
    """Whether the question is asked, given the other answers of the dossier (or of the row).

    ``answers`` are ``kept`` ones: the old answer of a question that is itself hidden must not bring up others.
    """
    condition = field.show_when
    return condition is None or str(answers.get(condition.field, "")) in condition.values


def is_open(value: Any) -> bool:
    """Whether nothing is answered: blanks are nothing; 0 and "no" are answers."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def missing(section: Section, answers: Answers) -> Iterator[Reason]:
    """The questions of a section that must be answered and are not, rows of tables included."""
    for field in section.fields:
        yield from _missing(field, answers, field.key)


def _missing(field: Field, answers: Answers, path: str) -> Iterator[Reason]:
    if not is_asked(field, answers):
        return
    value = answers.get(field.key)
    if field.required and is_open(value):
        yield Reason(
            "unanswered",
            Text(f"Chưa trả lời: {field.label.vi}.", f"Not answered: {field.label.into('en')}."),
            Text("Mời ông/bà trả lời câu hỏi này.", "Please answer this question."),
            path,
        )
    if field.kind == "table" and isinstance(value, list):
        for number, row in enumerate(value, start=1):
            for column in field.columns:
                yield from _missing(column, _row(row), f"{field.key}.{number}.{column.key}")


def is_complete(section: Section, answers: Answers) -> bool:
    return next(missing(section, answers), None) is None


def is_begun(section: Section, answers: Answers) -> bool:
    return any(not is_open(answers.get(field.key)) for field in section.fields)


def open_questions(procedure: Procedure, answers: Answers) -> tuple[Reason, ...]:
    """What must still be answered before the dossier can be handed in, in the order of the pages."""
    answered = kept(procedure, answers)
    return tuple(reason for section in procedure.sections for reason in missing(section, answered))


def kept(procedure: Procedure, answers: Answers) -> dict[str, Any]:
    """The answers that this version asks for. Left out: what is no longer asked, what a condition hides, and what does
    not fit the kind of its question (a choice that a new version lacks, say), so that it is asked again.
    """
    return _kept(tuple(procedure.fields()), answers)


def _kept(fields: Iterable[Field], answers: Answers) -> dict[str, Any]:
    asked = {
        field.key: (field, _kept_value(field, answers[field.key]))
        for field in fields
        if field.key in answers and not is_open(answers[field.key]) and _fits(field, answers[field.key])
    }
    result = {key: value for key, (_, value) in asked.items()}
    while hidden := [key for key in result if not is_asked(asked[key][0], result)]:
        # What is hidden now may have brought up another question: look again.
        for key in hidden:
            del result[key]
    return result


def _kept_value(field: Field, value: Any) -> Any:
    return [_kept(field.columns, _row(row)) for row in value] if field.kind == "table" else value


def _row(value: Any) -> Answers:
    return value if isinstance(value, Mapping) else {}


def _fits(field: Field, value: Any) -> bool:
    """Whether an answer has the form of its question's kind."""
    if field.kind in ("number", "money"):
        return isinstance(value, int) and not isinstance(value, bool)
    if field.kind == "table":
        return isinstance(value, list)
    if not isinstance(value, str):
        return False
    if field.kind == "choice":
        return value in {choice.value for choice in field.choices}
    if field.kind == "yesno":
        return value in ("yes", "no")
    return field.kind != "date" or _is_day(value)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def files_in(procedure: Procedure, answers: Answers) -> Iterator[tuple[str, str]]:
    """(question, file id) of every file answered with, in tables too."""
    for field in procedure.fields():
        value = answers.get(field.key)
        if field.kind == "file" and isinstance(value, str) and value:
            yield field.key, value
        if field.kind == "table" and isinstance(value, list):
            for number, row in enumerate(value, start=1):
                for column in field.columns:
                    if column.kind == "file" and _row(row).get(column.key):
                        yield f"{field.key}.{number}.{column.key}", str(row[column.key])


def title_of(procedure: Procedure, answers: Answers) -> str:
    """What the case is called: the answer of the title question, else the procedure's name."""
    value = answers.get(procedure.title_field) if procedure.title_field else None
    return (str(value).strip()[:200] if value else "") or procedure.name.vi
