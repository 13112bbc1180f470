"""One row of a sheet into an offer, and what is wrong with it, cell by cell.

A fault names its row, its column and what was expected there. What a cell said is never repeated: it may be confidential.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.folding import fold
from khue.core.money import MoneyError, parse_dong
from khue.features.exchange.domain.offers import (
    LARGEST_PART,
    LONGEST_SECRET,
    Claim,
    Comparison,
    Described,
    Owner,
    Right,
    faults_of,
    until_faults,
)
from khue.features.exchange.domain.sheets.columns import BY_KEY, CLAIMS, COLUMNS, SheetColumn, Words
from khue.features.exchange.domain.words import BASES, EVIDENCE, MODES, OBJECTS
from khue.features.results.domain.rights import IP, IP_KINDS

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportOffers:
    """``party`` brings offers in a sheet; each good row becomes a draft, each bad one is named."""

    party: str
    sheet: Any
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CellFault:
    """``row`` as the sheet counts (the head is 1), ``column`` a key of ``COLUMNS``, ``expected`` what belongs there."""

    row: int
    column: str
    expected: Text


@dataclass(frozen=True, slots=True)
class GoodRow:
    row: int
    described: Described
    valid_until: date
    confidential: str


def columns_of(head: Sequence[Any]) -> dict[str, int]:
    """Which column stands where: by key, or by its words in either language."""
    names = {
        name: column.key for column in COLUMNS for name in (column.key, fold(column.label.vi), fold(column.label.en))
    }
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        said = str(cell or "").strip().rstrip("*").strip()
        key = names.get(said) or names.get(fold(said))
        if key:
            found.setdefault(key, place)
    return found


def missing_columns(found: Mapping[str, int]) -> tuple[SheetColumn, ...]:
    return tuple(column for column in COLUMNS if column.needed and column.key not in found)


def cells_of(row: Sequence[Any], places: Mapping[str, int]) -> dict[str, str]:
    """What stands in a row, as text; cells that are missing are empty."""
    return {key: plain(row[place]) if place < len(row) else "" for key, place in places.items()}


def plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return format_day(value.date() if isinstance(value, datetime) else value, "vi")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\0", " ").strip()


def read_row(number: int, cells: Cells, fields: Words, today: date) -> GoodRow | tuple[CellFault, ...]:
    """The row as an offer, or all that is wrong with it, each cell once. ``fields``: key fields of the day by code."""
    row = _Row(number, cells)
    said = _described(row, fields)
    until = row.day("valid_until")
    secret = row.text("confidential")
    if len(secret) > LONGEST_SECRET:
        row.wrong("confidential")
    found = list(faults_of(said))
    found += until_faults(until, today) if until is not None else ()
    for reason in found:
        row.wrong(_column_of(reason), reason.text)
    for column in COLUMNS:
        if column.needed and not row.text(column.key):
            row.wrong(column.key)
    if row.faults or until is None:
        return tuple(row.faults.values())
    return GoodRow(number, said, until, secret)


def _column_of(reason: Reason) -> str:
    """The column to which a fault of the words belongs."""
    name = reason.field
    rows = re.fullmatch(r"(claims|owners|rights)-(\d+)-(\w+)", name)
    if rows:
        part, no, cell = rows.groups()
        if part != "claims":
            return part
        key = f"claim_{no}" if cell == "says" else f"claim_{no}_{cell}"
        return key if key in BY_KEY else "claim_1"
    return name if name in BY_KEY else "title_vi"


class _Row:
    """Reads cells and notes what is wrong, the first fault of each column."""

    def __init__(self, number: int, cells: Cells) -> None:
        self.number, self.cells = number, cells
        self.faults: dict[str, CellFault] = {}

    def wrong(self, key: str, said: Text | None = None) -> None:
        expects = BY_KEY[key].expects
        text = Text(f"{said.vi} Cần: {expects.vi}.", f"{said.en} Expected: {expects.en}.") if said else expects
        self.faults.setdefault(key, CellFault(self.number, key, text))

    def text(self, key: str) -> str:
        return self.cells.get(key, "")

    def parts(self, key: str, mark: str = ",") -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for one in re.split(rf"[{mark}\n]", self.text(key)) if (part := " ".join(one.split()))))  # fmt: skip

    def code(self, key: str, known: Words) -> str:
        """A code of the list, written as code or in its words."""
        typed = self.text(key)
        found = self._known(typed, known)
        if typed and not found:
            self.wrong(key)
        return found

    def codes(self, key: str, known: Words) -> tuple[str, ...]:
        found = tuple(self._known(part, known) for part in self.parts(key, ",;"))
        if not all(found):
            self.wrong(key)
        return tuple(filter(None, found))

    def _known(self, typed: str, known: Words) -> str:
        if typed in known:
            return typed
        folded = fold(typed)
        return next((code for code, words in known.items() if folded in (code, fold(words.vi), fold(words.en))), "")

    def dong(self, key: str) -> int | None:
        try:
            return parse_dong(self.text(key)) if self.text(key) else None
        except MoneyError:
            self.wrong(key)
            return None

    def number_of(self, key: str) -> int:
        typed = self.text(key)
        if typed.isascii() and typed.isdigit() and len(typed) < 3:
            return int(typed)
        self.wrong(key)
        return 0

    def yes(self, key: str) -> bool:
        typed = fold(self.text(key))
        if typed in ("co", "yes", "x", "1", "true"):
            return True
        if typed not in ("", "khong", "no", "0", "false"):
            self.wrong(key)
        return False

    def day(self, key: str) -> date | None:
        for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
            try:
                found = datetime.strptime(self.text(key), form).replace(tzinfo=UTC).date()
            except ValueError:
                continue
            if 1900 <= found.year <= 2199:
                return found
        self.wrong(key)
        return None


def _described(row: _Row, fields: Words) -> Described:
    return Described(
        title=_both(row, "title"),
        summary=_both(row, "summary"),
        kind=row.code("kind", OBJECTS),
        field=row.code("field", fields),
        codes=tuple("".join(part.upper().split()) for part in row.parts("codes", ",;")),
        stage=row.number_of("stage"),
        stage_evidence=row.text("stage_evidence"),
        basis=row.code("basis", BASES),
        basis_paper=row.text("basis_paper"),
        modes=row.codes("modes", MODES),
        price_from=row.dong("price_from"),
        price_to=row.dong("price_to"),
        price_note=row.text("price_note"),
        public_money=row.yes("public_money"),
        result=row.text("result"),
        after_sale=row.text("after_sale"),
        videos=row.parts("videos"),
        claims=tuple(_claims(row)),
        owners=tuple(_owners(row)),
        rights=tuple(_rights(row)),
        comparison=Comparison(
            row.text("rival"), row.text("comparison"), row.text("cost_unit"), row.dong("own_cost"), row.dong("rival_cost")
        ),
    )  # fmt: skip


def _both(row: _Row, name: str) -> Text:
    """In both languages; a row without the Vietnamese is bad, and says so by the columns that are needed."""
    return Text(row.text(f"{name}_vi") or "–", row.text(f"{name}_en"))


def _claims(row: _Row) -> Iterator[Claim]:
    for no in range(1, CLAIMS + 1):
        at = f"claim_{no}"
        if row.text(at):
            level = row.code(f"{at}_level", EVIDENCE) or "stated"
            yield Claim(row.text(at), level, row.text(f"{at}_proof"), row.text(f"{at}_buyer"))


def _owners(row: _Row) -> Iterator[Owner]:
    for part in row.parts("owners", ";"):
        name, _colon, share = part.rpartition(":")
        typed = "".join(share.split()).replace(",", ".")
        try:
            whole = Fraction(typed.removesuffix("%")) / (1 if "/" in typed else 100)
        except (ValueError, ZeroDivisionError):
            row.wrong("owners")
            continue
        if not name.strip() or not 0 < whole <= 1 or whole.denominator > LARGEST_PART:
            row.wrong("owners")
            continue
        yield Owner(name.strip(), whole.numerator, whole.denominator)


def _rights(row: _Row) -> Iterator[Right]:
    for part in row.parts("rights", ";"):
        kind, state, territory, number, *_more = [*(each.strip() for each in part.split("|")), "", "", "", ""]
        found = Right(_code(kind, IP_KINDS), _code(state, IP.labels), territory.upper() or "VN", number)
        if not found.kind or not found.state:
            row.wrong("rights")
            continue
        yield found


def _code(typed: str, known: Words) -> str:
    folded = fold(typed)
    return next((code for code, words in known.items() if folded in (code, fold(words.vi), fold(words.en))), "")
