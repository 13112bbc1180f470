"""Invoice lines: claimed once, released, claimed again; the refusal names the holder."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from khue.core.errors import Refused
from khue.features.ledger import queries, usecases
from khue.features.ledger.domain import InvoiceLine
from khue.features.ledger.models import InvoiceLineClaim
from khue.kernel.deeds import command

from .conftest import an_actor

pytestmark = pytest.mark.django_db
A_LINE = InvoiceLine("0100109106", "C26TAA", "123", 1, "dossier:1", 5_000)


def claim(*lines: InvoiceLine) -> None:
    with command("ledger.test", an_actor(), subject="dossier:1") as deed:
        usecases.claim_invoice_lines(lines, deed=deed)


def release(subject: str) -> int:
    with command("ledger.test", an_actor(), subject=subject) as deed:
        return usecases.release_invoice_lines(subject, deed=deed)


def test_a_line_is_free_until_claimed_and_again_after_release() -> None:
    assert queries.invoice_line_holder(A_LINE) is None
    claim(A_LINE)
    holder = queries.invoice_line_holder(replace(A_LINE, number="00000123"))
    assert holder is not None
    assert holder.subject == "dossier:1"
    assert release("dossier:1") == 1
    assert release("dossier:1") == 0
    assert queries.invoice_line_holder(A_LINE) is None
    claim(replace(A_LINE, subject="dossier:2"))


def test_claiming_again_for_the_same_record_changes_nothing() -> None:
    claim(A_LINE)
    claim(A_LINE, replace(A_LINE, line=2))
    assert InvoiceLineClaim.objects.count() == 2


def test_a_line_held_elsewhere_is_refused_beside_its_field_and_nothing_is_claimed() -> None:
    claim(A_LINE)
    other = replace(A_LINE, subject="dossier:2", number="0123", field="lines.0.number")
    with pytest.raises(Refused) as refused:
        claim(other, replace(other, line=9))
    assert [(r.code, r.field) for r in refused.value.decision.reasons] == [
        ("ledger.invoice_line_taken", "lines.0.number")
    ]
    assert "đã dùng ở hồ sơ số 1" in refused.value.text.vi
    assert "dossier no. 1" in refused.value.text.en
    assert InvoiceLineClaim.objects.count() == 1


def test_another_amount_for_a_line_of_the_same_record_is_refused() -> None:
    claim(A_LINE)
    with pytest.raises(Refused) as refused:
        claim(replace(A_LINE, amount=6_000))
    assert [reason.code for reason in refused.value.decision.reasons] == ["ledger.invoice_amount_differs"]


def test_every_fault_of_a_declaration_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        claim(A_LINE, A_LINE, replace(A_LINE, number="", line=3), replace(A_LINE, line=4, amount=-1))
    codes = [reason.code for reason in refused.value.decision.reasons]
    assert codes == ["ledger.invoice_incomplete", "ledger.invoice_amount", "ledger.invoice_line_twice"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_invoicelineclaim SET amount = 1",
        "UPDATE ledger_invoicelineclaim SET subject = 'dossier:9', released_at = now()",
        "UPDATE ledger_invoicelineclaim SET released_at = NULL",
        "DELETE FROM ledger_invoicelineclaim",
    ],
)
def test_the_database_lets_a_claim_only_be_released(statement: str) -> None:
    claim(A_LINE)
    # Deleting meets the role's missing right first, and the trigger where one role does everything.
    refusals = (IntegrityError, ProgrammingError)
    said = "refuses|only be released|permission denied"
    with pytest.raises(refusals, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
