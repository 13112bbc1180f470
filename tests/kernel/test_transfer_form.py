"""The form of a payment order: what every room that pays gets from it."""

from __future__ import annotations

import pytest

from khue.kernel.transfer_form import TransferForm

SAID = {
    "account_id": "7", "number": "0123 456-789", "number_again": "0123456789", "holder": " Công ty Thử ", "bank": " Ngân hàng ",
    "bank_code": "bftvvnvx", "content": " Chi ", "chapter": "417", "sector": "102", "item": "7049", "source": "12",
}  # fmt: skip


def form(**changed: str) -> TransferForm:
    return TransferForm(SAID | changed, accounts=[(7, "Kho bạc")])


def test_numbers_are_one_however_they_are_spaced_and_words_are_trimmed() -> None:
    found = form()
    assert found.is_valid(), found.errors
    assert found.payee == ("0123 456-789", "Công ty Thử", "Ngân hàng", "BFTVVNVX")
    assert found.codes == ("417", "102", "7049", "12")
    assert found.content_said == "Chi"
    assert found.cleaned_data["account_id"] == 7


@pytest.mark.parametrize(
    ("field", "value"),
    [("number_again", "0123456780"), ("account_id", "8"), ("content", "x" * 141), ("chapter", "4170"), ("holder", "")],
)
def test_a_slip_is_said_beside_its_field(field: str, value: str) -> None:
    found = form(**{field: value})
    assert not found.is_valid()
    assert set(found.errors) == {field}
