"""What a mission brought about: registered, shared among its authors, its income reported, distributed, paid, and public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.application import dots, pdf
from tests.journeys.backstage import act, ago, story
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def _support(title: str) -> int:
    """A support of the institute whose first tranche was accepted: results come from it."""
    return (
        story(title)
        .applied()
        .accepted_for_processing()
        .appraised()
        .granted()
        .agreed()
        .delivered()
        .accepted()
        .support_id
    )


def test_a_result_is_registered_and_its_authors_agree(visit: Visit, backstage: Any) -> None:
    with backstage():
        support = _support("Màng lọc từ vỏ trấu")
        authors = {name: act(name).key.removeprefix("party:") for name in ("researcher", "founder")}
        today = f"{act('officer').today:%d/%m/%Y}"
    lead = visit("vi").known_as("researcher").go("/results/new/")
    for name, choice in (
        ("origin", f"support:{support}"),
        ("kind", "product"),
        ("field", "engineering"),
        ("stage", "6"),
    ):
        lead.page.locator(f"main [name={name}]").select_option(choice)
    lead.fill(title_vi="Màng lọc từ vỏ trấu", title_en="Filter of rice husk", formed_on=today)
    lead.fill(summary_vi="Màng lọc giữ 99% cặn lơ lửng.", summary_en="A filter that holds back 99% of the solids.")
    lead.fill(stage_evidence="Chạy thử sáu tháng.").save()
    assert lead.status == 422
    assert lead.error_at("papers"), "a result is proven by a paper"
    lead.attach("papers", pdf("bao-cao")).save()
    result = lead.path
    officer = visit("vi").known_as("officer").go(f"{result}check/")
    _first_choice(officer)
    officer.save()
    _named(lead, result, authors, "2/3", "1/2")
    assert lead.status == 422
    assert "100%" in lead.page.locator("main .summary-bad").inner_text()
    lead.fill(authors__2__share="1/3").shot("result-shares").save()
    other = visit("en", width=360).known_as("founder").go(result).click("main a[href*='/consents/']")
    other.page.locator("main input[type=radio]").first.check()
    other.shot("result-consent").save()
    lead.go(result).click("main a[href*='/consents/']").page.locator("main input[type=radio]").first.check()
    lead.save()
    assert "Nguyễn Minh Châu" in lead.shot("result-agreed").text()
    assert not lead.page.locator("main a[href*='/consents/']").count(), "nobody's word is missing now"


def _first_choice(officer: Visitor) -> None:
    if officer.page.locator("main input[type=radio]").count():
        officer.page.locator("main input[type=radio]").first.check()


def _named(lead: Visitor, result: str, authors: dict[str, str], *shares: str) -> None:
    names = {"researcher": "Nguyễn Minh Châu (mẫu)", "founder": "Trần Quốc Bảo (mẫu)"}
    lead.go(f"{result}shares/")
    for no, (who, share) in enumerate(zip(authors, shares, strict=True), 1):
        row = {"name": names[who], "party": authors[who], "share": share, "did": "thiết kế, thử nghiệm"}
        for name, value in row.items():
            lead.answer(f"authors-{no}-{name}", value)
    lead.save()


def test_income_is_reported_distributed_paid_and_public(visit: Visit, backstage: Any) -> None:
    from khue.features.results import queries
    from khue.features.treasury import queries as treasury
    from khue.site.sample import payments, results

    with backstage():
        made = results.registered(_support("Màng lọc từ bã mía"), ago(20))
        results.authors_agreed(made.id, ago(20))
        line = results.line_filled(400_000_000, act)
        until = act("officer").today
    lead = visit("vi", dark=True).known_as("researcher").go(f"/results/{made.id}/income/")
    lead.fill(from_on=f"{until - timedelta(days=20):%d/%m/%Y}", until_on=f"{until - timedelta(days=30):%d/%m/%Y}")
    lead.fill(sale=dots(640_000_000), costs=dots(180_000_000), tax=dots(92_000_000)).save()
    assert lead.error_at("until_on"), "a period does not end before it begins"
    lead.fill(until_on=f"{until:%d/%m/%Y}").save()
    officer = visit("vi").known_as("officer").go(f"/results/{made.id}/").click("main a[href$='/distribute/']").save()
    distribution = officer.shot("result-distribution").path
    decider = visit("en", width=360).known_as("decider").go(f"{distribution}decide/").fill(outcome="approve").save()
    assert decider.status == 422, "money comes from a line"
    decider.page.locator("main [name=line]").select_option(line)
    decider.save()
    accountant = visit("vi").known_as("accountant").go(distribution).click("main a[href$='/pay/']")
    accountant.fill(number="0011223344", number_again="0011223345", bank="Ngân hàng mẫu", chapter="417", sector="102")
    accountant.fill(item="7049", source="12").save()
    assert "hai số tài khoản" in accountant.error_at("number_again").casefold()
    accountant.fill(number_again="0011223344").save()
    with backstage():
        payouts = queries.distribution_card(int(distribution.split("/")[3]), act("accountant")).payouts
        order = next(row.order for row in payouts if row.order is not None)
        payments.approved_and_sent([order], act=act)
        payments.paid_by_the_bank(treasury.order_facts(order), act=act)
    accountant.go(distribution).again_until("main .state-good")
    anybody = visit("en", width=360).go(f"/results/no/{made.number}/")
    assert made.number in anybody.shot("result-public").text()
