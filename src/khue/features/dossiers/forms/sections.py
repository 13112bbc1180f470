"""A page of questions as a form: built from the definition, with tables as rows of inputs.

A draft may be saved while questions are open: saving asks only that what was typed can be read. ``strict`` also asks
for what is missing; it is used on stored answers, so that nothing typed waits on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import Refused
from khue.features.dossiers.domain.answers import is_asked, is_open
from khue.features.dossiers.domain.definition import Field, Section
from khue.features.dossiers.domain.sent import MOST_ROWS
from khue.features.dossiers.forms.questions import is_upload, plain, question
from khue.kernel.files import FileCard
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.kept_files import KeptFile
from khue.kernel.web import language

NARROW = 5
KEPT = "kept"  # name of the hidden input that carries the id of a file stored before


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a money column over the rows that are saved."""

    label: Text
    value: int


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row of a wide table, as a card."""

    form: Any
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to draw on the page: a question, a narrow table (``lines``), or a table as one card per row (``cards``).

    ``files`` is the file stored before, if there is one, and ``replacing`` whether another one is chosen or was refused; ``wide``
    takes the whole width of a card.
    """

    kind: str
    bound: Any = None
    suffix: str = ""
    files: tuple[FileCard, ...] = ()
    replacing: bool = False
    wide: bool = False
    table: Any = None
    label: str = ""
    help: str = ""
    rows: tuple[RowPart, ...] = ()
    sums: tuple[Sum, ...] = ()


if TYPE_CHECKING:
    _Rows = BaseFormSet["RowForm"]
else:
    _Rows = BaseFormSet  # not subscriptable when running


