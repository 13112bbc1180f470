"""The pages of personal data, as a person and an officer go through them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from khue.features.privacy import usecases
from khue.features.privacy.domain.commands import MakeRequest
from khue.features.privacy.models import SubjectRequest
from khue.kernel.models import PersonalView, User
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.cast import persona
from tests.privacy.stories import TODAY, Asked, asked

pytestmark = pytest.mark.django_db


def signed_in(key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=f"persona-{key}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = key
    session.save()
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_resident_asks_and_follows_and_a_bad_form_keeps_what_was_typed() -> None:
    client = signed_in("resident")
    answer = client.post("/vi/me/data/ask/", {"kind": "correct", "details": ""})
    assert answer.status_code == 422
    assert "Chưa nêu cụ thể yêu cầu." in text(answer)
    assert "checked" in text(answer)
    answer = client.post("/vi/me/data/ask/", {"kind": "correct", "details": "Sai số nhà"}, follow=True)
    assert "Đã tiếp nhận yêu cầu của ông/bà." in text(answer)
    assert SubjectRequest.objects.get().number in text(client.get("/vi/me/data/"))


def test_nasty_kinds_and_lengths_are_refused_in_words() -> None:
    client = signed_in("resident")
    for values in ({"kind": "💥"}, {"kind": "access", "details": "a" * 5000}, {"kind": "access", "once": "no-uuid"}):
        assert client.post("/vi/me/data/ask/", values).status_code == 422
    assert not SubjectRequest.objects.exists()


def test_the_officer_answers_on_the_page_and_the_look_is_written_down() -> None:
    request = asked("restrict", details="Ngừng gửi thư")
    client = signed_in("dataofficer")
    page = text(client.get(f"/vi/privacy/requests/{request.id}/"))
    assert "Trả lời yêu cầu" in page
    assert PersonalView.objects.filter(party=persona("resident").key, what="data-request").count() == 1
    path = f"/vi/privacy/requests/{request.id}/answer/"
    form = text(client.get(path))
    assert "bên thứ ba cũng phải ngừng" in form
    assert "Ngày cam kết" not in form
    answer = client.post(path, {"choice": "refuse", "answer": "", "seen": 0})
    assert answer.status_code == 422
    assert "Từ chối phải có căn cứ pháp lý." in text(answer)
    answer = client.post(path, {"choice": "accept", "answer": "Sẽ ngừng", "third_party": "on", "seen": 0})
    assert answer.status_code == 303
    assert request.row.term == "dsr.third_party_days"
    stale = client.post(path, {"choice": "accept", "answer": "Sẽ ngừng", "seen": 0})
    assert stale.status_code in (409, 422)


def test_an_extension_that_cannot_be_had_shows_the_reason_and_no_form() -> None:
    client = signed_in("dataofficer")
    fresh = asked("restrict", details="Ngừng gửi thư")
    page = text(client.get(f"/vi/privacy/requests/{fresh.id}/extend/"))
    assert "Chưa thực hiện được lúc này" in page
    assert 'name="until"' not in page
    days = (timezone.localdate() - TODAY).days  # pages go by the day of the machine
    accepted = Asked(
        usecases.make_request(MakeRequest("correct", "Sai số nhà.", uuid4()), actor=persona("resident", days=days))
    )
    accepted.accepted(days)
    assert 'name="until"' in text(client.get(f"/vi/privacy/requests/{accepted.id}/extend/"))
    assert f"/vi/privacy/requests/{accepted.id}/extend/" in text(client.get(f"/vi/privacy/requests/{accepted.id}/"))
    assert accepted.row.carry_due_on is not None
    accepted.extended(accepted.row.carry_due_on + timedelta(days=1), days)
    page = text(client.get(f"/vi/privacy/requests/{accepted.id}/extend/"))
    assert "Yêu cầu này đã được gia hạn một lần." in page
    assert 'name="until"' not in page
    assert f"/vi/privacy/requests/{accepted.id}/extend/" not in text(client.get(f"/vi/privacy/requests/{accepted.id}/"))


def test_the_desk_is_downloaded_and_searched_by_a_clerk_for_a_paper() -> None:
    asked()
    officer = signed_in("dataofficer")
    answer: Any = officer.get("/vi/privacy/?format=csv")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert officer.get("/vi/privacy/?view=overdue&after=rubbish").status_code in (200, 400)
    clerk = signed_in("clerk")
    found = text(clerk.get("/vi/privacy/enter/?q=Hồng"))
    assert "Đặng Thị Hồng" in found
    person = persona("resident").person_id
    answer = clerk.post(
        f"/vi/privacy/enter/{person}/", {"kind": "access", "received_on": "31/02/2026", "identity": "Thẻ căn cước"}
    )
    assert answer.status_code == 422
    assert clerk.get("/vi/privacy/enter/999999/").status_code == 404
