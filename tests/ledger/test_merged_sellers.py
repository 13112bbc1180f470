"""A seller that was merged keeps its invoices and contracts: nobody is paid for them again under the other tax code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.ledger import usecases
from khue.features.ledger.domain import CostLine, InvoiceLine
from khue.features.ledger.models import CostLineClaim, InvoiceLineClaim
from khue.features.people import queries as people
from khue.features.people import usecases as parties
from khue.features.people.domain import Paper, RecordSuccession, RegisterOrganisation
from khue.kernel.deeds import command
from khue.site.sample.parties import sample_tax_code
from tests.cast import persona

FORMER, SUCCESSOR, STRANGER = sample_tax_code(8801), sample_tax_code(8802), sample_tax_code(8803)


def merged() -> None:
    """The former seller goes on under the successor."""
    registrar = persona("clerk")
    keys = [
        parties.register_organisation(RegisterOrganisation(f"Bên bán {code}", "enterprise", tax_code=code, once=uuid4()), actor=registrar)
        for code in (FORMER, SUCCESSOR)
    ]  # fmt: skip
    paper = Paper("01/QĐ", registrar.today, "Sở Tài chính")
    asked = RecordSuccession("merger", (keys[0],), (keys[1],), registrar.today, paper, "Sáp nhập")
    parties.record_succession(asked, actor=registrar)


def invoice(code: str, subject: str, line: int = 1) -> None:
    with command("ledger.test", persona("clerk"), subject=subject) as deed:
        usecases.claim_invoice_line(InvoiceLine(code, "C26TAA", "123", line, subject, 1_000), deed=deed)


def cost(code: str, subject: str) -> None:
    with command("ledger.test", persona("clerk"), subject=subject) as deed:
        line = CostLine("purchase", code, "HĐ 12/2026", "fund", subject, 1_000)
        usecases.claim_cost_lines((line,), deed=deed)


@pytest.mark.django_db
def test_an_invoice_of_a_merged_seller_counts_once_under_either_code() -> None:
    merged()
    invoice(FORMER, "dossier:1")
    for subject in ("dossier:2", "dossier:1"):
        with pytest.raises(Refused) as refused:
            invoice(SUCCESSOR, subject)
        assert [one.code for one in refused.value.decision.reasons] == ["ledger.invoice_line_taken"]
        assert "hồ sơ số 1" in refused.value.text.vi
    invoice(SUCCESSOR, "dossier:2", line=2)
    with pytest.raises(Refused):
        invoice(FORMER, "dossier:3", line=2)
    invoice(STRANGER, "dossier:3")
    invoice(FORMER, "dossier:1")
    assert InvoiceLineClaim.objects.count() == 3


@pytest.mark.django_db
def test_a_contract_with_a_merged_seller_draws_on_one_source_under_either_code() -> None:
    merged()
    cost(SUCCESSOR, "dossier:1")
    with pytest.raises(Refused) as refused:
        cost(f"{FORMER[:4]} {FORMER[4:]}", "support:9")
    assert [one.code for one in refused.value.decision.reasons] == ["ledger.cost_line_taken"]
    cost(STRANGER, "support:9")
    assert CostLineClaim.objects.count() == 2


@pytest.mark.django_db
def test_sellers_who_were_never_merged_have_no_other_code(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert people.other_tax_codes({STRANGER}) == {}
    merged()
    assert people.other_tax_codes({FORMER, SUCCESSOR, STRANGER}) == {FORMER: (SUCCESSOR,), SUCCESSOR: (FORMER,)}


@pytest.mark.slow
def test_two_records_that_claim_it_at_once_under_both_codes(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:  # fmt: skip
    merged()
    wanted = [(code, f"dossier:{no}") for no, code in enumerate((FORMER, SUCCESSOR, FORMER, SUCCESSOR), 1)]
    results = in_threads(*(partial(invoice, code, subject) for code, subject in wanted))
    assert sum(result is None for result in results) == 1
    assert all(isinstance(result, Refused) for result in results if result is not None)
    assert InvoiceLineClaim.objects.count() == 1
