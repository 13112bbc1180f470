"""Money and contract of an expert whose data are restricted: nobody who is kept out decides on them, by no door."""

from __future__ import annotations

from datetime import timedelta

import pytest

from khue.core.errors import NotAllowed
from khue.features.people.models import Restriction
from khue.features.talent import usecases
from khue.features.talent.domain.commands import (
    CheckDue,
    CloseEngagement,
    ConcludeContract,
    DecideOffer,
    DraftOffer,
    EndEngagement,
    OpenEvaluation,
    OrderDue,
    WithdrawOffer,
)
from khue.features.talent.models import Candidacy, Engagement
from khue.features.treasury import queries as treasury
from khue.site.sample import payments
from khue.site.sample import talent as sample
from tests.cast import MOMENT, persona
from tests.talent.stories import on, running, sent_offer, traces

pytestmark = pytest.mark.django_db
REQUEST = "YC-2026-0900"


def restricted(handler: str = "party:0") -> Restriction:
    return Restriction.objects.create(
        party_id=persona("resident").person_id, request=REQUEST, handler=handler, begun_at=MOMENT
    )


def test_money_of_a_restricted_expert_waits_for_who_handles_the_request() -> None:
    story = running()
    first, second = story.due(), story.due(no=1)
    sample.handed_in(first.pk, story.expert, persona)
    sample.checked(first.pk, persona)
    sample.handed_in(second.pk, story.expert, persona)
    account = payments.main_account(actor=persona("accountant"))
    payee = payments.payee_of(story.expert.key, story.row.name)
    order = OrderDue(first.pk, payee, "Chi trả", payments.CODES, account.id)
    until = persona("officer").today + timedelta(days=300)
    restriction = restricted()
    before = traces()
    for deed in (
        lambda: usecases.check_due(CheckDue(second.pk, True, "Đạt."), actor=persona("appraiser")),
        lambda: usecases.order_due(order, actor=persona("accountant")),
        lambda: usecases.open_evaluation(
            OpenEvaluation(story.engagement, until, story.group.id), actor=on(300)("officer")
        ),
        lambda: usecases.end_engagement(
            EndEngagement(story.engagement, "agreement", "Hai bên thỏa thuận."), actor=persona("decider")
        ),
        lambda: usecases.close_engagement(CloseEngagement(story.engagement), actor=persona("officer")),
    ):
        with pytest.raises(NotAllowed, match=REQUEST):
            deed()
    assert traces() == before
    Restriction.objects.filter(pk=restriction.pk).update(handler=persona("accountant").key)
    prepared = usecases.order_due(order, actor=persona("accountant"))
    assert prepared
    first.refresh_from_db()
    assert first.state == "ordered"


def test_what_the_treasury_reports_of_a_restricted_expert_is_followed_all_the_same() -> None:
    story = running()
    due = story.due()
    sample.handed_in(due.pk, story.expert, persona)
    sample.checked(due.pk, persona)
    order = sample.ordered(due.pk, persona)
    restricted()
    payments.approved_and_sent([order], act=persona)
    payments.paid_by_the_bank(treasury.order_facts(order), act=persona)
    sample.followed(order, persona)
    due.refresh_from_db()
    assert (due.state, due.paid_on is not None) == ("paid", True)


def test_an_offer_and_a_contract_wait_too_and_the_expert_goes_on() -> None:
    _group, offer = sent_offer()
    candidacy = Candidacy.objects.get(person_id=persona("resident").person_id)
    line = sample.line_filled(2_000_000_000, persona)
    said = sample.terms(persona("officer").today, 80_000_000, 12)
    restriction = restricted()
    for deed in (
        lambda: usecases.draft_offer(DraftOffer(candidacy.pk, said), actor=persona("officer")),
        lambda: usecases.decide_offer(DecideOffer(offer, False, ground="Chưa phù hợp."), actor=persona("decider")),
        lambda: usecases.withdraw_offer(WithdrawOffer(offer, "Hết kinh phí."), actor=persona("officer")),
    ):
        with pytest.raises(NotAllowed, match=REQUEST):
            deed()
    engagement = sample.accepted(offer, persona("resident"), persona)
    with pytest.raises(NotAllowed, match=REQUEST):
        usecases.conclude_contract(ConcludeContract(engagement, line), actor=persona("decider"))
    restriction.delete()
    sample.concluded(engagement, line, persona)
    assert Engagement.objects.get(pk=engagement).state == "running"
