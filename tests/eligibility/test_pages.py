"""The questionnaire and its result, as anybody gets them: bad input, addresses, exports, how often the database is asked."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.features.eligibility import usecases
from khue.features.eligibility.domain import SaveCheck
from tests.cast import organisation, persona
from tests.desk.browsers import browser, text

pytestmark = pytest.mark.django_db
ASK, RESULT = "/vi/eligibility/", "/vi/eligibility/result/"
FIRM = {"applicant_kind": "enterprise", "small_or_medium": "yes", "in_hanoi": "yes", "startup_status": "not-recognised"}


def picks(page: str) -> list[str]:
    """Where the answers on the page lead."""
    return [found.replace("&amp;", "&") for found in re.findall(r'class="pick"[^>]* href="([^"]+)"', page)]


def heading(page: str) -> str:
    return re.findall(r"<h1>(.*?)</h1>", page)[0]


def test_the_first_page_asks_at_once_and_is_not_for_search_engines() -> None:
    answer = Client().get(ASK)
    page = text(answer)
    assert answer.status_code == 200
    assert len(picks(page)) >= 5
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in page
    assert not answer.cookies.get("sessionid"), "nothing is stored"


def test_following_the_answers_reaches_the_result() -> None:
    client, path, steps = Client(), ASK, 0
    while True:
        answer = client.get(path)
        if answer.status_code == 303:
            break
        page, steps = text(answer), steps + 1
        path = picks(page)[-1] if picks(page) else re.findall(r'href="([^"]+)">Tôi chưa biết', page)[0]
        path = path.replace("&amp;", "&")
        assert steps < 46
    result = client.get(answer.headers["Location"])
    assert result.status_code == 200
    assert "Ông/bà có thể nhận" in text(result) or "Chưa phù hợp" in text(result)


def test_the_list_beside_the_question_shrinks_and_says_why() -> None:
    before, after = text(Client().get(ASK)), text(Client().get(ASK, {"applicant_kind": "investor"}))
    counts = [int(re.findall(r"<strong>(\d+)</strong>", page)[0]) for page in (before, after)]
    assert counts[1] < counts[0]
    assert "Không phù hợp" in after
    assert "Chính sách này dành cho" in after


def test_a_wrong_answer_is_told_at_its_question_and_the_others_go_along() -> None:
    answer = Client().get(ASK, {**FIRM, "has_bank_loan": "yes", "interest_paid": "năm triệu"})
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="năm triệu"' in page
    assert 'aria-invalid="true"' in page
    for name, value in FIRM.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert Client().get(RESULT, {"interest_paid": "x"}).status_code == 303


def test_a_wrong_choice_is_asked_again_with_what_was_typed() -> None:
    answer = Client().get(ASK, {"applicant_kind": "<king>"})
    assert answer.status_code == 422
    assert "&lt;king&gt;" in text(answer)
    assert len(picks(text(answer))) >= 5


def test_changing_an_answer_shows_its_question_with_the_present_answer_marked() -> None:
    page = text(Client().get(ASK, {**FIRM, "change": "small_or_medium"}))
    assert "nhỏ và vừa" in heading(page)
    assert page.count('aria-current="true"') >= 1
    no = dict(parse_qsl(urlsplit(picks(page)[1]).query))
    assert list(no)[:2] == ["applicant_kind", "small_or_medium"], "in its place"
    assert no["small_or_medium"] == "no"
    assert heading(text(Client().get(ASK, {**FIRM, "change": "x"}))) == heading(text(Client().get(ASK, FIRM)))


def test_each_question_that_a_result_names_as_open_can_be_answered() -> None:
    page = text(Client().get(RESULT, {**FIRM, "has_bank_loan": "-"}))
    card = page.partition('id="entitlement-loan-interest"')[2].partition("</article>")[0]
    links = [found.replace("&amp;", "&") for found in re.findall(r'href="(/vi/eligibility/\?[^"]+)"', card)]
    assert len(links) == 2, "the loan that was passed over, and the interest"
    for link in links:
        answer = Client().get(link)
        assert answer.status_code == 200
        assert heading(text(answer)) in card


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.lists(
        st.tuples(
            st.sampled_from([*FIRM, "interest_paid", "rented_months", "field", "change", "party", "x", ""])
            | st.text(max_size=8),
            st.sampled_from(["yes", "no", "-", "", "enterprise", "1.000", "1e9", "٣", "9" * 30]) | st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_no_address_breaks_a_page(query: list[tuple[str, str]]) -> None:
    from django.utils.http import urlencode

    for path in (ASK, RESULT, "/en/eligibility/result.json"):
        answer = Client().get(f"{path}?{urlencode(query)}")
        assert answer.status_code in (200, 303, 400, 422), path  # 400: letters that no text has
        if answer.status_code == 303 and path == RESULT:
            assert answer.headers["Location"].startswith(ASK)


def test_a_result_tells_amounts_reasons_provisions_and_where_to_start() -> None:
    given_ = {
        "applicant_kind": "enterprise", "in_hanoi": "yes", "has_task": "yes", "task_kind": "trial-production",
        "field": "digital-technology", "uses_city_budget": "yes", "cost_class": "purchase", "amount": "1000000000",
        "other_public": "0", "software": "no",
    }  # fmt: skip
    page = text(Client().get(RESULT, given_))
    card = page.partition('id="entitlement-equipment-support"')[2].partition("</article>")[0]
    assert "500.000.000" in card, "half of a billion for buying, in a trial production"
    assert "/vi/procedures/equipment-support/start/" in card
    assert 'class="why-source"' in card
    assert "không cộng với nhau" in page


def test_a_shared_link_holds_the_answers_and_no_party() -> None:
    number = organisation("TLX").partition(":")[2]
    client = browser("founder")
    page = text(client.get(RESULT, {**FIRM, "party": number}))
    shared = re.findall(r'id="share"[^>]*value="([^"]+)"', page)[0].replace("&amp;", "&")
    assert dict(parse_qsl(urlsplit(shared).query)) == FIRM
    assert f"party={number}" in page, "one's own links keep it"
    assert f"?party={number}" not in text(Client().get(RESULT, {**FIRM, "party": number})), "a stranger's do not"


def test_who_acts_for_a_firm_begins_with_its_record_and_sees_where_an_answer_is_from() -> None:
    number = organisation("TLX").partition(":")[2]
    client = browser("founder")
    page = text(client.get(ASK))
    begin = next(found for found in re.findall(r'href="([^"]+)"', page) if f"party={number}" in found)
    asked = dict(parse_qsl(urlsplit(begin.replace("&amp;", "&")).query))
    assert asked["applicant_kind"] == "enterprise"
    own = text(client.get(begin.replace("&amp;", "&")))
    assert "Lấy từ thông tin đã có" in own
    changed = text(client.get(ASK, {**asked, "applicant_kind": "university"}))
    assert changed.count("Lấy từ thông tin đã có") < own.count("Lấy từ thông tin đã có")
    assert "Lấy từ thông tin đã có" not in text(Client().get(begin.replace("&amp;", "&")))


def test_what_was_answered_for_a_firm_in_a_saved_check_is_filled_in_and_says_so() -> None:
    number = organisation("TLX").partition(":")[2]
    client = browser("founder")
    typed = (("applicant_kind", "enterprise"), ("small_or_medium", "yes"), ("startup_status", "not-recognised"))
    actor = persona("founder")
    usecases.save_check(SaveCheck("TLX", typed, f"party:{number}", once=uuid4()), actor=actor)
    page = text(client.get(ASK))
    begin = next(found for found in re.findall(r'href="([^"]+)"', page) if f"party={number}" in found)
    asked = dict(parse_qsl(urlsplit(begin.replace("&amp;", "&")).query))
    assert (asked["small_or_medium"], asked["startup_status"]) == ("yes", "not-recognised")
    assert "Theo lần tra cứu đã lưu gần nhất" in text(client.get(begin.replace("&amp;", "&")))
    assert f"party={number}" not in text(browser("resident").get(ASK))


def test_a_result_says_who_receives_it_or_that_no_text_does() -> None:
    page = text(Client().get(RESULT, {**FIRM, "startup_status": "not-recognised", "field": "digital-technology"}))
    card = page.partition('id="entitlement-startup-recognition"')[2].partition("</article>")[0]
    assert "Cổng Dịch vụ công quốc gia" in card
    assert "/vi/law/provisions/decree-268-2025.filing/" in card
    rent = {**FIRM, "startup_status": "not-recognised", "field": "digital-technology", "rents_equipment": "yes"}
    page = text(Client().get(RESULT, {**rent, "equipment_rent": "120000000", "equipment_rent_paid": "0"}))
    card = page.partition('id="entitlement-sme-equipment-rent"')[2].partition("</article>")[0]
    assert "Chưa tìm thấy văn bản nào của Thành phố quy định nơi tiếp nhận" in card


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_the_result_can_be_taken_away(kind: str) -> None:
    answer: Any = Client().get(f"/vi/eligibility/result.{kind}", FIRM)
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert any(row["Kết quả"] == "Có thể được hỗ trợ" for row in rows)
        assert all(row["Vì sao?"] for row in rows)
    if kind == "json":
        rows = json.loads(content)["rows"]
        assert len({row["rule"] for row in rows}) == len(rows) >= 15


def test_a_visitor_costs_few_questions_to_the_database_however_much_is_answered() -> None:
    counts = []
    for path, query in ((ASK, {}), (ASK, FIRM), (RESULT, FIRM)):
        Client().get(path, query)
        with CaptureQueriesContext(connection) as asked:
            Client().get(path, query)
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1]
    assert max(counts) <= 6, counts


def test_the_front_page_the_menu_and_each_procedure_lead_here() -> None:
    home = text(Client().get("/vi/"))
    assert home.count('href="/vi/eligibility/"') >= 3, "the button, and both menus"
    assert 'href="/vi/eligibility/"' in text(Client().get("/vi/procedures/equipment-support/"))


def test_a_program_gets_the_same() -> None:
    client = Client()

    def ask(answers: dict[str, str]) -> Any:
        return client.post(
            "/api/v1/eligibility",
            json.dumps({"answers": answers}),
            content_type="application/json",
            headers={"Idempotency-Key": str(uuid4())},
        )

    told = ask(FIRM).json()
    outcomes = {each["rule"]: each["why"]["outcome"] for each in told["supports"]}
    assert outcomes["entitlement.startup-recognition"] == "granted"
    assert told["answers"] == FIRM
    assert told["next_question"]["name"] not in FIRM
    wrong = ask({"in_hanoi": "perhaps", "no_such": "1"})
    assert wrong.status_code == 422
    assert {"answers.in_hanoi", "answers.no_such"} <= {
        each["field"] for each in wrong.json().get("reasons", wrong.json().get("errors", []))
    }
