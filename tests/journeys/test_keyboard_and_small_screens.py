"""Without a mouse, on a phone, in the dark."""

from __future__ import annotations

import pytest

from tests.journeys import application
from tests.journeys.application import VIETNAMESE
from tests.journeys.backstage import Cases
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

FOCUS = """() => {
    const e = document.activeElement, r = e.getBoundingClientRect();
    const ringed = place => {
        const s = place && getComputedStyle(place);
        return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
    };
    return (ringed(e) || ringed(e.closest('.tile, tr'))) && r.width > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
}"""


def tab_to(visitor: Visitor, selector: str, most: int = 80) -> Visitor:
    """Press Tab until the focus is there; every stop on the way must be seen."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(FOCUS), visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if visitor.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return visitor
    raise AssertionError(f"Tab never reached {selector} on {visitor.page.url}")


def key(visitor: Visitor, name: str) -> Visitor:
    """A key that leads to another page."""
    return visitor.led_on(lambda: visitor.page.keyboard.press(name))


def type_at(visitor: Visitor, name: str, words: str) -> None:
    tab_to(visitor, f"[name='{name}']")
    visitor.page.keyboard.type(words)


def test_an_application_is_written_by_keyboard_alone(visit: Visit) -> None:
    me = visit("vi").go("/")
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.activeElement.matches('a.skip')"), "the first stop leads past the frame"
    assert me.page.evaluate(FOCUS)
    me.page.keyboard.press("Enter")
    me.page.wait_for_function("document.activeElement.id === 'main'")
    tab_to(me, "form[action$='/persona/researcher/'] button")
    key(me, "Enter")
    me.go(application.START)
    tab_to(me, "[name=applicant]")
    while application.INSTITUTE not in me.page.evaluate("document.activeElement.labels[0].innerText"):
        me.page.keyboard.press("ArrowDown")
    me.page.keyboard.press("Space")
    key(tab_to(me, "main .deeds button"), "Enter")
    key(tab_to(me, "main .tasks a"), "Enter")
    tab_to(me, "[name=task_kind]")
    me.page.keyboard.press("Space")
    type_at(me, "task_title", VIETNAMESE.title)
    tab_to(me, "[name=task_field]")
    me.page.keyboard.press("ArrowDown")
    type_at(me, "starts_on", "01/03/2027")
    type_at(me, "ends_on", "28/02/2029")
    type_at(me, "summary", "Mục tiêu và sản phẩm của nhiệm vụ.")
    key(tab_to(me, "main .deeds button[name=continue]"), "Enter")
    assert me.path.endswith("/edit/applicant/")
    type_at(me, "contact_name", VIETNAMESE.contact)
    # Enter in an input saves and goes on; it never removes a row or opens something else.
    key(me, "Enter")
    assert me.status == 200
    assert me.path.endswith("/edit/applicant/"), "one answer of the section is still open"
    assert me.value("contact_name") == VIETNAMESE.contact
    assert me.error_at("capacity")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visit: Visit) -> None:
    me = visit("vi", width=360).go("/")
    tab_to(me, "details.menu-narrow > summary")
    me.page.keyboard.press("Enter")
    me.page.locator("details.menu-narrow[open] a").first.wait_for()
    me.check()
    tab_to(me, "details.menu-narrow a[href$='/register/']")
    me.page.keyboard.press("Escape")
    me.page.wait_for_function("document.activeElement.matches('details.menu-narrow:not([open]) > summary')")


PUBLIC = (
    "/",
    "/procedures/",
    "/procedures/equipment-support/",
    "/register/",
    "/about/",
    "/law/parameters/",
    "/sign-in/",
)


def shot_all(visitor: Visitor, who: str, *paths: str) -> None:
    for path in paths:
        visitor.go(path)
        assert visitor.status == 200, f"{path}: {visitor.status}"
        visitor.shot(f"{who}{path.replace('/', '-').replace('?', '-')}")


def pages_of(cases: Cases, who: str) -> list[str]:
    """The pages that a persona works on."""
    draft, paid = cases.draft, cases.paid
    edit = f"/dossiers/{draft.dossier_id}/edit"
    return {
        "researcher": [
            "/dossiers/", f"{edit}/", f"{edit}/task/", f"{edit}/costs/", f"{edit}/tranches/", f"{edit}/papers/",
            f"/dossiers/{draft.dossier_id}/check/", f"/dossiers/{paid.number}/", f"/supports/{paid.support_id}/",
            f"/supports/{cases.delivered.support_id}/", "/notices/", "/me/", "/me/acting-for/",
        ],
        "clerk": ["/desk/", f"/desk/tasks/{cases.received.task('completeness')}/", "/parties/"],
        "officer": [
            f"/missions/tasks/{cases.granted.task('agreement')}/agree/",
            f"/missions/tasks/{cases.delivered.task('acceptance', 1)}/accept/",
        ],
        "decider": ["/desk/", f"/missions/tasks/{cases.appraised.task('decision')}/decide/"],
        "accountant": ["/ledger/", "/ledger/budget/", "/ledger/accounts/treasury.cash/", "/ledger/periods/", "/equipment/"],
    }[who]  # fmt: skip


@pytest.mark.parametrize("who", ["researcher", "clerk", "officer", "decider", "accountant"])
def test_pages_fit_a_phone(visit: Visit, cases: Cases, backstage, who: str) -> None:
    with backstage():
        paths = pages_of(cases, who)
    shot_all(visit("vi", width=360).sign_in(who), who, *paths)


def test_public_pages_fit_a_phone(visit: Visit, cases: Cases) -> None:
    shot_all(visit("vi", width=360), "public", *PUBLIC, f"/register/{cases.paid.number}/")


@pytest.mark.parametrize("who", ["", "researcher"])
def test_nothing_is_cut_off_at_four_hundred_per_cent(visit: Visit, who: str) -> None:
    me = visit("vi", width=320)  # 1280 px enlarged four times
    if who:
        me.sign_in(who)
    me.go("/").go("/register/").go("/sign-in/")


@pytest.mark.parametrize("who", ["researcher", "decider"])
def test_pages_are_drawn_for_the_dark(visit: Visit, cases: Cases, backstage, who: str) -> None:
    with backstage():
        paths = pages_of(cases, who)
    shot_all(visit("en", width=1440, dark=True).sign_in(who), who, *paths)


def test_the_chosen_colours_stay(visit: Visit) -> None:
    me = visit("en").go("/register/")
    me.click("button[name=theme][value=dark]")
    assert me.path == "/register/"
    assert me.page.locator("html").get_attribute("data-bs-theme") == "dark"
    dark = me.page.evaluate("getComputedStyle(document.body).backgroundColor")
    me.go("/procedures/")
    assert me.page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    me.click("button[name=theme][value=light]")
    assert me.page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
