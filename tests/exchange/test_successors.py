"""A supplier that was merged, divided or dissolved: its offers and memberships go on under whoever goes on for it, or end with the reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import jobs, queries, usecases
from khue.features.exchange.domain.keeping import ConfirmOffer, ReadConfidential, WithdrawOffer
from khue.features.exchange.domain.members import AskMembership
from khue.features.exchange.domain.offers import DescribeOffer, HandInOffer
from khue.features.exchange.models import ConfidentialReading, Member, Offer, OfferVersion
from khue.features.exchange.queries.shown import listed as shown
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import EndDissolution
from khue.kernel.models import Notice
from khue.site.sample import exchange as sample
from tests.calls.stories import browser_of
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, at, codes, handed_in, institute, listed, supplier
from tests.people.ending import dissolved, divided, successor
from tests.people.merging import merged

pytestmark = pytest.mark.django_db
UNTIL = MOMENT.date() + timedelta(days=365)
PRESENT = "Viện Vật liệu và Môi trường (mẫu)"


def ended(party: str) -> None:
    """The worker's part: run twice, as a job may be."""
    for _ in range(2):
        jobs.end_with_party({"parties": [party]})


def described(what: sample.Goods = sample.SLUDGE) -> Any:
    return sample.described(what, "Viện Vật liệu (mẫu)")


def test_an_offer_of_a_merged_supplier_stays_listed_and_its_survivor_acts_for_it() -> None:
    offer, number = listed()
    survivor = merged(institute(), PRESENT, "institute", days=2)
    resident = at("resident", 3)
    found = queries.public_offer(number, resident)
    assert (found.supplier, found.supplier_now) == (Offer.objects.get().party_name, PRESENT)
    assert [line.id for line in queries.offers_of(resident).rows] == [offer]
    assert usecases.read_confidential(ReadConfidential(offer), actor=resident) == CANARY
    assert ConfidentialReading.objects.get().role == "owner"
    usecases.confirm_offer(ConfirmOffer(offer, UNTIL, once=uuid4()), actor=resident)
    usecases.describe_offer(DescribeOffer(offer, described(), "Nêu rõ hơn", once=uuid4()), actor=resident)
    row = Offer.objects.get()
    assert (f"party:{row.party_id}", row.confirmed_on) == (institute(), resident.today)
    assert f"party:{row.party_id}" != survivor
    assert list(OfferVersion.objects.order_by("no").values_list("made_by", flat=True)) == [persona("researcher").key, resident.key]  # fmt: skip
    told = Notice.objects.filter(party=resident.key, kind="exchange")
    before = told.count()
    sample.listed(offer, persona)
    assert told.count() == before + 1
    with pytest.raises((Missing, NotAllowed)):
        usecases.withdraw_offer(WithdrawOffer(offer, "Nhầm", once=uuid4()), actor=at("founder", 3))
    page = browser_of("member").get(f"/vi/exchange/no/{number}/").content.decode()
    assert PRESENT in page


def test_a_membership_goes_on_under_the_survivor_who_offers_something_new() -> None:
    supplier()
    survivor = merged(institute(), PRESENT, "institute", days=2)
    number = people.party_id(survivor)
    assert queries.is_supplier(number)
    assert set(queries.active_members("supplier")) == {number, people.party_id(institute())}
    resident = at("resident", 3)
    with pytest.raises(Refused) as refused:
        usecases.ask_membership(AskMembership(survivor, ("supplier",), "Như cũ", once=uuid4()), actor=resident)
    assert codes(refused) == {"member_known"}
    with pytest.raises(Refused) as refused:
        usecases.hand_in_offer(HandInOffer(institute(), described(), UNTIL, once=uuid4()), actor=resident)
    assert {reason.code for reason in refused.value.decision.reasons} == {"people.goes_on"}
    offer = usecases.hand_in_offer(HandInOffer(survivor, described(), UNTIL, once=uuid4()), actor=resident)
    sample.listed(offer, persona)
    assert list(shown(resident.today).values_list("pk", flat=True)) == [offer]
    Member.objects.update(state="suspended")
    assert not shown(resident.today).exists()
    assert not queries.is_supplier(number)


def test_what_a_divided_supplier_had_is_acted_on_by_whoever_took_it_over() -> None:
    first, _number = listed()
    second = handed_in(sample.SLUDGE)
    [member] = Member.objects.values_list("pk", flat=True)
    one, two = successor("Viện Nước (mẫu)", "resident"), successor("Viện Bùn (mẫu)", "member")
    shares = {
        f"technology_offer:{first}": one,
        f"technology_offer:{second}": two,
        f"exchange_member:{member}": two,
    }
    divided(institute(), (one, two), shares)
    resident, other = at("resident", 3), at("member", 3)
    assert [line.id for line in queries.offers_of(other).rows] == [second]
    usecases.confirm_offer(ConfirmOffer(first, UNTIL, once=uuid4()), actor=resident)
    usecases.withdraw_offer(WithdrawOffer(second, "Không chào nữa", once=uuid4()), actor=other)
    with pytest.raises((Missing, NotAllowed)):
        usecases.confirm_offer(ConfirmOffer(first, UNTIL, once=uuid4()), actor=other)
    assert queries.is_supplier(people.party_id(two))
    assert not queries.is_supplier(people.party_id(one))
    assert [row.id for row in queries.memberships_of(other).rows] == [member]
    # The first successor goes on for the rest, but what another took by name is not its to act on.
    with pytest.raises((NotAllowed, Refused)):
        usecases.withdraw_offer(WithdrawOffer(second, "Không chào nữa", once=uuid4()), actor=resident)


def test_offers_of_a_dissolved_supplier_go_off_the_list_at_once_and_end_with_the_reason() -> None:
    offer, number = listed()
    waiting = handed_in(sample.SLUDGE)
    number_of_end = dissolved(institute())
    actor = at("officer", 3)
    with pytest.raises(Missing):
        queries.public_offer(number, actor)
    assert Offer.objects.get(pk=offer).state == "listed", "the worker has not come yet"
    ended(institute())
    rows = Offer.objects.order_by("pk")
    assert [row.state for row in rows] == ["withdrawn", "withdrawn"]
    assert all("chấm dứt hoạt động" in row.ground and "is no more" in row.ground for row in rows)
    assert OfferVersion.objects.get(offer=waiting).outcome == "returned"
    member = Member.objects.get()
    assert (member.state, member.steps.order_by("-pk")[0].by) == ("closed", "job:exchange.end_with_party")
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="rút khỏi Sàn").count() == 2
    with pytest.raises(Refused) as refused:
        usecases.hand_in_offer(HandInOffer(institute(), described(), UNTIL, once=uuid4()), actor=at("researcher", 3))
    assert "people.dissolved" in {reason.code for reason in refused.value.decision.reasons}
    assert queries.offer_card(offer, actor).state.code == "withdrawn"
    registering.end_dissolution(EndDissolution(number_of_end, "Ghi nhầm", uuid4()), actor=at("clerk", 4))
    ended(institute())
    assert Offer.objects.get(pk=offer).state == "withdrawn", "what ended is not undone; it is handed in anew"


def test_a_dissolution_that_was_taken_back_before_the_worker_came_ends_nothing() -> None:
    _offer, number = listed()
    end = dissolved(institute())
    registering.end_dissolution(EndDissolution(end, "Ghi nhầm", uuid4()), actor=at("clerk", 3))
    ended(institute())
    assert queries.public_offer(number, at("officer", 3)).number == number
    assert Member.objects.get().state == "active"
