"""Jobs that failed: why, as far as it may be told; tried again, one or all of a kind; given up with a reason. All audited."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from khue.core.errors import Missing, NotAllowed, Refused
from khue.kernel.jobs import deeds, failures, queue, sweep_jobs
from khue.kernel.jobs.deeds import GiveUpJob, RetryJob, RetryKind
from khue.kernel.models import AuditRecord, JobFailure, JobGivenUp
from tests.conftest import pointed_at

KIND = "kernel.mail_notice"


@pytest.fixture(autouse=True)
def empty_queue(request):
    if "clone_db" not in request.fixturenames:
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def admin(mai):
    return replace(mai, rights=frozenset({"jobs.manage"}))


def job(status="failed", task=KIND, attempts=6, **columns):
    names = ["queue_name", "task_name", "status", "attempts", *columns]
    values = ["default", task, status, attempts, *columns.values()]
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO procrastinate_jobs ({', '.join(names)}) VALUES ({marks}) RETURNING id", values)
        return cursor.fetchone()[0]


def status_of(job_id):
    return ProcrastinateJob.objects.values_list("status", flat=True).get(pk=job_id)


def last_record():
    return AuditRecord.objects.order_by("-id").first()


class TestReason:
    def test_the_worker_keeps_why_an_attempt_failed_and_where(self):
        number = job("doing", attempts=2)
        said = "mailbox mai.tran@example.vn (phone 0912345678, file 0104-12) is full\nDETAIL: row"
        failures.note(number, KIND, 3, ValueError(said))
        kept = JobFailure.objects.get()
        assert (kept.job_id, kept.attempt, kept.task) == (number, 3, KIND)
        assert kept.error == "ValueError: mailbox …@… (phone …, file 0104-12) is full"

    def test_the_line_of_ours_is_named(self):
        with pytest.raises(Missing) as missing:
            queue.job(0)
        assert failures.place_of(missing.value).startswith("khue/kernel/jobs/queue.py:")
        assert failures.reason_of(RuntimeError("x" * 900)).startswith("RuntimeError: xxx")
        assert len(failures.reason_of(RuntimeError("x" * 900))) == 500
        assert failures.reason_of(KeyError()) == "KeyError"


class TestQueue:
    def test_kinds_and_states_are_counted(self):
        job()
        job("todo")
        job("doing")
        job("cancelled", task="other.task")
        job("succeeded")
        (first, second) = queue.kinds()
        assert (first.task, first.failed, first.waiting, first.running) == (KIND, 1, 1, 1)
        assert first.oldest is not None
        assert (second.task, second.given_up) == ("other.task", 1)
        assert queue.counts() == {"failed": 1, "waiting": 1, "running": 1, "given-up": 1, "done": 1, "stuck": 1}

    def test_a_job_shows_its_last_reason_and_its_subject_only(self):
        number = job(args='{"event": {"subject": "dossier:12", "name": "Trần Thị Mai"}}')
        failures.note(number, KIND, 5, OSError("first"))
        failures.note(number, KIND, 6, OSError("second"))
        (line,) = queue.jobs("failed", KIND, None).rows
        assert (line.id, line.about, line.error, line.state) == (number, "dossier:12", "OSError: second", "failed")
        assert [each.error for each in queue.job(number).attempts] == ["OSError: second", "OSError: first"]
        assert queue.jobs("waiting", "", None).rows == ()
        assert [each.state for each in queue.jobs("all", "", None).rows] == ["failed"]

    def test_a_running_job_of_a_dead_worker_is_told(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()), (now() - interval '10 min') RETURNING id"
            )
            living, dead = (row[0] for row in cursor.fetchall())
        job("doing", worker_id=living)
        job("doing", worker_id=dead)
        assert [line.state for line in queue.jobs("running", "", None).rows] == ["stuck", "running"]

    def test_done_jobs_are_swept_after_two_weeks(self):
        old, fresh, failed = job("todo"), job("todo"), job()
        failures.note(old, KIND, 1, OSError("once"))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = ANY(%s)", [[old, fresh]])
            cursor.execute("UPDATE procrastinate_events SET at = now() - interval '15 days' WHERE job_id = %s", [old])
        assert sweep_jobs.func(timestamp=0) == 1
        assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == {fresh, failed}
        assert not JobFailure.objects.filter(job_id=old).exists()


class TestDeeds:
    def test_a_failed_job_waits_again_once_however_often_the_form_is_sent(self, admin):
        number, once = job(), uuid4()
        deeds.retry_job(RetryJob(number, once), actor=admin)
        assert status_of(number) == "todo"
        assert ProcrastinateJob.objects.get(pk=number).attempts == 0, "it gets its usual attempts again, not one"
        record = last_record()
        assert (record.deed, record.chain, record.actor) == ("jobs.retry_job", f"job:{number}", admin.key)
        deeds.retry_job(RetryJob(number, once), actor=admin)
        assert last_record() == record

    @pytest.mark.parametrize("status", ["todo", "doing", "succeeded", "cancelled"])
    def test_what_has_not_failed_is_refused_and_stays(self, admin, status):
        number, before = job(status), last_record()
        for deed in (
            lambda: deeds.retry_job(RetryJob(number), actor=admin),
            lambda: deeds.give_up_job(GiveUpJob(number, "đã gửi thư bằng tay"), actor=admin),
        ):
            with pytest.raises(Refused) as refused:
                deed()
            assert [reason.code for reason in refused.value.decision.reasons] == ["job.not-failed"]
        assert status_of(number) == status
        assert last_record() == before

    def test_a_job_whose_twin_waits_is_refused(self, admin):
        number = job(queueing_lock="nightly")
        job("todo", queueing_lock="nightly")
        with pytest.raises(Refused) as refused:
            deeds.retry_job(RetryJob(number), actor=admin)
        assert refused.value.decision.reasons[0].code == "job.twin-waits"
        assert status_of(number) == "failed"

    def test_all_of_a_kind_wait_again_and_twins_and_others_stay(self, admin):
        mine = [job() for _ in range(3)]
        other, twin = job(task="other.task"), job(queueing_lock="nightly")
        job("todo", queueing_lock="nightly")
        once = uuid4()
        done = deeds.retry_kind(RetryKind(KIND, once), actor=admin)
        assert (done.retried, done.twins, done.left) == (3, 1, 0)
        assert [status_of(number) for number in (*mine, other, twin)] == ["todo", "todo", "todo", "failed", "failed"]
        record = last_record()
        assert record.deed == "jobs.retry_kind"
        assert deeds.retry_kind(RetryKind(KIND, once), actor=admin) == done
        assert last_record() == record
        with pytest.raises(Missing):
            deeds.retry_kind(RetryKind("no.such", uuid4()), actor=admin)

    def test_giving_up_needs_a_ground_and_keeps_it(self, admin):
        number = job()
        with pytest.raises(Refused) as refused:
            deeds.give_up_job(GiveUpJob(number, " ngắn "), actor=admin)
        assert [reason.field for reason in refused.value.decision.reasons] == ["reason"]
        assert status_of(number) == "failed"
        once = uuid4()
        for _ in range(2):
            deeds.give_up_job(GiveUpJob(number, "Đã gọi điện báo người nộp.", once), actor=admin)
        assert status_of(number) == "cancelled"
        kept = JobGivenUp.objects.get()
        assert (kept.reason, kept.by) == ("Đã gọi điện báo người nộp.", admin.key)
        assert queue.job(number).given_up.reason == kept.reason
        assert AuditRecord.objects.filter(deed="jobs.give_up_job").count() == 1

    def test_only_administrators_may(self, mai):
        number, before = job(), last_record()
        for deed in (
            lambda: deeds.retry_job(RetryJob(number), actor=mai),
            lambda: deeds.retry_kind(RetryKind(KIND), actor=mai),
            lambda: deeds.give_up_job(GiveUpJob(number, "đã gửi thư bằng tay"), actor=mai),
        ):
            with pytest.raises(NotAllowed):
                deed()
        assert (status_of(number), last_record()) == ("failed", before)
        with pytest.raises(Missing):
            deeds.retry_job(RetryJob(10**9), actor=replace(mai, rights=frozenset({"jobs.manage"})))


@pytest.mark.slow
def test_two_administrators_at_once_retry_and_give_up_one_job(clone_db, in_threads, admin):
    number = job()
    results = in_threads(
        lambda: deeds.retry_job(RetryJob(number), actor=admin),
        lambda: deeds.give_up_job(GiveUpJob(number, "đã gửi thư bằng tay"), actor=replace(admin, key="party:8")),
        lambda: deeds.retry_job(RetryJob(number), actor=replace(admin, key="party:9")),
    )
    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert AuditRecord.objects.filter(chain=f"job:{number}").count() == 1


@pytest.mark.slow
def test_a_real_worker_keeps_the_reason_of_each_attempt(clone_db):
    """The whole way: a task that fails, the worker that runs it, the reason on record."""
    from procrastinate.contrib.django import app

    from khue.kernel.jobs.failures import keep_reason

    tasks = app.tasks if hasattr(app, "tasks") else {}
    assert KIND in tasks
    job("todo", args='{"notice_id": "no number"}', attempts=0)

    def work():
        with pointed_at(clone_db), app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False, worker_middleware=[keep_reason]
            )
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    kept = JobFailure.objects.get()
    assert kept.attempt == 1
    assert kept.error
    assert kept.place.startswith("khue/kernel/notices.py:")
