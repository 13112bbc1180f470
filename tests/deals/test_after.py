"""After the sale: the licensor looks into reported sales within the contract's terms, and both sides keep what they promised by a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.deals import queries, usecases
from khue.features.deals.domain.auditing import (
    AnswerFindings,
    AskAudit,
    RecordFindings,
    ShowBooks,
    WithdrawAudit,
    corrected,
    owed_besides,
)
from khue.features.deals.domain.contracting import ReportRoyalty, SettleDue
from khue.features.deals.domain.obliging import (
    AnswerObligation,
    ConfirmObligation,
    ProposeObligation,
    ReportObligation,
    notice_of,
)
from khue.features.deals.models import DealDue, Obligation, ObligationStep, RoyaltyAudit
from khue.features.ledger import queries as ledger
from khue.kernel import clock
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import deals as sample
from tests.cast import persona
from tests.deals.stories import MILLION, agreed, codes, talking, traces
from tests.deals.test_contracts import after
from tests.deals.test_secret import on_the_tests_day
from tests.exchange.stories import institute
from tests.exchange.test_secret import browser

__all__ = ["on_the_tests_day"]  # a fixture
Threads = Callable[..., list[Any]]
SALES, FOUND = 1_000 * MILLION, 4_000 * MILLION
WORDS = "CANARY-AUD1T-WORDS"


def reported(months: int = 12, days: int = 15) -> int:
    """A licence at 3 % of sales, at least 60 million a year; the first year is reported with its least on day 400."""
    deal = talking()
    said = sample.terms(lump=0, royalty=300, royalty_least=60 * MILLION, audit_months=months, audit_days=days)
    sample.agreed(deal, sample.made(deal, said, persona, "researcher"), persona, "founder")
    sample.drawn(deal, persona)
    sample.signed(deal, persona)
    start = persona("founder").today
    report = ReportRoyalty(deal, start, start + timedelta(days=365), SALES, 60 * MILLION, uuid4())
    usecases.report_royalty(report, actor=persona("founder", days=400))
    return deal


def asked(deal: int, days: int = 410) -> int:
    return usecases.ask_audit(
        AskAudit(deal, 1, f"Số bán trên thị trường cao hơn {WORDS}", uuid4()), actor=persona("researcher", days=days)
    )


def shown(deal: int, no: int) -> None:
    usecases.show_books(ShowBooks(deal, no, "Sổ bán hàng năm, tại trụ sở", uuid4()), actor=persona("founder", days=415))


def found(deal: int, no: int, sales: int = FOUND, days: int = 420) -> None:
    said = RecordFindings(deal, no, "Công ty Kiểm toán Mẫu", f"Thiếu hóa đơn quý ba {WORDS}", sales, uuid4())
    usecases.record_findings(said, actor=persona("researcher", days=days))


def answered(deal: int, no: int, accepted: bool = True, ground: str = "") -> None:
    usecases.answer_findings(AnswerFindings(deal, no, accepted, ground, uuid4()), actor=persona("founder", days=425))


def test_the_royalty_of_a_period_is_never_below_its_least_and_nothing_is_given_back() -> None:
    start = date(2026, 1, 1)
    assert corrected(start, start + timedelta(days=365), FOUND, 300, 60 * MILLION) == 120 * MILLION
    assert corrected(start, start + timedelta(days=365), 0, 300, 60 * MILLION) == 60 * MILLION
    assert [owed_besides(120, 60), owed_besides(60, 90)] == [60, 0]


@pytest.mark.django_db
def test_what_an_audit_found_is_owed_beside_the_report_and_paid_like_any_due() -> None:
    deal = reported()
    no = asked(deal)
    shown(deal, no)
    found(deal, no)
    assert DealDue.objects.count() == 1, "nothing is owed before the buyer has answered"
    answered(deal, no)
    first, second = DealDue.objects.order_by("no")
    assert (first.kind, first.sales, first.amount) == ("royalty", SALES, 60 * MILLION), "the report stands"
    assert (second.kind, second.sales, second.amount) == ("correction", FOUND, 60 * MILLION)
    row = RoyaltyAudit.objects.get()
    assert (row.state, row.royalty, row.correction_id) == ("accepted", 120 * MILLION, second.pk)
    payer = after(430)
    sample.paid(deal, 2, 60 * MILLION, payer)
    usecases.settle_due(SettleDue(deal, 2, ((institute(), 60 * MILLION),), uuid4()), actor=payer("accountant"))
    assert ledger.balance("exchange.escrow", f"deal:{deal}") == 0
    assert ledger.verify().sound
    again = asked(deal, 440)  # what was found once is taken off the next time
    found(deal, again, FOUND + 1_000 * MILLION, 460)
    assert RoyaltyAudit.objects.get(no=again).besides == 30 * MILLION
    records = " ".join(str(vars(one)) for one in AuditRecord.objects.all())
    assert WORDS not in records
    assert str(FOUND) not in records
    assert WORDS not in " ".join(str(vars(one)) for one in Notice.objects.all())


@pytest.mark.django_db
def test_less_sales_found_leave_the_least_and_make_no_new_due() -> None:
    deal = reported()
    no = asked(deal)
    shown(deal, no)
    found(deal, no, 10 * MILLION)
    answered(deal, no)
    row = RoyaltyAudit.objects.get()
    assert (row.royalty, row.besides, row.correction_id) == (60 * MILLION, 0, None)
    assert DealDue.objects.count() == 1


@pytest.mark.django_db
def test_an_audit_is_asked_for_by_the_seller_alone_in_its_time_with_a_ground_and_once() -> None:
    deal = reported()
    before = traces()
    ask = AskAudit(deal, 1, "Nghi ngờ số bán", uuid4())
    with pytest.raises(NotAllowed):
        usecases.ask_audit(ask, actor=persona("founder", days=410))
    with pytest.raises(Missing):
        usecases.ask_audit(ask, actor=persona("resident", days=410))
    with pytest.raises(Missing):
        usecases.ask_audit(replace(ask, due=7), actor=persona("researcher", days=410))
    for said, days, code in ((replace(ask, ground=" "), 410, "ground"), (ask, 800, "audit_late")):
        with pytest.raises(Refused) as caught:
            usecases.ask_audit(replace(said, once=uuid4()), actor=persona("researcher", days=days))
        assert codes(caught) == {code}
    assert traces() == before
    assert usecases.ask_audit(ask, actor=persona("researcher", days=410)) == 1
    assert usecases.ask_audit(ask, actor=persona("researcher", days=410)) == 1, "a repetition finds the first"
    with pytest.raises(Refused) as caught:
        usecases.ask_audit(replace(ask, once=uuid4()), actor=persona("researcher", days=411))
    assert codes(caught) == {"audit_under_way"}


@pytest.mark.django_db
def test_without_an_audit_right_in_the_terms_none_is_asked_for() -> None:
    deal = reported(0, 0)
    with pytest.raises(Refused) as caught:
        asked(deal)
    assert codes(caught) == {"no_audit_right"}


@pytest.mark.django_db
def test_terms_give_both_figures_of_an_audit_right_or_none() -> None:
    deal = talking()
    for said, code in (
        (sample.terms(royalty=300, audit_months=12), "audit_days"),
        (sample.terms(royalty=300, audit_days=12), "audit_months"),
        (sample.terms(audit_months=12, audit_days=9), "audit_months"),
        (sample.terms(royalty=300, audit_months=900, audit_days=9), "audit_months"),
    ):
        with pytest.raises(Refused) as caught:
            sample.made(deal, said, persona, "researcher")
        assert codes(caught) == {code}


@pytest.mark.django_db
def test_findings_wait_for_the_books_until_their_day_has_passed_and_are_disputed_with_a_ground() -> None:
    deal = reported()
    no = asked(deal)
    with pytest.raises(Refused) as caught:
        found(deal, no)
    assert codes(caught) == {"books_first"}
    card = queries.deal_card(deal, persona("founder", days=426))
    assert card.audits[0].overdue
    found(deal, no, days=426)  # by what the licensor has
    with pytest.raises(Refused) as caught:
        answered(deal, no, accepted=False)
    assert codes(caught) == {"ground"}
    answered(deal, no, accepted=False, ground="Hóa đơn đã hủy")
    assert RoyaltyAudit.objects.get().state == "disputed"
    assert DealDue.objects.count() == 1
    with pytest.raises(Refused):
        answered(deal, no)
    other = asked(deal, 430)
    usecases.withdraw_audit(WithdrawAudit(deal, other, "Đã thỏa thuận", uuid4()), actor=persona("researcher", days=431))
    assert RoyaltyAudit.objects.get(no=other).state == "withdrawn"


@pytest.mark.django_db
def test_no_period_begins_before_the_contract_holds() -> None:
    deal = reported()
    start = persona("founder").today - timedelta(days=40)
    with pytest.raises(Refused) as caught:
        usecases.report_royalty(
            ReportRoyalty(deal, start, start + timedelta(days=30), 1, 60 * MILLION), actor=persona("founder", days=401)
        )
    assert codes(caught) == {"from_on"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE deals_royaltyaudit SET ground = 'x'",
        "UPDATE deals_royaltyaudit SET state = 'asked'",
        "UPDATE deals_royaltyaudit SET sales = 1, state = 'accepted'",
        "DELETE FROM deals_royaltyaudit",
        "UPDATE deals_obligation SET due_on = '2030-01-01'",
        "UPDATE deals_obligation SET state = 'done'",
        "DELETE FROM deals_obligation",
        "UPDATE deals_obligationstep SET words = 'x'",
        "DELETE FROM deals_obligationstep",
    ],
)
def test_the_database_keeps_what_was_asked_found_and_promised(sql: str) -> None:
    deal = reported()
    no = asked(deal)
    shown(deal, no)
    found(deal, no)
    proposed(deal, days=401)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.slow
def test_two_requests_and_two_answers_at_once_leave_one_truth(clone_db: str, in_threads: Threads) -> None:
    deal = reported()
    done = in_threads(lambda: asked(deal), lambda: asked(deal, 411))
    assert sum(isinstance(one, Refused) for one in done) == 1
    shown(deal, 1)
    found(deal, 1)
    done = in_threads(lambda: answered(deal, 1), lambda: answered(deal, 1, accepted=False, ground="Sai"))
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert DealDue.objects.count() == (2 if RoyaltyAudit.objects.get().state == "accepted" else 1)


# -- obligations -------------------------------------------------------------------------------------------------------


def proposed(deal: int, who: str = "founder", side: str = "seller", days: int = 0, ahead: int = 60) -> int:
    actor = persona(who, days=days)
    said = ProposeObligation(
        deal, "training", f"Hai khóa vận hành {WORDS}", side, actor.today + timedelta(days=ahead), 10, uuid4()
    )
    return usecases.propose_obligation(said, actor=actor)


def consented(deal: int, no: int, who: str = "researcher") -> None:
    usecases.answer_obligation(AnswerObligation(deal, no, True, "", uuid4()), actor=persona(who))


@pytest.mark.django_db
def test_an_obligation_is_agreed_by_both_reported_by_one_and_confirmed_by_the_other() -> None:
    deal = agreed()
    no = proposed(deal)
    with pytest.raises(Refused) as caught:
        consented(deal, no, "founder")
    assert codes(caught) >= {"own_obligation"}
    consented(deal, no)
    report = ReportObligation(deal, no, "Đã dạy khóa một", uuid4())
    with pytest.raises(Refused) as caught:
        usecases.report_obligation(report, actor=persona("founder", days=30))
    assert codes(caught) == {"others_obligation"}
    usecases.report_obligation(report, actor=persona("researcher", days=30))
    usecases.report_obligation(report, actor=persona("researcher", days=30))
    no_ground = ConfirmObligation(deal, no, False, "", uuid4())
    with pytest.raises(Refused) as caught:
        usecases.confirm_obligation(no_ground, actor=persona("founder", days=31))
    assert codes(caught) == {"ground"}
    with pytest.raises(Refused) as caught:
        usecases.confirm_obligation(replace(no_ground, confirmed=True), actor=persona("researcher", days=31))
    assert codes(caught) == {"own_report"}
    usecases.confirm_obligation(
        replace(no_ground, ground="Còn khóa hai", once=uuid4()), actor=persona("founder", days=31)
    )
    usecases.report_obligation(
        replace(report, words="Đã dạy cả hai", once=uuid4()), actor=persona("researcher", days=40)
    )
    usecases.confirm_obligation(ConfirmObligation(deal, no, True, "", uuid4()), actor=persona("founder", days=41))
    assert Obligation.objects.get().state == "done"
    steps = list(ObligationStep.objects.order_by("no").values_list("step", "words"))
    assert [step for step, _words in steps] == ["propose", "agree", "report", "send_back", "report", "confirm"]
    assert steps[2][1] == "Đã dạy khóa một", "the first report stands"


@pytest.mark.django_db
def test_what_cannot_be_promised_is_refused_with_every_reason() -> None:
    deal = agreed()
    actor = persona("founder")
    with pytest.raises(Refused) as caught:
        usecases.propose_obligation(ProposeObligation(deal, "dance", " ", "nobody", actor.today, 999), actor=actor)
    assert codes(caught) == {"kind", "what", "side", "due_on", "remind_days"}
    young = talking_deal()
    with pytest.raises(Refused) as caught:
        proposed(young)
    assert codes(caught) == {"not_now"}


def talking_deal() -> int:
    from khue.features.deals.domain.commands import EndDeal, ReopenTerms
    from khue.features.deals.models import Deal

    deal = int(Deal.objects.values_list("pk", flat=True).get())
    usecases.reopen_terms(ReopenTerms(deal, "Xem lại", uuid4()), actor=persona("founder"))
    usecases.end_deal(EndDeal(deal, "Thôi", uuid4()), actor=persona("founder"))
    return deal


def reminded(obligation: int, days: int) -> None:
    actor = clock.job_actor("deals.remind_obliged")
    usecases.remind_obliged(obligation, actor=replace(actor, moment=persona("founder", days=days).moment))


@pytest.mark.django_db
def test_who_is_obliged_is_told_before_the_day_and_both_after_it_once_each() -> None:
    deal = agreed()
    no = proposed(deal)
    row = Obligation.objects.get()
    assert queries.obligations_to_tell(persona("founder", days=55).today) == (), "nobody has agreed yet"
    consented(deal, no)

    def told() -> tuple[int, int]:
        soon, late = (
            Notice.objects.filter(title_vi__contains="sắp đến hạn"),
            Notice.objects.filter(title_vi__contains="quá hạn"),
        )
        return soon.count(), late.count()

    for days, expected in ((49, 0), (50, 1), (51, 1), (60, 1)):
        reminded(row.pk, days)
        assert told() == (expected, 0), days
    card = queries.deal_card(deal, persona("founder", days=61))
    assert card.obligations[0].state.code == "late"
    for days in (61, 62):
        reminded(row.pk, days)
    assert told()[1] >= 2, "both sides"
    both = told()
    reminded(row.pk, 80)
    assert told() == both
    assert WORDS not in " ".join(str(vars(one)) for one in Notice.objects.all())


def test_no_notice_speaks_of_what_is_done_or_told() -> None:
    day, today = date(2026, 5, 1), date(2026, 5, 2)
    said = {"due_on": day, "remind_days": 3, "today": today}
    assert notice_of("agreed", reminded=False, told_late=False, **said) == "late"  # type: ignore[arg-type]  # one dict of days and a number
    assert notice_of("agreed", reminded=False, told_late=True, **said) == ""  # type: ignore[arg-type]  # as above
    assert notice_of("reported", reminded=False, told_late=False, **said) == ""  # type: ignore[arg-type]  # as above


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_tests_day")
def test_the_days_are_followed_in_a_calendar_by_the_sides_alone_and_tell_no_word() -> None:
    deal = agreed()
    consented(deal, proposed(deal))
    page = f"/vi/deals/{deal}/calendar.ics"
    text = browser("founder").get(page).content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "TRIGGER:-P10D" in text
    assert WORDS not in text
    assert [browser(who).get(page).status_code for who in ("resident", "officer")] == [404, 404]
    assert WORDS in browser("researcher").get(f"/vi/deals/{deal}/").content.decode()
    assert WORDS not in browser("officer").get(f"/vi/deals/{deal}/").content.decode()


@pytest.mark.slow
def test_confirming_and_sending_back_at_once_leave_one_truth(clone_db: str, in_threads: Threads) -> None:
    deal = agreed()
    no = proposed(deal)
    consented(deal, no)
    usecases.report_obligation(ReportObligation(deal, no, "Xong", uuid4()), actor=persona("researcher", days=5))

    def answer(*, confirmed: bool) -> None:
        usecases.confirm_obligation(
            ConfirmObligation(deal, no, confirmed, "Chưa", uuid4()), actor=persona("founder", days=6)
        )

    done = in_threads(lambda: answer(confirmed=True), lambda: answer(confirmed=False))
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert Obligation.objects.get().state in ("done", "agreed")


def test_the_list_over_all_deals_has_ones_own_obligations_by_their_day_and_shows_nobody_elses() -> None:
    deal = reported()
    late, soon, asked_only = (
        proposed(deal, ahead=days, side=side) for days, side in ((60, "seller"), (30, "buyer"), (20, "buyer"))
    )
    for no in (late, soon):
        consented(deal, no)

    def read(who: str, view: str) -> list[tuple[int, bool]]:
        rows = queries.own_obligations(persona(who), view, None).rows
        return [((one.due_on - persona(who).today).days, one.mine) for one in rows]

    assert read("researcher", "mine") == [(60, True)]
    assert read("researcher", "theirs") == [(30, False)]
    assert read("founder", "mine") == [(30, True)]
    assert [days for days, _mine in read("founder", "all")] == [20, 30, 60], (
        "one that waits for consent stands among all"
    )
    assert asked_only
    for stranger in ("resident", "officer", "decider", "administrator"):
        assert read(stranger, "all") == []
