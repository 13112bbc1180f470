"""What the check knows: keys and names that are allowed, what the city package holds, the parts of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from khue.features.dossiers.domain.locating import Path
from khue.features.dossiers.domain.shapes import Found

KEY = re.compile(r"[a-z][a-z0-9_-]{0,48}")
ROUTE = re.compile(r"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*")
PREFILLS = ("name", "tax_code", "legal_form", "address", "email", "phone")
UNITS = ("working_days", "calendar_days")
OWN_NAMES = frozenset(
    {
        "seen", "edition", "once", "elsewhere", "csrfmiddlewaretoken", "refresh", "add_line", "remove_line", "continue", "return",
    }
)  # fmt: skip
"""What the page of a section sends under names of its own: a question of that name would be read as one of them."""
OWN_ENDING = ("-kept", "-kept-file")
"""How a stored file of a row is sent beside its input, and one that waits since the section was refused."""
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class City:
    """What the city package knows. None leaves it unchecked."""

    rights: frozenset[str] | None = None
    has_parameter: Callable[[str], bool] | None = None
    documents: Mapping[str, tuple[str, ...]] | None = None  # kind → who has a place to sign on its sheet


ANY_CITY = City()
"""A city of which nothing is known."""


def items_of(holder: Table, name: str) -> list[tuple[int, Table]]:
    """The well-shaped elements of a list of tables, with their places."""
    return [(index, item) for index, item in enumerate(holder.get(name, ())) if item is not None]


def clean_keys(items: list[tuple[int, Table]], path: Path, what: str) -> Iterator[Found]:
    """Keys are small letters, and none is there twice among its neighbours."""
    seen: set[str] = set()
    for index, item in items:
        key = item.get("key")
        if key is None:
            continue
        if not KEY.fullmatch(key):
            yield Found(
                (*path, index, "key"),
                f'a {what} needs a key of small letters, not "{key}"',
                f"Khóa phải là chữ thường không dấu, không phải “{key}”",
            )
        if key in seen:
            yield Found((*path, index, "key"), f'the {what} "{key}" exists twice', f"Khóa “{key}” có hai lần")
        seen.add(key)


def is_own_name(key: str, tables: Iterable[str] = ()) -> bool:
    """Whether the form of a section sends something of its own under this name: a mark, a button, a cell of a table."""
    return key in OWN_NAMES or key.endswith(OWN_ENDING) or any(_is_cell(key, table) for table in tables)


def _is_cell(key: str, table: str) -> bool:
    """``lines-2-price`` is the cell of a row of the table ``lines``."""
    return re.match(rf"{re.escape(table)}-\d+(-|$)", key) is not None
