"""Tickets: every way through them, both sides, the clock, who may not value, and what nobody else reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.features.deals import usecases as deals
from khue.features.deals.domain.commands import NameBroker
from khue.features.deals.domain.contracting import GiveValuation
from khue.features.deals.queries import deal_card, reports_of
from khue.features.people.models import RoleHolding
from khue.features.services import queries, usecases
from khue.features.services.domain.tickets import AnswerComplaint, Complain, MoveTicket, OrderService
from khue.features.services.models import Ticket, TicketStep
from khue.kernel import clock, files
from khue.kernel.models import AuditRecord, Notice, PersonalView
from khue.site.sample import catalogue as sample
from khue.site.sample import deals as dealt
from khue.site.sample.applications import paper
from tests.cast import MOMENT, persona
from tests.exchange.stories import listed
from tests.services.stories import adviser, codes, firm, institute, ticket, traces, training, valuation

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
CANARY = "CANARY-7A11-TICKET"


def state_of(number: int) -> str:
    return Ticket.objects.get(pk=number).state


@pytest.mark.parametrize("state", sample.STATES)
def test_a_ticket_goes_every_way(state: str) -> None:
    number = ticket()
    if state != "asked":
        sample.until(number, state, persona, "researcher", "founder")
    assert state_of(number) == state
    card = queries.ticket_card(number, persona("founder"))
    assert card.code == state
    assert [one.no for one in card.steps] == list(range(1, len(card.steps) + 1))


def test_price_and_day_are_agreed_before_anybody_works() -> None:
    number = ticket()
    with pytest.raises(Refused):
        sample.moved(number, "deliver", persona, "researcher")
    with pytest.raises(Refused) as refused:
        sample.moved(number, "offer", persona, "researcher")
    assert codes(refused) == {"price", "due_on"}
    sample.offered(number, persona, "researcher", 20_000_000, 10)
    sample.offered(number, persona, "researcher", 18_000_000, 12)
    sample.moved(number, "agree", persona, "founder")
    row = Ticket.objects.get(pk=number)
    assert (row.price, row.due_on) == (18_000_000, TODAY + timedelta(days=12))
    assert list(TicketStep.objects.filter(step="offer").order_by("no").values_list("price", flat=True)) == [
        20_000_000,
        18_000_000,
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Ticket.objects.filter(pk=number).update(price=1)


def test_each_side_takes_its_own_steps_only() -> None:
    number = ticket()
    with pytest.raises(Refused) as refused:
        sample.moved(number, "offer", persona, "founder", price=1, due_on=TODAY)
    assert codes(refused) == {"other_side"}
    with pytest.raises(Missing):
        sample.moved(number, "offer", persona, "resident", price=1, due_on=TODAY)
    with pytest.raises(Refused):
        sample.moved(number, "refuse", persona, "researcher", " ")
    assert state_of(number) == "asked"


def test_a_page_left_open_does_not_undo_the_other_side() -> None:
    number = ticket()
    seen = queries.ticket_card(number, persona("founder")).stamp
    sample.offered(number, persona, "researcher", 20_000_000)
    with pytest.raises(Stale):
        usecases.move_ticket(MoveTicket(number, "withdraw", "Thôi", seen=seen, once=uuid4()), actor=persona("founder"))


def test_sending_twice_orders_once() -> None:
    once = OrderService(training(), firm(), "Hai ngày", once=uuid4())
    actor = persona("founder")
    assert usecases.order_service(once, actor=actor) == usecases.order_service(once, actor=actor)
    assert Ticket.objects.count() == 1


def test_nobody_orders_the_own_service_and_members_only_means_it() -> None:
    with pytest.raises(Refused) as refused:
        sample.ordered(training(), institute(), persona, "researcher")
    assert codes(refused) == {"own"}
    entry = sample.published(sample.APPRAISAL, adviser(), persona, "member")
    with pytest.raises(Refused) as refused:
        sample.ordered(entry, persona("resident").key, persona, "resident")
    assert codes(refused) == {"members_only"}
    sample.joined(firm(), ("demander",), persona, "founder")
    assert sample.ordered(entry, firm(), persona, "founder")


def test_an_order_without_an_answer_lapses_after_its_working_days() -> None:
    number = ticket()
    due = Ticket.objects.get(pk=number).answer_due
    assert due == TODAY + timedelta(days=3), "Monday and three working days"
    job = clock.job_actor("services.follow_clocks")
    on_the_day = replace(job, moment=MOMENT + timedelta(days=3))
    assert queries.tickets_to_remind(due) == (number,)
    assert queries.tickets_to_lapse(due) == ()
    for _again in range(2):
        usecases.remind_ticket(number, actor=on_the_day)
        usecases.lapse_ticket(number, actor=on_the_day)
    assert state_of(number) == "asked"
    after = replace(job, moment=MOMENT + timedelta(days=4))
    assert queries.tickets_to_lapse(after.today) == (number,)
    for _again in range(2):
        usecases.lapse_ticket(number, actor=after)
    assert state_of(number) == "lapsed"
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="hết hạn trả lời").count() == 1


def in_talks() -> int:
    """A deal of the institute (seller) and the firm (buyer); its id."""
    _offer, number = listed()
    sample.joined(firm(), ("demander",), persona, "founder")
    deal = dealt.asked(number, firm(), persona)
    dealt.answered(deal, persona)
    return deal


def test_a_valuation_is_ordered_for_a_deal_by_one_of_its_sides() -> None:
    deal, entry = in_talks(), valuation()
    number = sample.ordered(entry, firm(), persona, "founder", deal_id=deal)
    assert Ticket.objects.get(pk=number).deal_id == deal
    with pytest.raises(Refused) as refused:
        sample.ordered(entry, persona("resident").key, persona, "resident", deal_id=deal)
    assert codes(refused) == {"deal_id"}
    with pytest.raises(Refused) as refused:
        sample.ordered(training(), firm(), persona, "founder", deal_id=deal)
    assert codes(refused) == {"deal_id"}


def test_an_accepted_report_goes_into_its_deal_with_the_ticket_by_which_it_was_made() -> None:
    deal, entry = in_talks(), valuation()
    number = sample.ordered(entry, firm(), persona, "founder", deal_id=deal)
    other = sample.ordered(entry, firm(), persona, "founder")
    valuer, lines = persona("member").key, (("Nhân công", 500_000_000),)
    given = GiveValuation(deal, valuer, "cost", TODAY, lines, ticket=number, once=uuid4())
    with pytest.raises(Refused) as refused:
        deals.give_valuation(given, actor=persona("founder"))
    assert {reason.code for reason in refused.value.decision.reasons} == {"deals.ticket"}, "not delivered yet"
    sample.until(number, "taken", persona, "member", "founder")
    assert [one.ticket for one in reports_of(deal, persona("founder"))] == [number]
    for stranger in ("researcher", "officer", "resident", "member"):
        assert reports_of(deal, persona(stranger)) == (), stranger
    for wrong, who, code in (
        (replace(given, ticket=other), "founder", "ticket"),
        (given, "researcher", "ticket"),
        (replace(given, valuer=institute()), "founder", "valuer"),
    ):
        with pytest.raises(Refused) as refused:
            deals.give_valuation(replace(wrong, once=uuid4()), actor=persona(who))
        assert f"deals.{code}" in {reason.code for reason in refused.value.decision.reasons}
    deals.give_valuation(replace(given, once=uuid4()), actor=persona("founder"))
    assert [row.ticket for row in deal_card(deal, persona("researcher")).valuations] == [number]


def test_a_side_of_a_deal_does_not_value_for_it() -> None:
    deal = in_talks()
    sample.joined(institute(), ("valuer",), persona, "researcher")
    entry = sample.published(sample.VALUATION, institute(), persona, "researcher")
    before = traces()
    with pytest.raises(Refused) as refused:
        sample.ordered(entry, firm(), persona, "founder", deal_id=deal)
    assert codes(refused) == {"valuer_and_party"}
    assert traces() == before
    assert sample.ordered(entry, firm(), persona, "founder"), "for no deal it may"


def test_a_broker_does_not_value_and_a_valuer_becomes_no_broker() -> None:
    deal, entry = in_talks(), valuation()
    sample.joined(adviser(), ("broker",), persona, "member")
    name = NameBroker(deal, adviser(), "Ủy thác môi giới 01", uuid4())
    number = sample.ordered(entry, firm(), persona, "founder", deal_id=deal)
    with pytest.raises(Refused) as refused:
        deals.name_broker(name, actor=persona("founder"))
    assert {reason.code for reason in refused.value.decision.reasons} == {"deals.valuer_and_broker"}
    sample.moved(number, "withdraw", persona, "founder", "Chọn môi giới")
    deals.name_broker(replace(name, once=uuid4()), actor=persona("founder"))
    with pytest.raises(Refused) as refused:
        sample.ordered(entry, firm(), persona, "founder", deal_id=deal)
    assert codes(refused) == {"valuer_and_broker"}


def test_the_operator_is_not_valuer_and_party_in_one_deal() -> None:
    """An officer acts for the valuer; another person with the operator's right acts for the buyer."""
    deal, entry = in_talks(), valuation()
    number = sample.ordered(entry, firm(), persona, "founder", deal_id=deal)
    for key in ("member", "founder"):
        held = RoleHolding.objects.filter(person=persona("appraiser").person_id).first()
        assert held is not None
        held.pk, held.person_id = None, persona(key).person_id
        held.save(force_insert=True)
    with pytest.raises(Refused) as refused:
        sample.offered(number, persona, "member")
    assert codes(refused) == {"operator_and_party"}
    assert state_of(number) == "asked"


