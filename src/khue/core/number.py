"""Numbers of documents and dossiers as they are printed."""

from __future__ import annotations

_DOSSIER_DIGITS = 6


def document_number(sequence: int, year: int, symbol: str, *, normative: bool = False) -> str:
    """Number and symbol of a document: ``412/QĐ-UBND``; for a normative one with its year: ``29/2025/NQ-HĐND``.

    ``sequence`` starts at 1 each year in each register; below ten it is written with a leading zero (``07/QĐ-UBND``),
    as Decree 30/2020 on clerical work has it. The year of an administrative document stands in its date alone, so
    the printed number is unique within one year only. Raises ValueError for what cannot be a number or symbol.
    """
    _check(sequence, year)
    if not symbol or symbol != "".join(symbol.split()):
        raise ValueError(f"not a document symbol: {symbol!r}")
    return f"{sequence:02d}/{year}/{symbol}" if normative else f"{sequence:02d}/{symbol}"


def dossier_number(year: int, sequence: int, prefix: str = "HN") -> str:
    """The number that an applicant quotes: ``HN-2026-000412``. Beyond 999,999 a year it grows by a digit.

    Raises ValueError for a year or sequence that cannot be.
    """
    _check(sequence, year)
    return f"{prefix}-{year}-{sequence:0{_DOSSIER_DIGITS}d}"


def _check(sequence: int, year: int) -> None:
    if sequence < 1:
        raise ValueError(f"numbers start at 1, not {sequence}")
    if not 1000 <= year <= 9999:
        raise ValueError(f"not a year of four digits: {year}")
