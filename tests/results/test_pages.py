"""Pages and doors: the confidential words reach no public answer; a refusal keeps what was typed and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.actor import Actor
from khue.features.results import queries
from khue.features.results.models import Result, ShareList
from khue.site.sample import results as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, persona
from tests.results.stories import CANARY, a_support, registered, result_of, with_authors

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def browser() -> Browser:
    """A browser signed in as a persona, by the sample city's door."""

    def make(persona: str) -> Client:
        client = Client()
        assert client.post(reverse("sample-persona", args=[persona])).status_code == 303
        return client

    return make


@pytest.fixture(autouse=True)
def thirty_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the calendar on the wall says, the pages are opened thirty days after the stories."""
    monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(days=30))


def test_no_public_page_export_or_door_says_the_confidential_words(client: Client) -> None:
    result = registered()
    sample.protected(result, persona)
    number = result_of(result).number
    addresses = [
        *(f"/{words}/results/{tail}" for words in ("vi", "en") for tail in ("", f"no/{number}/", "?q=canary")),
        *(f"/vi/results/?format={kind}" for kind in ("csv", "json")),
        "/api/v1/results",
        f"/api/v1/results/{number}",
        "/api/v1/transfer-offers",
        f"/vi/documents/check/{result_of(result).paper_code}/",
        "/vi/register/",
    ]
    for address in addresses:
        answer = client.get(address, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # a streaming answer
        assert answer.status_code == 200, address
        assert CANARY.encode() not in body, address
        assert "Chế độ ép sợi".encode() not in body, address  # the title of a trade secret
    assert "giữ một phần bảo mật" in client.get(f"/vi/results/no/{number}/").content.decode()


def test_the_register_is_searched_without_marks_filtered_and_exported(client: Client) -> None:
    number = result_of(registered()).number
    assert number in client.get("/vi/results/?q=mang+loc+vi+nhua").content.decode()
    assert number not in client.get("/vi/results/?q=gach+xay").content.decode()
    assert number not in client.get("/vi/results/?kind=software").content.decode()
    body = b"".join(client.get("/vi/results/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]  # a streaming answer
    assert number in body
    listed = client.get("/api/v1/results").json()
    assert [row["number"] for row in listed["items"]] == [number]


def test_what_is_not_registered_yet_is_nowhere_public(client: Client) -> None:
    sample.handed_in(a_support(), persona)
    assert queries.register("", "", "", None).rows == ()
    assert client.get("/vi/results/no/KQ-2026-0001/").status_code == 404
    assert client.get("/api/v1/results/KQ-2026-0001").status_code == 404


def test_a_refused_form_keeps_what_was_typed_and_says_every_reason(browser: Browser) -> None:
    support = a_support()
    words = {"origin": f"support:{support}", "title_vi": "Tên đã gõ", "summary_vi": "Tóm tắt đã gõ", "kind": "product",
             "field": "engineering", "stage": "6", "stage_evidence": "đã thử", "formed_on": "20/02/2026"}  # fmt: skip
    answer = browser("researcher").post("/vi/results/new/", words)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Tên đã gõ" in body
    assert "Cần ít nhất một tài liệu minh chứng." in body
    assert not Result.objects.exists()
    upload = paper("bao-cao")
    answer = browser("researcher").post("/vi/results/new/", {**words, "papers": upload})
    assert answer.status_code in (302, 303)
    assert Result.objects.get().title_vi == "Tên đã gõ"


def test_shares_are_typed_as_per_cent_or_fractions_and_what_is_wrong_stands_at_its_row(browser: Browser) -> None:
    result = registered()
    stamp = str(result_of(result).stamp)
    one, two = persona("researcher"), persona("founder")

    def rows(first: str, second: str, orcid: str = "") -> dict[str, str]:
        return {
            "seen": stamp,
            "authors-1-name": one.name, "authors-1-party": str(one.person_id), "authors-1-share": first, "authors-1-orcid": orcid,
            "authors-2-name": two.name, "authors-2-party": f"party:{two.person_id}", "authors-2-share": second,
        }  # fmt: skip

    client = browser("researcher")
    wrong = client.post(f"/vi/results/{result}/shares/", rows("33,3%", "2/3", "0000-0002-1825-0098"))
    assert wrong.status_code == 422
    assert "chữ số cuối là chữ số kiểm tra" in wrong.content.decode()
    short = client.post(f"/vi/results/{result}/shares/", rows("33,3%", "2/3"))
    assert short.status_code == 422
    assert "thiếu 0,03%" in short.content.decode()
    for nasty in ("1/0", "-5", "101", "abc", "1e3", "9" * 40):
        assert client.post(f"/vi/results/{result}/shares/", rows(nasty, "2/3")).status_code == 422
    assert not ShareList.objects.exists()
    assert client.post(f"/vi/results/{result}/shares/", rows("1/3", "66,6667")).status_code == 422
    assert client.post(f"/vi/results/{result}/shares/", rows("1/3", "2/3", "0000-0002-1825-0097")).status_code in (
        302,
        303,
    )


def test_the_page_of_a_distribution_shows_the_money_its_provisions_and_the_next_deed(browser: Browser) -> None:
    result = with_authors()

    def later(key: str) -> Actor:
        return persona(key, days=30)

    report = sample.income_reported(result, later, 640_000_000, 180_000_000, 92_000_000)
    distribution = sample.distributed(report, later, sample.line_filled(400_000_000, later))
    body = browser("accountant").get(f"/vi/results/distributions/{distribution}/").content.decode()
    assert "368.000.000 đ" in body
    assert "93/2025/QH15" in body
    assert "/pay/" in body
    mine = browser("founder").get(f"/vi/results/distributions/{distribution}/").content.decode()
    assert persona("founder").name in mine
    assert "368.000.000 đ" not in mine
