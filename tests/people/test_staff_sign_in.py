"""Staff sign in with password and a second factor; without it the account has no rights."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from khue.features.people import usecases
from khue.kernel.models import User
from tests.people.conftest import SETUP

pytestmark = pytest.mark.django_db
PASSWORD = "một mật khẩu dài"
LONGEST_ANSWER = 5
"""Seconds within which a loaded machine has answered a request."""
Maker = Callable[..., str]


@pytest.fixture
def account(staff: Maker) -> str:
    """The user name of a one-stop clerk."""
    cache.clear()
    usecases.give_account(staff("one-stop-clerk"), "can.bo", PASSWORD, actor=SETUP)
    return "can.bo"


def password(client: Client, name: str, secret: str = PASSWORD, back: str = "") -> Any:
    return client.post("/vi/staff/sign-in/" + (f"?next={back}" if back else ""), {"login": name, "password": secret})


def code_of(secret: str) -> str:
    """The code that an authenticator app would show, by allauth's own arithmetic; a fresh one when the old one is about to run out."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < LONGEST_ANSWER:
        time.sleep(left)
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))


def set_up(client: Client) -> str:
    """Go through the page that sets up the second factor; its secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found, page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(found[1])})
    assert answer.status_code == 302
    return found[1]


def may_work(client: Client) -> bool:
    return client.get(reverse("people:parties")).status_code == 200


def test_a_clerk_without_second_factor_is_sent_to_set_it_up_and_has_no_rights(account: str) -> None:
    clerk = Client()
    answer = password(clerk, account)
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    assert not may_work(clerk)
    assert clerk.get("/vi/me/").status_code == 200


def test_setting_up_the_second_factor_opens_the_rights_and_gives_recovery_codes(account: str) -> None:
    clerk = Client()
    password(clerk, account)
    secret = set_up(clerk)
    assert may_work(clerk)
    codes = clerk.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<code>\d+</code>", codes)) == app_settings.RECOVERY_CODE_COUNT
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept, "the secret must lie encrypted"


def test_the_next_sign_in_asks_for_the_code(account: str) -> None:
    first = Client()
    password(first, account)
    secret = set_up(first)
    clerk = Client()
    answer = password(clerk, account, back="/vi/me/")
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert clerk.get("/vi/me/").status_code in (302, 303), "not signed in before the code"
    wrong = clerk.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert not may_work(clerk)
    done = clerk.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, "/vi/me/")
    assert may_work(clerk)


def test_a_code_works_once(account: str) -> None:
    first = Client()
    password(first, account)
    secret = set_up(first)
    code = code_of(secret)
    for expected in (302, 200):
        clerk = Client()
        password(clerk, account)
        assert clerk.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def code_at(secret: str, back: int) -> str:
    """The app's code of so many steps ago."""
    fresh = code_of(secret)
    if not back:
        return fresh
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD - back))


def test_a_code_may_come_one_step_late_and_neither_later_nor_early(account: str) -> None:
    """RFC 6238, 5.2: at most one step for the delay."""
    first = Client()
    password(first, account)
    secret = set_up(first)
    for back, expected in ((2, 200), (-1, 200), (1, 302)):
        clerk = Client()
        password(clerk, account)
        assert clerk.post(reverse("mfa_authenticate"), {"code": code_at(secret, back)}).status_code == expected


def test_no_step_counts_twice_even_when_the_memory_of_codes_is_lost(account: str) -> None:
    """After the code of now neither it nor an older one opens again, also with the cache emptied."""
    first = Client()
    password(first, account)
    secret = set_up(first)
    now, before = code_at(secret, 0), code_at(secret, 1)
    for code, expected in ((now, 302), (now, 200), (before, 200)):
        cache.clear()
        clerk = Client()
        password(clerk, account)
        assert clerk.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_a_code_of_the_step_before_sets_up_the_second_factor(account: str) -> None:
    clerk = Client()
    password(clerk, account)
    page = clerk.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found, page
    assert clerk.post(reverse("mfa_activate_totp"), {"code": code_at(found[1], 2)}).status_code == 200
    assert clerk.post(reverse("mfa_activate_totp"), {"code": code_at(found[1], 1)}).status_code == 302
    assert may_work(clerk)


def test_a_session_that_never_showed_the_second_factor_has_no_rights(account: str) -> None:
    """Whatever way it came about: here a session made by hand, as a stolen cookie of a half sign-in would be."""
    first = Client()
    password(first, account)
    set_up(first)
    clerk = Client()
    clerk.force_login(User.objects.get(username=account), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert clerk.get("/vi/me/").status_code == 200
    assert not may_work(clerk)


def test_a_wrong_password_is_told_beside_the_form(account: str) -> None:
    answer = password(Client(), account, "sai")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="can.bo"' in page
    assert "sai" not in re.findall(r'value="([^"]*)"', page)


def test_the_same_words_for_an_unknown_name_and_a_wrong_password(account: str) -> None:
    def words(name: str) -> str:
        page = password(Client(), name, "sai").content.decode()
        found = re.search(r'class="summary-bad".*?</div>', page, re.S)
        assert found, page
        return re.sub(re.escape(name), "", found[0])

    assert words(account) == words("khong-co-ai")


def test_guessing_is_stopped(account: str) -> None:
    client = Client()
    for _ in range(6):
        last = password(client, account, "sai")
    assert last.status_code in (422, 429)
    assert password(client, account).status_code in (422, 429), "even the right password must wait now"


def test_an_inactive_account_gets_a_clear_page(account: str) -> None:
    User.objects.filter(username=account).update(is_active=False)
    client = Client()
    answer = password(client, account)
    assert answer.status_code in (302, 403, 422)
    assert client.get("/vi/me/").status_code in (302, 303)


def test_nobody_signs_up_by_himself(db: None) -> None:
    answer = Client().post(
        "/vi/staff/sign-in/new/", {"username": "ke.la", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 303
    assert not User.objects.filter(username="ke.la").exists()


def test_the_second_factor_cannot_be_switched_off(account: str) -> None:
    clerk = Client()
    password(clerk, account)
    set_up(clerk)
    clerk.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_a_resident_needs_no_second_factor(person: Maker) -> None:
    usecases.give_account(person(), "mai", PASSWORD, actor=SETUP)
    mai = Client()
    assert password(mai, "mai")["Location"] == "/vi/"
    assert mai.get("/vi/me/").status_code == 200


@pytest.mark.parametrize("path", ["sign-in/", "staff/sign-in/", "sign-out/"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_doors_open_in_both_languages(db: None, language: str, path: str) -> None:
    assert Client().get(f"/{language}/{path}").status_code in (200, 302)


def test_signing_out_ends_the_session(account: str) -> None:
    clerk = Client()
    password(clerk, account)
    set_up(clerk)
    assert clerk.get("/vi/sign-out/").status_code == 200
    assert clerk.post("/vi/sign-out/").status_code == 302
    assert not may_work(clerk)
