"""The pages: who sees what, what a refused form keeps, lists that export."""

from __future__ import annotations

import pytest
from django.test import Client

from khue.features.councils import usecases
from khue.features.councils.domain.commands import WithdrawItem
from khue.features.councils.models import Ballot, ScoreSheet
from khue.kernel import clock
from khue.kernel.models import User
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.councils import cases

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=f"persona-{key}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = key
    session.save()
    return client


def test_a_reviewer_scores_and_votes_from_the_own_page() -> None:
    work = cases.at_work(at=clock.now())
    client = browser("founder")
    home = client.get("/vi/councils/").content.decode()
    assert "Việc chờ tôi" in home
    sheet = f"/vi/councils/assignments/{work.assignment}/"
    assert "rất cao" in client.get(sheet).content.decode()
    wrong = client.post(sheet, {"points_science": "11", "points_use": "4", "comment": "Thuyết minh rõ ràng."})
    assert wrong.status_code == 422
    assert "Thuyết minh rõ ràng." in wrong.content.decode()
    right = client.post(sheet, {"points_science": "8", "points_use": "4", "comment": "Thuyết minh rõ ràng."})
    assert right.status_code == 303
    assert ScoreSheet.objects.get().total == 8000
    done = client.post(f"/vi/councils/ballots/{work.ballot}/", {"choice": "approve"})
    assert done.status_code == 200
    assert "Phiếu của ông/bà đã vào hòm phiếu" in done.content.decode()
    again = client.get(f"/vi/councils/ballots/{work.ballot}/").content.decode()
    assert "Ông/bà đã bỏ phiếu." in again
    assert Ballot.objects.get().state == "open"


def test_a_stranger_finds_nothing() -> None:
    work = cases.at_work(at=clock.now())
    client = browser("resident")
    for path in (
        str(work.city.council), f"items/{work.city.item}", f"reviews/{work.review}", f"meetings/{work.meeting}",
        f"ballots/{work.ballot}", f"assignments/{work.assignment}",
    ):  # fmt: skip
        assert client.get(f"/vi/councils/{path}/").status_code == 404, path


def test_a_meeting_without_a_ready_item_says_so_and_shows_no_empty_choice() -> None:
    city = cases.founded_council(at=clock.now())
    client = browser("officer")
    address = f"/vi/councils/{city.council}/meetings/call/"
    assert 'name="items"' in client.get(address).content.decode()
    usecases.withdraw_item(WithdrawItem(city.item, "Bên đề nghị xin rút."), actor=cases.officer(clock.now()))
    shown = client.get(address)
    said = shown.content.decode()
    assert shown.status_code == 200
    assert "Chưa có hồ sơ nào sẵn sàng đưa vào phiên họp" in said
    assert f"/vi/councils/{city.council}/items/put/" in said
    assert 'name="place"' not in said
    late = client.post(address, {"held_on": "20/03/2027", "held_time": "14:30", "place": "Phòng họp số 2"})
    assert late.status_code == 422
    assert "Phòng họp số 2" in late.content.decode()
