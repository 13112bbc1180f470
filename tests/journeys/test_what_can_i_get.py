"""A person who knows no law comes from the front page to a list of support in under two minutes."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

READING = 3.5
"""Seconds that a person takes to read a question and press an answer."""
OWNER = {
    "applicant_kind": "enterprise",
    "small_or_medium": "yes",
    "startup_status": "not-recognised",
    "field": "digital-technology",
    "in_hanoi": "yes",
    "rents_equipment": "yes",
}
"""The owner of a small firm that rents a machine. Everything else is a no, and what she would have to look up she skips."""
WORDS = {
    "vi": ("Tôi được hỗ trợ gì?", "Ông/bà có thể nhận", "tối đa"),
    "en": ("What can I get?", "You may get", "up to"),
}


def asked_by(visitor: Visitor) -> str:
    """The fact behind the question on the page: what its answers add to the address, or the field to fill in."""
    if visitor.page.locator("#answer").count():
        return str(visitor.page.locator("#answer").get_attribute("name"))
    now = dict(parse_qsl(urlsplit(visitor.page.url).query))
    then = dict(parse_qsl(urlsplit(str(visitor.page.locator("a.pick").first.get_attribute("href"))).query))
    return next(name for name in then if name not in now)


def answer(visitor: Visitor) -> None:
    name = asked_by(visitor)
    if name == "equipment_rent":
        visitor.page.locator("#answer").fill("120.000.000")
        visitor.click("main form button")
    elif name == "equipment_rent_paid":
        visitor.page.locator("#answer").fill("0")
        visitor.click("main form button")
    else:
        wanted = OWNER.get(name, "no")
        options = [wanted] if name in OWNER else ["no", "none"]
        pick = ", ".join(
            f"a.pick[href*='{mark}{name}={option}']:not([href*='{name}={option}-'])"
            for option in options
            for mark in "?&"
        )
        found = visitor.page.locator(pick)
        visitor.click(pick if found.count() else ".ask-end a")


@pytest.mark.parametrize(("language", "width", "dark"), [("vi", 360, True), ("en", 1280, False)])
def test_from_the_front_page_to_a_list_of_support(visit: Visit, language: str, width: int, dark: bool) -> None:
    title, headline, up_to = WORDS[language]
    began = time.monotonic()
    owner = visit(language, width=width, dark=dark).go("/")
    owner.shot("eligibility-home").click(".home-check a")
    assert title in owner.text()
    clicks = 1
    while owner.path == "/eligibility/":
        if clicks in (1, 6):
            owner.shot(f"eligibility-{clicks}")
        answer(owner)
        clicks += 1
        assert clicks < 30, "it goes on and on"
    assert owner.path == "/eligibility/result/"
    owner.shot("eligibility-result")
    assert headline in owner.page.locator("h1").inner_text()
    rent = owner.page.locator("#entitlement-sme-equipment-rent")
    assert up_to in rent.inner_text()
    assert rent.locator(".why-source a, .why-source").count()
    machine = time.monotonic() - began
    assert machine + clicks * READING < 120, f"{clicks} clicks, {machine:.1f} s of the machine"
    # An answer is changed from the list of one's answers; the result follows.
    owner.page.locator("details.fold > summary").click()
    owner.click("main .answer-change a[href$='change=rents_equipment']")
    owner.click("a.pick[href*='rents_equipment=no']")
    assert not owner.page.locator("#entitlement-sme-equipment-rent").get_by_text(up_to).count()
    print(f"{language}: {clicks} clicks, {machine:.1f} s of the machine")
