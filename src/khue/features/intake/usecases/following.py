"""What happens to the dossier afterwards: supplements, withdrawal, results handed over, and every move of its state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.dossiers import queries as dossier_queries
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries import DossierFacts
from khue.features.intake import access
from khue.features.intake.domain.handing import HandOver, may_hand_over
from khue.features.intake.domain.messages import (
    Message,
    TakeInDelivery,
    TakeInSupplement,
    TakeInWithdrawal,
    in_answers,
    moment_reasons,
)
from khue.features.intake.domain.states import WAYS, WITH_RESULT
from khue.features.intake.domain.telling import Change
from khue.features.intake.events import ResultHandedOver
from khue.features.intake.models import IntakeCase
from khue.features.intake.usecases.parts import due_moved, locked_case, write_changes
from khue.features.intake.usecases.receiving import Files, Outcome, judged, keep, message_for, receive_files
from khue.kernel.deeds import Deed, command


def take_in_supplement(asked: TakeInSupplement, *, actor: Actor) -> Outcome:
    """The answer to a request for supplements. Refused content is kept with its reasons. Raises Missing, Conflict."""
    files = receive_files(asked.files)
    with message_for("intake.take_in_supplement", asked.message, actor=actor) as (deed, case):
        if isinstance(case, Outcome):
            return case
        case.revision = asked.message.revision
        case.save(update_fields=["revision"])
        return _kept(case, "supplement", asked.message, lambda: _supplement(case, asked, files, deed=deed), deed, files)


def _supplement(case: IntakeCase, asked: TakeInSupplement, files: Files, *, deed: Deed) -> DossierFacts:
    dossier = _dossier_of(case)
    if files.reasons:
        raise Refused.because(*files.reasons)
    try:
        return dossiers.supplement_whole(dossier, asked.answers, files.kept, asked.note, deed=deed)
    except Refused as refused:
        raise Refused.because(*map(in_answers, refused.decision.reasons)) from refused


def take_in_withdrawal(asked: TakeInWithdrawal, *, actor: Actor) -> Outcome:
    """The applicant took it back at the other system. Raises Missing, Conflict."""
    with message_for("intake.take_in_withdrawal", asked.message, actor=actor) as (deed, case):
        if isinstance(case, Outcome):
            return case
        case.revision = asked.message.revision
        case.save(update_fields=["revision"])
        return _kept(
            case,
            "withdrawal",
            asked.message,
            lambda: dossiers.withdraw_whole(_dossier_of(case), asked.ground, deed=deed),
            deed,
        )


def take_in_delivery(asked: TakeInDelivery, *, actor: Actor) -> Outcome:
    """The other system has handed the result over. Raises Missing, Conflict."""
    with message_for("intake.take_in_delivery", asked.message, actor=actor) as (deed, case):
        if isinstance(case, Outcome):
            return case
        case.revision = asked.message.revision
        case.save(update_fields=["revision"])

        def handed() -> DossierFacts:
            facts = dossier_queries.facts(_dossier_of(case))
            when = asked.handed_at or deed.moment
            reasons = [*moment_reasons(asked.handed_at, deed.moment, "handed_at")]
            require(Decision.refuse_if_any([*reasons, *may_hand_over(case.delivery, asked.way).reasons]))
            _hand_over(case, facts, asked.way, when, cause=f"message:{asked.message.revision}", deed=deed)
            return facts

        return _kept(case, "delivery", asked.message, handed, deed)


def hand_over_result(asked: HandOver, *, actor: Actor) -> None:
    """An officer has handed the result over, at the counter or by post. Raises NotAllowed, Missing, Refused."""
    actor.require(access.SEND)
    with command("intake.hand_over_result", actor, subject=f"intake:{asked.case_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        case = locked_case(asked.case_id)
        require(may_hand_over(case.delivery, asked.way))
        facts = dossier_queries.facts(_dossier_of(case))
        _hand_over(case, facts, asked.way, deed.moment, cause="officer", deed=deed)
        deed.result(True)


def _hand_over(case: IntakeCase, facts: DossierFacts, way: str, at: datetime, *, cause: str, deed: Deed) -> None:
    case.handed_way, case.handed_at, case.handed_by = way, at, deed.actor.key
    write_changes(case, [Change("delivery", case.delivery, "handed_over")], facts, cause=cause, deed=deed)
    words = WAYS[way]
    deed.after(delivery=case.delivery, way=way)
    deed.emit(
        ResultHandedOver(
            subject=f"dossier:{facts.id}", parties=(facts.applicant_key,), number=facts.number, way=words.vi,
            way_en=words.into("en"),
        )
    )  # fmt: skip


def _kept(
    case: IntakeCase,
    kind: str,
    message: Message,
    part: Callable[[], DossierFacts],
    deed: Deed,
    files: Files | None = None,
) -> Outcome:
    """Judge a later message, and keep it with its answer."""
    facts, refusal = judged(deed, part)
    case.refresh_from_db()
    if facts is None and case.dossier_id is not None:
        facts = dossier_queries.facts(case.dossier_id)
    return keep(case, kind, message, facts, refusal, deed=deed, files=files)


def _dossier_of(case: IntakeCase) -> int:
    """Raises Refused when the case has none: its content was refused."""
    if case.dossier_id is None:
        raise Refused.because(
            Reason(
                "intake.no_dossier",
                Text("Hồ sơ này chưa hợp lệ về nội dung.", "This dossier was refused for its content."),
                Text("Mời gửi lại hồ sơ đã sửa với revision lớn hơn.", "Send the corrected dossier with a higher revision."),
            )
        )  # fmt: skip
    return int(case.dossier_id)


# -- what the dossier's own room does --------------------------------------------------------------------------------


def follow_dossier(facts: DossierFacts, before: str, *, deed: Deed) -> None:
    """Wired by ``site``: a new state, or a new due day, of a taken-in dossier becomes history and a message at once."""
    case = IntakeCase.objects.select_for_update().filter(dossier_id=facts.id).first()
    if case is None:
        return
    changes = [Change("business", before, facts.state)] if before != facts.state else []
    if facts.state in WITH_RESULT and case.delivery == "not_ready":
        changes.append(Change("delivery", case.delivery, "ready"))
    due = not changes and due_moved(case, facts.due_on)
    if changes or due:
        write_changes(case, changes, facts, cause="dossier", deed=deed, due=due)
