"""Keyset paging: the page after a row, found by the row's own sort values, as fast on page 900 as on page 1.

Orders may mix directions and hold NULLs; as in PostgreSQL, NULL sorts after every value ascending and before every
value descending. A cursor is opaque, unsigned and worth nothing: it only says where to begin, so a forged one shows
what the query would show anyway, and a garbled one shows the first page.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, FieldError, ValidationError
from django.db.models import F, Field, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import QueryDict

LARGEST_PAGE = 500
LONGEST_CURSOR = 2000

Row = TypeVar("Row")
Other = TypeVar("Other")


class BadCursor(ValueError):
    """Not a cursor of this order."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in order, and where to go on. ``next``/``previous`` are cursors; None where there is no such page."""

    rows: tuple[Row, ...]
    next: str | None = None
    previous: str | None = None

    def of(self, change: Callable[[Row], Other]) -> Page[Other]:
        """The same page with each row changed into something else."""
        return Page(tuple(change(row) for row in self.rows), self.next, self.previous)


@dataclass(frozen=True, slots=True)
class _Key:
    """One sort column: ``name`` as the query knows it, ``read`` as the row carries it."""

    name: str
    read: str
    descending: bool
    nullable: bool
    field: Field[Any, Any]


def keyset(queryset: QuerySet[Any], order: Sequence[str], after: str | None, size: int) -> Page[Any]:
    """One page of ``queryset`` in ``order`` (names, ``-`` for descending, ``pk`` added when no unique name ends it).

    ``after`` is a cursor of an earlier page or None; ``size`` 1–500 rows. One query. Rows may be models or
    ``values()`` dicts. Raises FieldError for an unknown name in ``order``; never for a bad cursor.
    """
    size = max(1, min(size, LARGEST_PAGE))
    keys, queryset = _keys(queryset, order)
    try:
        backwards, values = _decode(after, keys) if after else (False, None)
    except BadCursor:
        backwards, values = False, None
    found = queryset.order_by(*(_term(key, backwards) for key in keys))
    if values is not None:
        found = found.filter(_beyond(keys, values, backwards))
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        if not rows:
            return keyset(queryset, order, None, size)
        rows.reverse()
    return Page(
        tuple(rows),
        next=_encode("n", rows[-1], keys) if rows and (more or backwards) else None,
        previous=_encode("p", rows[0], keys) if rows and (more if backwards else values is not None) else None,
    )


def every(page_of: Callable[[str | None, int], Page[Row]]) -> Iterator[Row]:
    """All rows of a list that is read page by page, for an export: no more than one page is in memory.

    ``page_of(after, size)`` is the list's own query, so that the file holds what the pages hold. The first page is read
    at once: whoever lacks the right hears it before the answer begins.
    """
    return _following(page_of, page_of(None, LARGEST_PAGE))


def _following(page_of: Callable[[str | None, int], Page[Row]], page: Page[Row]) -> Iterator[Row]:
    yield from page.rows
    while page.next is not None:
        page = page_of(page.next, LARGEST_PAGE)
        yield from page.rows


def href(query: QueryDict, cursor: str, name: str = "after") -> str:
    """``?…`` with the cursor put in and everything else that was asked kept."""
    kept = [(key, value) for key, values in query.lists() if key != name for value in values]
    return "?" + urlencode([*kept, (name, cursor)])


# -- order -----------------------------------------------------------------------------------------------------------


def _keys(queryset: QuerySet[Any], order: Sequence[str]) -> tuple[list[_Key], QuerySet[Any]]:
    """The sort columns, ending in a unique one; columns of other tables are carried along under a name of ours."""
    names = list(order)
    opts = queryset.model._meta
    last = names[-1].lstrip("-") if names else ""
    if last not in ("pk", opts.pk.name) and last not in {f.name for f in opts.concrete_fields if f.unique}:
        names.append("-pk" if names and names[-1].startswith("-") else "pk")
    keys = []
    for number, given in enumerate(names):
        name = given.lstrip("-")
        name = opts.pk.name if name == "pk" else name
        field, nullable = _field(queryset, name)
        read = name
        if "__" in name:
            read = f"sort_key_{number}"
            queryset = queryset.annotate(**{read: F(name)})
        keys.append(_Key(name, read, given.startswith("-"), nullable, field))
    return keys, queryset


