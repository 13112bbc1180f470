"""Cost lines: given wholly, partly or not at all, each with its reason; and the invoice of a line is paid under its own case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Refused
from khue.features.dossiers.models import Document
from khue.features.fund import queries, usecases
from khue.features.fund.domain.cases import AnswerPayment, AskPayment, LayMotion
from khue.features.fund.domain.granting import LineGiven
from khue.features.fund.models import FundCase, FundPayment, Motion, MotionLine
from khue.features.ledger.models import CostLineClaim, InvoiceLineClaim
from khue.site.sample import fund as sample
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.fund.stories import act, applied, founded, running
from tests.fund.test_cases import SELLER, codes

pytestmark = pytest.mark.django_db
DRYER: dict[str, Any] = {
    "description": "Dây chuyền sấy", "amount": 400_000_000, "asked": 300_000_000, "seller_tax_code": SELLER,
    "contract": "HĐ 1/2026",
}  # fmt: skip
MEASURE: dict[str, Any] = {
    "description": "Thiết bị đo", "amount": 100_000_000, "asked": 100_000_000, "seller_tax_code": SELLER,
    "invoice_symbol": "1C26TMM", "invoice_number": "12", "invoice_line": 1,
}  # fmt: skip


def two_lines(*lines: dict[str, Any]) -> FundCase:
    rows = lines or (DRYER, MEASURE)
    return applied("grant", sum(row["asked"] for row in rows), lines=rows)


def asked_for(case: FundCase, amount: int, number: str = "0000012") -> int:
    invoice = (SELLER, "1c26 tmm", number, 1)
    asked = AskPayment(case.pk, amount, "Thiết bị đo", (paper("hoa-don"),), invoice, once=uuid4())
    return usecases.ask_payment(asked, actor=persona("researcher"))


def test_an_invoice_of_the_application_is_paid_under_its_own_case_and_no_further_than_its_line() -> None:
    founded()
    case = running("grant", 250_000_000, seller=SELLER, invoice="0000123")
    first = _asked(case, 150_000_000)
    row = FundPayment.objects.get(pk=first)
    assert (row.line, InvoiceLineClaim.objects.get(released_at=None).subject) == (1, f"dossier:{case.dossier_id}")
    with pytest.raises(Refused) as over:
        _asked(case, 100_000_001)
    assert codes(over) == {"fund.over_contract", "fund.over_line"}
    usecases.answer_payment(AnswerPayment(first, False, "Thiếu biên bản", uuid4()), actor=persona("officer"))
    _asked(case, 250_000_000)
    assert InvoiceLineClaim.objects.get(released_at=None).subject == f"dossier:{case.dossier_id}"


def _asked(case: FundCase, amount: int) -> int:
    asked = AskPayment(case.pk, amount, "Đợt 1", (paper("x"),), (SELLER, "1c26 tmm", "123", 1), once=uuid4())
    return usecases.ask_payment(asked, actor=persona("researcher"))


def test_the_invoice_of_one_case_is_not_paid_under_another() -> None:
    founded()
    running("grant", 250_000_000, seller=SELLER, invoice="0000123")
    other = running("sponsorship", 200_000_000)
    with pytest.raises(Refused) as refused:
        _asked(other, 1_000_000)
    assert codes(refused) == {"ledger.invoice_line_taken"}
    assert FundPayment.objects.count() == 0


def test_a_motion_gives_lines_wholly_partly_or_not_at_all_and_the_receiver_reads_why() -> None:
    founded()
    case = two_lines()
    said = (LineGiven(1, 200_000_000, "Giá trị cao hơn thị trường"), LineGiven(2, 0, "Đã có thiết bị tương đương"))
    motion = sample.laid(case.pk, act(), lines=said)
    row = Motion.objects.get(pk=motion)
    assert (row.amount, row.body) == (200_000_000, "executive")
    sample.carried(motion, act())
    case.refresh_from_db()
    assert case.granted == 200_000_000
    card = queries.case_card(case.pk, persona("researcher"))
    assert [(one.asked, one.given, one.ground) for one in card.lines] == [
        (300_000_000, 200_000_000, "Giá trị cao hơn thị trường"),
        (100_000_000, 0, "Đã có thiết bị tương đương"),
    ]
    printed = Document.objects.get(dossier=case.dossier_id, kind="fund-decision").values["articles"]
    assert any("không hỗ trợ. Lý do: Đã có thiết bị tương đương" in one["text"] for one in printed)
    # What the fund does not pay is free for another source; what it pays is held.
    assert not InvoiceLineClaim.objects.filter(released_at=None).exists()
    assert CostLineClaim.objects.get(released_at=None).amount == 300_000_000
    sample.signed(case.pk, act())
    with pytest.raises(Refused) as refused:
        asked_for(case, 1_000_000)
    assert codes(refused) == {"fund.line_not_given"}
    assert FundPayment.objects.count() == 0


def test_a_smaller_amount_names_its_lines_and_every_fault_is_told_at_once() -> None:
    founded()
    case = two_lines()
    asked = LayMotion(case.pk, "decide", 250_000_000, "Đủ điều kiện", once=uuid4())
    with pytest.raises(Refused) as unsaid:
        usecases.lay_motion(asked, actor=persona("officer"))
    assert codes(unsaid) == {"fund.lines_unsaid"}
    for lines, wanted in (
        ((LineGiven(1, 1),), {"fund.lines_known"}),
        ((LineGiven(1, 1), LineGiven(1, 1)), {"fund.lines_known"}),
        ((LineGiven(1, 400_000_000), LineGiven(2, 0)), {"fund.line_given", "fund.line_ground", "fund.lines_amount"}),
        ((LineGiven(1, -1), LineGiven(2, 100_000_000)), {"fund.line_given", "fund.lines_amount"}),
    ):
        with pytest.raises(Refused) as refused:
            usecases.lay_motion(replace(asked, lines=lines, once=uuid4()), actor=persona("officer"))
        assert codes(refused) == wanted
    nothing = (LineGiven(1, 0, "x"), LineGiven(2, 0, "x"))
    with pytest.raises(Refused) as zero:
        usecases.lay_motion(replace(asked, amount=0, lines=nothing, once=uuid4()), actor=persona("officer"))
    assert codes(zero) == {"fund.amount"}
    case.refresh_from_db()
    assert (case.state, Motion.objects.count(), MotionLine.objects.count()) == ("applied", 0, 0)


def test_the_database_keeps_the_lines_of_a_motion_and_their_sum() -> None:
    founded()
    case = two_lines()
    motion = Motion.objects.get(pk=sample.laid(case.pk, act()))
    assert list(motion.lines.order_by("no").values_list("given", flat=True)) == [300_000_000, 100_000_000]
    with pytest.raises(DatabaseError), transaction.atomic():
        MotionLine.objects.update(given=1, ground="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        _more_than_the_motion(motion)
    assert motion.lines.count() == 2


def _more_than_the_motion(motion: Motion) -> None:
    MotionLine.objects.create(motion=motion, no=3, description="x", asked=5, given=5)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
