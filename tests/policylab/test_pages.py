"""The pages of the lab: written without script, read by everybody once published, in both languages."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.policylab import usecases
from khue.features.policylab.domain import PublishStudy
from khue.features.policylab.models import StudyVersion
from tests.desk.browsers import browser, inputs, path, text
from tests.policylab.studies import CAP, EQUIPMENT, author, now, ordered, published, ran, sixty, started, work

pytestmark = pytest.mark.django_db
FIELD = "value-" + CAP.replace(".", "-")


def test_a_policy_maker_goes_from_a_question_to_a_public_page() -> None:
    client = browser("policymaker")
    page = text(client.get(path("policylab:new")))
    said = {
        **inputs(page),
        "title_vi": "Thử 60 %",
        "question_vi": "Tốn bao nhiêu?",
        "first_year": "2026",
        "last_year": "2028",
        "programmes": EQUIPMENT,
    }
    law = client.post(path("policylab:new"), said).headers["Location"]
    shown = text(client.get(law))
    assert "50%" in shown
    answer = client.post(law, {**inputs(shown), FIELD: "60 %"})
    assert answer.status_code == 303, text(answer)
    assumed = answer.headers["Location"]
    answer = client.post(assumed, inputs(text(client.get(assumed))))
    assert answer.status_code == 303, text(answer)
    study = StudyVersion.objects.latest("pk").study_id
    version = path("policylab:version", study, 1)
    assert "Chạy mô phỏng" in text(client.get(version))
    assert client.post(path("policylab:run", study, 1)).status_code == 303
    assert "<progress" in text(client.get(version))
    assert work(study)
    done = text(client.get(version))
    assert "lượt đề nghị được hỗ trợ nhiều hơn" in done
    publish = path("policylab:publish", study, 1)
    answer = client.post(publish, inputs(text(client.get(publish))))
    assert answer.headers["Location"] == path("policylab:published", "thu-60")
    assert "lượt đề nghị được hỗ trợ nhiều hơn" in text(Client().get(answer.headers["Location"]))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_in_both_languages(language: str) -> None:
    study = published()
    client = browser("policymaker")
    pages = [
        path("policylab:index", language=language),
        path("policylab:studies", language=language),
        path("policylab:new", language=language),
        path("policylab:version", study, 1, language=language),
        path("policylab:outline", study, language=language),
        path("policylab:law", study, language=language),
        path("policylab:assumptions", study, language=language),
        path("policylab:published", "sau-muoi", language=language),
        path("policylab:rerun", "sau-muoi", language=language),
        path("policylab:compare", language=language) + f"?a={study}.1&b={study}.1",
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "None" not in text(answer).replace("none", "")


def counted(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked.captured_queries)


def test_lists_ask_the_database_as_often_for_many_as_for_one() -> None:
    client = browser("policymaker")
    published("mot")
    pages = (path("policylab:index"), path("policylab:studies"))
    before = [counted(client, page) for page in pages]
    for number in range(3):
        published(f"them-{number}")
        started()
    assert [counted(client, page) for page in pages] == before
    assert counted(Client(), path("policylab:published", "mot")) <= 8


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_every_table_of_a_result_can_be_taken_away(kind: str) -> None:
    study = published()
    client = browser("policymaker")
    names = [
        "years",
        "groups",
        "distribution",
        "quantiles",
        "values",
        "figures",
        "chance",
        "law",
        "population",
        "weights",
        "spreads",
        "past",
    ]
    for name in names:
        for answer in (
            client.get(path("policylab:version", study, 1) + f"{name}.{kind}"),
            Client().get(path("policylab:published", "sau-muoi") + f"{name}.{kind}"),
        ):
            content: Any = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming answer
            assert answer.status_code == 200
            if kind == "json" and name != "past":
                assert json.loads(content)["rows"], name
    if kind == "csv":
        answer = Client().get(path("policylab:published", "sau-muoi") + "years.csv")
        rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]  # a streaming answer
        told = now(study).result
        assert told is not None
        assert [int(row["Chi phí sau thay đổi (đồng)"]) for row in rows] == [
            each["cost_after"] for each in told["programmes"][0]["years"].values()
        ]
    assert Client().get(path("policylab:published", "sau-muoi") + "nothing.csv").status_code == 404


def test_the_files_of_a_publication_give_the_same_result_at_the_command_line(tmp_path: Any) -> None:
    from khue.core.rules.lab import Lab
    from khue.features.rulebook.queries import rulebook
    from khue.site.rules import people
    from khue.site.rules.inputs import reform_of

    study = published()
    for name in ("reform", "assumptions"):
        answer = Client().get(path(f"policylab:{name}-file", "sau-muoi"))
        (tmp_path / f"{name}.json").write_bytes(answer.content)
        assert f"khue-sau-muoi-{name}.json" in answer.headers["Content-Disposition"]
    book = rulebook()
    asked = people.asked_for(book, str(tmp_path / "assumptions.json"), "", 0, [])
    told = Lab(book, reform_of(str(tmp_path / "reform.json"), book), asked.years).run(asked.population)
    kept = now(study).result
    assert kept is not None
    assert told["digest"] == kept["digest"]
    page = text(Client().get(path("policylab:published", "sau-muoi")))
    assert "khue rules simulate --population --reform khue-sau-muoi-reform.json" in page
    assert str(now(study).content.seed) in page


def test_a_visitor_reruns_a_published_study_and_is_held_back_after_some() -> None:
    published()
    page = path("policylab:rerun", "sau-muoi")
    client = Client()
    seed = inputs(text(client.get(page)))["seed"]
    answer = text(client.post(page, {"seed": seed}))
    assert "Kết quả chạy lại trùng với kết quả đã công bố" in answer
    assert "Mẫu khác" in text(client.post(page, {"seed": "5"}))
    wrong = client.post(page, {"seed": "năm"})
    assert wrong.status_code == 422
    assert 'value="năm"' in text(wrong)
    codes = [client.post(page, {"seed": "5"}).status_code for _ in range(6)]
    assert codes[-1] == 429


def test_a_wrong_value_stands_at_its_field_with_what_was_typed() -> None:
    study = started()
    client = browser("policymaker")
    law = path("policylab:law", study)
    sent = inputs(text(client.get(law)))
    for typed in ("sáu mươi", "150", "60,5", "-3", "9" * 50, "<b>"):
        answer = client.post(law, {**sent, FIELD: typed})
        assert answer.status_code == 422, typed
        page = text(answer)
        assert "aria-invalid" in page
        assert f'value="{typed.replace("<", "&lt;").replace(">", "&gt;")}"' in page
    both = client.post(law, {**sent, FIELD: "60", "off": EQUIPMENT})
    assert both.status_code == 422
    assert "Mâu thuẫn" in text(both)
    assumed = path("policylab:assumptions", study)
    sent = inputs(text(client.get(assumed)))
    for typed in ("nhiều", "1/0", "150 %", "-1"):
        answer = client.post(assumed, {**sent, "figure-equipment-software": typed})
        assert answer.status_code == 422, typed
    for typed, kept in (("30 %", "3/10"), ("0,3", "3/10"), ("3/10", "3/10")):
        sent = inputs(text(client.get(assumed)))
        assert client.post(assumed, {**sent, "figure-equipment-software": typed}).status_code == 303
        assert now(study).content.figures == {"equipment.software": kept}
    sent = inputs(text(client.get(assumed)))
    assert client.post(assumed, {**sent, "figure-equipment-median_cost": "700.000.000"}).status_code == 303
    assert now(study).content.figures["equipment.median_cost"] == "700000000"


def test_weights_are_typed_as_percent_run_and_stand_on_the_public_page() -> None:
    study = sixty()
    client = browser("policymaker")
    assumed = path("policylab:assumptions", study)
    page = text(client.get(assumed))
    small, large, public = (f"weight-missions-equipment-support-size-{code}" for code in ("small", "large", "public"))
    sent = inputs(page)
    refused = client.post(assumed, {**sent, small: "70 %"})
    assert refused.status_code == 422
    assert "cộng lại là 110" in text(refused)
    assert 'value="70 %"' in text(refused)
    assert client.post(assumed, {**sent, small: "x"}).status_code == 422
    assert client.post(assumed, {**sent, small: "50 %", large: "0,25", public: "1/4"}).status_code == 303
    assert f'name="{small}" value="50%"' in text(client.get(assumed))
    ordered(study)
    assert work(study)
    usecases.publish_study(PublishStudy(study, 1, "ty-trong"), actor=author())
    shown = text(Client().get(path("policylab:published", "ty-trong")))
    assert "Quy mô: nhỏ và vừa 50%, lớn 25%" in shown
    answer = Client().get(path("policylab:published", "ty-trong") + "weights.json")
    rows = json.loads(b"".join(answer.streaming_content))["rows"]  # type: ignore[attr-defined]  # a streaming answer
    assert len(rows) == 3 + 4 + 2 + 2, "size, field, kind of task, class of cost"
    assert json.loads(Client().get(path("policylab:assumptions-file", "ty-trong")).content)["weights"]
    again = text(Client().post(path("policylab:rerun", "ty-trong"), {"seed": str(now(study).content.seed)}))
    assert "Kết quả chạy lại trùng với kết quả đã công bố" in again


def test_a_question_without_english_says_so_on_the_english_page() -> None:
    published()
    assert "only in Vietnamese" in text(Client().get(path("policylab:published", "sau-muoi", language="en")))
    assert "only in Vietnamese" not in text(Client().get(path("policylab:published", "sau-muoi")))


def test_a_run_that_cannot_be_says_why_on_the_page_and_stop_works_there() -> None:
    client = browser("policymaker")
    empty = started()
    answer = client.post(path("policylab:run", empty, 1))
    assert answer.status_code == 422
    assert "Phương án chưa thay đổi gì" in text(answer)
    study = ordered()
    page = path("policylab:version", study, 1)
    assert client.post(path("policylab:stop", study, 1)).headers["Location"] == page
    assert "đã dừng" in text(client.get(page))


@pytest.mark.parametrize("query", ["", "?a=1.1", "?a=x&b=%26", "?a=999999999.1&b=1.999999", "?a=1&b=.."])
def test_comparing_takes_any_address(query: str) -> None:
    assert browser("policymaker").get(path("policylab:compare") + query).status_code == 200


def test_two_studies_stand_side_by_side() -> None:
    first, second = ran(), sixty(value=70)
    ordered(second)
    work(second)
    page = text(browser("policymaker").get(path("policylab:compare") + f"?a={first}.1&b={second}.1"))
    assert "60%" in page
    assert "70%" in page
    assert "Chênh lệch so với quy định hiện hành" in page


def test_the_lab_is_closed_to_others_and_what_is_published_is_open() -> None:
    study = published()
    for who in ("", "resident", "officer", "administrator"):
        client = browser(who)
        for name, args in (("studies", ()), ("version", (study, 1)), ("law", (study,)), ("publish", (study, 1))):
            assert client.get(path(f"policylab:{name}", *args)).status_code in (303, 403)
        assert client.get(path("policylab:published", "sau-muoi")).status_code == 200
    assert Client().get(path("policylab:published", "nichts")).status_code == 404
    assert 'href="/vi/policy-lab/"' in text(Client().get("/vi/")), "in the footer"
    assert 'href="/vi/policy-lab/"' in text(browser("policymaker").get("/vi/desk/"))


def test_a_study_over_a_law_that_the_rules_have_outgrown_is_still_shown_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study, draft = published(), sixty()
    copied = sixty(value=70)

    def outgrown(edition: str) -> Any:
        raise Missing(Text("Luật cũ", "Old law"), Text("Mời sao chép", "Copy it"))

    client = browser("policymaker")
    with monkeypatch.context() as patched:
        for module in ("queries", "queries.law", "queries.reruns"):
            patched.setattr(f"khue.features.policylab.{module}.law_of", outgrown)
        page = text(client.get(path("policylab:published", "sau-muoi")))
        assert "60%" in page
        assert "Hỗ trợ máy móc, thiết bị" in page
        assert client.get(path("policylab:version", study, 1)).status_code == 200
        assert client.get(path("policylab:compare") + f"?a={study}.1&b={draft}.1").status_code == 200
        again = client.post(path("policylab:rerun", "sau-muoi"), {"seed": "5"})
        assert again.status_code == 422
        assert "Luật cũ" in text(again)
        shown = text(client.get(path("policylab:version", draft, 1)))
        assert "bản sao dùng luật hiện hành" in shown
        refused = client.post(path("policylab:run", copied, 1))
        assert refused.status_code == 422
        assert "Luật cũ" in text(refused)
        assert client.get(path("policylab:law", draft)).status_code == 404
