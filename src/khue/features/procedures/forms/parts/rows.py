"""A list under a part, as rows that are added and taken out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

MOST_ROWS = 100


class RowSet(BaseFormSet):  # type: ignore[type-arg]  # generic for the type checker only
    """Rows of a list; empty ones are left out."""

    def values(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.has_changed() or any(form.cleaned_data.values())]

    def filled(self) -> list[dict[str, Any]]:
        return [row for row in self.values() if any(value for value in row.values())]


def row_set(row: type[forms.Form]) -> type[RowSet]:
    return formset_factory(row, formset=RowSet, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1)  # type: ignore[return-value]  # the formset named here


def typed_rows(typed: QueryDict, row: type[forms.Form]) -> list[dict[str, Any]]:
    """The rows as they stand in the inputs, with the one added or taken out that a button asked for."""
    total = typed.get("rows-TOTAL_FORMS", "0")
    count = min(int(total), MOST_ROWS) if total.isascii() and total.isdecimal() and len(total) < 6 else 0
    rows = [{name: typed.get(f"rows-{at}-{name}", "") for name in row.base_fields} for at in range(count)]
    number = typed.get("remove_line", "").rpartition("-")[2]
    if number.isascii() and number.isdecimal() and len(number) < 6 and int(number) < len(rows):
        del rows[int(number)]
    if "add_line" in typed:
        rows.append({})
    return rows
