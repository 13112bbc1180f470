"""The applicant's deeds: hand in, supplement, withdraw."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import Refused, require
from khue.core.folding import fold
from khue.features.dossiers import access
from khue.features.dossiers.domain.answers import kept, open_questions
from khue.features.dossiers.domain.commands import SubmitDossier, Supplement, Withdraw
from khue.features.dossiers.domain.steps import DOSSIER, Certifier, may_submit, needs_ground
from khue.features.dossiers.events import DossierSubmitted, DossierSupplemented, DossierWithdrawn
from khue.features.dossiers.models import Dossier, SupplementRequest, Task
from khue.features.dossiers.queries import definition, facts_of, newest_version
from khue.features.dossiers.usecases.clock import end_pause, open_step
from khue.features.dossiers.usecases.documents import issue
from khue.features.dossiers.usecases.parts import locked_dossier, move, notify_applicant, parties_of
from khue.features.dossiers.usecases.wiring import check_application, tell_ended, tell_submitted
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.features.people.usecases import share_party
from khue.kernel.deeds import Deed, command


def submit_dossier(asked: SubmitDossier, *, actor: Actor) -> str:
    """Hand the dossier in as a certifier; its number. Raises Refused with every open question and every rule's no."""
    with command("dossiers.submit_dossier", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        dossier = locked_dossier(asked.dossier_id)
        holder = _held_holder(dossier)
        access.require_read(actor, dossier)
        require_no_envelope(dossier)
        procedure = definition(dossier.version_id)
        dossier.answers = kept(procedure, dossier.answers)
        applicant = access.party_key(dossier)
        certifier = Certifier(actor.key, applicant, access.may_stand_for(actor, dossier), asked.certified)
        require(may_submit(dossier.state, certifier, open_questions(procedure, dossier.answers)))
        holding, allowed = people.starting(holder, actor.today)
        require(allowed)
        _require_newest(dossier, deed.today)
        deed.decide(checked(dossier, deed.today))
        dossier.submitted_by, dossier.submitted_at = actor.key, deed.moment
        # The register names the applicant as on the day of handing in, whatever the draft was begun as.
        dossier.applicant_name = holding.name
        dossier.folded = fold(f"{dossier.title} {dossier.applicant_name} {dossier.number}")
        written = ("submitted_by", "submitted_at", "answers", "applicant_name", "folded")
        move(dossier, DOSSIER.after(dossier.state, "submit"), *written, deed=deed)
        enter(dossier, holding if holding.key == applicant else people.party(applicant), deed=deed)
        deed.result(dossier.number)
        return dossier.number


def enter(dossier: Dossier, applicant: PartyCard, *, deed: Deed) -> None:
    """What follows when a dossier was handed in: its room takes it in, and the first step lies on a desk."""
    tell_submitted(facts_of(dossier), applicant, first=True, deed=deed)
    open_step(dossier, definition(dossier.version_id).first_step.key, deed=deed)
    deed.after(state=dossier.state, number=dossier.number)
    deed.personal(answers=dossier.answers)
    deed.emit(
        DossierSubmitted(
            subject=access.subject_key(dossier),
            parties=parties_of(dossier),
            number=dossier.number,
            title=dossier.title,
        )
    )


def require_no_envelope(dossier: Dossier) -> None:
    """Raises Refused: what lies in an envelope of another room is handed in and withdrawn there."""
    if dossier.envelope:
        raise Refused.because(
            Reason(
                "in_envelope",
                Text("Đề xuất được nộp và rút tại trang của đề xuất.", "A proposal is handed in and withdrawn on its own page."),
                Text("Mời ông/bà mở trang đề xuất.", "Open the page of the proposal."),
            )
        )  # fmt: skip


def _held_holder(dossier: Dossier) -> str:
    """The party that stands behind the dossier, held until the deed ends: a merger comes before all that follows, or after it."""
    held, holder = "", access.party_key(dossier)
    while holder != held:  # whoever merged while the first one was waited for goes on as another
        share_party(holder)
        held, holder = holder, access.holder_key(dossier)
    return holder


def _require_newest(dossier: Dossier, today: date) -> None:
    """A draft is handed in under the newest version; what changed is shown first."""
    if newest_version(dossier.procedure_key, today) != dossier.version_id:
        raise Refused.because(
            Reason(
                "newer_version",
                Text("Thủ tục vừa có phiên bản mới.", "The procedure has a new version."),
                Text(
                    "Mời ông/bà mở lại hồ sơ để xem điểm thay đổi rồi nộp; các câu trả lời vẫn được giữ.",
                    "Open the dossier again to see what changed, then submit; your answers are kept.",
                ),
            )
        )


def checked(dossier: Dossier, today: date) -> Decision:
    """What the room says of the answers. Raises Refused unless it is a yes."""
    decision = check_application(facts_of(dossier), people.party(access.holder_key(dossier)), today)
    if decision.outcome is Outcome.UNKNOWN:
        raise Refused(Decision(Outcome.REFUSED, decision.reasons, decision.binding))
    return require(decision)


def supplement_dossier(asked: Supplement, *, actor: Actor) -> None:
    """Answer the open request with the changed answers; the clock runs again."""
    with command("dossiers.supplement_dossier", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        dossier = locked_dossier(asked.dossier_id)
        access.require_side_of_applicant(actor, dossier)
        answer_request(dossier, asked.note, deed=deed)
        deed.result(True)


def answer_request(dossier: Dossier, note: str, *, deed: Deed) -> None:
    """The locked dossier, with its answers as they are now, goes back to whoever asked. Raises Refused with all reasons."""
    request = SupplementRequest.objects.select_for_update().filter(dossier=dossier, answered_on=None).first()
    before_receipt = request is not None and request.before_receipt
    target = DOSSIER.after(dossier.state, "supplement_before" if before_receipt else "supplement")
    procedure = definition(dossier.version_id)
    require(Decision.refuse_if_any([*needs_ground(note, "note"), *open_questions(procedure, dossier.answers)]))
    deed.decide(checked(dossier, deed.today))
    if request is not None:
        request.answered_on, request.answer = deed.today, note
        request.save(update_fields=["answered_on", "answer"])
    end_pause(dossier, deed=deed)
    move(dossier, target, "due_on", deed=deed)
    tell_submitted(facts_of(dossier), people.party(access.party_key(dossier)), first=False, deed=deed)
    deed.after(state=dossier.state, note=note, due_on=str(dossier.due_on or ""))
    subject = access.subject_key(dossier)
    deed.emit(DossierSupplemented(subject=subject, parties=parties_of(dossier), number=dossier.number))
    _tell_assignees(dossier, deed=deed)


def _tell_assignees(dossier: Dossier, *, deed: Deed) -> None:
    for task in Task.objects.filter(dossier=dossier, closed_at=None).exclude(assignee=""):
        deed.notify(
            task.assignee,
            "task",
            Text(f"Hồ sơ {dossier.number} đã được bổ sung", f"Dossier {dossier.number} was supplemented"),
            Text(dossier.title, dossier.title),
            f"/desk/tasks/{task.pk}/",
        )


def withdraw_dossier(asked: Withdraw, *, actor: Actor) -> None:
    """Take the dossier back, before a decision. Open tasks are closed; what was held for it is released.

    A dossier that was received gets the notice that work on it stops (form 05).
    """
    with command("dossiers.withdraw_dossier", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        dossier = locked_dossier(asked.dossier_id)
        access.require_side_of_applicant(actor, dossier)
        take_back(dossier, asked.ground, deed=deed)
        deed.result(True)


def take_back(dossier: Dossier, ground: str, *, deed: Deed) -> None:
    """The locked dossier is withdrawn, with what follows."""
    if dossier.state == "draft":
        require_no_envelope(dossier)
    was_draft = dossier.state == "draft"
    target = DOSSIER.after(dossier.state, "withdraw")
    if not was_draft:
        require(Decision.refuse_if_any(needs_ground(ground)))
    dossier.ended_on = deed.today
    end_pause(dossier, deed=deed)
    move(dossier, target, "ended_on", "due_on", deed=deed)
    Task.objects.filter(dossier=dossier, closed_at=None).update(
        closed_at=deed.moment,
        closed_by=deed.actor.key,
        closed_by_name=deed.actor.name,
        outcome="withdrawn",
        note=ground,
    )
    SupplementRequest.objects.filter(dossier=dossier, answered_on=None).update(answered_on=deed.today)
    if not was_draft:
        tell_ended(facts_of(dossier), "withdrawn", deed=deed)
    deed.after(state=dossier.state, ground=ground)
    if dossier.received_on is not None:
        issue(dossier, "form-05", {"reasons": [f"Người nộp rút hồ sơ: {ground}"]}, deed=deed)
    deed.emit(DossierWithdrawn(subject=access.subject_key(dossier), parties=parties_of(dossier), number=dossier.number))
    notify_applicant(
        dossier,
        "dossier",
        Text(f"Hồ sơ {dossier.number} đã được rút", f"Dossier {dossier.number} was withdrawn"),
        Text(dossier.title, dossier.title),
        deed=deed,
    )
