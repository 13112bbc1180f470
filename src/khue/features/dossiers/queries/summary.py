"""Answers as people read them: by section, tables with their sums, files by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.features.dossiers.domain.answers import is_asked, is_open
from khue.features.dossiers.domain.definition import Field, Procedure, Section
from khue.kernel.files import FileCard
from khue.kernel.ui import Answer, Cell, Column, ColumnKind, Link, Row, TableView

YES_NO = {"yes": Text("Có", "Yes"), "no": Text("Không", "No")}
SHOWN_COLUMNS = 5
_KINDS: Mapping[str, ColumnKind] = {"money": "money", "number": "number", "date": "day"}


@dataclass(frozen=True, slots=True)
class RowSummary:
    """All answers of one row of a wide table, behind its line."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class TableSummary:
    """A table question: its lines, and in wide tables every answer of each row."""

    label: Text
    table: TableView
    rows: tuple[RowSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionSummary:
    key: str
    title: Text
    answers: tuple[Answer, ...]
    tables: tuple[TableSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """Where prefilled values come from: value of the record and its source, by name of the record's field."""

    values: Mapping[str, str]
    notes: Mapping[str, Text]

    def of(self, field: Field, value: Any) -> Text | str:
        known = field.prefill and self.values.get(field.prefill)
        return self.notes.get(field.prefill, "") if known and known == value else ""


def summaries(
    procedure: Procedure,
    answers: Mapping[str, Any],
    cards: Mapping[str, FileCard],
    names: Mapping[str, str],
    origins: Origins | None = None,
    *,
    gaps: bool = False,
) -> tuple[SectionSummary, ...]:
    """Every question that is asked, with its answer. ``names`` of parties by key; ``gaps`` marks what must be answered."""
    draw = _Drawing(cards, names, origins, gaps)
    return tuple(draw.section(section, answers) for section in procedure.sections)


def section_summary(section: Section, answers: Mapping[str, Any], cards: Mapping[str, FileCard]) -> SectionSummary:
    """One section with the answers given; parties by their key."""
    return _Drawing(cards, {}, None, False).section(section, answers)


@dataclass(frozen=True, slots=True)
class _Drawing:
    cards: Mapping[str, FileCard]
    names: Mapping[str, str]
    origins: Origins | None
    gaps: bool

    def section(self, section: Section, answers: Mapping[str, Any]) -> SectionSummary:
        asked = [field for field in section.fields if is_asked(field, answers)]
        return SectionSummary(
            section.key,
            section.title,
            tuple(self.answer(field, answers) for field in asked if field.kind != "table"),
            tuple(self.table(field, answers.get(field.key)) for field in asked if field.kind == "table"),
        )

    def answer(self, field: Field, answers: Mapping[str, Any]) -> Answer:
        value = answers.get(field.key)
        return Answer(
            field.label,
            self.shown(field, value),
            origin=self.origins.of(field, value) if self.origins else "",
            kind=_KINDS.get(field.kind, "text"),
            missing=self.gaps and field.required and is_open(value),
        )

    def shown(self, field: Field, value: Any) -> Any:
        if is_open(value):
            return None
        match field.kind:
            case "yesno":
                return YES_NO.get(str(value), str(value))
            case "choice":
                return next((choice.text for choice in field.choices if choice.value == value), str(value))
            case "date":
                return _day(value)
            case "file":
                card = self.cards.get(str(value))
                return Link(card.name, card.url) if card else None
            case "party":
                return self.names.get(str(value), str(value))
        return value

    def table(self, field: Field, value: Any) -> TableSummary:
        rows: Sequence[Mapping[str, Any]] = value if isinstance(value, list) else ()
        columns = main_columns(field)
        table = TableView(
            columns=tuple(Column(column.label, _KINDS.get(column.kind, "text")) for column in columns),
            rows=tuple(Row(tuple(self.shown(column, row.get(column.key)) for column in columns)) for row in rows),
            foot=_sums(columns, rows) if rows else None,
            caption=field.label,
            show_caption=True,
        )
        if len(columns) == len(field.columns):
            return TableSummary(field.label, table)
        return TableSummary(field.label, table, tuple(self.row(field, row) for row in rows))

    def row(self, field: Field, row: Mapping[str, Any]) -> RowSummary:
        title = str(row.get(field.columns[0].key) or "–")
        asked = (column for column in field.columns if is_asked(column, row))
        return RowSummary(title, tuple(self.answer(column, row) for column in asked))


def main_columns(field: Field) -> tuple[Field, ...]:
    """The columns that a summary shows: all of a narrow table; of a wide one its name, its choice and its sums."""
    if len(field.columns) <= SHOWN_COLUMNS:
        return field.columns
    telling = [c for c in field.columns[1:] if c.total or c.kind == "choice"]
    chosen = {field.columns[0].key, *(c.key for c in telling[: SHOWN_COLUMNS - 2])}
    chosen |= {c.key for c in field.columns if c.kind == "file"}
    return tuple(column for column in field.columns if column.key in chosen)


def _sums(columns: tuple[Field, ...], rows: Sequence[Mapping[str, Any]]) -> Row | None:
    if not any(column.total for column in columns):
        return None
    return Row(tuple(_foot(column, columns[0], rows) for column in columns))


def _foot(column: Field, first: Field, rows: Sequence[Mapping[str, Any]]) -> Any:
    if column is first:
        return Cell(Text("Tổng", "Total"))
    if column.total:
        return sum(value for row in rows if isinstance(value := row.get(column.key), int))
    return ""


def _day(value: Any) -> date | str:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


def party_keys(procedure: Procedure, answers: Mapping[str, Any]) -> Iterator[str]:
    """Keys of the parties that answers name."""
    for field in procedure.fields():
        value = answers.get(field.key)
        if field.kind == "party" and isinstance(value, str):
            yield value
        if field.kind == "table" and isinstance(value, list):
            for row in value:
                for column in field.columns:
                    if column.kind == "party" and isinstance(row.get(column.key), str):
                        yield row[column.key]
