"""Printed numbers."""

from __future__ import annotations

import pytest

from khue.core.number import document_number, dossier_number


def test_documents_have_number_and_symbol() -> None:
    assert document_number(412, 2026, "QĐ-UBND") == "412/QĐ-UBND"
    assert document_number(7, 2026, "QĐ-UBND") == "07/QĐ-UBND"
    assert document_number(29, 2025, "NQ-HĐND", normative=True) == "29/2025/NQ-HĐND"


def test_dossiers_have_year_and_running_number() -> None:
    assert dossier_number(2026, 412) == "HN-2026-000412"
    assert dossier_number(2026, 1_000_000) == "HN-2026-1000000"
    assert dossier_number(2026, 1, prefix="DN") == "DN-2026-000001"


def test_dossier_numbers_of_a_year_sort_as_they_were_given() -> None:
    numbers = [dossier_number(2026, n) for n in (1, 2, 10, 99, 100, 999_999)]
    assert sorted(numbers) == numbers


@pytest.mark.parametrize(("sequence", "year"), [(0, 2026), (-1, 2026), (1, 26), (1, 20266)])
def test_impossible_numbers_are_refused(sequence: int, year: int) -> None:
    with pytest.raises(ValueError, match="not"):
        dossier_number(year, sequence)


@pytest.mark.parametrize("symbol", ["", "QĐ UBND", "QĐ-UBND "])
def test_a_symbol_has_no_blank(symbol: str) -> None:
    with pytest.raises(ValueError, match="symbol"):
        document_number(1, 2026, symbol)