def _field(queryset: QuerySet[Any], name: str) -> tuple[Field[Any, Any], bool]:
    """The column behind a name, and whether it may be NULL (a column reached through a join always may)."""
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field, True
    opts = queryset.model._meta
    try:
        _path, final, _targets, _rest = queryset.query.names_to_path(name.split("__"), opts, fail_on_missing=True)
    except FieldDoesNotExist as error:
        raise FieldError(f"can't order by {name!r}") from error
    if final.is_relation:
        raise FieldError(f"order by the column {name}_id, not by the relation")
    return final, final.null or "__" in name


def _term(key: _Key, backwards: bool) -> str:
    return f"-{key.name}" if key.descending != backwards else key.name


# -- where to go on --------------------------------------------------------------------------------------------------


def _beyond(keys: list[_Key], values: list[Any], backwards: bool) -> Any:
    """The condition for rows after ``values`` (before them when ``backwards``)."""
    directions = {key.descending != backwards for key in keys}
    if len(directions) == 1 and len(keys) > 1 and not any(key.nullable for key in keys):
        # A row comparison is one range of the index, however many rows share the leading values.
        compare = TupleLessThan if directions.pop() else TupleGreaterThan
        return compare(Tuple(*(F(key.name) for key in keys)), tuple(values))
    condition = Q(pk__in=[])
    for key, value in reversed(list(zip(keys, values, strict=True))):
        condition = _past(key, value, backwards) | (_same(key, value) & condition)
    lead, value = keys[0], values[0]
    if not lead.nullable:
        # Says nothing new, but gives the planner where to enter the index.
        bound = "lte" if lead.descending != backwards else "gte"
        condition = Q(**{f"{lead.name}__{bound}": value}) & condition
    return condition


def _same(key: _Key, value: Any) -> Q:
    return Q(**{f"{key.name}__isnull": True}) if value is None else Q(**{key.name: value})


def _past(key: _Key, value: Any, backwards: bool) -> Q:
    if key.descending != backwards:  # NULLs come first
        if value is None:
            return Q(**{f"{key.name}__isnull": False})
        return Q(**{f"{key.name}__lt": value})
    if value is None:  # NULLs come last: nothing lies beyond
        return Q(pk__in=[])
    past = Q(**{f"{key.name}__gt": value})
    return past | Q(**{f"{key.name}__isnull": True}) if key.nullable else past


# -- cursors ---------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise FieldError(f"can't page by values of {type(value).__name__}")


def _encode(direction: str, row: Any, keys: list[_Key]) -> str:
    values = [row[key.read] if isinstance(row, dict) else getattr(row, key.read) for key in keys]
    text = json.dumps([direction, *(_plain(value) for value in values)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, keys: list[_Key]) -> tuple[bool, list[Any]]:
    """Direction and values. Raises BadCursor for anything that this order could not have written."""
    if len(cursor) > LONGEST_CURSOR:
        raise BadCursor("too long")
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        parts = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadCursor("unreadable") from error
    if not isinstance(parts, list) or len(parts) != len(keys) + 1 or parts[0] not in ("n", "p"):
        raise BadCursor("another shape")
    return parts[0] == "p", [_value(key, part) for key, part in zip(keys, parts[1:], strict=True)]


def _value(key: _Key, part: Any) -> Any:
    if part is None:
        if not key.nullable:
            raise BadCursor(f"{key.name} is never empty")
        return None
    if isinstance(part, list | dict | float):
        raise BadCursor(f"{key.name}: not a plain value")
    try:
        value = key.field.to_python(part)
        str(value).encode("utf-8")
    except (ValidationError, ValueError, OverflowError, TypeError, ArithmeticError) as error:
        raise BadCursor(f"{key.name}: not of its kind") from error
    wrong = (
        (isinstance(value, str) and "\0" in value)
        or (isinstance(value, int) and not -(2**63) <= value < 2**63)
        or (isinstance(value, datetime) and value.tzinfo is None)
        or (isinstance(value, Decimal) and not value.is_finite())
    )
    if wrong or value is None:
        raise BadCursor(f"{key.name}: out of range")
    return value
