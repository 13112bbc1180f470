"""A firm's key task without city money: applied for and recognised; a year reported, benefits read, a withdrawal that fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import organisation
from tests.journeys.application import dots, pdf
from tests.journeys.backstage import act, ago
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_firm_applies_and_is_recognised(visit: Visit, backstage: Any) -> None:
    from khue.features.dossiers.models import Dossier
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.site.sample import keytasks

    with backstage():
        draft = keytasks.drafted(keytasks.TRAFFIC, organisation("TLX"), "founder", act)
        number = Dossier.objects.get(pk=draft).number
    firm = visit("vi").known_as("founder").go(f"/dossiers/{number}/check/")
    firm.click("#submit button")
    assert firm.error_at("certified"), "nothing is handed in without the certificate"
    firm.fill(certified="yes").click("#submit button")
    with backstage():
        keytasks.received(number, act)
        check = open_task_of(number=number, step="examination").id
    officer = visit("vi").known_as("officer").go(f"/key-tasks/tasks/{check}/examine/")
    for answer in officer.page.locator("main [name$='_met'][value=yes]").all():
        answer.check()
    officer.page.locator("main [name=impact_met][value=no]").check()
    officer.save()
    assert officer.status == 422
    assert officer.error_at("impact_note"), "what is not met is said"
    officer.page.locator("main [name=impact_met][value=yes]").check()
    officer.shot("keytask-examine").save()
    with backstage():
        task = open_task_of(number=number, step="decision").id
    head = visit("en", width=360).known_as("decider").go(f"/key-tasks/tasks/{task}/decide/")
    head.fill(outcome="recognise").shot("keytask-decide").save()
    anybody = visit("en", width=360, dark=True).go(f"/key-tasks/register/{number}/")
    assert "recognised" in anybody.shot("keytask-public").text().casefold()


def test_a_year_is_reported_and_a_withdrawal_is_answered(visit: Visit, backstage: Any) -> None:
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.features.keytasks.models import KeyTask
    from khue.site.sample import keytasks

    with backstage():
        key_task = keytasks.recognised(keytasks.BATTERY, organisation("TLX"), "founder", ago(380))
        number = KeyTask.objects.get(pk=key_task).dossier_number
    page = f"/key-tasks/{key_task}/"
    firm = visit("vi", width=360).known_as("founder").go(f"{page}report/").save()
    assert firm.status == 422
    assert "Chưa nêu tiến độ thực hiện." in firm.error_at("progress")
    firm.fill(progress="Xong mẫu thử thứ hai.", products="Mẫu thử 1.200 chu kỳ.", impact="Hai tuyến xe buýt chạy thử.")
    firm.fill(spent=dots(5_400_000_000)).attach("papers", pdf("bao-cao-nam")).save()
    assert "đang được hưởng" in firm.shot("keytask-benefits").text()
    with backstage():
        report = open_task_of(number=number, step="report").id
    officer = visit("vi").known_as("officer").go(f"/key-tasks/tasks/{report}/check/").fill(outcome="accept").save()
    officer.go(f"{page}propose-withdrawal/").save()
    assert "Đề xuất thu hồi phải nêu căn cứ." in officer.error_at("ground")
    officer.fill(ground="Chưa thấy xe chạy thử trên tuyến thứ hai.")
    if officer.page.locator("main [name=hear_until]").count():
        officer.fill(hear_until=f"{act('officer').today + timedelta(days=10):%d/%m/%Y}")
    officer.save()
    with backstage():
        task = open_task_of(number=number, step="withdrawal").id
    head = visit("en").known_as("decider").go(f"/key-tasks/tasks/{task}/settle/")
    head.fill(withdraws="yes", ground="As the officer proposes.").save()
    assert head.status == 422
    assert "The lead may still be heard until" in head.text()
    firm.go(page).click("main a[href$='/answer/']")
    firm.fill(statement="Tuyến thứ hai chạy thử từ tháng trước, kèm nhật ký xe.").save()
    head.go(f"/key-tasks/tasks/{task}/settle/").fill(withdraws="no", ground="The lead has shown its trial runs.")
    head.shot("keytask-settle").save()
    assert "Việc công nhận được giữ nguyên" in firm.go(page).shot("keytask-stands").text()
