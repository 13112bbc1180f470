"""Offers in rows of a sheet: columns, template, one row into an offer with all that is wrong with it. Pure."""

from khue.features.exchange.domain.sheets.book import template
from khue.features.exchange.domain.sheets.columns import BY_KEY, COLUMNS, MOST_ROWS, SheetColumn, codes_sheet
from khue.features.exchange.domain.sheets.reading import (
    CellFault,
    GoodRow,
    ImportOffers,
    cells_of,
    columns_of,
    missing_columns,
    read_row,
)

__all__ = [
    "BY_KEY",
    "COLUMNS",
    "MOST_ROWS",
    "CellFault",
    "GoodRow",
    "ImportOffers",
    "SheetColumn",
    "cells_of",
    "codes_sheet",
    "columns_of",
    "missing_columns",
    "read_row",
    "template",
]
