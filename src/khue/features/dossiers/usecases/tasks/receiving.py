"""Accept a dossier for processing, or refuse its receipt."""

from __future__ import annotations

from datetime import date, time

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.dossiers.domain.clocks import case_due, received_on
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.domain.definition import END_RETURNED, ENDS, Procedure
from khue.features.dossiers.domain.steps import DOSSIER, needs_ground
from khue.features.dossiers.events import DossierReceived, ReceiptRefused
from khue.features.dossiers.queries import definition, facts_of, terms_on
from khue.features.dossiers.usecases.clock import open_step
from khue.features.dossiers.usecases.documents import issue
from khue.features.dossiers.usecases.parts import move, notify_applicant, parties_of
from khue.features.dossiers.usecases.tasks.working import (
    finish_task,
    no_such_outcome,
    require_kind,
    worked_on,
)
from khue.features.dossiers.usecases.wiring import tell_ended
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import command

CUTOFF = "onestop.same_day_cutoff"


def accept_for_processing(asked: CompleteStep, *, actor: Actor) -> None:
    """The dossier is complete: valid receipt fixes version, law day and promised day, and form 01 is issued."""
    with command("dossiers.accept_for_processing", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, dossier, step = worked_on(asked, deed)
        require_kind(step, "check")
        procedure = definition(dossier.version_id)
        outcome = next((o for o in step.outcomes if o.next not in ENDS and o.next), None)
        if outcome is None:
            raise no_such_outcome(step)
        calendar = rulebook.calendar()
        cutoff = _cutoff(procedure, deed.today)
        dossier.received_on = received_on(deed.moment, same_day=procedure.same_day, cutoff=cutoff, calendar=calendar)
        dossier.law_day = dossier.received_on
        terms = terms_on(procedure, dossier.law_day)
        dossier.due_on = dossier.promised_on = case_due(procedure, dossier.received_on, terms, calendar)
        target = DOSSIER.after(dossier.state, "accept")
        move(dossier, target, "received_on", "law_day", "due_on", "promised_on", deed=deed)
        finish_task(task, outcome.key, asked.ground, deed=deed)
        open_step(dossier, outcome.next, deed=deed)
        due = f"{dossier.due_on:%d/%m/%Y}" if dossier.due_on else ""
        deed.after(state=dossier.state, law_day=str(dossier.law_day), due_on=str(dossier.due_on or ""))
        deed.emit(DossierReceived(subject=deed.subject, parties=parties_of(dossier), number=dossier.number, due_on=due))
        issue(
            dossier,
            "form-01",
            {"due_on": str(dossier.due_on) if dossier.due_on else None, "received_on": str(dossier.received_on)},
            deed=deed,
        )
        notify_applicant(
            dossier,
            "dossier",
            Text(f"Hồ sơ {dossier.number} đã được tiếp nhận", f"Dossier {dossier.number} was accepted for processing"),
            Text(
                f"Hẹn trả kết quả ngày {due}." if due else dossier.title,
                f"The result is due on {due}." if due else dossier.title,
            ),
            deed=deed,
        )
        deed.result(True)


def _cutoff(procedure: Procedure, today: date) -> time | None:
    return rulebook.parameter(CUTOFF, today).hour if procedure.same_day else None


def refuse_receipt(asked: CompleteStep, *, actor: Actor) -> None:
    """The dossier cannot be taken in (form 03), with the ground and the way out."""
    with command("dossiers.refuse_receipt", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, dossier, step = worked_on(asked, deed)
        require_kind(step, "check")
        require(Decision.refuse_if_any(needs_ground(asked.ground)))
        outcome = next((o for o in step.outcomes if o.next == END_RETURNED), None)
        if outcome is None:
            raise no_such_outcome(step)
        dossier.ended_on = deed.today
        move(dossier, DOSSIER.after(dossier.state, "refuse_receipt"), "ended_on", deed=deed)
        finish_task(task, outcome.key, asked.ground, deed=deed)
        tell_ended(facts_of(dossier), "refused_receipt", deed=deed)
        deed.after(state=dossier.state, ground=asked.ground)
        deed.emit(
            ReceiptRefused(
                subject=deed.subject, parties=parties_of(dossier), number=dossier.number, ground=asked.ground
            )
        )
        issue(dossier, "form-03", {"reasons": [asked.ground]}, deed=deed)
        notify_applicant(
            dossier,
            "dossier",
            Text(f"Hồ sơ {dossier.number} không được tiếp nhận", f"Dossier {dossier.number} was not accepted"),
            Text(asked.ground, asked.ground),
            deed=deed,
        )
        deed.result(True)
