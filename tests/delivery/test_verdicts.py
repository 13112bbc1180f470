"""The final product before its council: what comes back accepts it or does not, once, from the council's own record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import DeclareInterest
from khue.features.delivery import usecases
from khue.features.delivery.domain.commands import AnswerMilestone, OrderMilestone, PutBeforeCouncil
from khue.features.delivery.models import Handover, Milestone, Mission
from khue.features.dossiers.models import Task
from khue.kernel import files
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import payments
from tests.calls import judged
from tests.cast import persona
from tests.councils import cases
from tests.delivery import stories
from tests.delivery.stories import act_at

pytestmark = pytest.mark.django_db


def before_a_council(names: tuple[str, ...] = ("founder",)) -> tuple[Mission, Milestone, cases.City, int, datetime]:
    """The last milestone of a running mission, laid before a council of strangers."""
    mission = stories.running(milestones=stories.plan(400_000_000, 800_000_000), ends_on=date(2028, 6, 30))
    stories.accepted(mission, 1)
    row = stories.handed_in(mission, 2, 50)
    act = act_at(52)
    moment = act("officer").moment
    city = cases.founded_council(at=moment, names=names)
    with pytest.raises(Refused):
        usecases.answer_milestone(AnswerMilestone(row.pk, True, "Đạt.", uuid4()), actor=act("officer"))
    asked = PutBeforeCouncil(row.pk, city.council, "Đã kiểm tra hồ sơ.", uuid4())
    item = usecases.put_before_council(asked, actor=act("officer"))
    assert usecases.put_before_council(asked, actor=act("officer")) == item
    return mission, stories.milestone(mission, 2), city, item, moment + timedelta(days=8)


def follow(item: int, times: int = 2) -> None:
    for _ in range(times):
        usecases.follow_verdict(item, actor=stories.job(act_at(70)))


def verdicts() -> int:
    return AuditRecord.objects.filter(deed="delivery.follow_verdict").count()


def test_what_the_council_approves_is_accepted_and_owed_once() -> None:
    mission, row, city, item, moment = before_a_council()
    follow(item, 1)
    row.refresh_from_db()
    assert (row.state, verdicts()) == ("before_council", 0), "the council has not spoken"
    judged.decided(city, [item], {item: "approved"}, moment)
    follow(item)
    row.refresh_from_db()
    assert (row.state, verdicts()) == ("accepted", 1)
    assert Handover.objects.get(milestone=row).outcome == "accepted"
    assert "Hội đồng" in row.accepted_words
    assert set(Task.objects.filter(dossier=mission.dossier_id, closed_at=None).values_list("step", "subject")) >= {
        ("milestone-payment", f"milestone:{row.pk}")
    }
    assert Notice.objects.filter(party=persona("researcher").key, kind="mission", path__contains="missions").exists()


def test_what_the_council_refuses_is_not_reached_and_paid_by_nobody() -> None:
    mission, row, city, item, moment = before_a_council()
    judged.decided(city, [item], {item: "refused"}, moment)
    follow(item)
    row.refresh_from_db()
    assert (row.state, verdicts()) == ("rejected", 1)
    assert Handover.objects.get(milestone=row).outcome == "rejected"
    steps = set(Task.objects.filter(dossier=mission.dossier_id, closed_at=None).values_list("step", flat=True))
    assert "ending-proposal" in steps
    assert not Task.objects.filter(
        dossier=mission.dossier_id, step="milestone-payment", subject=f"milestone:{row.pk}"
    ).exists()
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="không đạt").exists()
    act = act_at(80)
    account = payments.main_account(actor=act("accountant"))
    payee = payments.payee_of(f"party:{mission.lead_id}", mission.lead.name)
    order = OrderMilestone(f"milestone:{row.pk}", payee, "Thanh toan", payments.CODES, account.id, once=uuid4())
    with pytest.raises(Refused):
        usecases.order_milestone(order, actor=act("accountant"))


def test_a_member_with_an_interest_reads_no_file_of_it_by_any_door_and_the_lead_its_own() -> None:
    mission, _row, city, item, moment = before_a_council(("founder", "auditor"))
    subject = f"mission:{mission.pk}"
    auditor, member = (replace(city.actors[name], moment=moment) for name in ("auditor", "Ủy viên số 3 (mẫu)"))
    assert files.may_read(auditor, subject)
    assert files.may_read(member, subject)
    for torn in (auditor, member):
        own = DeclareInterest(city.council, torn.key, "Đang cùng làm một đề tài với chủ nhiệm.", item)
        council_deeds.declare_interest(own, actor=torn)
        assert not files.may_read(torn, subject)
    assert files.may_read(act_at(60)("researcher"), subject)