def test_what_is_said_and_its_papers_are_the_two_sides_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    number = sample.ordered(training(), firm(), persona, "founder", CANARY)
    sample.moved(number, "message", persona, "researcher", CANARY, papers=(paper(CANARY.lower()),))
    subject = f"service_ticket:{number}"
    assert files.may_read(persona("founder"), subject)
    assert files.may_read(persona("researcher"), subject)
    for key in ("officer", "appraiser", "auditor", "administrator", "resident", "decider"):
        assert not files.may_read(persona(key), subject)
        with pytest.raises(Missing):
            queries.ticket_card(number, persona(key))
        client = Client()
        client.post(reverse("sample-persona", args=[key]))
        for path in ("", "desk/", "tickets/", "tickets/?format=csv", f"tickets/{number}/"):
            answer = client.get(f"/vi/exchange-services/{path}")
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # as it streams
            assert CANARY.lower() not in said.decode().lower()
    assert CANARY not in "".join(map(str, Notice.objects.values_list("title_vi", "body_vi")))
    assert CANARY not in "".join(map(str, AuditRecord.objects.filter(deed__startswith="services.").values_list()))


def test_the_operator_counts_and_answers_complaints() -> None:
    number = ticket()
    made = usecases.complain(Complain(number, "Không trả lời điện thoại", uuid4()), actor=persona("founder"))
    with pytest.raises(Refused):
        usecases.complain(Complain(number, "Lần nữa", uuid4()), actor=persona("founder"))
    with pytest.raises(NotAllowed):
        queries.complaints(persona("researcher"))
    [one] = queries.complaints(persona("officer"))
    assert (one.ticket, one.words) == (number, "Không trả lời điện thoại")
    assert [(row.kind.vi, row.count) for row in queries.ticket_counts(persona("officer"))] == [("Đào tạo", 1)]
    assert queries.ticket_card(number, persona("researcher")).complaints == (), "the other side does not read it"
    usecases.answer_complaint(AnswerComplaint(made, "Đã nhắc", uuid4()), actor=persona("officer"))
    [seen] = queries.ticket_card(number, persona("founder")).complaints
    assert seen.answer == "Đã nhắc"
    with pytest.raises(Refused):
        usecases.answer_complaint(AnswerComplaint(made, "Khác", uuid4()), actor=persona("appraiser"))


