"""Studies of a round: ordered and stopped by people, computed by the worker piece by piece, safe to kill and to repeat.

A study that was stopped, or ordered anew, carries another attempt: a worker of the old one finds that it is no longer
asked for and ends; what is computed stays for the next.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, Refused, require
from khue.features.calls import access
from khue.features.calls.domain.portfolio import (
    MOST_TRIES,
    STUDY,
    TYPED,
    OfferFacts,
    OrderStudy,
    SteerStudy,
    StudyInputs,
    inputs_digest,
    may_order,
)
from khue.features.calls.domain.rounds import Rules
from khue.features.calls.events import StudyOrdered
from khue.features.calls.models import PortfolioStudy, RoundEdition
from khue.features.calls.queries import portfolio as queries
from khue.features.calls.queries.rounds import available_in, offers_of
from khue.features.calls.usecases.rounds import locked_round
from khue.kernel.deeds import command

log = logging.getLogger("khue.calls")
RUN_JOB = "job.calls.run_study"
UNEXPECTED = Text(
    "Việc tính gặp lỗi ngoài dự kiến; lỗi đã được ghi lại. Mời ông/bà tính lại, hoặc báo quản trị viên.",
    "Something unexpected went wrong; the fault has been recorded. Solve again, or tell the administrator.",
)
DIED = Text(
    f"Tiến trình tính đã bị ngắt {MOST_TRIES} lần. Mời ông/bà báo quản trị viên.",
    f"The worker was cut off {MOST_TRIES} times. Tell the administrator.",
)


class Stopped(Exception):
    """Nobody asks for this attempt any more."""


def require_study(actor: Actor) -> None:
    """Whoever prepares rounds or decides on them. Raises NotAllowed."""
    if not (actor.may(access.PREPARE) or actor.may(access.APPROVE)):
        raise NotAllowed(
            Text("Ông/bà không có quyền lập phương án danh mục.", "You may not order portfolio studies."),
            Text("Mời ông/bà liên hệ người phụ trách vòng xét chọn.", "Ask whoever is in charge of the round."),
        )


def order_study(asked: OrderStudy, *, actor: Actor) -> int:
    """The offers as they stand now, under the declared rules; the worker solves it soon. Its id. Raises Refused with all reasons."""
    require_study(actor)
    with command("calls.order_study", actor, subject=f"round:{asked.round_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        row = locked_round(asked.round_id)
        rules, offers = Rules.from_json(row.rules), offers_of(row.pk)
        source = asked.inputs.source
        available = None if source == TYPED else available_in(source) or 0
        require(may_order(row.state, asked.title, asked.inputs, rules, offers, available))
        edition = RoundEdition.objects.filter(round=row).latest("no")
        last = PortfolioStudy.objects.filter(round=row).aggregate(last=Max("no"))["last"] or 0
        study = PortfolioStudy.objects.create(
            round=row,
            no=last + 1,
            title=asked.title.strip()[:200],
            edition=edition,
            offers=[offer.to_json() for offer in offers],
            inputs=asked.inputs.to_json(),
            digest=inputs_digest(rules, offers, asked.inputs),
            ordered_by=actor.key,
            ordered_by_name=actor.name[:200],
            ordered_at=deed.moment,
        )
        deed.after(study=study.no, digest=study.digest, budget=asked.inputs.budget, edition=edition.no)
        deed.emit(
            StudyOrdered(
                subject=deed.subject, parties=(actor.key,), number=row.number, study=study.pk, attempt=study.attempt
            )
        )
        deed.result(study.pk)
        return int(study.pk)


def stop_study(asked: SteerStudy, *, actor: Actor) -> None:
    """Nothing more is computed; what there is stays for the next attempt. Raises Refused when nothing runs."""
    _steer(asked, "stop", actor=actor)


def repeat_study(asked: SteerStudy, *, actor: Actor) -> None:
    """Solve what was stopped or failed, with the same inputs, going on where it was."""
    _steer(asked, "order", actor=actor)


def _steer(asked: SteerStudy, verb: str, *, actor: Actor) -> None:
    require_study(actor)
    with command("calls.stop_study" if verb == "stop" else "calls.repeat_study", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        study = _locked(asked.study_id)
        deed.subject = f"round:{study.round_id}"
        deed.before(study=study.no, state=study.state)
        study.state = STUDY.after(study.state, verb)
        if verb == "stop":
            study.ended_at = deed.moment
        else:
            study.attempt, study.tries, study.failure, study.ended_at = study.attempt + 1, 0, None, None
        study.save(update_fields=["state", "attempt", "tries", "failure", "ended_at"])
        deed.after(study=study.no, state=study.state, done=study.done, steps=study.steps)
        if verb != "stop":
            number = study.round.number
            deed.emit(
                StudyOrdered(
                    subject=deed.subject, parties=(actor.key,), number=number, study=study.pk, attempt=study.attempt
                )
            )
        deed.result(True)


def _locked(study_id: int) -> PortfolioStudy:
    rows = PortfolioStudy.objects.select_for_update(of=("self",)).select_related("round")
    found = rows.filter(pk=study_id).first()
    if found is None:
        raise queries.no_such_study()
    return found


# ---- the worker ------------------------------------------------------------------------------------------------------


def run_study(study_id: int, attempt: int, *, actor: Actor) -> bool:
    """Compute what is still missing; whether the result stands now. Raises NotAllowed for anyone but the job."""
    actor.require(RUN_JOB)
    row = PortfolioStudy.objects.filter(pk=study_id, attempt=attempt, state__in=["waiting", "running"]).first()
    if row is None:
        return False
    if row.tries >= MOST_TRIES:
        _fail(row, DIED, actor=actor)
        return False
    begun = PortfolioStudy.objects.filter(pk=row.pk, attempt=attempt, state=row.state)
    if not begun.update(state=STUDY.after(row.state, "begin"), tries=row.tries + 1):
        return False
    # NumPy and HiGHS are loaded by whoever solves, not by every process that can order a study.
    from khue.features.calls.usecases.solving import computed

    mine = PortfolioStudy.objects.filter(pk=row.pk, attempt=attempt, state="running")
    kept = dict(row.partial)

    def keep(key: str, value: Any, done: int, steps: int) -> None:
        kept[key] = value
        if not mine.update(partial=kept, done=done, steps=steps):
            raise Stopped

    offers = tuple(OfferFacts.from_json(one) for one in row.offers)
    edition = RoundEdition.objects.get(pk=row.edition_id)
    try:
        result = computed(
            Rules.from_json(edition.rules),
            offers,
            StudyInputs.from_json(row.inputs),
            queries.salt_of(row),
            row.partial,
            keep,
        )
    except Stopped:
        return False
    except DatabaseError:
        # The database is away or busy: that says nothing of the study. The job is tried again.
        raise
    except Refused as refused:
        reason = refused.decision.reasons[0]
        _fail(row, reason.text, actor=actor)
        return False
    except Exception:
        log.exception("a portfolio study failed", extra={"study": study_id})
        _fail(row, UNEXPECTED, actor=actor)
        return False
    return _finish(row, result, actor=actor)


def _finish(row: PortfolioStudy, result: dict[str, Any], *, actor: Actor) -> bool:
    with command("calls.finish_study", actor, subject=f"round:{row.round_id}") as deed:
        rows = PortfolioStudy.objects.select_for_update(of=("self",)).select_related("round")
        fresh = rows.filter(pk=row.pk, attempt=row.attempt, state="running").first()
        if fresh is None:
            deed.nothing_done()
            return False
        fresh.state, fresh.result, fresh.ended_at = STUDY.after(fresh.state, "finish"), result, deed.moment
        fresh.steps = max(fresh.steps, 1)
        fresh.done, fresh.partial = fresh.steps, {}
        fresh.save(update_fields=["state", "result", "ended_at", "steps", "done", "partial"])
        deed.after(study=fresh.no, feasible=result["feasible"], value=result.get("value"), cost=result.get("cost"))
        deed.notify(
            fresh.ordered_by,
            "calls",
            Text("Phương án danh mục đã có kết quả", "A portfolio study is solved"),
            Text(f"{fresh.round.number} · {fresh.title}", f"{fresh.round.number} · {fresh.title}"),
            f"/calls/rounds/{fresh.round_id}/studies/{fresh.no}/",
        )
        return True


def _fail(row: PortfolioStudy, why: Text, *, actor: Actor) -> None:
    with command("calls.fail_study", actor, subject=f"round:{row.round_id}") as deed:
        rows = PortfolioStudy.objects.select_for_update().filter(pk=row.pk, attempt=row.attempt)
        fresh = rows.filter(state__in=["waiting", "running"]).first()
        if fresh is None:
            deed.nothing_done()
            return
        fresh.state, fresh.failure, fresh.ended_at = STUDY.after(fresh.state, "fail"), why.to_json(), deed.moment
        fresh.save(update_fields=["state", "failure", "ended_at"])
        deed.after(study=fresh.no, failure=why.to_json())
