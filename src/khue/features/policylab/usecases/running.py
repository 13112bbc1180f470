"""A run is ordered and stopped by a person; the worker computes it piece by piece.

Safe to kill and to repeat at any moment: each piece follows from the content alone and is kept as soon as it is there, so
that the next worker goes on behind it and finds the same result. A run that was stopped, or ordered anew, carries another
attempt: a worker of the old one finds that it is no longer asked for and ends.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused, require
from khue.core.rules.engine import RulebookError, RuleMissing
from khue.core.rules.population import PopulationError
from khue.core.rules.reform import ReformRefused
from khue.features.policylab import access, queries
from khue.features.policylab.domain import FLOW, MOST_TRIES, Content, OrderRun, StopRun, may_run
from khue.features.policylab.events import RunOrdered
from khue.features.policylab.models import RunPiece, StudyVersion
from khue.kernel.deeds import command

log = logging.getLogger("khue.policylab")

RUN_JOB = "job.policylab.run_study"
UNEXPECTED = Text(
    "Mô phỏng gặp lỗi ngoài dự kiến; lỗi đã được ghi lại. Mời ông/bà chạy lại, hoặc báo quản trị viên.",
    "Something unexpected went wrong; the fault has been recorded. Run it again, or tell the administrator.",
)
DIED = Text(
    f"Tiến trình chạy mô phỏng đã bị ngắt {MOST_TRIES} lần. Mời ông/bà giảm số trường hợp của mẫu giả lập rồi chạy lại.",
    f"The worker was cut off {MOST_TRIES} times. Make the drawn population smaller, then run it again.",
)


def order_run(asked: OrderRun, *, actor: Actor) -> None:
    """The worker computes it soon. From then on the version is fixed. Raises Refused with all reasons."""
    access.require_use(actor)
    with command("policylab.order_run", actor, subject=f"study:{asked.study_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.study_id, asked.number)
        access.require_author(actor, row.study.owner)
        state = FLOW.after(row.state, "order")
        content = Content.from_json(row.content)
        try:
            book = queries.law_of(content.law_edition)
            people = queries.people_of(content, book)
        except Missing as gone:
            raise Refused.because(Reason("policylab.outgrown", gone.text, gone.next_step)) from gone
        require(may_run(content, people, queries.parameters_by_programme(book)))
        deed.before(state=row.state)
        row.state, row.attempt, row.tries, row.failure = state, row.attempt + 1, 0, None
        row.ordered_at, row.ended_at = deed.moment, None
        row.save(update_fields=["state", "attempt", "tries", "failure", "ordered_at", "ended_at"])
        deed.after(state=state, number=row.number, inputs=row.inputs_digest)
        deed.emit(RunOrdered(subject=deed.subject, parties=(actor.key,), version=row.pk, attempt=row.attempt))
        deed.result(True)


def stop_run(asked: StopRun, *, actor: Actor) -> None:
    """What is computed stays for the next run; nothing more is computed. Raises Refused when nothing runs."""
    access.require_use(actor)
    with command("policylab.stop_run", actor, subject=f"study:{asked.study_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.study_id, asked.number)
        access.require_author(actor, row.study.owner)
        deed.before(state=row.state)
        row.state, row.ended_at = FLOW.after(row.state, "stop"), deed.moment
        row.save(update_fields=["state", "ended_at"])
        deed.after(state=row.state, number=row.number, done=row.done, steps=row.steps)
        deed.result(True)


def _locked(study_id: int, number: int) -> StudyVersion:
    rows = StudyVersion.objects.select_for_update(of=("self",)).select_related("study")
    row = rows.filter(study=study_id, number=number).first()
    if row is None:
        raise queries.no_such_study()
    return row


# ---- the worker ------------------------------------------------------------------------------------------------------


def run_study(version_id: int, attempt: int, *, actor: Actor) -> bool:
    """Compute what is still missing; whether the result stands now. Raises NotAllowed for anyone but the job."""
    actor.require(RUN_JOB)
    row = StudyVersion.objects.filter(pk=version_id, attempt=attempt, state__in=["waiting", "running"]).first()
    if row is None:
        return False
    if row.tries >= MOST_TRIES:
        _fail(row, attempt, DIED, actor=actor)
        return False
    begun = StudyVersion.objects.filter(pk=row.pk, attempt=attempt, state=row.state)
    begun.update(state=FLOW.after(row.state, "begin"), tries=row.tries + 1)
    # NumPy is loaded by whoever runs something, not by every process that can order a run.
    from khue.core.rules.lab import Stopped
    from khue.features.policylab.usecases.computing import computed

    try:
        found = computed(row, attempt)
    except Stopped:
        return False
    except DatabaseError:
        # The database is away or busy: that says nothing of the study. The job is tried again.
        raise
    except (ReformRefused, PopulationError, RuleMissing, RulebookError, Missing) as error:
        _fail(row, attempt, _why(error), actor=actor)
        return False
    except Exception:
        log.exception("a run of the policy lab failed", extra={"version": version_id})
        _fail(row, attempt, UNEXPECTED, actor=actor)
        return False
    return _finish(row, attempt, found, actor=actor)


def _finish(row: StudyVersion, attempt: int, found: dict[str, Any], *, actor: Actor) -> bool:
    with command("policylab.finish_run", actor, subject=f"study:{row.study_id}") as deed:
        fresh = StudyVersion.objects.select_for_update().filter(pk=row.pk, attempt=attempt, state="running").first()
        if fresh is None:
            deed.nothing_done()
            return False
        fresh.state, fresh.ended_at = FLOW.after(fresh.state, "finish"), deed.moment
        fresh.result, fresh.past, fresh.control_digest = found["result"], found["past"], found["control_digest"]
        fresh.done = fresh.steps
        fresh.save(update_fields=["state", "ended_at", "result", "past", "control_digest", "done"])
        RunPiece.objects.filter(version=fresh).delete()
        deed.before(state="running")
        deed.after(state=fresh.state, number=fresh.number, digest=found["result"]["digest"])
        deed.notify(
            fresh.study.owner,
            "policylab",
            Text("Mô phỏng đã có kết quả", "A simulation has its result"),
            Text(f"Phương án: {fresh.title_vi}", f"Study: {fresh.title_en or fresh.title_vi}"),
            f"/policy-lab/studies/{fresh.study_id}/{fresh.number}/",
        )
        return True


def _fail(row: StudyVersion, attempt: int, why: Text, *, actor: Actor) -> None:
    with command("policylab.fail_run", actor, subject=f"study:{row.study_id}") as deed:
        rows = StudyVersion.objects.select_for_update().filter(pk=row.pk, attempt=attempt)
        fresh = rows.filter(state__in=["waiting", "running"]).first()
        if fresh is None:
            deed.nothing_done()
            return
        deed.before(state=fresh.state)
        fresh.state, fresh.ended_at, fresh.failure = FLOW.after(fresh.state, "fail"), deed.moment, why.to_json()
        fresh.save(update_fields=["state", "ended_at", "failure"])
        deed.after(state=fresh.state, number=fresh.number, failure=why.to_json())


def _why(error: Exception) -> Text:
    if isinstance(error, ReformRefused):
        return error.problems[0].text
    if isinstance(error, RuleMissing | Missing):
        return error.text
    listed = getattr(error, "problems", ())
    told = str(listed[0]) if listed else str(error)
    return Text(
        f"Không chạy được với luật và giả định này: {told}", f"It can't be run with this law and population: {told}"
    )
