"""Plans: lines against their norms, a second person's approval, reservations, versions that supersede."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.activities import queries, usecases
from khue.features.activities.domain.commands import (
    DecidePlan,
    DraftPlan,
    ProposePlan,
    PutLine,
    RevisePlan,
    TakeLineOut,
    WithdrawPlan,
)
from khue.features.activities.models import ActivityLine, PlanLine, PlanVersion
from khue.features.ledger import queries as ledger
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import activities as sample
from tests.activities.stories import available, codes, firm, in_force, row, traces
from tests.cast import persona

pytestmark = pytest.mark.django_db
OFFICER, DECIDER = "officer", "decider"


def put(version: int, **values: object) -> PutLine:
    said = {"kind": "seminar", "purpose": "Hội thảo", "quantity": 1, "each": 10_000_000, "once": uuid4(), **values}
    return PutLine(version, **said)  # type: ignore[arg-type]  # the test gives what the type wants


def test_an_approved_plan_reserves_each_line_on_the_budget() -> None:
    seminar, fees, group = in_force()
    assert [row(one).reserved for one in (seminar, fees, group)] == [110_000_000, 240_000_000, 90_000_000]
    assert ledger.balance("budget.committed", f"activity_line:{seminar}") == 110_000_000
    assert available() == 1_000_000_000 - 440_000_000
    record = AuditRecord.objects.get(deed="activities.decide_plan")
    assert record.chain.startswith("activity_plan:")
    told = Notice.objects.filter(kind="activities", party=persona(DECIDER).key)
    assert told.count() == 1
    card = queries.plan_card(queries.line_row(seminar).plan, persona("auditor"))
    assert [line.norm_each for line in card.lines] == [60_000_000, None, None], "unset norms stay unset"
    assert [line.state.code for line in card.lines] == ["open"] * 3


def test_above_the_norm_or_without_one_a_line_says_its_ground() -> None:
    version = sample.drafted(persona, ())
    officer = persona(OFFICER)
    for values, code in (
        ({"each": 60_000_001}, "activities.over_norm"),
        ({"kind": "group"}, "activities.no_norm"),
        ({"quantity": 0}, "activities.quantity"),
        ({"each": -5}, "activities.each"),
        ({"kind": "feast"}, "activities.kind"),
        ({"purpose": " "}, "activities.purpose"),
        ({"for_fees": True}, "activities.fees_kind"),
    ):
        before = traces()
        with pytest.raises(Refused) as refused:
            usecases.put_line(put(version, **values), actor=officer)
        assert code in codes(refused)
        assert traces() == before
    usecases.put_line(put(version, each=60_000_000), actor=officer)
    usecases.put_line(put(version, each=70_000_000, ground="Hội thảo quốc tế, có phiên dịch"), actor=officer)
    usecases.put_line(put(version, kind="group", ground="Theo đề nghị"), actor=officer)
    rows = queries.version_card(version, officer).lines
    assert [(one.norm_each, one.over_norm) for one in rows] == [(60_000_000, False), (60_000_000, True), (None, False)]


def test_one_line_of_a_plan_takes_council_fees() -> None:
    version = sample.drafted(persona, (sample.FEES,))
    again = put(version, kind="council", for_fees=True, ground="x")
    with pytest.raises(Refused) as refused:
        usecases.put_line(again, actor=persona(OFFICER))
    assert codes(refused) == {"activities.fees_once"}


def test_nobody_approves_what_they_drew_up_and_the_unit_draws_up_its_own() -> None:
    version = sample.drafted(persona, (sample.SEMINAR,))
    officer = persona(OFFICER)
    usecases.propose_plan(ProposePlan(version), actor=officer)
    both = replace(persona(DECIDER), key=officer.key)
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.decide_plan(DecidePlan(version, True, ""), actor=both)
    assert codes(refused) == {"activities.four_eyes"}
    with pytest.raises(Refused) as refused:
        usecases.decide_plan(DecidePlan(version, False, " "), actor=persona(DECIDER))
    assert codes(refused) == {"activities.ground"}
    with pytest.raises(NotAllowed):
        usecases.decide_plan(DecidePlan(version, True, ""), actor=officer)
    with pytest.raises(NotAllowed):
        usecases.withdraw_plan(WithdrawPlan(version, "x"), actor=replace(officer, units=("HPC-VP",)))
    with pytest.raises(Refused):
        usecases.put_line(put(version), actor=officer)
    assert traces() == before
    usecases.decide_plan(DecidePlan(version, False, "Chưa rõ căn cứ"), actor=persona(DECIDER))
    assert PlanVersion.objects.get().state == "returned"
    assert available() == 1_000_000_000


def test_the_budget_line_is_never_over_committed() -> None:
    version = sample.drafted(persona, (sample.SEMINAR,), amount=109_999_999)
    usecases.propose_plan(ProposePlan(version), actor=persona(OFFICER))
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.decide_plan(DecidePlan(version, True, ""), actor=persona(DECIDER))
    assert any(code.startswith("ledger.") for code in codes(refused))
    assert traces() == before


def test_a_plan_a_year_and_a_budget_line_of_that_year() -> None:
    code = sample.line_filled(1, persona)
    officer = persona(OFFICER)
    for asked, reason in (
        (DraftPlan("DOST-QLKH", 2027, code, "CV"), "activities.line_year"),
        (DraftPlan("DOST-QLKH", 2031, code, "CV"), "activities.year"),
        (DraftPlan("NOWHERE", 2026, code, "CV"), "activities.unit"),
        (DraftPlan("DOST-QLKH", 2026, "", ""), "activities.line"),
    ):
        with pytest.raises(Refused) as refused:
            usecases.draft_plan(asked, actor=officer)
        assert reason in codes(refused)
    once = uuid4()
    first = usecases.draft_plan(DraftPlan("DOST-QLKH", 2026, code, "CV", once), actor=officer)
    assert usecases.draft_plan(DraftPlan("DOST-QLKH", 2026, code, "CV", once), actor=officer) == first
    with pytest.raises(Conflict):
        usecases.draft_plan(DraftPlan("DOST-QLKH", 2026, code, "CV"), actor=officer)
    with pytest.raises(Refused) as refused:
        usecases.propose_plan(ProposePlan(first), actor=officer)
    assert codes(refused) == {"activities.empty"}
    usecases.withdraw_plan(WithdrawPlan(first, "Nhầm dòng"), actor=officer)
    assert usecases.draft_plan(DraftPlan("DOST-QLKH", 2026, code, "CV"), actor=officer) != first


def test_a_new_version_supersedes_and_moves_only_the_difference() -> None:
    seminar, fees, group = in_force()
    plan = queries.line_row(seminar).plan
    officer = persona(OFFICER)
    version = usecases.revise_plan(RevisePlan(plan, "Thêm một hội thảo"), actor=officer)
    with pytest.raises(Refused):
        usecases.revise_plan(RevisePlan(plan, "Lần nữa"), actor=officer)
    usecases.put_line(put(version, line_id=seminar, quantity=3, each=55_000_000), actor=officer)
    usecases.take_line_out(TakeLineOut(version, group), actor=officer)
    assert row(seminar).reserved == 110_000_000, "the plan in force holds until the new version is approved"
    sample.approved(version, persona)
    assert (row(seminar).reserved, row(fees).reserved, row(group).reserved) == (165_000_000, 240_000_000, 0)
    assert row(group).state == "dropped"
    assert available() == 1_000_000_000 - 405_000_000
    assert [v.state.code for v in queries.plan_card(plan, officer).versions] == ["approved", "superseded"]


def test_a_line_never_falls_below_what_is_used_of_it() -> None:
    seminar, _fees, _group = in_force()
    sample.asked(seminar, firm(), 100_000_000, persona)
    version = usecases.revise_plan(RevisePlan(queries.line_row(seminar).plan, "Giảm"), actor=persona(OFFICER))
    usecases.put_line(put(version, line_id=seminar, each=50_000_000), actor=persona(OFFICER))
    usecases.propose_plan(ProposePlan(version), actor=persona(OFFICER))
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.decide_plan(DecidePlan(version, True, ""), actor=persona(DECIDER))
    assert codes(refused) == {"activities.below_use"}
    assert traces() == before


def test_the_database_keeps_what_was_proposed() -> None:
    seminar, _fees, _group = in_force()
    for change in (
        lambda: PlanLine.objects.filter(line=seminar).update(purpose="x"),
        lambda: PlanLine.objects.filter(line=seminar).delete(),
        lambda: ActivityLine.objects.filter(pk=seminar).update(used=999_000_000_000),
        lambda: PlanVersion.objects.update(ground="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
