"""A recognition is withdrawn: proposed with a ground, the lead is heard, another person decides; nothing is rewritten."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, require
from khue.features.dossiers.usecases import annul_dossier, close_task, issue_document, open_task, record_decision
from khue.features.keytasks import access
from khue.features.keytasks.domain.commands import AnswerWithdrawal, ProposeWithdrawal, SettleWithdrawal
from khue.features.keytasks.domain.recognition import KEY_TASK
from khue.features.keytasks.domain.withdrawing import may_answer, may_propose, may_settle
from khue.features.keytasks.events import WithdrawalAnswered, WithdrawalProposed, WithdrawalSettled
from khue.features.keytasks.models import KeyTask, Withdrawal
from khue.features.keytasks.queries.rules import HEARING, decider_answer, due, value
from khue.features.keytasks.usecases.parts import (
    about,
    drop_reports,
    end_benefits,
    hands_of,
    is_near,
    locked_key_task,
    move,
    store_papers,
    tell_desk,
    tell_lead,
    worked_on,
)
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


def propose_withdrawal(asked: ProposeWithdrawal, *, actor: Actor) -> int:
    """Propose it with its ground; the lead is told and may answer until the day of the hearing. The withdrawal's id."""
    actor.require(access.EXAMINE)
    with command("keytasks.propose_withdrawal", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        task = locked_key_task(asked.key_task_id, deed)
        access.require_read(actor, task)
        if asked.seen is not None:
            require_seen(asked.seen, task.version)
        hear_until = hearing_ends(deed.today) or asked.hear_until
        under_way = task.withdrawals.filter(outcome="").exists()
        side = is_near(task, actor)
        require(may_propose(task.state, asked, under_way=under_way, hear_until=hear_until, today=deed.today, side=side))
        assert hear_until is not None, "may_propose has seen it"
        found = Withdrawal.objects.create(
            key_task=task,
            ground=asked.ground.strip(),
            hear_until=hear_until,
            proposed_by=actor.key,
            proposed_for=actor.stands_in_for,
            proposed_by_name=actor.name,
            proposed_at=deed.moment,
        )
        move(task)
        open_task(task.dossier_id, "withdrawal", subject=f"withdrawal:{found.pk}", deed=deed)
        day = f"{hear_until:%d/%m/%Y}"
        deed.after(withdrawal=found.pk, ground=found.ground, hear_until=str(hear_until))
        deed.emit(WithdrawalProposed(**about(task), hear_until=day))
        title = Text(f"Đề xuất thu hồi việc công nhận “{task.title}”", f"Withdrawal of “{task.title}” is proposed")
        body = Text(
            f"Mời ông/bà gửi giải trình đến hết ngày {day}. Căn cứ đề xuất: {found.ground}",
            f"Please give your statement by {english_day(day)}. Ground: {found.ground}",
        )
        tell_lead(task, title, body, deed=deed)
        deed.result(found.pk)
        return int(found.pk)


def hearing_ends(today: date) -> date | None:
    """The last day of a hearing that begins today, where the law says how long one is."""
    return due(HEARING, today, today) if value(HEARING, today) is not None else None


def answer_withdrawal(asked: AnswerWithdrawal, *, actor: Actor) -> None:
    """The lead's statement, with papers; whoever decides reads it."""
    with command("keytasks.answer_withdrawal", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Withdrawal.objects.filter(pk=asked.withdrawal_id).values_list("key_task", flat=True).first()
        if row is None:
            raise no_such_withdrawal()
        task = locked_key_task(row, deed)
        access.require_side(actor, task)
        found = Withdrawal.objects.select_for_update().get(pk=asked.withdrawal_id)
        require(may_answer(asked, settled=bool(found.outcome), answered=found.answered_at is not None))
        found.statement = asked.statement.strip()
        found.papers = store_papers(asked.papers, task, "hearing", deed)
        found.answered_by, found.answered_at = actor.key, deed.moment
        found.save(update_fields=["statement", "papers", "answered_by", "answered_at"])
        deed.after(withdrawal=found.pk, answered=True, papers=len(found.papers))
        deed.emit(WithdrawalAnswered(**about(task)))
        title = Text(f"Đã có giải trình: {task.title}", f"A statement was given: {task.title}")
        tell_desk(access.DECIDE, task, title, Text(task.dossier_number, task.dossier_number), deed=deed)
        deed.result(True)


def no_such_withdrawal() -> Missing:
    return Missing(
        Text("Không tìm thấy đề xuất thu hồi này.", "There is no such withdrawal."),
        Text("Mời ông/bà mở lại trang của nhiệm vụ.", "Open the page of the task again."),
    )


def settle_withdrawal(asked: SettleWithdrawal, *, actor: Actor) -> None:
    """Withdraw: a decision that supersedes, benefits end today, open reports are asked for no longer. Or let it stand."""
    with command("keytasks.settle_withdrawal", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        desk_task, task = worked_on(asked.task_id, "withdrawal", asked.seen, deed)
        number = desk_task.subject.removeprefix("withdrawal:")
        rows = Withdrawal.objects.select_for_update()
        found = rows.filter(key_task=task, pk=int(number) if number.isdigit() else 0).first()
        if found is None:
            raise no_such_withdrawal()
        require(
            may_settle(
                asked,
                task.state,
                answered=found.answered_at is not None,
                hear_until=found.hear_until,
                today=deed.today,
                hands=actor.hands,
                proposers=hands_of([(found.proposed_by, found.proposed_for)], actor),
                side=is_near(task, actor),
            )
        )
        deed.before(state=task.state)
        found.outcome = "withdrawn" if asked.withdraws else "kept"
        found.decision_ground = asked.ground.strip()
        found.decided_by, found.decided_by_name, found.decided_on = actor.key, actor.name, deed.today
        found.save(update_fields=["outcome", "decision_ground", "decided_by", "decided_by_name", "decided_on"])
        close_task(desk_task.id, found.outcome, note=found.decision_ground, deed=deed)
        if asked.withdraws:
            _withdraw(task, found, deed)
        else:
            move(task)
            _tell_kept(task, found, deed)
        deed.after(state=task.state, outcome=found.outcome, ground=found.decision_ground)
        deed.emit(WithdrawalSettled(**about(task), withdrawn=bool(asked.withdraws)))
        deed.result(True)


def _withdraw(task: KeyTask, found: Withdrawal, deed: Deed) -> None:
    answer = decider_answer(deed.today)
    ground = Text(found.decision_ground, found.decision_ground)
    decision = Decision.refuse(Reason("withdrawn", ground), binding=answer.binding)
    move(task, state=KEY_TASK.after(task.state, "withdraw"), ended_on=deed.today)
    end_benefits(task, found.decision_ground, deed=deed)
    drop_reports(task)
    annul_dossier(task.dossier_id, found.decision_ground, deed=deed)
    record = record_decision(
        task.dossier_id,
        decision=decision,
        outcome="refused",
        amount=None,
        text=Text(f"Thu hồi việc công nhận nhiệm vụ trọng điểm. Lý do: {ground.vi}", f"The recognition is withdrawn: {ground.into('en')}"),
        title=Text(f"Thu hồi việc công nhận “{task.title}”", f"Recognition of “{task.title}” withdrawn"),
        deed=deed,
    )  # fmt: skip
    keep_ruling(f"decision:{record}", answer, deed=deed)
    lead, body = task.party.name, rulebook.city_package().BODY
    values = {
        "decider": body,
        "body": body,
        "body_above": "",
        "subject": f"Về việc thu hồi việc công nhận nhiệm vụ trọng điểm “{task.title}”",
        "subject_en": f"Withdrawal of the recognition of “{task.title}”",
        "basis": [task.basis_vi],
        "articles": [
            {"text": f"Thu hồi việc công nhận nhiệm vụ “{task.title}” là nhiệm vụ trọng điểm kể từ ngày {deed.today:%d/%m/%Y}. Lý do: {ground.vi}"},
            {"text": "Các chính sách được hưởng theo việc công nhận chấm dứt từ ngày đó; những gì đã hưởng đúng quy định trước đó không thay đổi."},
            {"text": f"{lead} có quyền khiếu nại quyết định này theo quy định của pháp luật."},
        ],
        "reasons": [reason.to_json() for reason in decision.reasons],
        "recipients": [lead, "Lưu: VT"],
        "proposal": task.dossier_number,
    }  # fmt: skip
    issue_document(task.dossier_id, "decision", values=values, deed=deed)


def _tell_kept(task: KeyTask, found: Withdrawal, deed: Deed) -> None:
    title = Text(f"Việc công nhận “{task.title}” được giữ nguyên", f"The recognition of “{task.title}” stands")
    tell_lead(task, title, Text(found.decision_ground, found.decision_ground), deed=deed)
