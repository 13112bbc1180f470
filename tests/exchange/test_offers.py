"""An offer from the first word to the list: two persons, evidence by claim, rights, similar entries, versions, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.keeping import ConfirmOffer, WithdrawOffer
from khue.features.exchange.domain.offers import (
    CheckOffer,
    Claim,
    Described,
    DescribeOffer,
    HandInOffer,
    Owner,
    ReleaseOffer,
    Right,
    TakeOffer,
)
from khue.features.exchange.models import Offer, OfferClaim, OfferConfidential, OfferOwner, OfferVersion
from khue.features.exchange.queries import OfferFilter
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.results import queries as results
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import exchange as sample
from tests.cast import MOMENT, persona
from tests.exchange.stories import codes, handed_in, institute, listed, supplier, traces
from tests.results.stories import registered, result_of

pytestmark = pytest.mark.django_db
UNTIL = MOMENT.date() + timedelta(days=365)


def said(**more: Any) -> Described:
    return sample.described(sample.FILTER, "Viện", **more)


def hand_in(party: str, looked: bool = True, until: Any = UNTIL, **more: Any) -> int:
    return usecases.hand_in_offer(
        HandInOffer(party, said(**more), until, looked=looked, once=uuid4()), actor=persona("researcher")
    )


def test_an_offer_goes_through_two_persons_to_the_public_list() -> None:
    offer, number = listed()
    assert number == "CN-2026-0001"
    found = queries.public_offer(number, persona("resident"))
    assert [(claim.code, claim.buyer) for claim in found.claims] == [
        ("tested", ""), ("used", "Hợp tác xã Nước sạch Mẫu"), ("stated", ""),
    ]  # fmt: skip
    assert (found.stage, found.has_confidential, found.supplier_since, found.checked_on) == (7, True, MOMENT.date(), MOMENT.date())  # fmt: skip
    assert [(owner.share, owner.name) for owner in found.owners] == [(Fraction(1), people.party(institute()).name)]
    assert found.comparison is not None
    assert (found.comparison.own_cost, found.comparison.rival_cost) == (3_200, 5_100)
    [row] = queries.offers(persona("resident"), OfferFilter(text="vi nhua", evidence="tested"), None).rows
    assert (row.number, row.evidence.en, row.price_from) == (number, "used by a named buyer", 800_000_000)
    for asked in (OfferFilter(kind="data"), OfferFilter(stage=8), OfferFilter(mode="lease"), OfferFilter(price_to=1)):
        assert queries.offers(persona("resident"), asked, None).rows == ()
    for name in ("hand_in_offer", "take_offer", "check_offer", "release_offer"):
        assert AuditRecord.objects.filter(deed=f"exchange.{name}", subjects__contains=[f"technology_offer:{offer}"]).exists()  # fmt: skip
    assert set(TimelineRow.objects.filter(party=institute(), subject=f"technology_offer:{offer}").values_list("wire", flat=True)) == {
        "exchange.offer_handed_in", "exchange.offer_checked", "exchange.offer_listed",
    }  # fmt: skip
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains=number).count() == 1


def test_a_repeated_form_is_one_deed() -> None:
    party, once = supplier(), uuid4()
    asked = HandInOffer(party, said(), UNTIL, looked=True, once=once)
    offer = usecases.hand_in_offer(asked, actor=persona("researcher"))
    assert usecases.hand_in_offer(asked, actor=persona("researcher")) == offer
    take = TakeOffer(offer, uuid4())
    assert [usecases.take_offer(take, actor=persona("officer")) for _time in range(2)] == ["checker", "checker"]
    check = CheckOffer(offer, True, True, {1: "tested", 2: "used", 3: "stated"}, once=uuid4())
    assert [usecases.check_offer(check, actor=persona("officer")) for _time in range(2)] == ["checked", "checked"]
    usecases.take_offer(TakeOffer(offer), actor=persona("appraiser"))
    release = ReleaseOffer(offer, True, once=uuid4())
    numbers = [usecases.release_offer(release, actor=persona("appraiser")) for _time in range(2)]
    assert numbers == ["CN-2026-0001", "CN-2026-0001"]
    assert Offer.objects.count() == 1


def test_everything_that_is_missing_is_named_at_once_and_nothing_changes() -> None:
    party = supplier()
    before = traces()
    with pytest.raises(Refused) as caught:
        hand_in(
            party, until=MOMENT.date(), title=Text("Màng lọc", ""), kind="x", field="x", codes=("C02",), stage=0, basis_paper=" ",
            modes=("free",), price_from=5, price_to=4, public_money=True, claims=(Claim("a", "used", "giấy"),), videos=("http://x.vn",),
            owners=(Owner("A", 1, 2), Owner("B", 1, 3)), rights=(Right("patent", "granted"),),
        )  # fmt: skip
    assert codes(caught) == {
        "title_en", "kind", "field", "codes", "stage", "basis_paper", "modes", "price_to", "result", "claims", "owners-1-share", "rights", "videos",
        "valid_until",
    }  # fmt: skip
    with pytest.raises(Refused) as caught:
        hand_in(party, claims=(), owners=())
    assert codes(caught) == {"claims-1-says", "owners-1-name"}
    assert traces() == before


def test_only_an_active_supplier_offers_and_only_its_side() -> None:
    with pytest.raises(Refused) as caught:
        hand_in(institute())
    assert codes(caught) == {"no_supplier"}
    party = supplier()
    with pytest.raises(NotAllowed):
        usecases.hand_in_offer(HandInOffer(party, said(), UNTIL), actor=persona("founder"))


def test_something_similar_is_shown_once_before_it_goes_on() -> None:
    _offer, number = listed()
    with pytest.raises(Refused) as caught:
        hand_in(institute(), looked=False)
    assert codes(caught) == {"looked"}
    assert number in caught.value.decision.reasons[0].text.vi
    assert hand_in(institute(), looked=True)


def test_whoever_wrote_or_belongs_to_the_side_or_checked_first_does_not_decide() -> None:
    offer = handed_in()
    with pytest.raises(NotAllowed):
        usecases.take_offer(TakeOffer(offer), actor=persona("researcher"))
    near = replace(persona("officer"), acts_for=((institute(), "submit"),))
    with pytest.raises(Refused) as caught:
        usecases.take_offer(TakeOffer(offer), actor=near)
    assert codes(caught) == {"own_hands"}
    with pytest.raises(Refused) as caught:
        usecases.check_offer(CheckOffer(offer, False, note="x"), actor=persona("officer"))
    assert codes(caught) == {"not_in_charge"}
    sample.checked(offer, persona)
    with pytest.raises(Refused) as caught:
        usecases.take_offer(TakeOffer(offer), actor=persona("officer"))
    assert codes(caught) == {"second_person"}
    with pytest.raises(Refused) as caught:
        usecases.release_offer(ReleaseOffer(offer, True), actor=persona("officer"))
    assert codes(caught) == {"not_in_charge"}
    version = OfferVersion.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        OfferVersion.objects.filter(pk=version.pk).update(released_by=version.checked_by)


def test_evidence_is_what_the_officer_saw_and_never_more_than_was_asked_for() -> None:
    offer = handed_in()
    usecases.take_offer(TakeOffer(offer), actor=persona("officer"))
    before = traces()
    for levels in ({1: "used", 2: "used", 3: "stated"}, {1: "tested", 2: "used"}):
        with pytest.raises(Refused) as caught:
            usecases.check_offer(CheckOffer(offer, True, False, levels), actor=persona("officer"))
        assert codes(caught) == {"level", "rights_seen"}
    with pytest.raises(Refused) as caught:
        usecases.check_offer(CheckOffer(offer, False), actor=persona("officer"))
    assert codes(caught) == {"note"}
    with pytest.raises(Stale):
        usecases.check_offer(CheckOffer(offer, False, note="x", seen=99), actor=persona("officer"))
    assert traces() == before
    given = {1: "stated", 2: "seen", 3: "stated"}
    usecases.check_offer(CheckOffer(offer, True, True, given), actor=persona("officer"))
    assert dict(OfferClaim.objects.values_list("no", "level")) == given
    with pytest.raises(DatabaseError), transaction.atomic():
        OfferClaim.objects.filter(no=1).update(level="used")


def test_what_is_listed_stays_until_a_new_version_has_gone_the_whole_way() -> None:
    offer, number = listed()
    changed = DescribeOffer(offer, said(price_from=700_000_000), "Hạ giá", once=uuid4())
    assert usecases.describe_offer(changed, actor=persona("researcher")) == 2
    assert usecases.describe_offer(changed, actor=persona("researcher")) == 2
    assert queries.public_offer(number, persona("resident")).price_from == 800_000_000
    with pytest.raises(Refused) as caught:
        usecases.describe_offer(DescribeOffer(offer, said(), "Nữa"), actor=persona("researcher"))
    assert codes(caught) == {"not_now"}
    assert sample.listed(offer, persona) == number, "the number stays"
    found = queries.public_offer(number, persona("resident"))
    assert (found.price_from, found.version, found.has_confidential) == (700_000_000, 2, True)
    assert OfferConfidential.objects.count() == 2, "the confidential part went on without being shown"
    with pytest.raises(Missing):
        usecases.describe_offer(DescribeOffer(offer, said(), "Khác"), actor=persona("founder"))


def test_an_offer_that_is_sent_back_is_mended_and_handed_in_again() -> None:
    offer = handed_in()
    sample.returned(offer, persona)
    assert Offer.objects.get().state == "returned"
    usecases.describe_offer(DescribeOffer(offer, said(stage=6), "Bổ sung"), actor=persona("researcher"))
    card = queries.offer_card(offer, persona("researcher"))
    assert (card.code, card.described.stage, [row.outcome.en for row in card.versions]) == (
        "handed_in", 6, ["Awaiting the check", "Sent back"],
    )  # fmt: skip
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="cần sửa").exists()


def test_an_offer_runs_out_by_the_day_and_is_confirmed_by_its_supplier() -> None:
    offer, number = listed()
    late = persona("resident", days=400)
    with pytest.raises(Missing):
        queries.public_offer(number, late)
    assert queries.offer_card(offer, persona("researcher", days=400)).state.code == "expired"
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.confirm_offer(ConfirmOffer(offer, UNTIL), actor=persona("researcher", days=400))
    assert codes(caught) == {"valid_until"}
    with pytest.raises(NotAllowed):
        usecases.confirm_offer(ConfirmOffer(offer, UNTIL), actor=persona("officer"))
    assert traces() == before
    asked = ConfirmOffer(offer, UNTIL + timedelta(days=365), once=uuid4())
    for _time in range(2):
        usecases.confirm_offer(asked, actor=persona("researcher", days=400))
    found = queries.public_offer(number, late)
    assert (found.confirmed_on, found.listed_on) == (late.today, MOMENT.date())
    assert AuditRecord.objects.filter(deed="exchange.confirm_offer").count() == 1


def test_a_withdrawn_offer_is_gone_at_once_and_for_good() -> None:
    offer, number = listed()
    with pytest.raises(Refused) as caught:
        usecases.withdraw_offer(WithdrawOffer(offer, " "), actor=persona("researcher"))
    assert codes(caught) == {"ground"}
    asked = WithdrawOffer(offer, "Đã bán", once=uuid4())
    for _time in range(2):
        usecases.withdraw_offer(asked, actor=persona("researcher"))
    with pytest.raises(Missing):
        queries.public_offer(number, persona("resident"))
    with pytest.raises(Refused):
        usecases.withdraw_offer(WithdrawOffer(offer, "Lần nữa"), actor=persona("researcher"))
    assert queries.offer_card(offer, persona("researcher")).ground == "Đã bán"


def test_budget_money_needs_the_registered_result_of_an_owner() -> None:
    party = supplier()
    with pytest.raises(Refused) as caught:
        hand_in(party, public_money=True, result="KQ-1999-0001")
    assert codes(caught) == {"result"}
    result = result_of(registered())
    begun = queries.described_from_result(results.public_result(result.number))
    assert (begun.result, begun.public_money, sum(owner.share for owner in begun.owners)) == (result.number, True, 1)
    assert begun.title.vi == result.title_vi
    assert party in {owner.party for owner in results.owners_of(result.pk)}
    assert hand_in(party, public_money=True, result=result.number, modes=("free", "licence"))


def test_the_database_adds_up_owners_and_keeps_what_was_said() -> None:
    offer, _number = listed()
    version = OfferVersion.objects.get()
    for change in (
        lambda: OfferVersion.objects.filter(pk=version.pk).update(title_vi="Khác"),
        lambda: OfferOwner.objects.update(numerator=2),
        lambda: OfferConfidential.objects.update(text="Khác"),
        lambda: Offer.objects.filter(pk=offer).update(party_name="Khác"),
        lambda: Offer.objects.filter(pk=offer).update(number="CN-2026-0999"),
        lambda: Offer.objects.filter(pk=offer).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="sum to one"), transaction.atomic():
        OfferOwner.objects.create(version=version, no=2, name="B", numerator=1, denominator=2)


def test_a_restricted_suppliers_offers_are_shown_to_its_own_side_alone() -> None:
    offer, number = listed()
    Restriction.objects.create(
        party_id=people.party_id(institute()), request="YC-2026-0956", handler="party:0", begun_at=MOMENT
    )
    assert queries.offers(persona("resident"), OfferFilter(), None).rows == ()
    with pytest.raises(Missing):
        queries.public_offer(number, persona("resident"))
    assert queries.desk(persona("auditor"), "all", None).rows == ()
    with pytest.raises(NotAllowed, match="YC-2026-0956"):
        queries.offer_card(offer, persona("auditor"))
    assert queries.texts_of([offer], MOMENT.date()) == ()
    assert queries.offer_card(offer, persona("researcher")).number == number


def test_a_search_hears_of_every_offer_that_changed() -> None:
    start = AuditRecord.objects.order_by("-id").values_list("id", flat=True).first() or 0
    offer, _number = listed()
    last, touched, texts = queries.changed_since(start, MOMENT.date())
    assert (set(touched), [text.id for text in texts]) == ({offer}, [offer])
    assert (texts[0].evidence, texts[0].rights, texts[0].price) == ("used", ("patent",), 800_000_000)
    assert [text.id for text in queries.every_text(MOMENT.date())] == [offer]
    usecases.withdraw_offer(WithdrawOffer(offer, "Đã bán"), actor=persona("researcher"))
    assert queries.changed_since(last, MOMENT.date())[1:] == (frozenset({offer}), ())
