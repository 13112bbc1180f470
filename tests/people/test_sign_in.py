"""Sign-in of residents by OpenID Connect, against a real provider in a second process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from khue.features.people import queries
from khue.features.people.models import LinkedIdentity, Person
from khue.kernel.models import AuditRecord, User
from tests.people.provider.claims import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]
CALLBACK = "http://testserver/vi/sign-in/local/callback/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of the local identity provider, running until the module's tests are done."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "COVERAGE"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.people.provider", "0", CALLBACK],
        cwd=ROOT,
        env=clean | {"PROVIDER_KEY": key.decode(), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    assert port.isdigit(), "the local provider did not start"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def portal(provider: str, settings: Any) -> Callable[..., None]:
    """Connects the portal to the provider, or to another address or client."""

    def connect(client: str = "portal", address: str = provider) -> None:
        app = {
            "provider_id": "local",
            "name": "Định danh thử",
            "client_id": client,
            "secret": "portal-secret",
            "settings": {"server_url": address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    connect()
    return connect


class Resident:
    """Someone with two windows: the portal (in this process) and the provider (over HTTP)."""

    def __init__(self, name: str, provider: str) -> None:
        self.name, self.provider = name, provider
        self.portal, self.window = Client(), requests.Session()

    def start(self, language: str = "vi", back: str = "") -> str:
        """Press the button; where the portal sends us."""
        answer = self.portal.post(f"/{language}/sign-in/local/", {"next": back})
        assert answer.status_code == 302, answer.content
        return str(answer["Location"])

    def consent(self, address: str, action: str = "grant") -> str:
        """Sign in at the provider, answer its question; where the provider sends us back to."""
        page = self.window.get(address)
        if "/accounts/login/" in page.url:
            sent = {
                "login": self.name,
                "password": PASSWORD,
                "csrfmiddlewaretoken": _hidden(page.text, "csrfmiddlewaretoken"),
            }
            page = self.window.post(page.url, sent)
        form = [(name, _hidden(page.text, name)) for name in ("csrfmiddlewaretoken", "request")]
        form += [("scopes", scope) for scope in ("openid", "profile", "email")] + [("action", action)]
        answer = self.window.post(f"{self.provider}/identity/o/authorize", form, allow_redirects=False)
        return str(answer.headers["Location"])

    def come_back(self, address: str) -> Any:
        assert address.startswith(CALLBACK)
        return self.portal.get(address.removeprefix("http://testserver"))

    def sign_in(self, language: str = "vi", back: str = "") -> Any:
        return self.come_back(self.consent(self.start(language, back)))

    @property
    def is_signed_in(self) -> bool:
        return self.portal.get("/vi/me/").status_code == 200


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page[:2000]
    return found[1].replace("&quot;", '"').replace("&amp;", "&")


@pytest.fixture
def resident(provider: str, portal: Callable[..., None]) -> Callable[[str], Resident]:
    return lambda name: Resident(name, provider)


def test_the_question_carries_state_nonce_and_a_pkce_challenge(resident: Callable[[str], Resident]) -> None:
    asked = parse_qs(urlsplit(resident("mai").start()).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) >= 43
    assert asked["state"][0]
    assert asked["nonce"][0]
    assert asked["redirect_uri"] == [CALLBACK]


def test_a_first_sign_in_opens_a_record_and_a_second_finds_it(resident: Callable[[str], Resident]) -> None:
    mai = resident("mai")
    answer = mai.sign_in(back="/vi/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/vi/me/")
    page = mai.portal.get("/vi/me/").content.decode()
    assert "Nguyễn Thị Mai" in page
    assert "001185012345" in page
    assert "Định danh điện tử" in page
    assert mai.portal.session["assurance"] == "loa2"
    user = Person.objects.get(citizen_number="001185012345").user
    assert user is not None
    assert not user.has_usable_password()
    assert "mai" not in user.username.lower()
    assert AuditRecord.objects.filter(deed="people.link_identity").count() == 1

    resident("mai").sign_in()
    assert [account.extra_data for account in SocialAccount.objects.all()] == [{}], "one record, kept in one place"
    assert Person.objects.filter(citizen_number="001185012345").count() == 1
    assert LinkedIdentity.objects.count() == 1
    assert AuditRecord.objects.filter(deed="people.link_identity").count() == 1


def test_a_record_opened_at_the_counter_is_found_by_citizen_number(
    resident: Callable[[str], Resident], person: Callable[..., str]
) -> None:
    key = person("Lê Văn Nam", citizen_number="001090012345")
    nam = resident("nam")
    nam.sign_in()
    assert nam.is_signed_in
    assert Person.objects.get(citizen_number="001090012345").pk == queries.party_id(key)


def test_a_provider_that_says_little_still_signs_in(resident: Callable[[str], Resident]) -> None:
    somebody = resident("vo-danh")
    somebody.sign_in()
    assert somebody.is_signed_in
    found = Person.objects.get(party__name="Trần Ẩn")
    assert (found.citizen_number, found.phone) == (None, "")
    assert found.no_number_reason


def test_the_way_back_keeps_language_and_page_and_leads_nowhere_else(resident: Callable[[str], Resident]) -> None:
    assert resident("mai").sign_in("en", "/en/me/correct/")["Location"] == "/en/me/correct/"
    assert resident("mai").sign_in("en", "https://evil.example/")["Location"] == "/en/"


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def refused(answer: Any, who: Resident) -> None:
    """A clear page, nobody signed in, nothing recorded."""
    assert answer.status_code in (401, 503)
    page = answer.content.decode()
    assert reverse("sign-in") in page or "/sign-in/" in page
    assert "Traceback" not in page
    assert not who.is_signed_in
    assert not LinkedIdentity.objects.exists()
    assert not Person.objects.filter(citizen_number__in=["001185012345", "001090012345"]).exists()
    assert not User.objects.filter(username__startswith="r-").exists()


def test_an_answer_to_another_question_is_refused(resident: Callable[[str], Resident]) -> None:
    mai = resident("mai")
    back = mai.consent(mai.start())
    state = parse_qs(urlsplit(back).query)["state"][0]
    refused(mai.come_back(back.replace(state, "another-state")), mai)


def test_an_answer_in_another_browser_is_refused(resident: Callable[[str], Resident]) -> None:
    mai, other = resident("mai"), resident("nam")
    refused(other.come_back(mai.consent(mai.start())), other)


def test_a_code_works_once(resident: Callable[[str], Resident]) -> None:
    mai, thief = resident("mai"), resident("nam")
    back = mai.consent(mai.start())
    assert mai.come_back(back).status_code == 302
    mai.portal.logout()
    assert mai.come_back(back).status_code == 401
    assert not mai.is_signed_in
    # With a state of its own, the used code is refused by the provider.
    code = parse_qs(urlsplit(back).query)["code"][0]
    state = parse_qs(urlsplit(thief.start()).query)["state"][0]
    assert thief.come_back(f"{CALLBACK}?code={code}&state={state}").status_code == 401
    assert not thief.is_signed_in


def test_an_answer_with_the_nonce_of_another_question_is_refused(
    resident: Callable[[str], Resident], portal: Callable[..., None]
) -> None:
    portal(client="mixes-up-nonces")
    mai = resident("mai")
    refused(mai.sign_in(), mai)


def test_who_denies_consent_reads_that_and_can_try_again(resident: Callable[[str], Resident]) -> None:
    mai = resident("mai")
    answer = mai.come_back(mai.consent(mai.start(), "cancel"))
    refused(answer, mai)
    mai.sign_in()
    assert mai.is_signed_in


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=server_error", "?error=<script>"])
def test_an_answer_that_fits_no_question_gets_a_clear_page(resident: Callable[[str], Resident], query: str) -> None:
    mai = resident("mai")
    refused(mai.portal.get(f"/vi/sign-in/local/callback/{query}"), mai)


def test_a_provider_that_does_not_answer_gets_a_clear_page(
    resident: Callable[[str], Resident], portal: Callable[..., None]
) -> None:
    portal(address="http://127.0.0.1:9")
    mai = resident("mai")
    refused(mai.portal.post("/vi/sign-in/local/"), mai)


def test_a_provider_that_stops_between_question_and_answer_gets_a_clear_page(
    resident: Callable[[str], Resident], portal: Callable[..., None]
) -> None:
    mai = resident("mai")
    back = mai.consent(mai.start())
    portal(address="http://127.0.0.1:9")
    refused(mai.come_back(back), mai)


def test_an_unknown_provider_is_not_found(resident: Callable[[str], Resident]) -> None:
    assert Client().post("/vi/sign-in/nobody/").status_code == 404
    assert Client().get("/vi/sign-in/nobody/callback/?code=1&state=1").status_code == 404


def test_sign_in_begins_with_a_press_of_the_button_only(resident: Callable[[str], Resident]) -> None:
    assert Client().get("/vi/sign-in/local/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/vi/sign-in/local/").status_code == 403
