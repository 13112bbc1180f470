"""The pages of rounds and studies: what each reader sees, refusals beside what was typed, files, few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from khue.features.calls.models import PortfolioDecision, PortfolioStudy, Round
from tests.calls.portfolios import COST, RULES, Story, declared, judged, ordered, solved
from tests.calls.stories import browser_of, published_call

pytestmark = pytest.mark.django_db
WHY = "Đề xuất này mở ra hướng ứng dụng mà điểm số chưa phản ánh hết."


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(b"".join(answer).decode())


def test_an_officer_prepares_declares_and_publishes_and_everybody_reads_it() -> None:
    call = published_call()
    officer = browser_of("officer")
    assert call.number in text(officer.get("/vi/calls/rounds/prepare/"))
    assert text(officer.post("/vi/calls/rounds/prepare/", {"title": "", "calls": []}), 422)
    made = officer.post("/vi/calls/rounds/prepare/", {"title": "Vòng xét chọn năm 2026", "calls": [call.pk]})
    row = Round.objects.get()
    assert made.url == f"/vi/calls/rounds/{row.pk}/rules/"
    assert Client().get(f"/vi/calls/rounds/{row.pk}/").status_code == 404
    given = {
        "seen": row.version, "climate-response-weight": "0", "per_call": "1", "least_points": "50,5",
        "ground": "Theo chương trình trọng điểm của Thành phố.",
    }  # fmt: skip
    refused = text(officer.post(f"/vi/calls/rounds/{row.pk}/rules/", given), 422)
    assert "Theo chương trình trọng điểm" in refused
    given["climate-response-weight"] = "110"
    assert officer.post(f"/vi/calls/rounds/{row.pk}/rules/", given).status_code == 303
    row.refresh_from_db()
    assert row.rules["least_points"] == 5_050
    officer.post(f"/vi/calls/rounds/{row.pk}/publish/", {"seen": row.version})
    public = text(Client().get(f"/vi/calls/rounds/{row.pk}/"))
    assert "110 %" in public
    assert "50,50" in public
    for page in ("/vi/calls/rounds/", "/vi/calls/rounds/?format=csv", f"/vi/calls/{call.pk}/"):
        assert row.number in text(Client().get(page))


def test_a_study_is_ordered_followed_stopped_and_read(django_assert_max_num_queries: Any) -> None:
    story = judged()
    officer = browser_of("officer")
    base = f"/vi/calls/rounds/{story.round.pk}/studies/"
    assert story.number("a") in text(officer.get(f"{base}order/"))
    empty = text(officer.post(f"{base}order/", {"title": "Cơ sở", "budget": ""}), 422)
    assert "nhập số tiền hoặc chọn dòng ngân sách" in empty
    bad = {"title": "Cơ sở", "budget": "2.400.000.000", "needs": "không có mũi tên"}
    assert "không có mũi tên" in text(officer.post(f"{base}order/", bad), 422)
    made = officer.post(f"{base}order/", {"title": "Cơ sở", "budget": "2.400.000.000"})
    assert made.url == f"{base}1/"
    assert "<progress" in text(officer.get(f"{base}1/"))
    assert officer.post(f"{base}1/stop/").status_code == 303
    assert officer.post(f"{base}1/stop/").status_code == 422
    assert officer.post(f"{base}1/again/").status_code == 303
    study = PortfolioStudy.objects.get()
    from tests.calls.portfolios import run

    run(study)
    with django_assert_max_num_queries(30):
        page = text(officer.get(f"{base}1/"))
    assert "thêm 4,40 điểm giá trị" in page
    assert story.number("b") in page
    for kind in ("csv", "xlsx", "json"):
        assert officer.get(f"{base}1/?format={kind}").status_code == 200
        assert officer.get(f"{base}?format={kind}").status_code == 200
    assert browser_of("resident").get(f"{base}1/").status_code == 403
    assert Client().get(f"{base}1/").status_code == 303


def test_two_studies_stand_side_by_side() -> None:
    story = judged()
    solved(story, COST)
    solved(story)
    officer = browser_of("officer")
    base = f"/vi/calls/rounds/{story.round.pk}/studies/compare/"
    page = text(officer.get(f"{base}?first=1&second=2"))
    assert story.number("a") in page
    assert story.number("d") not in page
    assert officer.get(base).status_code == 404
    assert officer.get(f"{base}?first=1&second=77").status_code == 404


def test_what_has_no_solution_says_what_would_help() -> None:
    from khue.features.calls.domain.rounds import FieldRule, Rules

    story = judged(Rules({"climate-response": FieldRule(100, least_count=2)}, 1, ground=RULES.ground))
    solved(story, COST)
    page = text(browser_of("officer").get(f"/vi/calls/rounds/{story.round.pk}/studies/1/"))
    assert "có ít nhất 2 hồ sơ được chọn" in page
    assert "2.400.000.000" in page


def ticked(story: Story, *names: str, **grounds: str) -> dict[str, Any]:
    return {
        "seen": Round.objects.get(pk=story.round.pk).version,
        "funded": [story.id(name) for name in names],
        "ground": "Theo phương án đã tính.",
        **{f"ground-{story.id(name)}": ground for name, ground in grounds.items()},
    }


def test_the_decider_departs_with_a_ground_and_the_public_reads_it() -> None:
    story = judged()
    solved(story)
    decider, href = browser_of("decider"), f"/vi/calls/rounds/{story.round.pk}/studies/1/decide/"
    assert text(decider.get(href)).count("checked") == 2
    refused = text(decider.post(href, ticked(story, "b", "d")), 422)
    assert "chưa nêu lý do" in refused
    assert decider.post(href, ticked(story, "b", "d", a=WHY, b=WHY)).status_code == 303
    assert PortfolioDecision.objects.count() == 1
    # A page that was left open finds that the round has moved on.
    stale = {**ticked(story, "a", "d"), "seen": 0}
    assert decider.post(href, stale).status_code in (409, 412, 422)
    public = text(Client().get(f"/vi/calls/rounds/{story.round.pk}/"))
    assert WHY in public
    assert story.proposals["b"].title in public
    assert story.proposals["a"].title not in public
    assert "1200000000" in text(Client().get(f"/vi/calls/rounds/{story.round.pk}/?format=json"))
    assert browser_of("officer").get(href).status_code == 403


def test_a_draft_is_cancelled_with_a_ground() -> None:
    row = declared([published_call()], published=False)
    officer = browser_of("officer")
    assert text(officer.post(f"/vi/calls/rounds/{row.pk}/cancel/", {"seen": row.version, "ground": ""}), 422)
    done = officer.post(f"/vi/calls/rounds/{row.pk}/cancel/", {"seen": row.version, "ground": "Chưa đủ thông báo."})
    assert done.status_code == 303
    assert "Chưa đủ thông báo." in text(officer.get(f"/vi/calls/rounds/{row.pk}/"))


def test_an_order_under_way_says_how_far_it_is() -> None:
    story = judged()
    study = ordered(story)
    PortfolioStudy.objects.filter(pk=study.pk).update(state="running", done=3, steps=12)
    assert "25 %" in text(browser_of("auditor").get(f"/vi/calls/rounds/{story.round.pk}/studies/1/"))
