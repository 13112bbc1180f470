"""An expert for the city: a need becomes a post, somebody applies; a year at work is evaluated, renewed, and read on the own page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import setup_actor
from tests.journeys.application import dots, pdf
from tests.journeys.backstage import act, ago
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
PAY = 80_000_000


def _group(days: float) -> Any:
    from khue.site.sample import talent

    setup = replace(setup_actor(), moment=ago(days + 1)("officer").moment)
    return talent.founded([talent.person(f"Ủy viên chuyên gia {no} (mẫu)", setup) for no in range(5)], ago(days))


def _day(days: int) -> str:
    return f"{act('officer').today + timedelta(days=days):%d/%m/%Y}"


def test_a_need_becomes_a_post_and_a_candidate_is_chosen(visit: Visit, backstage: Any) -> None:
    from khue.features.talent.models import Candidacy
    from khue.site.sample import talent

    with backstage():
        group = _group(2)
        today, begins, ends = _day(0), _day(40), _day(400)
    officer = visit("vi").known_as("officer").go("/talent/needs/raise/")
    officer.fill(title="Chuyên gia dự báo ngập (mẫu)", task="Dựng mô hình dự báo ngập.", product="Mô hình chạy được.")
    officer.fill(not_inside="Đã hỏi hai viện, chưa ai làm.", from_on=begins, until_on=today).save()
    assert "Ngày kết thúc phải sau ngày bắt đầu" in officer.error_at("until_on")
    officer.fill(until_on=ends).save()
    need = officer.path
    decider = visit("en", width=360).known_as("decider").go(f"{need}decide/").fill(outcome="yes").save()
    assert "approved" in decider.text().casefold()
    officer.go(f"{need}publish/").fill(criteria="Đã vận hành một mô hình tương tự.", closes_on=_day_of(backstage, 20))
    officer.page.locator("main [name=field]").select_option("climate-response")
    officer.page.locator("main [name=origins][value=domestic]").check()
    officer.save()
    candidate = visit("vi", width=360).known_as("member").go(need.replace("/needs/", "/posts/"))
    candidate.shot("expert-post").click("main a[href$='/apply/']")
    candidate.fill(origin="domestic", statement="Mười năm dựng mô hình thủy lực.").save()
    assert candidate.status == 422, "what this kind of expert shows is missing"
    assert candidate.value("statement") == "Mười năm dựng mô hình thủy lực."
    for shown in candidate.page.locator("main textarea[name^=shown_]").all():
        shown.fill("Theo lý lịch khoa học kèm theo.")
    candidate.attach("papers", pdf("ly-lich")).save()
    assert candidate.path == "/talent/mine/", candidate.text()
    officer.go(f"{need}put/").page.locator("main [name=council]").select_option(str(group.id))
    officer.save()
    with backstage():
        row = Candidacy.objects.get(need=int(need.rstrip("/").rpartition("/")[2]))
        assert row.item is not None
        talent.judged(group, {row.item: True}, act)
    assert officer.go(need).page.locator("main a[href$='/offer/']").count(), (
        "the one whom the group recommends gets an offer"
    )
    officer.shot("expert-need")
    assert "Chuyên gia dự báo ngập" in candidate.go("/talent/mine/").shot("expert-mine").text()


def _day_of(backstage: Any, days: int) -> str:
    with backstage():
        return _day(days)


def test_a_year_is_evaluated_renewed_and_read_by_the_expert(visit: Visit, backstage: Any) -> None:
    from khue.features.talent.models import Evaluation
    from khue.site.sample import talent

    with backstage():
        group = _group(370)
        resident = ago(365)("resident")
        engagement = talent.engaged(
            talent.WATER, resident, "overseas-vietnamese",
            lambda today: talent.terms(today, PAY, 12, start=PAY, bonus=4 * PAY), group, ago(365),
        )  # fmt: skip
        talent.concluded(engagement, talent.line_filled(3_000_000_000, act), ago(360))
    page = f"/talent/engagements/{engagement}/"
    officer = visit("vi").known_as("officer").go(f"{page}evaluate/")
    officer.page.locator("main [name=council]").select_option(str(group.id))
    assert officer.save().status == 200, officer.text()
    expert = visit("en", width=360).known_as("resident").go("/talent/mine/")
    expert.click(f"main a[href$='{page}']")
    assert expert.page.locator("main a[href$='/report/']").count(), expert.text()
    expert.click("main a[href$='/report/']")
    expert.fill(report="Two models handed over, six officers trained.").save()
    with backstage():
        year = Evaluation.objects.get(engagement=engagement)
        assert year.item is not None
        talent.judged(group, {year.item: True}, act)
    decider = visit("vi").known_as("decider").go(f"/talent/evaluations/{year.pk}/conclude/")
    decider.fill(outcome="renew", bonus=dots(5 * PAY), ground="Đúng hạn, phối hợp tốt.").save()
    assert decider.status == 422
    assert decider.error_at("bonus"), "no more than the contract holds for bonuses"
    decider.fill(bonus=dots(2 * PAY)).save()
    expert.go(f"/talent/evaluations/{year.pk}/answer/").fill(outcome="yes").save()
    offer = _renewed(officer, page, backstage)
    with backstage():
        from khue.features.talent import usecases
        from khue.features.talent.domain.commands import DecideOffer

        usecases.decide_offer(
            DecideOffer(int(offer), True, act("decider").today + timedelta(days=10)), actor=act("decider")
        )
    expert.go(f"/talent/offers/{offer}/answer/").fill(outcome="yes", public_name="yes").shot("expert-offer").save()
    told = expert.go("/talent/mine/").shot("expert-own-page").page.locator("main table").first.inner_text()
    assert told.count("sông Tô Lịch") == 2, "the contract that ran and the one that follows"


def _renewed(officer: Visitor, page: str, backstage: Any) -> str:
    """The offer of the next contract, whose results pay what the months earn; its number."""
    officer.go(f"{page}renew/")
    officer.fill(months="6", from_on=_day_of(backstage, 15))
    for no, amount in enumerate((3 * PAY, 3 * PAY)):
        officer.answer(f"results-{no}-title", f"Mô hình giai đoạn {no + 3}")
        officer.answer(f"results-{no}-criteria", "Chạy được trên dữ liệu của Sở.")
        officer.answer(f"results-{no}-due_on", _day_of(backstage, 90 + 80 * no))
        officer.answer(f"results-{no}-amount", dots(amount))
    officer.save()
    assert "/talent/offers/" in officer.path, officer.text()
    return officer.path.rstrip("/").rpartition("/")[2]
