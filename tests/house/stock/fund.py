"""Room ``fund``: its part of the stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from khue.core.actor import Actor
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A running loan with money asked for and owed, a motion before the council, a case to appraise and one to sign."""
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.features.fund import queries, usecases
    from khue.features.fund.domain.cases import AnswerPayment
    from khue.site.sample import fund

    def before(days: int) -> Callable[[str], Actor]:
        return lambda key: replace(found := act(key), moment=found.moment - timedelta(days=days))

    fund.founded(before(30))
    source = fund.capital_received(20_000_000_000, before(20))
    lent = fund.applied(fund.Wish("loan", 600_000_000), act)
    fund.approved(lent, act)
    fund.signed(lent, act)
    fund.paid_out(lent, 400_000_000, act)
    asked, owed = fund.asked_for(lent, 50_000_000, act), fund.asked_for(lent, 60_000_000, act)
    usecases.answer_payment(AnswerPayment(owed, True, once=uuid4()), actor=act("officer"))
    loan = queries.case_card(lent, act("officer")).loan
    repayment = fund.repaid(loan.id, 5_000_000, act) if loan else 0
    motion = fund.laid(fund.applied(fund.Wish("grant", 700_000_000), act), act)
    to_appraise = fund.applied(fund.Wish("grant", 250_000_000), act)
    to_sign = fund.applied(fund.Wish("grant", 260_000_000), act)
    fund.approved(to_sign, act)
    numbers = {
        "source_id": source, "case_id": lent, "loan_id": loan.id if loan else 0, "motion_id": motion, "payment_id": asked,
        "seat_id": queries.seats()[0].id, "version_id": queries.charter_versions()[0].id, "kind": "write_off",
        "repayment_id": repayment,
    }  # fmt: skip
    for name, number in numbers.items():
        stock.by_room["fund", name] = number
    stock.by_route["fund:pay", "payment_id"] = owed
    to_decide = queries.motion_card(motion, act("officer")).case_id
    for page, step, case in (
        ("appraise", "appraisal", to_appraise),
        ("decide", "decision", to_decide),
        ("sign", "agreement", to_sign),
    ):
        dossier = queries.case_card(case, act("officer")).dossier
        stock.by_route[f"fund:{page}", "task_id"] = open_task_of(dossier_id=dossier, step=step).id
