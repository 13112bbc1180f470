"""A mission in the browser: its costs, its decision and its contract; a milestone; a change, a report and an end without a result.

The payment order of a milestone is done backstage: a payment order in the browser is in test_the_whole_procedure.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.application import dots, pdf
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_milestone_is_handed_in_accepted_ordered_and_public(visit: Visit, backstage: Any) -> None:
    from khue.features.delivery import usecases
    from tests.delivery import stories

    with backstage():
        mission = stories.running(advance=0)
        stories.signed_on_paper(mission, stories.act_at(6))
        row = stories.milestone(mission, 1)
    lead = visit("vi", width=360).known_as("researcher")
    lead.go(f"/missions/{mission.pk}/milestones/1/hand-in/")
    lead.page.locator("[name=words]").fill("Bàn giao bản thiết kế đã phản biện, kèm biên bản.")
    file = {"name": "thiet-ke.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n% mau\n%%EOF\n"}
    lead.page.locator("[name=files]").set_input_files([file])
    lead.click("main form .btn-primary")
    assert lead.path.endswith(f"/missions/{mission.pk}/")
    officer = visit("vi").known_as("officer")
    officer.go(f"/missions/milestones/{row.pk}/check/")
    assert "Bàn giao bản thiết kế đã phản biện" in officer.text(), officer.text()
    officer.page.locator("[name=outcome][value=return]").check()
    officer.click("main form .btn-primary")
    assert officer.error_at("note"), "what goes back says why"
    officer.page.locator("[name=outcome][value=accept]").check()
    officer.click("main form .btn-primary")
    with backstage():
        act = stories.act_at(40)
        usecases.order_milestone(stories.order_of(mission, f"milestone:{row.pk}", act), actor=act("accountant"))
        row.refresh_from_db()
        assert (row.state, bool(row.order)) == ("ordered", True)
    anybody = visit("vi")
    anybody.go(f"/funded-missions/{mission.number}/")
    assert mission.number in anybody.text()
    assert row.deliverable in anybody.text()
    assert "400.000.000" in anybody.text()


def test_costs_are_appraised_decided_and_put_into_a_contract(visit: Visit, backstage: Any) -> None:
    from tests.delivery import stories

    with backstage():
        mission = stories.begun()
        stories.with_money(stories.act_at(1))
    page = f"/missions/{mission.pk}/"
    appraiser = visit("vi").known_as("appraiser").go(f"{page}appraise/")
    appraiser.fill(**{"kind": "research-topic", "form": "partial", "lines-1-cost_class": "labour"})
    appraiser.fill(**{"lines-1-agreed": dots(stories.ASKED - 200_000_000)}).save()
    assert "chưa nêu lý do" in appraiser.error_at("lines-1-ground"), "a cut says why"
    appraiser.fill(**{"lines-1-ground": "Giảm theo định mức ngày công hiện hành."}).save()
    finance = visit("en", width=360, dark=True).known_as("finance").go(f"{page}answer-costs/")
    finance.fill(outcome="object").save()
    assert finance.error_at("ground"), "whoever wants another appraisal says why"
    finance.fill(outcome="agree").shot("mission-finance").save()
    decider = visit("vi").known_as("decider").go(f"{page}decide/").fill(outcome="grant").save()
    assert "Chưa chọn dòng ngân sách" in decider.error_at("budget_line")
    decider.fill(budget_line=stories.LINE).save()
    assert "1.000.000.000" in visit("vi", width=360).go(f"/funded-missions/{mission.number}/").text(), "public at once"
    officer = visit("vi").known_as("officer").go(f"{page}contract/prepare/")
    officer.fill(advance=dots(999_000_000)).save()
    assert "Mức tạm ứng" in officer.error_at("advance"), "the law caps the advance"
    officer.fill(advance=dots(100_000_000)).shot("mission-contract").save()
    lead = visit("en", width=360).known_as("researcher").go(f"{page}contract/").fill(outcome="change").save()
    assert lead.error_at("note"), "what should be otherwise is said"
    lead.fill(outcome="agree").save()
    decider.go(f"{page}contract/").fill(outcome="agree").save()
    assert "Đang thực hiện" in decider.shot("mission-running").text()


def test_a_change_after_acceptance_keeps_what_was_accepted_and_becomes_a_version(visit: Visit, backstage: Any) -> None:
    from tests.delivery import stories

    with backstage():
        mission = stories.running(advance=0)
        stories.accepted(mission, 1)
    page = f"/missions/{mission.pk}/"
    lead = visit("vi").known_as("researcher").go(f"{page}contract/change/")
    lead.fill(**{"milestones-0-amount": dots(300_000_000), "milestones-1-amount": dots(400_000_000)})
    lead.fill(ground="Giá vật tư tăng giữa kỳ.").save()
    assert lead.status == 422
    assert "Mốc 1 đã nghiệm thu" in lead.text(), "what was accepted stays as it is"
    lead.fill(**{"milestones-0-amount": dots(400_000_000), "milestones-1-amount": dots(200_000_000)})
    lead.fill(**{"milestones-2-amount": dots(600_000_000)}).save()
    officer = visit("en", width=360, dark=True).known_as("officer").go(page).click("main a[href$='/decide/']")
    assert "300,000,000 VND" in officer.text(), "before"
    assert "200,000,000 VND" in officer.text(), "and after"
    officer.fill(outcome="grant", ground="In line with the market.").shot("mission-change").save()
    lead.go(f"{page}contract/").fill(outcome="agree").save()
    decider = visit("vi").known_as("decider").go(f"{page}contract/").fill(outcome="agree").save()
    assert "Hợp đồng, bản 1" in decider.go(f"{page}contract/?version=1").text(), "the version before stays readable"


def test_a_mission_is_watched_and_ends_without_its_result_and_without_repayment(visit: Visit, backstage: Any) -> None:
    from tests.delivery import stories

    with backstage():
        mission = stories.running(advance=0)
        stories.accepted(mission, 1)
        soon = f"{stories.act_at(300)('officer').today:%d/%m/%Y}"
    page = f"/missions/{mission.pk}/"
    officer = visit("vi").known_as("officer").go(f"{page}reports/ask/")
    officer.fill(about="Khó khăn của mẫu thử thứ hai.", due_on=soon).save()
    lead = visit("en", width=360).known_as("researcher").go(page).open("Khó khăn của mẫu thử").save()
    assert lead.error_at("words"), "an empty report is none"
    lead.fill(words="Three tries failed under load; 320 million VND spent so far.")
    lead.attach("files", pdf("bao-cao")).save()
    officer.go(page).open("Khó khăn của mẫu thử").fill(outcome="noted").save()
    assert "Three tries failed" in lead.go(page).page.locator("main").inner_html(), "a noted report stays readable"
    officer.go(f"{page}warn/").fill(due_on=soon).save()
    assert officer.error_at("ground"), "a warning says what is wrong"
    officer.fill(ground="Nhật ký thử nghiệm chưa đầy đủ.").save().click("main a[href$='/lift/']")
    officer.fill(ground="Đã bổ sung nhật ký ba tháng.").save()
    officer.go(f"{page}not-reached/").fill(ground="Ba phương án hiệu chỉnh đều không đạt chỉ tiêu.").save()
    decider = visit("vi", width=360, dark=True).known_as("decider").go(f"{page}ending/")
    answers = {"procedures_followed": "yes", "fraud_found": "no", "intentional_breach": "no", "purpose_kept": "yes"}
    decider.fill(**answers, ground="Rủi ro được chấp nhận theo luật.").save()
    assert decider.status == 422, "nobody was there to look: the file is not complete"
    officer.go(f"{page}visits/add/").fill(outcome="good", finding="Xưởng hoạt động, nhật ký đủ.").save()
    decider.go(f"{page}ending/").fill(**answers, ground="Rủi ro được chấp nhận theo luật.").save()
    assert "Không đạt, không phải hoàn trả" in decider.shot("mission-excused").text()