def test_who_looks_at_the_desk_leaves_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    usecases.complain(Complain(ticket(), "Chậm", uuid4()), actor=persona("founder"))
    client = Client()
    client.post(reverse("sample-persona", args=["officer"]))
    page = client.get("/vi/exchange-services/desk/").content.decode()
    assert "Chậm" in page
    assert PersonalView.objects.filter(what="services.complaints", party=firm()).exists()


def test_a_step_is_never_rewritten() -> None:
    number = ticket()
    for deed in (
        lambda: TicketStep.objects.filter(ticket=number).update(words="Khác"),
        lambda: TicketStep.objects.filter(ticket=number).delete(),
        lambda: Ticket.objects.filter(pk=number).update(state="closed", price=1, due_on=TODAY),
        lambda: Ticket.objects.filter(pk=number).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_what_was_typed_is_kept_when_a_step_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    number = ticket()
    client = Client()
    client.post(reverse("sample-persona", args=["researcher"]))
    at = f"/vi/exchange-services/tickets/{number}/offer/"
    answer = client.post(at, {"price": "12.000.000", "due_on": "01/01/2020", "words": "Chuỗi đã gõ", "seen": 0})
    assert answer.status_code == 422
    assert "Chuỗi đã gõ" in answer.content.decode()
    assert client.get(f"/vi/exchange-services/tickets/{number}/nonsense/").status_code == 404
