"""What a sheet is: rows and columns of a result, shown as a table and taken away as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.policylab.domain import amount_words
from khue.kernel import exports
from khue.kernel.ui import Column, ColumnKind, Link, Row, TableView
from khue.kernel.wording import CERTAINTY_WORDS

Result = Mapping[str, Any]
FILES: dict[str, Callable[..., HttpResponseBase]] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns``: key, heading, kind. ``rows`` hold plain values, Text and whole đồng."""

    key: str
    title: str
    columns: tuple[tuple[str, str, ColumnKind], ...]
    rows: tuple[Mapping[str, Any], ...]

    def table(self, base: str = "", *, show_caption: bool = False) -> TableView:
        """``base`` is the address before ``<key>.csv``; empty: nothing to take away."""
        return TableView(
            tuple(Column(label, kind) for _key, label, kind in self.columns),
            tuple(
                Row(tuple(_shown(key, row.get(key), kind) for key, _label, kind in self.columns)) for row in self.rows
            ),
            exports=tuple(Link(kind.upper(), f"{base}{self.key}.{kind}") for kind in FILES) if base else (),
            caption=self.title,
            show_caption=show_caption,
        )

    def file(self, file_kind: str, name: str) -> HttpResponseBase:
        columns = [(key, f"{label} (đồng)" if kind == "money" else label) for key, label, kind in self.columns]
        return FILES[file_kind](f"{name}-{self.key}", columns, self.rows)


def _shown(key: str, value: Any, kind: ColumnKind) -> Any:
    """As a page shows it: sums in billions, which people can compare; files have every đồng."""
    if kind == "money" and isinstance(value, int):
        return amount_words(value)
    return Link(_("the source"), value) if key == "url" and value else value


def certainty_label(certainty: str, *, sample: bool = False) -> str:
    if sample:
        return _("confirmed for the sample city")
    return _("assumption of ours") if certainty == "assumption" else str(CERTAINTY_WORDS.get(certainty, certainty))


def text(told: Mapping[str, str]) -> Text:
    return Text.from_json(told).capitalised()


# ---- one function per table ------------------------------------------------------------------------------------------
