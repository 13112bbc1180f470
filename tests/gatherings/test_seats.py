"""Seats at events: given in the order of registration, never more than there are; whoever waits longest moves up and is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.gatherings import queries, usecases
from khue.features.gatherings.domain import CancelGathering, LeaveSeat, PublishGathering, TakeSeat, WriteGathering
from khue.features.gatherings.models import Gathering, Seat
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import gatherings as sample
from tests.cast import MOMENT, persona

InThreads = Callable[..., list[Any]]
database = pytest.mark.django_db


def event(seats: int = 2, days: int = 10) -> int:
    return sample.published(sample.FAIR, days, seats, persona)


def took(who: str, gathering: int, **more: Any) -> str:
    return usecases.take_seat(TakeSeat(gathering, once=uuid4()), actor=persona(who, **more))


def left(who: str, gathering: int) -> None:
    usecases.leave_seat(LeaveSeat(gathering, uuid4()), actor=persona(who))


def states(gathering: int) -> dict[int, str]:
    return dict(Seat.objects.filter(gathering=gathering).order_by("no").values_list("no", "state"))


@database
def test_seats_go_in_the_order_of_registration_and_the_rest_wait() -> None:
    made = event()
    assert [took(who, made) for who in ("founder", "resident", "researcher", "clerk")] == ["seated", "seated", "waiting", "waiting"]  # fmt: skip
    left("founder", made)
    assert states(made) == {1: "left", 2: "seated", 3: "seated", 4: "waiting"}
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__startswith="Ông/bà đã có chỗ").count() == 1
    assert took("founder", made) == "waiting", "registering again goes to the end"
    left("clerk", made)
    assert states(made) == {1: "left", 2: "seated", 3: "seated", 4: "left", 5: "waiting"}, (
        "who only waited frees no seat"
    )


@database
def test_a_second_click_takes_one_seat_and_a_second_registration_is_refused() -> None:
    made, once = event(), uuid4()
    for _time in range(2):
        assert usecases.take_seat(TakeSeat(made, once=once), actor=persona("founder")) == "seated"
    with pytest.raises(Refused):
        took("founder", made)
    assert Seat.objects.count() == 1
    with pytest.raises(Refused):
        left("resident", made)


@database
def test_nothing_is_taken_after_it_began_or_was_cancelled() -> None:
    made = event()
    with pytest.raises(Refused):
        took("founder", made, days=11)
    took("founder", made)
    before = AuditRecord.objects.count()
    with pytest.raises(Refused):
        usecases.cancel_gathering(CancelGathering(made, " ", uuid4()), actor=persona("appraiser"))
    with pytest.raises(NotAllowed):
        usecases.cancel_gathering(CancelGathering(made, "Mưa bão", uuid4()), actor=persona("founder"))
    assert AuditRecord.objects.count() == before
    usecases.cancel_gathering(CancelGathering(made, "Mưa bão", uuid4()), actor=persona("appraiser"))
    assert Notice.objects.filter(party=persona("founder").key, body_vi="Lý do: Mưa bão").count() == 1
    with pytest.raises(Refused):
        took("resident", made)


@database
def test_who_has_a_seat_is_reminded_the_day_before_once() -> None:
    made = event(seats=1)
    took("founder", made)
    took("resident", made)
    job = replace(job_actor("gatherings.remind"), moment=MOMENT + timedelta(days=9))
    assert queries.events_of_tomorrow(job) == (made,)
    assert queries.events_of_tomorrow(replace(job, moment=MOMENT + timedelta(days=8))) == ()
    for _time in range(2):
        usecases.remind_gathering(made, actor=job)
    told = Notice.objects.filter(title_vi__startswith="Ngày mai")
    assert [one.party for one in told] == [persona("founder").key], "who waits for a seat is not invited"


@database
def test_a_draft_is_the_organisers_alone() -> None:
    actor = persona("appraiser")
    starts = MOMENT + timedelta(days=3)
    said = WriteGathering(
        Text("Họp mẫu"), Text("Nội dung"), "Hà Nội", "", starts, starts + timedelta(hours=1), 5, uuid4()
    )
    made = usecases.write_gathering(said, actor=actor)
    with pytest.raises(Missing):
        queries.gathering(made, persona("resident"))
    with pytest.raises(Missing):
        took("resident", made)
    assert queries.gatherings(persona("resident"), "coming", None).rows == ()
    usecases.publish_gathering(PublishGathering(made, uuid4()), actor=actor)
    assert [row.id for row in queries.gatherings(persona("resident"), "coming", None).rows] == [made]
    with pytest.raises(Refused):
        usecases.publish_gathering(PublishGathering(made, uuid4()), actor=actor)
    wrong = WriteGathering(Text("Họp"), Text("Nội dung"), "", "", MOMENT, MOMENT, 0, uuid4())
    with pytest.raises(Refused) as caught:
        usecases.write_gathering(wrong, actor=actor)
    fields = {reason.field for reason in caught.value.decision.reasons}
    assert fields == {"place", "starts_on", "ends", "seats"}


@database
def test_only_the_organiser_reads_who_comes_and_only_the_seated_the_link() -> None:
    made = event()
    took("founder", made)
    with pytest.raises(NotAllowed):
        queries.seats_of(made, persona("founder"))
    assert [one.name for one in queries.seats_of(made, persona("appraiser"))] == [persona("founder").name]
    assert queries.gathering(made, persona("founder")).link
    assert not queries.gathering(made, persona("resident")).link


@database
def test_the_database_gives_no_seat_too_many_and_keeps_what_was_published() -> None:
    made = event(seats=1)
    took("founder", made)
    took("resident", made)
    for rows, change in (
        (Seat.objects.filter(state="waiting"), {"state": "seated"}),
        (Seat.objects.filter(state="seated"), {"state": "waiting"}),
        (Seat.objects.all(), {"no": 9}),
        (Gathering.objects.all(), {"seats": 9}),
        (Gathering.objects.all(), {"state": "draft"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


@database
def test_pages_files_and_calendars_say_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    made = event()
    took("founder", made)
    at = f"/vi/exchange-events/{made}/"
    for address in ("/vi/exchange-events/", at):
        page = client.get(address).content.decode()
        assert sample.FAIR[0].vi in page
        assert persona("founder").name not in page, "who comes is public nowhere"
        assert "example.org" not in page
    [entry] = Calendar.from_ical(client.get("/vi/exchange-events/calendar.ics").content).walk("VEVENT")
    assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == (sample.FAIR[0].vi, "CONFIRMED")
    assert "example.org" not in client.get(f"{at}calendar.ics").content.decode()
    assert client.post(reverse("sample-persona", args=["resident"])).status_code == 303
    assert client.post(f"{at}register/", {"note": "Tôi tham dự trực tuyến"}).status_code == 303
    assert "example.org" in client.get(at).content.decode()
    assert client.post(f"{at}register/", {"note": "Lần nữa"}).status_code == 422


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_the_last_seat_is_given_once(in_threads: InThreads) -> None:
    made = event(seats=2)
    everybody = ("founder", "resident", "researcher", "clerk", "officer", "auditor")
    done = in_threads(*(lambda who=who: took(who, made) for who in everybody))
    assert Counter(map(str, done)) == {"seated": 2, "waiting": 4}
    assert sorted(states(made)) == [1, 2, 3, 4, 5, 6], "every place in the order is given once"


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_a_seat_given_up_goes_to_one_person(in_threads: InThreads) -> None:
    made = event(seats=1)
    for who in ("founder", "resident", "researcher"):
        took(who, made)
    done = in_threads(lambda: left("founder", made), lambda: left("resident", made))
    assert not any(isinstance(one, Exception) for one in done), done
    assert states(made) == {1: "left", 2: "left", 3: "seated"}
