"""Dated lists: prohibited technology is refused and recorded, restricted shown to cleared readers, a change hides until ruled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.lists import (
    EndClearance,
    EndEntry,
    GrantClearance,
    Pointer,
    PutEntry,
    RuleOnEntry,
    touches,
)
from khue.features.exchange.domain.offers import CheckOffer, ReleaseOffer, TakeOffer
from khue.features.exchange.models import Clearance, Judgement, ListEntry, Offer
from khue.features.exchange.queries import OfferFilter
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import exchange as sample
from tests.cast import MOMENT, persona
from tests.exchange.stories import codes, firm, handed_in, listed, traces

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def entry(which: str, *terms: str, start: int = 0, until: int | None = None, codes: tuple[str, ...] = ()) -> int:
    end = None if until is None else TODAY + timedelta(days=until)
    asked = PutEntry(which, Text("Mục thử"), "Danh mục mẫu", TODAY + timedelta(days=start), terms, codes, end, uuid4())
    return usecases.put_entry(asked, actor=persona("appraiser"))


def shown(who: str = "resident", days: int = 0) -> list[str]:
    return [row.number for row in queries.offers(persona(who, days=days), OfferFilter(), None).rows]


def ruled(offer: int, number: int, ruling: str, **more: Any) -> str:
    return usecases.rule_on_entry(RuleOnEntry(offer, number, ruling, "Đã xem hồ sơ", **more), actor=persona("officer"))


def test_terms_point_by_whole_words_with_marks_or_without_and_codes_by_their_beginning() -> None:
    pointer = Pointer(1, ("vi nhua",), ("C02F",))
    assert touches(pointer, "giu lai 99% vi-nhua, rua duoc", ())
    assert not touches(pointer, "vi nhuan but", ())
    assert touches(pointer, "khac", ("C02F1/44",))
    assert not touches(pointer, "khac", ("C02B1/44", "AC02F"))


def test_prohibited_technology_is_refused_by_the_check_and_stays_on_record() -> None:
    number = entry("prohibited", "luyện chì thủ công")
    offer = handed_in(sample.SMELTER)
    usecases.take_offer(TakeOffer(offer), actor=persona("officer"))
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.check_offer(CheckOffer(offer, True, True, {1: "stated"}), actor=persona("officer"))
    assert codes(caught) == {"entry"}
    with pytest.raises(Refused) as caught:
        usecases.check_offer(CheckOffer(offer, True, True, {1: "stated"}, {number: "not"}), actor=persona("officer"))
    assert codes(caught) == {"note"}, "who sets an entry aside says why"
    assert traces() == before
    check = CheckOffer(offer, True, True, {1: "stated"}, {number: "applies"}, once=uuid4())
    assert [usecases.check_offer(check, actor=persona("officer")) for _time in range(2)] == ["refused", "refused"]
    row = Offer.objects.get()
    assert (row.state, "Mục thử" in row.ground) == ("refused", True)
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="danh mục cấm").count() == 1
    with pytest.raises(Refused):
        usecases.take_offer(TakeOffer(offer), actor=persona("appraiser"))


def test_restricted_technology_is_shown_to_cleared_readers_only() -> None:
    number = entry("restricted", "vi nhựa")
    offer = handed_in()
    public = sample.listed(offer, persona, {number: "applies"})
    assert shown() == []
    assert shown("founder") == []
    with pytest.raises(Missing):
        queries.public_offer(public, persona("founder"))
    assert queries.figures(TODAY) == {}
    assert queries.texts_of([offer], TODAY) == ()
    assert not queries.may_read_subject(persona("founder"), f"technology_offer:{offer}")
    asked = GrantClearance(firm(), TODAY + timedelta(days=30), "Đề án thử nghiệm", uuid4())
    made = [usecases.grant_clearance(asked, actor=persona("appraiser")) for _time in range(2)]
    assert made[0] == made[1]
    assert shown("founder") == [public]
    assert shown("founder", days=30) == [], "the clearance has run out"
    assert shown() == []
    end = EndClearance(made[0], "Đề án đã dừng", uuid4())
    for _time in range(2):
        usecases.end_clearance(end, actor=persona("appraiser"))
    assert shown("founder") == []
    with pytest.raises(Refused):
        usecases.end_clearance(EndClearance(made[0], "Lần nữa"), actor=persona("appraiser"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Clearance.objects.update(until_on=TODAY + timedelta(days=900))


def test_a_change_of_a_list_hides_what_it_touches_until_somebody_has_ruled() -> None:
    offer, public = listed()
    other = entry("restricted", "không liên quan")
    assert shown() == [public]
    number = entry("restricted", "vi nhựa")
    assert shown() == []
    assert queries.offer_card(offer, persona("researcher")).state.code == "held"
    assert [row.id for row in queries.desk(persona("officer"), "ruling", None).rows] == [offer]
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="chờ kết luận").count() == 1
    [record] = AuditRecord.objects.filter(deed="exchange.put_entry", subjects__contains=[f"technology_offer:{offer}"])
    assert f"technology_entry:{number}" in record.subjects
    before = traces()
    with pytest.raises(Refused) as caught:
        ruled(offer, other, "not")
    assert codes(caught) == {"nothing_to_rule"}
    with pytest.raises(NotAllowed):
        usecases.rule_on_entry(RuleOnEntry(offer, number, "not", "x"), actor=persona("researcher"))
    with pytest.raises(Refused) as caught:
        usecases.rule_on_entry(RuleOnEntry(offer, number, "", " "), actor=persona("officer"))
    assert codes(caught) == {"ruling", "ground"}
    assert traces() == before
    once = uuid4()
    assert [ruled(offer, number, "not", once=once) for _time in range(2)] == ["listed", "listed"]
    assert shown() == [public]
    with pytest.raises(DatabaseError), transaction.atomic():
        Judgement.objects.filter(entry=number).update(ruling="applies")


def test_a_listed_technology_that_becomes_prohibited_is_refused_by_its_ruling() -> None:
    offer, public = listed()
    number = entry("prohibited", "vi nhựa")
    assert shown() == []
    assert ruled(offer, number, "applies") == "refused"
    with pytest.raises(Missing):
        queries.public_offer(public, persona("resident"))


def test_an_entry_binds_from_its_first_day_to_its_last_and_no_job_has_to_run() -> None:
    offer, public = listed()
    number = entry("prohibited", "vi nhựa", start=10, until=20)
    assert ruled(offer, number, "applies") == "listed", "nothing is refused before the entry is in force"
    assert (shown(), shown(days=10), shown(days=19), shown(days=20)) == ([public], [], [], [public])
    restricted = entry("restricted", "sáu tháng")
    asked = EndEntry(restricted, TODAY + timedelta(days=1), "Văn bản bãi bỏ", uuid4())
    for _time in range(2):
        usecases.end_entry(asked, actor=persona("appraiser"))
    assert (shown(), shown(days=1)) == ([], [public])
    with pytest.raises(Refused):
        usecases.end_entry(EndEntry(restricted, TODAY + timedelta(days=5), "x"), actor=persona("appraiser"))
    with pytest.raises(DatabaseError), transaction.atomic():
        ListEntry.objects.filter(pk=restricted).update(until_on=None)


def test_a_list_that_changes_between_the_two_persons_stops_the_second() -> None:
    offer = handed_in()
    sample.checked(offer, persona)
    number = entry("restricted", "vi nhựa")
    usecases.take_offer(TakeOffer(offer), actor=persona("appraiser"))
    with pytest.raises(Refused) as caught:
        usecases.release_offer(ReleaseOffer(offer, True), actor=persona("appraiser"))
    assert codes(caught) == {"list_changed"}
    ruled(offer, number, "not")
    assert usecases.release_offer(ReleaseOffer(offer, True), actor=persona("appraiser"))
    assert len(shown()) == 1


def test_an_entry_says_everything_it_needs_and_only_its_keeper_puts_it() -> None:
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.put_entry(PutEntry("x", Text("Mục"), " ", TODAY, ("ab",), ("Z9",), TODAY), actor=persona("appraiser"))
    assert codes(caught) == {"which", "source", "terms", "codes", "until_on"}
    with pytest.raises(NotAllowed):
        usecases.put_entry(PutEntry("prohibited", Text("Mục"), "a", TODAY, ("abc",)), actor=persona("officer"))
    with pytest.raises(Refused) as caught:
        usecases.grant_clearance(GrantClearance(firm(), TODAY, " "), actor=persona("appraiser"))
    assert codes(caught) == {"until_on", "ground"}
    assert traces() == before
