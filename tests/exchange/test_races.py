"""Two at once: who takes and lists an offer, drafts handed in twice, numbers of a year, a new entry against a new version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from khue.core.bilingual import Text
from khue.core.errors import KhueError
from khue.features.exchange import jobs, queries, usecases
from khue.features.exchange.domain.drafts import HandInDrafts, KeepDraft
from khue.features.exchange.domain.lists import PutEntry
from khue.features.exchange.domain.offers import DescribeOffer, HandInOffer, ReleaseOffer, TakeOffer
from khue.features.exchange.models import Judgement, Offer, OfferDraft, OfferPicture, OfferVersion
from khue.kernel.models import AuditRecord
from khue.site.sample import exchange as sample
from tests.cast import MOMENT, persona
from tests.exchange.stories import handed_in, institute, listed, supplier
from tests.people.ending import dissolved

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]
UNTIL = MOMENT.date() + timedelta(days=365)


def waiting_for_the_second(what: sample.Goods = sample.FILTER) -> int:
    offer = handed_in(what)
    sample.checked(offer, persona)
    usecases.take_offer(TakeOffer(offer, uuid4()), actor=persona("appraiser"))
    return offer


def test_an_offer_that_is_listed_from_two_windows_at_once_has_one_number(clone_db: str, in_threads: Threads) -> None:
    offer = waiting_for_the_second()
    release = partial(usecases.release_offer, ReleaseOffer(offer, True), actor=persona("appraiser"))
    results = in_threads(*[release] * 6)
    given = [one for one in results if not isinstance(one, KhueError)]
    assert given == ["CN-2026-0001"]
    assert AuditRecord.objects.filter(deed="exchange.release_offer").count() == 1


def test_offers_that_are_listed_at_once_have_numbers_without_a_gap(clone_db: str, in_threads: Threads) -> None:
    goods = (sample.FILTER, sample.SLUDGE, sample.SPEECH, sample.FLOOD)
    offers = [waiting_for_the_second(what) for what in goods]
    calls = [partial(usecases.release_offer, ReleaseOffer(offer, True), actor=persona("appraiser")) for offer in offers]
    assert sorted(in_threads(*calls)) == [f"CN-2026-000{no}" for no in range(1, 5)]


def test_two_officers_who_take_an_offer_at_once_leave_one_in_charge(clone_db: str, in_threads: Threads) -> None:
    offer = handed_in()
    in_threads(*[partial(usecases.take_offer, TakeOffer(offer), actor=persona(who)) for who in ("officer", "appraiser")] * 3)  # fmt: skip
    charge = [queries.offer_card(offer, persona(who)).mine_in_charge for who in ("officer", "appraiser")]
    assert sorted(charge) == [False, True]


def test_drafts_that_are_handed_in_twice_become_one_offer_each(clone_db: str, in_threads: Threads) -> None:
    supplier()
    drafts = tuple(
        usecases.keep_draft(KeepDraft(institute(), sample.described(what, "Viện"), UNTIL, "mật"), actor=persona("researcher"))
        for what in (sample.FILTER, sample.SLUDGE, sample.SPEECH)
    )  # fmt: skip
    asked = HandInDrafts(drafts, UNTIL, looked=True)
    one = HandInOffer(institute(), sample.described(sample.FILTER, "Viện"), UNTIL, looked=True, draft=drafts[0])
    researcher = persona("researcher")
    in_threads(*[partial(usecases.hand_in_drafts, asked, actor=researcher)] * 3, partial(usecases.hand_in_offer, one, actor=researcher))  # fmt: skip
    assert Offer.objects.count() == 3
    assert not OfferDraft.objects.exists()


def test_a_new_entry_and_a_new_version_never_miss_each_other(clone_db: str, in_threads: Threads) -> None:
    offer, _number = listed()
    said = sample.described(sample.FILTER, "Viện", title=Text("Thiết bị thu tín hiệu vô tuyến", "Receiver"))
    entry = PutEntry("restricted", Text("Mục thử"), "Danh mục mẫu", MOMENT.date(), ("tín hiệu vô tuyến",))
    in_threads(
        partial(usecases.describe_offer, DescribeOffer(offer, said, "Đổi"), actor=persona("researcher")),
        partial(usecases.put_entry, entry, actor=persona("appraiser")),
    )
    assert Judgement.objects.filter(version__offer=offer, version__no=2, entry__which="restricted").count() == 1


def test_an_offer_that_comes_in_while_its_supplier_ends_is_refused_or_ends_with_it(
    clone_db: str, in_threads: Callable[..., list[Any]]
) -> None:
    supplier()
    actor = persona("researcher", days=2)
    hand_in = [
        partial(
            usecases.hand_in_offer,
            HandInOffer(institute(), sample.described(what, "Viện Vật liệu (mẫu)"), UNTIL, looked=True),
            actor=actor,
        )
        for what in (sample.FILTER, sample.SLUDGE, sample.SPEECH, sample.FLOOD)
    ]
    results = in_threads(*hand_in, partial(dissolved, institute()))
    made = [one for one in results[:4] if not isinstance(one, Exception)]
    assert all(isinstance(one, KhueError) for one in results[:4] if isinstance(one, Exception))
    jobs.end_with_party({"parties": [institute()]})
    assert list(Offer.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn"] * len(made)


def test_two_windows_that_add_pictures_at_once_leave_no_version_half_made(
    clone_db: str, in_threads: Callable[..., list[Any]]
) -> None:
    offer, _number = listed()
    results = in_threads(*[partial(sample.pictured, offer, persona, "researcher") for _ in range(4)])
    assert all(isinstance(one, int | KhueError) for one in results)
    open_now = OfferVersion.objects.filter(offer=offer, outcome="pending")
    assert open_now.count() == 1
    made = [one for one in results if isinstance(one, int)]
    assert OfferPicture.objects.filter(version=open_now.get()).count() == len(made)
