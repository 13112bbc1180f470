"""A restriction of somebody's data reaches results: the owner's leaves them out, a co-author's takes the name only."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.results import queries, usecases
from khue.features.results.domain.distribution import OrderPayout
from khue.features.results.models import Payout
from khue.site.sample import payments
from khue.site.sample import results as sample
from tests.cast import MOMENT, organisation, persona
from tests.results.stories import registered, result_of, with_authors
from tests.results.test_money import drawn_up, later, reported

pytestmark = pytest.mark.django_db
HIDDEN = people.RESTRICTED.vi


def restrict(party: str) -> None:
    number = people.party_id(party)
    Restriction.objects.create(party_id=number, request="YC-2026-0900", handler="party:0", begun_at=MOMENT)


def test_of_a_co_author_staff_read_the_share_and_not_the_name() -> None:
    result = with_authors()
    name = persona("founder").name
    restrict(persona("founder").key)
    shown = queries.result_card(result, persona("officer")).agreed
    assert shown is not None
    assert [(row.name, row.party, row.says.vi) for row in shown.authors][1][:2] == (HIDDEN, "")
    assert sum(row.share for row in shown.authors) == 1
    assert HIDDEN in {row.name for row in shown.consents}
    assert name not in repr(shown)
    for reader in ("researcher", "founder"):
        assert name in repr(queries.result_card(result, persona(reader)).agreed), reader
    assert queries.public_result(result_of(result).number).authors == (persona("researcher").name,)


def test_an_amount_stays_and_its_name_only_for_who_books_it() -> None:
    distribution = drawn_up()
    restrict(persona("founder").key)
    name = persona("founder").name
    auditor, decider = persona("auditor"), persona("decider")
    for reader, seen in ((auditor, False), (decider, True)):
        card, lines = queries.distribution_card(distribution, reader), queries.payouts(reader, None).rows
        assert sum(row.amount for row in card.payouts) == card.profit
        assert (name in {row.name for row in card.payouts}, HIDDEN in {row.name for row in card.payouts}) == (
            seen,
            not seen,
        )
        assert (name in {row.name for row in lines}) is seen
        assert sum(row.amount for row in lines) == card.profit


def test_a_result_of_a_restricted_owner_is_left_out_and_says_why() -> None:
    result = registered()
    number = result_of(result).number
    sample.offered(result, persona)
    assert [row.number for row in queries.offered(MOMENT.date()).rows] == [number]
    assert queries.desk(persona("auditor"), "all", None).rows
    restrict(organisation("VLSH"))
    assert not queries.offered(MOMENT.date()).rows
    for view in queries.VIEWS:
        assert not queries.desk(persona("auditor"), view, None).rows
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        queries.result_card(result, persona("auditor"))
    assert not queries.may_read_subject(persona("auditor"), f"result:{result}")
    assert queries.result_card(result, persona("researcher")).number == number, "who acts for the owner reads on"
    assert [row.id for row in queries.results_of(persona("researcher"), None).rows] == [result]


def test_money_of_a_restricted_receiver_is_ordered_when_the_restriction_has_ended() -> None:
    made = sample.distributed(reported(with_authors()), later, sample.line_filled(400_000_000, later))
    payout = Payout.objects.filter(distribution=made, state="due", party=people.party_id(persona("founder").key)).get()
    restrict(persona("founder").key)
    account = payments.main_account(actor=later("accountant"))
    payee = payments.payee_of(persona("founder").key, payout.name)
    asked = OrderPayout(payout.pk, payee, "Lợi ích từ kết quả", payments.CODES, account.id, once=uuid4())
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        usecases.order_payout(asked, actor=later("accountant"))
    payout.refresh_from_db()
    assert (payout.state, payout.order) == ("due", None)
    Restriction.objects.all().update(ended_at=MOMENT, end_ground="Đã giải quyết", ended_by=persona("officer").key)
    assert usecases.order_payout(asked, actor=later("accountant"))
