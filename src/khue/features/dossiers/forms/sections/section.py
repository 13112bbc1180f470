"""The form of a section: its plain questions and its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import Refused
from khue.features.dossiers.domain.answers import is_asked
from khue.features.dossiers.domain.definition import Field, Section
from khue.features.dossiers.forms.questions import is_upload, question
from khue.features.dossiers.forms.sections.rows import AnswerForm, Part, RowPart, RowSet, Sum, is_narrow, row_set
from khue.kernel.files import FileCard
from khue.kernel.forms import show_refusal
from khue.kernel.kept_files import KeptFile
from khue.kernel.web import language


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


def section_has(section: Section, key: str) -> Field | None:
    return next((field for field in section.fields if field.key == key), None)
