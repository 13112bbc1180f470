"""Equipment for shared use: slots on working days, never overlapping; one party each; given back, cancelled, reminded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.actor import CITY_ZONE
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.services import queries, usecases
from khue.features.services.domain.equipment import BookSlot, CloseSlot, EndBooking, OpenSlots, slots_of
from khue.features.services.models import EquipmentSlot, SlotBooking
from khue.kernel import clock
from khue.kernel.models import Notice
from khue.site.sample import catalogue as sample
from tests.cast import MOMENT, persona
from tests.services.stories import codes, firm, institute

TODAY = MOMENT.date()
InThreads = Callable[..., list[Any]]


def shared() -> int:
    sample.joined(institute(), ("supplier",), persona, "researcher")
    return sample.published(sample.MICROSCOPE, institute(), persona, "researcher")


def slots() -> tuple[int, tuple[int, ...]]:
    entry = shared()
    return entry, sample.slots_opened(entry, persona, "researcher")


def book(slot: int, who: str = "founder", party: str = "") -> int:
    return usecases.book_slot(BookSlot(slot, party or firm(), "Đo mẫu", uuid4()), actor=persona(who))


def test_slots_lie_on_working_days_between_the_hours() -> None:
    asked = OpenSlots(1, date(2026, 3, 6), date(2026, 3, 9), time(8), time(11), 120)
    made = list(slots_of(asked, lambda day: day.weekday() < 5))
    assert made == [
        (datetime(2026, 3, day, 8, tzinfo=CITY_ZONE), datetime(2026, 3, day, 10, tzinfo=CITY_ZONE)) for day in (6, 9)
    ], "a Friday and a Monday; what is left of the third hour is no slot"
    saturday = replace(asked, from_on=date(2026, 3, 7), to_on=date(2026, 3, 7))
    assert len(list(slots_of(saturday, lambda day: day.weekday() < 5))) == 1, "a single day counts whatever day it is"


@pytest.mark.django_db
def test_only_the_member_opens_slots_and_none_overlap() -> None:
    entry, made = slots()
    assert len(made) == 4 * 4, "Tuesday to Friday; the weekend is left out"
    again = OpenSlots(entry, TODAY + timedelta(days=1), TODAY + timedelta(days=1), time(9), time(10), 60, uuid4())
    with pytest.raises(Refused) as refused:
        usecases.open_slots(again, actor=persona("researcher"))
    assert codes(refused) == {"starts"}
    with pytest.raises(NotAllowed):
        usecases.open_slots(replace(again, once=uuid4()), actor=persona("founder"))
    assert EquipmentSlot.objects.count() == len(made)
    usecases.close_slot(CloseSlot(made[0], uuid4()), actor=persona("researcher"))
    early = replace(again, starts=time(8), ends=time(10), minutes=120, once=uuid4())
    assert usecases.open_slots(early, actor=persona("researcher")) == 1, "a closed slot leaves its hours"


@pytest.mark.django_db
def test_a_slot_is_one_partys_until_it_is_given_back() -> None:
    entry, made = slots()
    booking = book(made[0])
    with pytest.raises(Refused) as refused:
        book(made[0], "resident", persona("resident").key)
    assert codes(refused) == {"taken"}
    row = SlotBooking.objects.get(pk=booking)
    row.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(Missing):
        usecases.end_booking(EndBooking(booking, "Không phải của tôi", uuid4()), actor=persona("resident"))
    with pytest.raises(Refused):
        usecases.end_booking(EndBooking(booking, " ", uuid4()), actor=persona("founder"))
    assert usecases.end_booking(EndBooking(booking, "Mẫu hỏng", uuid4()), actor=persona("founder")) == "left"
    assert Notice.objects.filter(party=persona("researcher").key, body_vi__contains="Mẫu hỏng").count() == 1
    second = book(made[0], "resident", persona("resident").key)
    assert usecases.end_booking(EndBooking(second, "Bảo trì", uuid4()), actor=persona("researcher")) == "cancelled"
    assert queries.free_slots(entry, MOMENT) == len(made)


@pytest.mark.django_db
def test_what_has_begun_is_neither_booked_nor_given_back() -> None:
    _entry, made = slots()
    booking = book(made[0])
    later = persona("founder", days=3)
    with pytest.raises(Refused) as refused:
        usecases.end_booking(EndBooking(booking, "Muộn", uuid4()), actor=later)
    assert codes(refused) == {"begun"}
    with pytest.raises(Refused) as refused:
        usecases.book_slot(BookSlot(made[1], firm(), "Đo mẫu", uuid4()), actor=later)
    assert "begun" in codes(refused)
    with pytest.raises(Refused) as refused:
        book(made[2], "researcher", institute())
    assert codes(refused) == {"party"}


@pytest.mark.django_db
def test_who_has_a_slot_is_read_by_both_sides_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    entry, made = slots()
    usecases.book_slot(BookSlot(made[0], firm(), "CANARY-51O7", uuid4()), actor=persona("founder"))
    assert queries.slots(entry, persona("founder"), None).rows[0].purpose == "CANARY-51O7"
    assert queries.slots(entry, persona("researcher"), None).rows[0].holder
    for key in ("resident", "officer", "appraiser", ""):
        client = Client()
        if key:
            client.post(reverse("sample-persona", args=[key]))
        for form in ("", "?format=csv", "?format=json"):
            answer = client.get(f"/vi/exchange-services/{entry}/slots/{form}")
            said = answer.getvalue() if form else answer.content
            assert "CANARY-51O7" not in said.decode()
            assert answer.status_code == 200


@pytest.mark.django_db
def test_ones_own_bookings_to_come_are_followed_in_a_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    _entry, made = slots()
    kept, back = (sample.booked(slot, firm(), persona, "founder") for slot in made[:2])
    usecases.end_booking(EndBooking(back, "Đổi lịch đo.", uuid4()), actor=persona("founder"))
    page = reverse("services:booking-calendar")
    told = {}
    for who in ("founder", "researcher", "resident"):
        client = Client()
        client.post(reverse("sample-persona", args=[who]))
        told[who] = client.get(page).content.decode()
    assert told["founder"].count("BEGIN:VEVENT") == 2
    assert told["founder"].count("STATUS:CANCELLED") == 1
    assert f"equipment-booking-{kept}@" in told["founder"]
    assert sample.MICROSCOPE.title.vi in told["founder"].replace("\r\n ", "")
    assert [told[who].count("BEGIN:VEVENT") for who in ("researcher", "resident")] == [0, 0]


@pytest.mark.django_db
def test_who_has_a_slot_is_reminded_the_day_before_once() -> None:
    _entry, made = slots()
    booking = book(made[0])
    actor = replace(clock.job_actor("services.follow_clocks"), moment=MOMENT)
    assert queries.bookings_of_tomorrow(TODAY) == (booking,)
    for _again in range(2):
        usecases.remind_booking(booking, actor=actor)
    assert Notice.objects.filter(party=persona("founder").key, title_vi__startswith="Ngày mai").count() == 1


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_of_many_who_press_at_once_one_has_the_slot(in_threads: InThreads) -> None:
    _entry, made = slots()
    people = [("founder", firm()), *((key, persona(key).key) for key in ("resident", "founder", "researcher"))]
    done = in_threads(*(lambda who=who, party=party: book(made[0], who, party) for who, party in people * 2))
    assert Counter(type(one).__name__ for one in done) == {"int": 1, "Refused": 7}
    assert SlotBooking.objects.filter(slot=made[0], state="booked").count() == 1