class AnswerForm(KhueForm):
    """Questions of a section, or of one row. ``strict`` decides whether an open question is a mistake."""

    use_required_attribute = False
    strict = False
    columns: tuple[Field, ...] = ()
    is_refused = False
    waiting: Mapping[str, tuple[KeptFile, ...]] = {}

    @property
    def is_sent_again(self) -> bool:
        """Also when the mistake stands in another row of the section."""
        return self.is_refused

    def files_kept(self, name: str) -> tuple[KeptFile, ...]:
        return super().files_kept(name) or self.waiting.get(self.add_prefix(name), ())

    def full_clean(self) -> None:
        wanted = {name: field.required for name, field in self.fields.items()}
        if not self.strict:
            for field in self.fields.values():
                field.required = False
        super().full_clean()
        for name, required in wanted.items():
            self.fields[name].required = required

    def typed(self, key: str) -> Any:
        """What stands in the input now: typed, or the stored answer."""
        if self.is_bound:
            return self.data.get(self.add_prefix(key), "")
        return self.initial.get(key, "")

    def answers_of(self, fields: tuple[Field, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
        """(plain answers, uploads by key) of the questions that are asked."""
        values: dict[str, Any] = {}
        files: dict[str, Any] = {}
        cleaned = {field.key: plain(self.cleaned_data.get(field.key)) for field in fields}
        for field in fields:
            value = cleaned[field.key]
            if not is_asked(field, cleaned):
                continue
            if field.kind == "file" and is_upload(value):
                files[field.key] = value
                if kept := self.initial.get(field.key):
                    values[field.key] = kept
            elif value is not None:
                values[field.key] = value
        return values, files


class RowForm(AnswerForm):
    """One row of a table."""

    narrow = False
    dropped = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict(self.initial or {})
        controls = {column.show_when.field for column in self.columns if column.show_when}
        for column in self.columns:
            made = question(column, controls=column.key in controls, narrow=self.narrow)
            if column.kind == "file":
                kept = forms.CharField(required=False, widget=forms.HiddenInput)
                self.fields[f"{column.key}-{KEPT}"] = kept
                if self.is_bound:
                    self.initial[column.key] = self.typed(f"{column.key}-{KEPT}")
                else:
                    self.initial[f"{column.key}-{KEPT}"] = self.initial.get(column.key, "")
            self.fields[column.key] = made
        now = {column.key: self.typed(column.key) for column in self.columns}
        self.asked = tuple(column for column in self.columns if self.narrow or is_asked(column, now))
        for column in self.columns:
            if column not in self.asked:
                del self.fields[column.key]

    def full_clean(self) -> None:
        if self.dropped:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    @property
    def is_blank(self) -> bool:
        values, files = self.answers_of(self.columns)
        return self.dropped or not (files or any(not is_open(value) for value in values.values()))


class RowSet(_Rows):
    """The rows of a table question. ``field`` is the question."""

    field: Field
    strict = False

    def drop(self, number: int) -> None:
        """Leave a row out, whatever is typed in it."""
        if 0 <= number < len(self.forms):
            self.forms[number].dropped = True

    def clean(self) -> None:
        if self.strict and self.field.required and all(form.is_blank for form in self.forms if form.is_valid()):
            raise ValidationError(_("Add at least one row."))

    def filled(self) -> list[tuple[int, RowForm]]:
        """(number on the page, row) of the rows in which something stands."""
        return [(number, form) for number, form in enumerate(self.forms) if not form.is_blank]


def row_set(field: Field, *, strict: bool) -> type[RowSet]:
    narrow = is_narrow(field)
    row = type("Row", (RowForm,), {"columns": field.columns, "narrow": narrow, "strict": strict})
    made = formset_factory(
        row, formset=RowSet, extra=0, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS + 1
    )
    return type("Rows", (made,), {"field": field, "strict": strict})


def is_narrow(field: Field) -> bool:
    """Whether the rows fit into lines of a table; otherwise each row is a card."""
    return len(field.columns) <= NARROW and not any(
        c.kind in ("file", "longtext") or c.show_when for c in field.columns
    )


class SectionForm(AnswerForm):
    """A section: its plain questions, and ``tables`` by key.

    ``seen`` is the version of the section on the page, ``edition`` the version of the procedure that the page asks by,
    ``once`` the key of this one drawing of it.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def __init__(self, section: Section, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.strict = kwargs.pop("strict", False)
        self.cards: Mapping[str, FileCard] = kwargs.pop("cards", {})
        super().__init__(*args, **kwargs)
        self.section = section
        self.tables: dict[str, RowSet] = {}
        controls = {field.show_when.field for field in section.fields if field.show_when}
        now = {field.key: self.typed(field.key) for field in section.fields if field.kind != "table"}
        # A condition may rest on an answer of another section.
        now = {**self.initial.get("elsewhere", {}), **now}
        for field in section.fields:
            if not is_asked(field, now):
                continue
            if field.kind == "table":
                self.tables[field.key] = self._rows(field)
            else:
                hint = (hints or {}).get(field.key, "")
                self.fields[field.key] = question(field, hint=hint, controls=field.key in controls)

    def _rows(self, field: Field) -> RowSet:
        made = row_set(field, strict=self.strict)
        if self.is_bound:
            return made(self.data, self.files, prefix=field.key)
        return made(initial=self.initial.get(field.key) or [{}], prefix=field.key)

    def is_valid(self) -> bool:
        # Every table is judged, so that all mistakes show at once.
        judged = [super().is_valid(), *(table.is_valid() for table in self.tables.values())]
        return all(judged)

    def drop_row(self, button: str) -> None:
        """Leave out the row of a pressed "Remove" button: ``lines-2``."""
        key, _dash, number = button.rpartition("-")
        if key in self.tables and number.isdecimal():
            self.tables[key].drop(int(number))

    def answers(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """(plain answers by question, uploads by path such as ``lines.2.evidence``)."""
        plain_fields = tuple(field for field in self.section.fields if field.key in self.fields)
        values, files = self.answers_of(plain_fields)
        for key, table in self.tables.items():
            rows = []
            for number, (_place, form) in enumerate(table.filled(), start=1):
                row, uploads = form.answers_of(form.columns)
                rows.append(row)
                files |= {f"{key}.{number}.{column}": upload for column, upload in uploads.items()}
            values[key] = rows
        return values, files

    def refuse(self, refused: Refused) -> None:
        """Each reason beside its input, also inside tables; the rest on top."""
        here: list[Reason] = []
        for reason in refused.decision.reasons:
            parts = reason.field.split(".")
            if len(parts) == 3 and parts[0] in self.tables:
                filled = self.tables[parts[0]].filled()
                index = int(parts[1]) - 1 if parts[1].isdecimal() else -1
                if 0 <= index < len(filled) and parts[2] in filled[index][1].fields:
                    row = Reason(reason.code, reason.text, reason.next_step, parts[2], reason.source)
                    show_refusal(filled[index][1], Refused(Decision.refuse(row)))
                    continue
            here.append(reason)
        if here:
            show_refusal(self, Refused(Decision.refuse(*here)))

    def told(self, decision: Decision) -> None:
        """What the rules refuse in the stored answers, beside the inputs of this page that have no mistake yet."""
        if decision.outcome is not Outcome.REFUSED:
            return
        self.is_valid()  # judges every row, so that refusals can be added to them
        here = [reason for reason in decision.reasons if self._concerns(reason) and not self._mistaken(reason)]
        if here:
            self.refuse(Refused(Decision.refuse(*here)))

    def _concerns(self, reason: Reason) -> bool:
        return section_has(self.section, reason.field.split(".")[0]) is not None

    def _mistaken(self, reason: Reason) -> bool:
        key, *rest = reason.field.split(".")
        if key not in self.tables or len(rest) != 2 or not rest[0].isdecimal():
            return key in self.errors
        filled = self.tables[key].filled()
        index = int(rest[0]) - 1
        return 0 <= index < len(filled) and rest[1] in filled[index][1].errors

    def wait_for(self, holder: str) -> None:
        """Files that ``holder`` chooses here wait while the section is refused. Call it before the form is judged."""
        for form in self.every_form():
            form.files_wait_for = holder

    def send_again(self) -> None:
        """The section is refused: chosen files wait for the next sending. Those that can't wait must be chosen again."""
        for form in self.every_form():
            form.is_refused = True
            for name, value in list(getattr(form, "cleaned_data", {}).items()):
                if is_upload(value) and name not in form.errors and not form.files_kept(name):
                    form.add_error(name, _("Please choose the file again; the other answers are kept."))

    def take_along(self, waiting: Mapping[str, tuple[KeptFile, ...]]) -> None:
        """Files that wait by the name of their input, on a page that is drawn anew without being judged."""
        for form in self.every_form():
            form.waiting = waiting

    def every_form(self) -> list[AnswerForm]:
        return [self, *(form for table in self.tables.values() for form in table.forms if not form.dropped)]

    def parts(self) -> Iterator[Part]:
        """What the page draws, in the order of the definition."""
        for field in self.section.fields:
            if field.key in self.tables:
                yield self._table(field)
            elif field.key in self.fields:
                yield self._question(self, field)

    def _question(self, form: AnswerForm, field: Field) -> Part:
        stored = self.cards.get(str(form.initial.get(field.key, ""))) if field.kind == "file" else None
        return Part(
            "question",
            form[field.key],
            "đ" if field.is_money else "",
            (stored,) if stored else (),
            replacing=stored is not None and bool(form[field.key].errors or form.files_kept(field.key)),
            wide=field.kind == "longtext" or (bool(form.columns) and field is form.columns[0]),
        )

    def _table(self, field: Field) -> Part:
        table = self.tables[field.key]
        label, hint = field.label.into(language()), field.help.into(language()) if field.help else ""
        sums = tuple(_sums(field, self.initial.get(field.key)))
        if is_narrow(field):
            return Part("lines", table=table, label=label, help=hint, sums=sums)
        rows = tuple(
            RowPart(form, tuple(self._question(form, column) for column in form.asked))
            for form in table.forms
            if not form.dropped
        )
        return Part("cards", table=table, label=label, help=hint, rows=rows, sums=sums)

    def mistakes(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of every mistake, in the order of the page."""
        found = [("", str(error)) for error in self.non_field_errors()] if self.is_bound else []
        if not self.is_bound:
            return found
        for field in self.section.fields:
            if field.key in self.tables:
                found += _table_mistakes(self.tables[field.key])
            elif field.key in self.fields:
                found += _field_mistakes(self, field.key)
        return found


def _table_mistakes(table: RowSet) -> list[tuple[str, str]]:
    found = [
        (f"id_{table.prefix}", f"{table.field.label.into(language())}: {error}") for error in table.non_form_errors()
    ]
    for number, form in enumerate(table.forms, start=1):
        if not form.dropped:
            row = _("row %(number)s") % {"number": number}
            found += [("", f"{row}: {error}") for error in form.non_field_errors()]
            for name in form.fields:
                found += [(anchor, f"{row}, {sentence}") for anchor, sentence in _field_mistakes(form, name)]
    return found


def _field_mistakes(form: AnswerForm, name: str) -> list[tuple[str, str]]:
    bound = form[name]
    anchor = bound.auto_id if bound.widget_type == "radioselect" else bound.id_for_label or bound.auto_id
    return [(anchor, f"{bound.label}: {error}") for error in bound.errors]


def _sums(field: Field, rows: Any) -> Iterator[Sum]:
    for column in field.columns:
        if column.total and isinstance(rows, list):
            values = [row.get(column.key) for row in rows]
            yield Sum(column.label, sum(value for value in values if isinstance(value, int)))


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


def section_has(section: Section, key: str) -> Field | None:
    return next((field for field in section.fields if field.key == key), None)


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
