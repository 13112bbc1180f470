"""Bodies, charter and capital: posts, two persons, and money that the bank shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.bilingual import Text
from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.fund import queries, usecases
from khue.features.fund.domain.bodies import EndSeat, FillSeat, quorum
from khue.features.fund.domain.capital import PromiseSource, ReceiveSource
from khue.features.fund.domain.charter import Charter, ConfirmCharter, ProposeCharter
from khue.features.fund.models import CapitalSource, CharterVersion, Seat
from khue.features.ledger import queries as ledger
from khue.features.treasury.models import BankLine
from khue.site.sample import fund as stories
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.fund.stories import CAPITAL, TODAY, act, applied, audits, founded, in_suspense, told

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def proposal(from_on: date = TODAY, products: frozenset[str] = frozenset({"loan"})) -> ProposeCharter:
    charter = Charter(0, from_on, products, {"decide": 1_000}, (1, 30), 90)
    return ProposeCharter(charter, "Điều lệ sửa đổi", paper("dieu-le"), uuid4())


# -- bodies ----------------------------------------------------------------------------------------------------------


def test_a_quorum_is_more_than_half_of_the_seats() -> None:
    assert [quorum(seats) for seats in (1, 2, 3, 4, 5, 9)] == [1, 2, 2, 3, 3, 5]


def test_a_seat_is_filled_once_and_its_holder_is_told() -> None:
    seat = FillSeat(persona("auditor").key, "control_board", "head", TODAY, None, "QĐ 12/2026", uuid4())
    first = usecases.fill_seat(seat, actor=persona("officer"))
    assert usecases.fill_seat(seat, actor=persona("officer")) == first
    assert (Seat.objects.count(), audits("fill_seat")) == (1, 1)
    assert told("auditor", "Ban kiểm soát Quỹ")


def test_nobody_holds_two_seats_at_a_time_nor_enters_the_own() -> None:
    founded(capital=0)
    actor = persona("officer")
    with pytest.raises(Refused) as taken:
        usecases.fill_seat(
            FillSeat(persona("auditor").key, "council", "member", TODAY, None, "QĐ", uuid4()), actor=actor
        )
    assert codes(taken) == {"fund.seat_taken"}
    with pytest.raises(Refused) as head:
        usecases.fill_seat(FillSeat(persona("clerk").key, "council", "head", TODAY, None, "QĐ", uuid4()), actor=actor)
    assert codes(head) == {"fund.seat_taken"}
    with pytest.raises(Refused) as own:
        usecases.fill_seat(FillSeat(actor.key, "council", "", TODAY, TODAY, "", uuid4()), actor=actor)
    assert codes(own) == {"fund.own_seat", "fund.seat", "fund.seat_term", "fund.instrument"}
    assert Seat.objects.count() == len(stories.SEATS)


def test_an_ended_seat_leaves_room_for_the_next() -> None:
    founded(capital=0)
    actor = persona("officer")
    head = Seat.objects.get(body="council", position="head")
    usecases.end_seat(EndSeat(head.pk, TODAY, "QĐ thôi giữ chức", uuid4()), actor=actor)
    usecases.fill_seat(FillSeat(persona("clerk").key, "council", "head", TODAY, None, "QĐ", uuid4()), actor=actor)
    assert queries.my_seat(persona("decider")) is None
    seat = queries.my_seat(persona("clerk"))
    assert seat is not None
    assert seat.is_head


# -- charter ---------------------------------------------------------------------------------------------------------


def test_nothing_is_given_before_a_charter_is_confirmed() -> None:
    assert queries.charter_on(TODAY) is None
    with pytest.raises(Refused) as refused:
        applied()
    assert codes(refused) == {"fund.product_off"}


def test_lending_is_off_until_the_charter_says_so() -> None:
    founded(products=("grant",), capital=0)
    with pytest.raises(Refused) as refused:
        applied("loan")
    assert codes(refused) == {"fund.product_off"}
    assert "cho vay" in refused.value.decision.reasons[0].text.vi


def test_whoever_proposes_a_charter_does_not_confirm_it() -> None:
    both = replace(persona("officer"), rights=persona("officer").rights | {"fund.confirm"})
    version = usecases.propose_charter(proposal(), actor=both)
    with pytest.raises(Refused) as refused:
        usecases.confirm_charter(ConfirmCharter(version, True, once=uuid4()), actor=both)
    assert codes(refused) == {"fund.own_charter"}
    assert queries.charter_on(TODAY) is None
    usecases.confirm_charter(ConfirmCharter(version, True, once=uuid4()), actor=persona("decider"))
    charter = queries.charter_on(TODAY)
    assert charter is not None
    assert charter.gives("loan")
    assert not charter.gives("grant")
    assert (charter.competent("decide", 1_000), charter.competent("decide", 1_001)) == ("executive", "council")
    assert (audits("propose_charter"), audits("confirm_charter")) == (1, 1)


def test_a_version_begins_after_the_one_before_and_waits_alone() -> None:
    founded(capital=0)
    with pytest.raises(Refused) as refused:
        usecases.propose_charter(proposal(TODAY - timedelta(days=40), frozenset()), actor=persona("officer"))
    assert codes(refused) == {"fund.charter_day", "fund.no_product"}
    usecases.propose_charter(proposal(), actor=persona("officer"))
    with pytest.raises(Conflict):
        usecases.propose_charter(proposal(), actor=persona("officer"))


def test_a_confirmed_version_never_changes() -> None:
    founded(capital=0)
    changes: tuple[dict[str, object], ...] = ({"settings": {}}, {"state": "rejected"})
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            CharterVersion.objects.filter(state="confirmed").update(**change)


# -- capital ---------------------------------------------------------------------------------------------------------


def test_capital_is_received_from_the_banks_line_once() -> None:
    founded(capital=0)
    name = Text("Nguồn vốn", "Source")
    source = usecases.promise_source(PromiseSource("city", name, CAPITAL, "QĐ", uuid4()), actor=persona("officer"))
    assert ledger.balance("fund.available", "fund:sti") == 0
    line = in_suspense(5_000_000_000)
    asked = ReceiveSource(source, line, uuid4())
    first = usecases.receive_source(asked, actor=persona("accountant"))
    assert usecases.receive_source(asked, actor=persona("accountant")) == first
    assert ledger.balance("fund.available", "fund:sti") == 5_000_000_000
    assert ledger.balance("fund.contributions", f"fund_source:{source}") == 5_000_000_000
    assert BankLine.objects.get(pk=line).set_aside == 0
    with pytest.raises(Refused) as twice:
        usecases.receive_source(ReceiveSource(source, line, uuid4()), actor=persona("accountant"))
    assert codes(twice) == {"treasury.nothing_aside"}
    assert (CapitalSource.objects.get().received, audits("receive_source")) == (5_000_000_000, 1)


def test_a_source_gives_no_more_than_it_promised() -> None:
    founded(capital=0)
    asked = PromiseSource("donation", Text("Tài trợ", ""), 1_000_000, "Hợp đồng", uuid4())
    source = usecases.promise_source(asked, actor=persona("officer"))
    line = in_suspense(1_000_001)
    with pytest.raises(Refused) as refused:
        usecases.receive_source(ReceiveSource(source, line, uuid4()), actor=persona("accountant"))
    assert codes(refused) == {"fund.more_than_promised"}
    assert ledger.balance("fund.resources", "fund:sti") == 0
    assert BankLine.objects.get(pk=line).set_aside == 1_000_001


def test_each_deed_needs_its_right() -> None:
    for who, deed in (
        ("clerk", lambda actor: usecases.propose_charter(proposal(), actor=actor)),
        ("officer", lambda actor: usecases.confirm_charter(ConfirmCharter(1, True), actor=actor)),
        ("officer", lambda actor: usecases.receive_source(ReceiveSource(1, 1), actor=actor)),
        ("accountant", lambda actor: usecases.end_seat(EndSeat(1, TODAY, "x"), actor=actor)),
    ):
        with pytest.raises(NotAllowed):
            deed(act()(who))
