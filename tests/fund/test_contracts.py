"""The contract with the fund: drawn up by what was decided, signed by both sides, recorded; every trace and every refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused
from khue.features.documents.models import Paper
from khue.features.dossiers.models import Document
from khue.features.fund import queries, usecases
from khue.features.fund.domain.cases import DrawUpContract, SignContract
from khue.features.fund.domain.granting import LineGiven
from khue.site.sample import fund as sample
from khue.site.sample import signing
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.fund.stories import TODAY, act, applied, approved, audits, founded, told
from tests.fund.test_cases import codes
from tests.fund.test_lines import two_lines

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=365)


def test_a_contract_is_drawn_up_by_what_was_decided_and_awaits_both_sides() -> None:
    founded()
    case = two_lines()
    said = (LineGiven(1, 200_000_000, "Giá cao hơn thị trường"), LineGiven(2, 0, "Đã có thiết bị"))
    sample.carried(sample.laid(case.pk, act(), lines=said), act())
    asked = DrawUpContract(case.pk, LAST, "Đỗ Thanh Bình, Viện trưởng", uuid4())
    document = usecases.draw_up_contract(asked, actor=persona("officer"))
    assert usecases.draw_up_contract(asked, actor=persona("officer")) == document
    values = Document.objects.get(pk=document).values
    assert (values["amount"], values["lines"]) == (200_000_000, [{"name": "Dây chuyền sấy", "amount": 200_000_000}])
    assert values["receiver"]["representative"] == "Đỗ Thanh Bình, Viện trưởng"
    standing = queries.case_card(case.pk, persona("researcher")).contract_paper
    assert standing is not None
    assert (standing.signed, len(standing.missing)) == (False, 2)
    assert (audits("draw_up_contract"), told("researcher", "chờ ký")) == (1, True)


def test_a_contract_drawn_up_anew_takes_the_place_of_the_former() -> None:
    founded()
    case = approved("grant", 250_000_000)
    first = usecases.draw_up_contract(DrawUpContract(case.pk, LAST, once=uuid4()), actor=persona("officer"))
    second = usecases.draw_up_contract(DrawUpContract(case.pk, LAST, once=uuid4()), actor=persona("officer"))
    assert {row.reference: row.state for row in Paper.objects.filter(kind="fund-contract")} == {
        f"document:{first}": "superseded",
        f"document:{second}": "in_force",
    }


def test_a_loans_contract_states_its_terms_and_can_be_printed() -> None:
    from khue.kernel.documents import check_values, render

    founded()
    case = approved("loan", 600_000_000)
    document = usecases.draw_up_contract(DrawUpContract(case.pk, LAST, once=uuid4()), actor=persona("officer"))
    values = Document.objects.get(pk=document).values
    assert any("Lãi suất 4,8%/năm" in one["text"] for one in values["articles"])
    full = {**values, "number": "1/HĐ-QKHCN", "issued_on": str(TODAY)}
    check_values("fund-contract", full)
    assert render("fund-contract", full).startswith(b"%PDF")


def test_nobody_draws_up_a_contract_that_was_not_decided_or_has_no_term() -> None:
    founded()
    case = applied("grant", 250_000_000)
    with pytest.raises(Refused) as refused:
        usecases.draw_up_contract(DrawUpContract(case.pk, TODAY, once=uuid4()), actor=persona("officer"))
    assert codes(refused) == {"flow.not_from_here", "fund.until_on"}
    with pytest.raises(NotAllowed):
        usecases.draw_up_contract(DrawUpContract(case.pk, LAST, once=uuid4()), actor=persona("researcher"))
    assert not Document.objects.filter(kind="fund-contract").exists()


def test_a_contract_counts_when_it_is_signed_here_or_its_signed_copy_is_attached() -> None:
    founded()
    case = approved("grant", 250_000_000)
    bare = SignContract(case.pk, "", TODAY, once=uuid4())
    with pytest.raises(Refused) as nothing:
        usecases.sign_contract(bare, actor=persona("officer"))
    assert codes(nothing) == {"fund.number", "fund.paper"}
    usecases.draw_up_contract(DrawUpContract(case.pk, LAST, once=uuid4()), actor=persona("officer"))
    with pytest.raises(Refused) as unsigned:
        usecases.sign_contract(replace(bare, once=uuid4()), actor=persona("officer"))
    assert codes(unsigned) == {"fund.paper"}
    usecases.sign_contract(replace(bare, paper=paper("hop-dong-da-ky"), once=uuid4()), actor=persona("officer"))
    case.refresh_from_db()
    standing = queries.case_card(case.pk, persona("officer")).contract_paper
    assert standing is not None
    assert (case.state, case.contract) == ("running", standing.number)


def test_a_contract_signed_by_hand_and_compared_needs_no_second_copy() -> None:
    founded()
    case = approved("grant", 250_000_000)
    sample.drawn_up(case.pk, act())
    standing = queries.case_card(case.pk, persona("officer")).contract_paper
    assert standing is not None
    signing.signed_by_hand(standing.code, act=act())
    usecases.sign_contract(SignContract(case.pk, "", TODAY, once=uuid4()), actor=persona("officer"))
    case.refresh_from_db()
    assert (case.state, case.contract) == ("running", standing.number)
    with pytest.raises(Refused) as late:
        sample.drawn_up(case.pk, act())
    assert codes(late) == {"flow.not_from_here", "fund.contract_signed"}
