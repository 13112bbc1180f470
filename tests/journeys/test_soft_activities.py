"""A unit's seminar from its norm to its report: planned, approved by another person, spent within its line, paid, told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import organisation, setup_actor
from tests.journeys.application import dots, pdf
from tests.journeys.backstage import act
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_seminar_goes_from_its_norm_to_its_report(visit: Visit, backstage: Any) -> None:
    from khue.features.activities.models import PlanVersion, Spend
    from khue.site.sample import activities as sample

    with backstage():
        budget = sample.line_filled(500_000_000, act)
        year = str(act("officer").today.year)
    officer = visit("vi").known_as("officer").go("/activities/plans/draft/")
    officer.fill(unit=sample.UNIT, year=year, line=budget, ground="Công văn số 9 của Sở").save()
    version = officer.path
    officer.go(f"{version}lines/add/")
    officer.fill(kind="seminar", purpose="Hội thảo nước sạch", quantity="1", each=dots(900_000_000_000)).save()
    assert officer.status == 422
    assert officer.error_at("ground"), "above the norm, or without one, a line says why"
    officer.fill(each=dots(50_000_000), ground="Báo giá ba đơn vị.").save()
    officer.shot("activity-plan").go(f"{version}propose/").save()
    decider = visit("en", width=360, dark=True).known_as("decider").go(f"{version}decide/")
    decider.fill(outcome="yes").shot("activity-decide").save()
    with backstage():
        approved = PlanVersion.objects.get(pk=int(version.strip("/").rpartition("/")[2]))
        line, payee_key = f"/activities/lines/{approved.lines.get().line_id}/", organisation("TLX")
    officer.go(f"{line}ask/").fill(payee=payee_key, amount=dots(50_000_001), purpose="Thuê hội trường")
    officer.attach("papers", pdf("hop-dong")).save()
    assert officer.status == 422
    assert "50.000.000" in officer.error_at("amount"), "what is left is named"
    officer.fill(amount=dots(40_000_000)).attach("papers", pdf("hop-dong")).save()
    spend = officer.path
    visit("vi").known_as("appraiser").go(f"{spend}answer/").fill(outcome="yes").save()
    accountant = visit("vi").known_as("accountant").go(f"{spend}pay/")
    payee = {
        "number": "1903000111222",
        "number_again": "1903000111223",
        "holder": "Bên cung cấp",
        "bank": "Ngân hàng (mẫu)",
    }
    codes = {"chapter": "417", "sector": "102", "item": "6699", "source": "0212"}
    accountant.fill(**payee, **codes, same_holder="yes").save()
    assert accountant.error_at("number_again"), "a slipped digit is seen"
    accountant.fill(number_again=payee["number"]).save()
    with backstage():
        order = Spend.objects.get(pk=int(spend.strip("/").rpartition("/")[2])).order
        assert order is not None, "the page prepared the order"
        sample.settled([order], act)
        told = f"{act('officer').today:%d/%m/%Y}"
    assert "đã chi" in accountant.go(spend).shot("activity-paid").text().casefold()
    officer.go(f"{line}close/").save()
    assert officer.status == 422, "without a report nothing is closed"
    officer.go(f"{line}report/").fill(
        held_on=told, title="Hội thảo", participants="85", outcome="12 nhu cầu mới."
    ).save()
    officer.go(f"{line}close/").save()
    assert "đã kết thúc" in officer.shot("activity-closed").text().casefold()


def test_a_norm_that_a_legal_officer_confirms_binds_the_plan_of_a_unit_head(visit: Visit, backstage: Any) -> None:
    from khue.features.people import usecases as registering
    from khue.features.people.domain.commands import AssignRole
    from khue.site.sample import activities as sample

    with backstage():
        budget = sample.line_filled(500_000_000, act)
        officer = act("officer")
        role = AssignRole(act("policymaker").key, "DOST-VP", "unit-head", officer.today)
        registering.assign_role(role, actor=replace(setup_actor(), moment=officer.moment))
        year, today = str(officer.today.year), f"{officer.today:%d/%m/%Y}"
    lawyer = visit("vi").known_as("lawyer").go("/law/parameters/talent.city.working_group_rate/confirm/")
    lawyer.fill(value="20.000.000", valid_from=f"01/01/{year}", document_date=today).save()
    assert lawyer.error_at("document"), "the document that was read is named"
    lawyer.fill(document="Quyết định ban hành định mức chi (mẫu)").shot("norm-confirm").save()
    head = visit("en", width=360, dark=True).known_as("policymaker").go("/activities/plans/draft/")
    head.fill(unit="DOST-VP", year=year, line=budget, ground="Letter 12 of the Department").save()
    version = head.path
    head.go(f"{version}lines/add/")
    head.fill(kind="group", purpose="Working group on urban data", quantity="6", each=dots(25_000_000)).save()
    assert "20,000,000" in head.error_at("ground"), "what lies above the norm names it and asks why"
    head.fill(each=dots(15_000_000)).save()
    head.go(f"{version}propose/").save()
    assert "awaiting approval" in head.shot("activity-unit-head").text()
