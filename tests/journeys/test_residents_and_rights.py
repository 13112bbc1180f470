"""What the city holds about a person, who looked at it, and what stays closed."""

from __future__ import annotations

import json
import re

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_resident_sees_who_looked_at_their_record(visit: Visit, language: str) -> None:
    resident = visit(language).sign_in("resident").go("/me/")
    before = resident.page.locator("#looks tbody tr", has_text="Lê Thị Thu Hà").count()
    number = re.search(r"\d+", resident.page.locator("main p.lead").first.inner_text())
    assert number
    clerk = visit(language).sign_in("clerk").go(f"/parties/{number.group()}/")
    assert clerk.status == 200
    clerk.shot("party")
    resident.go("/me/").shot("me")
    assert resident.page.locator("#looks tbody tr", has_text="Lê Thị Thu Hà").count() == before + 1


def test_a_person_takes_their_data_along(visit: Visit) -> None:
    resident = visit("vi").sign_in("resident").go("/me/")
    href = resident.page.locator("main a[href$='/me/export/']").get_attribute("href")
    assert href
    answer = resident.fetch(href)
    assert answer.status == 200
    assert "Đặng Thị Hồng" in json.dumps(json.loads(answer.body()), ensure_ascii=False)


def test_the_choice_of_mail_is_kept(visit: Visit) -> None:
    me = visit("vi").sign_in("researcher").go("/notices/by-mail/").shot("by-mail")
    boxes = me.page.locator("main [name=kind]")
    assert boxes.count() > 1
    first = boxes.first
    before = first.is_checked()
    first.set_checked(not before)
    me.click("main form button[type=submit]")
    me.go("/notices/by-mail/")
    assert me.page.locator("main [name=kind]").first.is_checked() is not before


def test_signing_out_closes_the_door(visit: Visit) -> None:
    me = visit("en").sign_in("resident").go("/me/")
    me.page.locator("details.drop:has(.drop-button) > summary").first.click()
    me.click(".drop-button")
    if me.path == "/sign-out/":
        me.save()
    me.go("/me/")
    assert me.path == "/sign-in/"


@pytest.mark.parametrize("path", ["/desk/", "/ledger/", "/parties/", "/equipment/", "/parties/roles/"])
def test_what_is_for_staff_is_closed_to_residents(visit: Visit, path: str) -> None:
    me = visit("vi").sign_in("resident").go(path)
    assert me.status in (403, 404)
    assert me.page.locator("h1").inner_text()
