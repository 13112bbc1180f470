"""Yearly reports with their reminders; a recognition withdrawn after a hearing; an appeal that brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test import override_settings

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.appeals.domain.flow import outcomes_for
from khue.features.dossiers.models import DecisionRecord, Document, Dossier, Task
from khue.features.dossiers.queries.tasks import open_task_of as task_of
from khue.features.keytasks import queries, usecases
from khue.features.keytasks.domain.commands import CheckReport, FileReport, SettleWithdrawal
from khue.features.keytasks.models import Benefit, Filing, Withdrawal, YearlyReport
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import keytasks as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, organisation, persona
from tests.keytasks.appealing import decided_appeal
from tests.keytasks.stories import act, examined, number, recognised, row

pytestmark = pytest.mark.django_db
DAY = MOMENT.date()
YEAR = 366


def refused(call: object, *codes: str) -> Refused:
    with pytest.raises(Refused) as caught:
        call()  # type: ignore[operator]  # each of these calls takes nothing
    found = {reason.code for reason in caught.value.decision.reasons}
    assert set(codes) <= found, found
    return caught.value


def report_of(key_task: int) -> FileReport:
    period = YearlyReport.objects.filter(key_task=key_task).order_by("no").last()
    return FileReport(
        key_task, "Đúng tiến độ", "Mẫu thử", "Hai tuyến xe", 5_000, papers=(paper("bao-cao"),), report_id=period.pk if period else None,
        once=uuid4(),
    )  # fmt: skip


# -- reports


def test_a_report_goes_to_the_desk_and_accepting_it_opens_the_next_period() -> None:
    key_task = recognised()
    assert sample.filed(key_task, "founder", act(YEAR)) == 1
    report = YearlyReport.objects.get(key_task=key_task)
    assert report.state == "filed"
    desk_task = task_of(number=number(key_task), step="report")
    sample.checked(number(key_task), act(YEAR + 3))
    filing = Filing.objects.get()
    assert (filing.outcome, filing.spent, len(filing.papers)) == ("accepted", 5_400_000_000, 1)
    states = list(YearlyReport.objects.filter(key_task=key_task).order_by("no").values_list("no", "state", "from_on"))
    assert states == [(1, "accepted", DAY), (2, "open", date(2027, 3, 2))]
    assert Task.objects.get(pk=desk_task.id).outcome == "accepted"
    assert TimelineRow.objects.filter(wire="keytasks.report_filed", party=organisation("TLX")).count() == 1
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="đạt yêu cầu").count() == 1
    assert AuditRecord.objects.filter(deed__in=("keytasks.file_report", "keytasks.check_report")).count() == 2


def test_a_report_that_lacks_parts_hears_of_all_of_them_at_once_and_nothing_is_kept() -> None:
    key_task = recognised()
    empty = FileReport(key_task, "", " ", "", None, report_id=YearlyReport.objects.get().pk, once=uuid4())
    error = refused(lambda: usecases.file_report(empty, actor=persona("founder", days=YEAR)))
    assert {one.field for one in error.decision.reasons} == {"progress", "products", "impact", "spent", "papers"}
    assert not Filing.objects.exists()
    assert YearlyReport.objects.get().state == "open"


def test_a_period_is_reported_after_its_end_unless_the_report_is_final() -> None:
    key_task = recognised()
    refused(lambda: usecases.file_report(report_of(key_task), actor=persona("founder", days=30)), "too_early")
    final = replace(report_of(key_task), final=True)
    usecases.file_report(final, actor=persona("founder", days=30))
    sample.checked(number(key_task), act(33))
    found = row(key_task)
    assert (found.state, found.ended_on) == ("completed", DAY + timedelta(days=33))
    assert {one.ended_on for one in Benefit.objects.all()} == {DAY + timedelta(days=33)}
    assert Dossier.objects.get(pk=found.dossier_id).state == "closed"
    assert queries.benefits_of(organisation("TLX"), DAY + timedelta(days=32))
    assert queries.benefits_of(organisation("TLX"), DAY + timedelta(days=33)) == ()


def test_a_returned_report_is_filed_anew_and_the_one_before_stays() -> None:
    key_task = recognised()
    sample.filed(key_task, "founder", act(YEAR))
    refused(lambda: sample.checked(number(key_task), act(YEAR), accepted=False), "no_note")
    sample.checked(number(key_task), act(YEAR), accepted=False, note="Thiếu số liệu chu kỳ sạc.")
    card = queries.key_task(key_task, persona("founder", days=YEAR))
    assert "Thiếu số liệu chu kỳ sạc" in card.missing[0].vi
    assert sample.filed(key_task, "founder", act(YEAR + 1)) == 2
    assert [(one.no, one.outcome) for one in Filing.objects.order_by("no")] == [(1, "returned"), (2, "")]
    refused(lambda: sample.filed(key_task, "founder", act(YEAR), report=YearlyReport.objects.get().pk), "report_state")


def test_the_same_report_sent_twice_is_one_filing() -> None:
    key_task = recognised()
    asked = report_of(key_task)
    numbers = [usecases.file_report(asked, actor=persona("founder", days=YEAR)) for _time in range(2)]
    assert numbers == [1, 1]
    assert Filing.objects.count() == 1
    check = CheckReport(task_of(number=number(key_task), step="report").id, True, once=uuid4())
    for _time in range(2):
        usecases.check_report(check, actor=persona("officer", days=YEAR))
    assert YearlyReport.objects.count() == 2


def test_only_the_lead_files_and_its_own_people_do_not_check() -> None:
    key_task = recognised()
    with pytest.raises(Missing):
        usecases.file_report(report_of(key_task), actor=persona("researcher", days=YEAR))
    with pytest.raises(NotAllowed):
        usecases.file_report(report_of(key_task), actor=persona("officer", days=YEAR))
    sample.filed(key_task, "founder", act(YEAR))
    own = replace(persona("founder", days=YEAR), rights=persona("officer").rights)
    asked = CheckReport(task_of(number=number(key_task), step="report").id, True)
    refused(lambda: usecases.check_report(asked, actor=own), "own_case")


@override_settings(KHUE_SAMPLE=False)
def test_where_no_law_sets_periods_the_lead_names_its_own_and_nothing_is_due() -> None:
    key_task = sample.decided(examined(), act(), last_day=date(2028, 12, 31))
    asked = replace(report_of(key_task), from_on=DAY, until_on=DAY + timedelta(days=364))
    refused(lambda: usecases.file_report(replace(asked, from_on=None), actor=persona("founder", days=400)), "period")
    usecases.file_report(asked, actor=persona("founder", days=400))
    report = YearlyReport.objects.get()
    assert (report.state, report.due_on) == ("filed", None)
    again = replace(asked, once=uuid4())
    refused(lambda: usecases.file_report(again, actor=persona("founder", days=400)), "period")


# -- the worker


def remind(days: int) -> None:
    actor = replace(job_actor("keytasks.remind_of_reports"), moment=MOMENT + timedelta(days=days))
    for report in queries.reports_to_remind(actor.today):
        usecases.remind_of_report(report, actor=actor)


def follow(days: int) -> None:
    actor = replace(job_actor("keytasks.follow_terms"), moment=MOMENT + timedelta(days=days))
    for key_task in queries.terms_to_follow(actor.today):
        usecases.follow_term(key_task, actor=actor)


def told(words: str, who: str = "founder") -> int:
    return Notice.objects.filter(party=persona(who).key, title_vi__startswith=words).count()


def test_the_lead_is_reminded_once_and_urged_once_with_the_officers() -> None:
    key_task = recognised()
    remind(300)
    assert told("Đến kỳ") == 0
    for days in (365, 366, 390):
        remind(days)
    assert (told("Đến kỳ"), told("Quá hạn")) == (1, 0)
    for days in (397, 398):
        remind(days)
    assert (told("Quá hạn"), told("Quá hạn", "officer")) == (1, 1)
    assert "quá hạn 7 ngày" in queries.key_task(key_task, persona("officer", days=402)).missing[0].vi
    listed = queries.desk(persona("officer", days=402), "reports").rows
    assert [one.id for one in listed] == [key_task]
    sample.filed(key_task, "founder", act(403))
    assert queries.desk(persona("officer", days=403), "reports").rows == ()


def test_a_recognition_ends_on_its_day_and_its_lead_is_told_before() -> None:
    key_task = recognised()
    whole = (date(2029, 3, 3) - DAY).days
    for days in (whole - 91, whole - 90, whole - 60, whole - 30, whole - 29):
        follow(days)
    assert told("Việc công nhận") == 2
    follow(whole)
    follow(whole + 1)
    found = row(key_task)
    assert (found.state, found.ended_on) == ("expired", date(2029, 3, 3))
    assert {one.ended_on for one in Benefit.objects.all()} == {None}, "what was written of them needs no change"
    assert queries.benefits_of(organisation("TLX"), date(2029, 3, 3)) == ()
    assert Dossier.objects.get(pk=found.dossier_id).state == "closed"
    assert AuditRecord.objects.filter(deed="keytasks.follow_term").count() == 3


# -- withdrawal


def test_nothing_is_withdrawn_unheard() -> None:
    key_task = recognised()
    withdrawal = sample.proposed(key_task, act(100), "Không còn hoạt động.")
    assert told("Đề xuất thu hồi") == 1
    refused(lambda: sample.settled(number(key_task), act(101)), "not_heard")
    sample.heard(withdrawal, "founder", act(102))
    refused(lambda: sample.heard(withdrawal, "founder", act(103)), "answered")
    sample.settled(number(key_task), act(104))
    assert row(key_task).state == "withdrawn"


def test_a_withdrawal_ends_the_benefits_that_day_and_rewrites_nothing() -> None:
    key_task = recognised()
    sample.filed(key_task, "founder", act(YEAR))
    sample.proposed(key_task, act(YEAR), "Không còn hoạt động.")
    ended = DAY + timedelta(days=YEAR + 40)
    sample.settled(number(key_task), act(YEAR + 40), ground="Không còn sản phẩm.")
    found = row(key_task)
    assert (found.state, found.ended_on, found.until_on) == ("withdrawn", ended, date(2029, 3, 3))
    spans = set(Benefit.objects.values_list("from_on", "until_on", "ended_on", "end_ground"))
    assert spans == {(DAY, date(2029, 3, 3), ended, "Không còn sản phẩm.")}
    assert queries.benefits_of(organisation("TLX"), ended - timedelta(days=1))
    assert queries.benefits_of(organisation("TLX"), ended) == ()
    records = list(DecisionRecord.objects.filter(dossier=found.dossier_id).order_by("pk"))
    assert [one.outcome for one in records] == ["granted", "refused"]
    assert records[1].supersedes == records[0]
    assert Document.objects.filter(dossier=found.dossier_id, kind="decision").count() == 2
    assert YearlyReport.objects.get().state == "dropped"
    assert not Task.objects.filter(dossier=found.dossier_id, closed_at=None).exists()
    assert told("Thu hồi việc công nhận") == 1
    refused(lambda: usecases.file_report(report_of(key_task), actor=persona("founder", days=420)), "withdrawn")
    assert queries.recognised(found.dossier_number).code == "withdrawn"


def test_who_proposed_it_does_not_decide_and_only_one_is_under_way() -> None:
    key_task = recognised()
    sample.proposed(key_task, act(5), "Không còn hoạt động.")
    refused(lambda: sample.proposed(key_task, act(6), "Lần nữa."), "under_way")
    both = replace(persona("officer", days=60), rights=persona("officer").rights | persona("decider").rights)
    asked = SettleWithdrawal(task_of(number=number(key_task), step="withdrawal").id, True, "Vì vậy.", once=uuid4())
    refused(lambda: usecases.settle_withdrawal(asked, actor=both), "examined")
    sample.settled(number(key_task), act(60), withdraws=False, ground="Đơn vị đã khắc phục.")
    assert row(key_task).state == "recognised"
    assert Withdrawal.objects.get().outcome == "kept"
    assert {one.ended_on for one in Benefit.objects.all()} == {None}
    sample.proposed(key_task, act(61), "Vi phạm mới.")


def test_the_database_keeps_the_hearing() -> None:
    key_task = recognised()
    sample.proposed(key_task, act(5), "Không còn hoạt động.")
    for change in (
        "UPDATE keytasks_withdrawal SET ground = 'x'",
        "UPDATE keytasks_withdrawal SET hear_until = hear_until - 9",
        "UPDATE keytasks_withdrawal SET outcome = 'withdrawn', decision_ground = 'x', decided_on = hear_until",
        "DELETE FROM keytasks_withdrawal",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


# -- appeals


def appealed(key_task: int, outcome: str, days: int) -> None:
    """The lead complains; the second decider decides so. The steps are those of every appeal."""
    decided_appeal(row(key_task).dossier_id, outcome, days)


def test_an_appeal_against_a_withdrawal_brings_the_benefits_back_without_a_gap() -> None:
    key_task = recognised()
    sample.proposed(key_task, act(100), "Không còn hoạt động.")
    sample.settled(number(key_task), act(130))
    appealed(key_task, "replaced", 135)
    found = row(key_task)
    assert (found.state, found.ended_on) == ("recognised", None)
    ended = DAY + timedelta(days=130)
    spans = {(one.from_on, one.until_on, one.ended_on) for one in Benefit.objects.all()}
    assert spans == {(DAY, date(2029, 3, 3), ended), (ended, date(2029, 3, 3), None)}
    for day in (ended - timedelta(days=1), ended, ended + timedelta(days=1)):
        assert len(queries.benefits_of(organisation("TLX"), day)) >= 2, day
    assert Dossier.objects.get(pk=found.dossier_id).state == "granted"
    assert [one.outcome for one in DecisionRecord.objects.order_by("pk")] == ["granted", "refused", "granted"]
    assert YearlyReport.objects.get().state == "open"
    sample.filed(key_task, "founder", act(YEAR))


def test_an_appeal_against_a_refusal_recognises_without_any_amount() -> None:
    key_task = sample.decided(examined(), act(), "refuse", "Sản phẩm chưa đo được.")
    appealed(key_task, "replaced", 10)
    found = row(key_task)
    assert (found.state, found.decided_on) == ("recognised", DAY + timedelta(days=10))
    assert Benefit.objects.filter(key_task=key_task, ended_on=None).count() == 3
    assert YearlyReport.objects.filter(key_task=key_task, state="open").count() == 1
    record = DecisionRecord.objects.order_by("pk").last()
    assert record is not None
    assert (record.outcome, record.amount) == ("granted", None)


def test_the_decider_of_such_an_appeal_is_asked_for_no_amount() -> None:
    assert outcomes_for("granted", sums=False) == ("upheld", "annulled")
    key_task = recognised()
    appealed(key_task, "annulled", 20)
    assert row(key_task).state == "annulled"
    assert {one.ended_on for one in Benefit.objects.all()} == {DAY + timedelta(days=20)}
