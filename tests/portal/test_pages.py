"""The public pages, as anybody gets them without signing in."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.features.portal import queries
from khue.kernel.models import BusinessClock
from tests.cast import MOMENT, persona
from tests.portal.conftest import Granted

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


@pytest.fixture(autouse=True)
def _fresh_cache(db: None) -> None:
    cache.clear()


def get(path: str, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8-sig"))


# -- front page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Chưa tiếp nhận hồ sơ tại đây."), ("en", "not received here yet")]
)
def test_what_does_not_stand_yet_leads_nowhere_and_says_so(language: str, words: str) -> None:
    page = get(f"/{language}/")
    assert page.count(words) == 5
    assert f'href="/{language}/procedures/equipment-support/"' in page
    assert "sắp ra mắt" not in page.lower()
    assert "-".join(("coming", "soon")).replace("-", " ") not in page.lower()


def test_an_empty_city_shows_no_share_of_nothing() -> None:
    found = queries.figures(TODAY)
    assert (found.decided, found.supports, found.paid) == (0, 0, 0)
    assert not [figure for figure in home_figures() if "%" in str(figure.value)]


def home_figures() -> tuple[Any, ...]:
    from khue.features.portal.views.home import figures

    return figures(queries.figures(TODAY))


def test_figures_are_what_the_records_say_and_lead_to_them(granted: Granted) -> None:
    story = granted("Màng lọc sợi tre", paid=True)
    found = queries.figures(TODAY)
    assert (found.decided, found.in_time, found.supports) == (1, 1, 1)
    assert found.granted == 1_850_000_000 + 310_500_000 - 50_000_000
    assert found.paid == queries.support(story.number).entry.paid > 0
    assert all(figure.href for figure in home_figures())


def test_the_front_page_asks_as_often_in_a_busy_city(granted: Granted) -> None:
    def questions() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            get("/vi/")
        return len(asked)

    get("/vi/")
    before = questions()
    for number in range(3):
        granted(f"Đề tài số {number}")
    assert questions() == before


def test_the_sample_city_offers_its_people_and_its_day() -> None:
    page = get("/vi/")
    assert page.count("/vi/sample/persona/") == len(queries.personas()) > 5
    assert 'name="days" value="20"' in page


def test_a_real_city_offers_neither() -> None:
    with override_settings(KHUE_SAMPLE=False):
        page = get("/vi/")
        assert "/sample/persona/" not in page
        assert 'name="days"' not in page
        assert Client().post("/vi/sample/day/", {"days": "5"}).status_code == 404
    assert BusinessClock.objects.get(pk=1).shift_days == 0


# -- search --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["mua máy quang phổ cho đề tài", "may moc thiet bi", "equipment for a research topic"]
)
def test_the_question_box_finds_the_procedure(question: str) -> None:
    assert 'href="/vi/procedures/equipment-support/"' in get("/vi/search/", q=question)


def test_an_answer_shows_what_was_granted_for_the_like(granted: Granted) -> None:
    number = granted("Màng lọc sợi tre").number
    assert f'href="/vi/register/{number}/"' in get("/vi/search/", q="mang loc soi tre")


def test_a_question_without_an_answer_says_what_to_do_next() -> None:
    page = get("/en/search/", q="zzzz qqqq")
    assert "Nothing fits these words yet" in page
    for there in ("/en/procedures/", "/en/register/", "/en/law/parameters/"):
        assert f'href="{there}"' in page


def test_the_catalogue_tells_decider_basis_and_time() -> None:
    page = get("/vi/procedures/")
    for words in ("Nghị quyết 34/2025/NQ-HĐND", "Ủy ban nhân dân Thành phố", "ngày làm việc"):
        assert words in page
    assert "No procedure fits these words" in get("/en/procedures/", q="zzzz")


def test_searching_too_often_is_stopped_and_looking_around_is_not() -> None:
    client = Client()
    answers = [client.get("/vi/search/", {"q": "máy"}).status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429
    assert client.get("/vi/register/").status_code == 200


# -- register ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Màng lọc", "mang loc", "LOC mang", "sông hồng", "song hong"])
def test_the_register_is_searched_with_and_without_marks(granted: Granted, words: str) -> None:
    number = granted("Màng lọc sợi tre").number
    assert f"/vi/register/{number}/" in get("/vi/register/", q=words)
    assert f"/vi/register/{number}/" not in get("/vi/register/", q="pin thể rắn")


def test_an_empty_register_says_that_nothing_is_granted_yet() -> None:
    assert "No support is granted yet" in get("/en/register/")


def test_one_support_shows_amounts_grounds_dates_and_tranches(granted: Granted) -> None:
    page = get(f"/vi/register/{granted('Màng lọc sợi tre', paid=True).number}/")
    for words in (
        "2.110.500.000",
        "Nghị quyết 34/2025/NQ-HĐND",
        "Đợt 1",
        "02/03/2026",
        "Đã chi trả",
        "Qua thẩm định giảm 50.000.000 đ",
    ):
        assert words in page


def test_no_private_person_and_no_officer_is_named(granted: Granted) -> None:
    number = granted("Màng lọc sợi tre", paid=True).number
    pages = [get("/vi/register/"), get(f"/vi/register/{number}/"), body(Client().get("/vi/register.json"))]
    for key in ("researcher", "clerk", "officer", "appraiser", "finance", "decider", "accountant"):
        name = persona(key).name.removesuffix(" (mẫu)")
        assert all(name not in page for page in pages)


def test_what_is_not_granted_is_not_public(granted: Granted) -> None:
    assert Client().get("/vi/register/HN-2026-000404/").status_code == 404


def test_csv_and_json_hold_every_line_also_beyond_one_page(granted: Granted) -> None:
    numbers = {granted(title).number for title in ("Màng lọc", "Pin thể rắn", "Cảm biến")}
    assert {row.number for row in queries.whole_register("", size=2)} == numbers
    rows = json.loads(body(Client().get("/en/register.json")))["rows"]
    assert {row["number"] for row in rows} == numbers
    assert rows[0]["granted"] == 2_110_500_000
    assert rows[0]["kind"] == "research topic"
    lines = list(csv.reader(io.StringIO(body(Client().get("/vi/register.csv", {"q": "pin the ran"})))))
    assert len(lines) == 2


def test_download_links_keep_the_search(granted: Granted) -> None:
    page = get("/vi/register/", q="a&b=#c")
    assert f'href="/vi/register.csv?q={quote("a&b=#c")}"' in page


# -- about, machines -----------------------------------------------------------------------------------------------


def test_about_leads_to_the_signed_checkpoint_once_there_is_one(granted: Granted) -> None:
    assert Client().get("/vi/audit/checkpoint.txt").status_code == 204
    assert 'id="accessibility"' in get("/en/about/")


def test_public_pages_say_how_long_they_keep_and_where_the_other_language_is() -> None:
    answer = Client().get("/vi/register/", {"q": "máy"})
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]
    assert '</en/register/>; rel="alternate"; hreflang="en"' in answer["Link"]
    with override_settings(KHUE_SAMPLE=False):
        assert Client().get("/vi/about/")["Cache-Control"] == "private, max-age=30"
    assert Client().get("/vi/register.json")["Cache-Control"] == "public, max-age=300"


def test_a_sample_city_is_hidden_from_search_engines_and_a_real_one_has_a_site_map() -> None:
    assert "Disallow: /\n" in body(Client().get("/robots.txt"))
    with override_settings(KHUE_SAMPLE=False, KHUE_BASE_URL="https://city.example"):
        robots = body(Client().get("/robots.txt"))
        assert "Disallow: /\n" not in robots
        assert "Sitemap: https://city.example/sitemap.xml" in robots
        places = re.findall(r"<loc>(.*?)</loc>", body(Client().get("/sitemap.xml")))
    assert "https://city.example/vi/procedures/equipment-support/" in places
    for place in places:
        assert Client().get(place.removeprefix("https://city.example")).status_code == 200


def test_who_finds_a_weakness_reads_whom_to_tell() -> None:
    text = body(Client().get("/.well-known/security.txt"))
    assert text.startswith("Contact: mailto:")
    assert re.search(r"^Expires: \d{4}-12-31T00:00:00Z$", text, re.M)
    assert Client().get("/favicon.ico")["Location"].endswith(".svg")


# -- bad input -----------------------------------------------------------------------------------------------------

PLACES = (
    "/vi/",
    "/vi/search/",
    "/en/procedures/",
    "/vi/register/",
    "/vi/register.csv",
    "/en/register.json",
    "/vi/about/",
)
NASTY = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["\0", "a\0b", "🏛️👩‍🔬", "x" * 10_000, "\ud800", "%", "_", "\\", "'; DROP TABLE x; --", "\u202e", "ﷺ" * 40]
    ),
)


@given(place=st.sampled_from(PLACES), question=NASTY, after=NASTY)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_gets_a_page_or_a_400(place: str, question: str, after: str) -> None:
    cache.clear()
    query = f"q={quote(question, errors='surrogatepass')}&after={quote(after, errors='surrogatepass')}"
    answer = Client(raise_request_exception=False).get(f"{place}?{query}")
    assert answer.status_code in (200, 400)
    if answer.streaming:
        assert b"".join(answer.streaming_content)


@given(raw=st.binary(max_size=60))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_an_address_get_a_page_or_a_400(raw: bytes) -> None:
    cache.clear()
    found = Client(raise_request_exception=False)
    assert found.get(f"/vi/search/?q={quote(raw)}").status_code in (200, 400)
    assert found.get(f"/vi/register/{quote(raw, safe='')}x/").status_code in (400, 404)
