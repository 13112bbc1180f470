"""Questions as inputs: those of a section and those of a table's rows, and what of them a page draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.dossiers.domain.answers import is_asked, is_open
from khue.features.dossiers.domain.definition import Field
from khue.features.dossiers.domain.sent import MOST_ROWS
from khue.features.dossiers.forms.questions import is_upload, plain, question
from khue.kernel.files import FileCard
from khue.kernel.forms import KhueForm
from khue.kernel.kept_files import KeptFile

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
