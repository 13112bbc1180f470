"""What the pages of the books share: tabs, crumbs, amounts in a cell, the way to a statement, downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khue.kernel.exports import Columns, csv_response, xlsx_response
from khue.kernel.paging import href
from khue.kernel.ui import Cell, Link, TableView, Words


@dataclass(frozen=True, slots=True)
class TablePage:
    """A heading, a sentence, the tabs of the books and one table."""

    title: Words
    table: TableView
    lead: Words = ""
    tabs: tuple[Link, ...] = ()
    crumbs: tuple[Link, ...] = ()
    deeds: tuple[Link, ...] = ()


def tabs(current: str) -> tuple[Link, ...]:
    pages = (("trial_balance", _("Trial balance")), ("budget", _("Budget lines")), ("periods", _("Periods")))
    return tuple(Link(label, reverse(f"ledger:{name}"), current=name == current) for name, label in pages)


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Trial balance"), reverse("ledger:trial_balance")), *more)


def amount(value: int, currency: str) -> Any:
    """For a money column: đồng as they are, another currency with its code, nothing for zero."""
    if value == 0:
        return None
    return value if currency == "VND" else f"{value:,} {currency}"


def account_href(code: str, subject: str | None = None) -> str:
    path = reverse("ledger:account", args=[code])
    return path if subject is None else f"{path}?{urlencode({'subject': subject})}"


def subject_cell(key: str) -> Any:
    return Cell(key, reverse("ledger:subject", args=[key])) if key else None


def downloads(request: HttpRequest) -> tuple[Link, ...]:
    """The list as files, with the same choices as on the page."""
    return tuple(Link(label, href(request.GET, kind, "format")) for kind, label in (("csv", "CSV"), ("xlsx", "XLSX")))


def download(
    request: HttpRequest, name: str, columns: Columns, rows: Callable[[], Iterable[Any]]
) -> HttpResponseBase | None:
    """The file that ``?format=`` asks for, None for the page."""
    match request.GET.get("format"):
        case "csv":
            return csv_response(name, columns, rows())
        case "xlsx":
            return xlsx_response(name, columns, rows())
    return None
