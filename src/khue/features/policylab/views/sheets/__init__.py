"""The figures of a result as tables: the same rows for the page, the picture's table and the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.policylab.views.sheets.drawn import population, spreads, weights
from khue.features.policylab.views.sheets.effects import (
    chance,
    distribution,
    figures,
    groups,
    law,
    past,
    quantiles,
    values,
    years,
)
from khue.features.policylab.views.sheets.sheet import Result, Sheet, certainty_label, text


def all_sheets(result: Result, told: Sequence[Mapping[str, Any]]) -> dict[str, Sheet]:
    found = [
        make(result)
        for make in (
            years, groups, distribution, quantiles, values, figures, chance, law, population, weights, spreads
        )
    ]  # fmt: skip
    return {sheet.key: sheet for sheet in (*found, past(told, result))}


def file_of(result: Result, told: Sequence[Mapping[str, Any]], key: str, kind: str, name: str) -> HttpResponseBase:
    """A table of a result as CSV, XLSX or JSON. Raises Missing for a table that there is not."""
    sheet = all_sheets(result, told).get(key)
    if sheet is None:
        raise Missing(
            Text("Kết quả không có bảng này.", "The result has no such table."),
            Text("Mời ông/bà tải các bảng từ trang kết quả.", "Download the tables from the page of the result."),
        )
    return sheet.file(kind, name)


# ---- parts -----------------------------------------------------------------------------------------------------------


__all__ = ["Result", "Sheet", "all_sheets", "certainty_label", "file_of", "text", "years"]
