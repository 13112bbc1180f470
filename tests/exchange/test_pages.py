"""Pages: the whole way in a browser's requests, what was typed stays after a refusal, downloads, nasty input, hidden offers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.features.exchange.models import Clearance, ListEntry, Member, Offer
from khue.features.people import queries as people
from khue.site.sample import exchange as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, persona
from tests.exchange.stories import firm, handed_in, institute, listed, supplier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def browser(key: str) -> Client:
    client = Client()
    assert client.post(reverse("sample-persona", args=[key])).status_code == 303
    return client


OFFER = {
    "title_vi": "Màng lọc tre", "title_en": "Bamboo filter", "summary_vi": "Giữ lại vi nhựa.", "kind": "process", "field": "environmental-technology",
    "codes": "c02f 1/44, B01D", "stage": "6", "stage_evidence": "Thử sáu tháng", "basis": "owner", "basis_paper": "Bằng số 1", "modes": ["licence", "joint"],
    "price_from": "800.000.000", "claims-1-says": "Giữ lại 99%", "claims-1-level": "seen", "claims-1-proof": "Phiếu số 12", "owners-1-name": "Viện",
    "owners-1-share": "2/3", "owners-2-name": "Trường", "owners-2-share": "1/3", "rights-1-kind": "patent", "rights-1-state": "filed",
    "rights-1-territory": "VN", "confidential": "Nhiệt độ ép 182 độ", "valid_until": "01/03/2027",
}  # fmt: skip


def test_joining_and_verifying_on_pages() -> None:
    founder, officer = browser("founder"), browser("officer")
    half = founder.post("/vi/exchange/members/join/", {"party": firm(), "kinds": ["broker"], "about": "Môi giới"})
    assert half.status_code == 422
    assert "Môi giới" in half.content.decode()
    whole = {"party": firm(), "kinds": ["broker", "supplier"], "about": "Môi giới", "papers": [paper("a")]}
    assert founder.post("/vi/exchange/members/join/", whole).status_code == 303
    member = Member.objects.get(kind="supplier")
    assert people.party(firm()).name in officer.get("/vi/exchange/members/desk/").content.decode()
    stale = officer.post(f"/vi/exchange/members/{member.pk}/move/", {"step": "verify", "ground": "Đủ", "seen": "9"})
    assert stale.status_code == 409
    done = officer.post(f"/vi/exchange/members/{member.pk}/move/", {"step": "verify", "ground": "Đủ", "seen": "0"})
    assert done.status_code == 303
    for client in (Client(), founder, officer):
        assert people.party(firm()).name in client.get("/vi/exchange/members/?kind=supplier").content.decode()
    assert founder.get(f"/en/exchange/members/{member.pk}/").status_code == 200
    assert browser("researcher").get(f"/vi/exchange/members/{member.pk}/").status_code == 404


def test_an_offer_goes_the_whole_way_on_pages() -> None:
    party = supplier()
    researcher, officer, appraiser = browser("researcher"), browser("officer"), browser("appraiser")
    wrong = researcher.post(
        "/vi/exchange/offers/new/", {**OFFER, "party": party, "owners-2-share": "1/4", "price_to": "5"}
    )
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Phiếu số 12" in text
    assert "100%" in text
    assert researcher.post("/vi/exchange/offers/new/", {**OFFER, "party": party}).status_code == 303
    row = Offer.objects.get()
    assert row.versions.get().codes == ["C02F1/44", "B01D"]
    at = f"/vi/exchange/offers/{row.pk}/"
    for client in (officer, researcher):
        assert "182" not in client.get(at).content.decode()
    assert officer.post(f"{at}confidential/").status_code == 403
    assert officer.post(f"{at}take/").status_code == 303
    assert "182" in officer.post(f"{at}confidential/").content.decode()
    assert officer.get(f"{at}check/").status_code == 200
    row.refresh_from_db()
    answer = {"outcome": "accept", "rights_seen": "on", "level-1": "seen", "seen": row.stamp}
    assert officer.post(f"{at}check/", answer | {"level-1": "used"}).status_code == 422
    assert officer.post(f"{at}check/", answer).status_code == 303
    assert appraiser.post(f"{at}take/").status_code == 303
    row.refresh_from_db()
    assert appraiser.post(f"{at}release/", {"outcome": "accept", "seen": row.stamp}).status_code == 303
    public = Client().get("/vi/exchange/no/CN-2026-0001/").content.decode()
    for said in ("Giữ lại 99%", "Phiếu số 12", "66,67%", people.party(institute()).name):
        assert said in public
    assert "182" not in public
    row.refresh_from_db()
    begun = researcher.get(f"{at}describe/").content.decode()
    assert "Bằng số 1" in begun
    assert "182" not in begun
    keep = {"seen": row.stamp, "valid_until": "01/06/2027"}
    assert researcher.post(f"{at}confirm/", keep).status_code == 303
    row.refresh_from_db()
    assert researcher.post(f"{at}withdraw/", {"seen": row.stamp, "ground": "Đã bán"}).status_code == 303
    assert Client().get("/vi/exchange/no/CN-2026-0001/").status_code == 404


def test_lists_are_narrowed_downloaded_and_bear_nasty_input() -> None:
    _offer, number = listed()
    listed(sample.SLUDGE)
    visitor = Client()
    body = b"".join(visitor.get("/vi/exchange/?format=csv&q=vi+nhua").streaming_content).decode()  # type: ignore[attr-defined]  # a streaming answer
    assert number in body
    assert "CN-2026-0002" not in body, "the search narrows the download, too"
    for query in (
        "?stage=x&price_to=abc&kind=%22&field=%3Cb%3E",
        "?after=x&q=" + "a" * 500,
        "?stage=99",
        "?price_to=1",
        "?encouraged=on",
    ):
        assert visitor.get(f"/en/exchange/{query}").status_code == 200
    assert visitor.get("/vi/exchange/?format=xlsx").status_code == 200
    assert visitor.get("/vi/exchange/no/CN-1999-0001/").status_code == 404
    for path in ("", "members/", "lists/", f"no/{number}/"):
        for words in ("vi", "en"):
            assert visitor.get(f"/{words}/exchange/{path}").status_code == 200


def test_lists_of_technology_are_kept_on_pages() -> None:
    offer, number = listed()
    appraiser, officer = browser("appraiser"), browser("officer")
    wrong = appraiser.post(
        "/vi/exchange/lists/add/", {"which": "restricted", "title_vi": "Lọc nước", "source": "Phụ lục II"}
    )
    assert wrong.status_code == 422
    put = {
        "which": "restricted",
        "title_vi": "Lọc nước",
        "source": "Phụ lục II",
        "terms": "vi nhựa",
        "from_on": "02/03/2026",
    }
    assert appraiser.post("/vi/exchange/lists/add/", put).status_code == 303
    entry = ListEntry.objects.get().pk
    assert Client().get(f"/vi/exchange/no/{number}/").status_code == 404
    at = f"/vi/exchange/offers/{offer}/"
    assert f"/entries/{entry}/rule/" in officer.get(at).content.decode()
    said = {"ruling": "applies", "ground": "Đúng mục", "seen": Offer.objects.get().stamp}
    assert officer.post(f"{at}entries/{entry}/rule/", said).status_code == 303
    assert browser("founder").get(f"/vi/exchange/no/{number}/").status_code == 404
    until = f"{MOMENT.date() + timedelta(days=60):%d/%m/%Y}"
    clear = {"party": firm().removeprefix("party:"), "until_on": until, "ground": "Đề án"}
    assert appraiser.post("/vi/exchange/clearances/grant/", clear).status_code == 303
    assert browser("founder").get(f"/vi/exchange/no/{number}/").status_code == 200
    clearance = Clearance.objects.get().pk
    assert appraiser.post(f"/vi/exchange/clearances/{clearance}/end/", {"ground": "Xong"}).status_code == 303
    end = {"until_on": "03/03/2026", "ground": "Bãi bỏ"}
    assert appraiser.post(f"/vi/exchange/lists/{entry}/end/", end).status_code == 303
    for path in ("lists/", "clearances/"):
        assert appraiser.get(f"/vi/exchange/{path}?format=csv").status_code == 200


def test_a_registered_result_begins_an_offer_in_one_step() -> None:
    from tests.results.stories import registered, result_of

    result = result_of(registered())
    page = browser("researcher").get(f"/vi/exchange/offers/new/?result={result.number}").content.decode()
    assert result.title_vi in page
    assert result.number in page
    assert "CANARY-7F3A" not in page, "the confidential part of the result does not come along"
    assert browser("researcher").get("/vi/exchange/offers/new/?result=KQ-1-1").status_code == 200


def test_pages_ask_no_more_for_more_rows(django_assert_max_num_queries: object) -> None:
    handed_in()
    listed(sample.SLUDGE)
    listed(sample.AIR)
    with django_assert_max_num_queries(30):  # type: ignore[operator]  # the plugin's own shape
        Client().get("/vi/exchange/")
    assert persona("resident").key
