"""The decision of the People's Committee: recognise with benefits from–until, refuse, or send back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import require
from khue.core.rules.answer import Answer
from khue.features.dossiers.queries import facts
from khue.features.dossiers.usecases import close_task, issue_document, record_decision
from khue.features.keytasks.domain.application import application
from khue.features.keytasks.domain.commands import DecideRecognition
from khue.features.keytasks.domain.recognition import CONDITIONS, KEY_TASK, DecisionFacts, last_day_of, may_decide
from khue.features.keytasks.events import RecognitionRefused, TaskRecognised
from khue.features.keytasks.models import Examination, KeyTask
from khue.features.keytasks.queries.rules import (
    day_after,
    decider_answer,
    known_benefits,
    last_day_by_law,
    recognition_answer,
    told,
    validity_answer,
)
from khue.features.keytasks.usecases.applying import already_recognised
from khue.features.keytasks.usecases.parts import (
    about,
    give_benefits,
    hands_of,
    is_near,
    move,
    open_period,
    tell_lead,
    worked_on,
)
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command


def decide_recognition(asked: DecideRecognition, *, actor: Actor) -> None:
    """Decide. A recognition gives its benefits and opens the first period of report in the same transaction."""
    with command("keytasks.decide_recognition", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        desk_task, task = worked_on(asked.task_id, "decision", asked.seen, deed)
        require(may_decide(asked, _facts(task, deed)))
        deed.before(state=task.state)
        if asked.outcome == "back":
            move(task, state=KEY_TASK.after(task.state, "send_back"))
            deed.after(state=task.state, sent_back=asked.ground)
            close_task(desk_task.id, "back", note=asked.ground, deed=deed)
        elif asked.outcome == "refuse":
            _refuse(asked, desk_task.id, task, deed)
        else:
            _recognise(asked, desk_task.id, task, deed)
        deed.result(True)


def _facts(task: KeyTask, deed: Deed) -> DecisionFacts:
    actor = deed.actor
    examined = Examination.objects.filter(key_task=task)
    last = examined.order_by("-pk").first()
    opinion = task.opinions.order_by("-pk").first()
    council = "" if opinion is None or last is None or opinion.at < last.at else "for" if opinion.favours else "against"
    return DecisionFacts(
        state=task.state,
        hands=actor.hands,
        examiners=hands_of(list(examined.values_list("examiner", "examiner_for")), actor),
        side=is_near(task, actor),
        unmet=unmet_of(last),
        council=council,
        by_law=last_day_by_law(deed.today),
        amended=task.amended_at is not None and (last is None or task.amended_at > last.at),
        today=deed.today,
    )


def unmet_of(examination: Examination | None) -> tuple[Text, ...]:
    """Conditions that were not met, by their names."""
    if examination is None:
        return ()
    return tuple(label for code, label in CONDITIONS.items() if not examination.found[code]["met"])


def _rulings(task: KeyTask, deed: Deed) -> tuple[Answer, ...]:
    """What the rules say: of the task by the law of the day of receipt, of who decides and how long by that of today."""
    asked = application(facts(task.dossier_id).answers)
    already = already_recognised(task.party_id, task.title)
    return (
        recognition_answer(asked.field, asked.uses_city_budget, already, task.law_day, deed.today),
        decider_answer(deed.today),
        validity_answer(deed.today),
    )


def _recognise(asked: DecideRecognition, desk_task: int, task: KeyTask, deed: Deed) -> None:
    rulings = _rulings(task, deed)
    for answer in rulings[:2]:
        # A rule that refuses binds the decider as it binds the applicant; what is unset refuses nothing.
        if answer.outcome is Outcome.REFUSED:
            require(told(answer))
    last_day = last_day_by_law(deed.today) or asked.last_day
    assert last_day is not None, "may_decide has seen it"
    reasons = [*(reason for answer in rulings for reason in told(answer).reasons if reason.source), *_why(asked)]
    binding = all(answer.binding for answer in rulings)
    decision = Decision.grant(reasons, binding=binding)
    set_recognised(task, last_day, decision, deed)
    text = Text(
        f"Công nhận nhiệm vụ trọng điểm, đến hết ngày {last_day:%d/%m/%Y}.",
        f"Recognised as a key task until {format_day(last_day, 'en')}.",
    )
    record = record_decision(task.dossier_id, decision=decision, outcome="granted", amount=None, text=text, deed=deed)
    for answer in rulings:
        keep_ruling(f"decision:{record}", answer, deed=deed)
    issue_document(task.dossier_id, "decision", values=_document(task, last_day, decision, asked.ground), deed=deed)
    close_task(desk_task, "recognise", note=asked.ground, deed=deed)
    begin_benefits(task, deed.today, task.dossier_number, deed=deed)
    deed.emit(TaskRecognised(**about(task), last_day=f"{last_day:%d/%m/%Y}"))


def _why(asked: DecideRecognition) -> Sequence[Reason]:
    ground = asked.ground.strip()
    return (Reason("ground", Text(ground, ground)),) if ground else ()


def set_recognised(task: KeyTask, last_day: date, decision: Decision, deed: Deed) -> None:
    """The key task as recognised from today until the end of ``last_day``."""
    basis = dict.fromkeys(reason.source.cited for reason in decision.reasons if reason.source)
    move(
        task,
        state="recognised",
        decided_on=deed.today,
        decided_by=deed.actor.key,
        until_on=day_after(last_day),
        ended_on=None,
        binding=decision.binding,
        basis_vi="; ".join(text.vi for text in basis) or "–",
        basis_en="; ".join(text.into("en") for text in basis),
    )
    deed.after(state=task.state, recognised_until=str(last_day))


def begin_benefits(task: KeyTask, start: date, cause: str, *, deed: Deed) -> None:
    """Benefits from ``start`` until the end of the recognition, and the first period to report on."""
    assert task.until_on is not None, "it was recognised just now"
    give_benefits(task, start, task.until_on, cause, deed=deed)
    open_period(task, start, deed=deed)
    last_day = last_day_of(task.until_on)
    tell_lead(
        task,
        Text(f"“{task.title}” được công nhận là nhiệm vụ trọng điểm", f"“{task.title}” is recognised as a key task"),
        Text(
            f"Thời hạn đến hết ngày {last_day:%d/%m/%Y}. Mời ông/bà xem các chính sách được hưởng và kỳ báo cáo.",
            f"It holds until {format_day(last_day, 'en')}. See the benefits and the periods to report on.",
        ),
        deed=deed,
    )


def _refuse(asked: DecideRecognition, desk_task: int, task: KeyTask, deed: Deed) -> None:
    rulings = _rulings(task, deed)[:2]
    ground = Text(asked.ground.strip(), asked.ground.strip())
    decision = Decision.refuse(Reason("refused", ground), binding=all(answer.binding for answer in rulings))
    move(task, decided_on=deed.today, decided_by=deed.actor.key)
    record = record_decision(task.dossier_id, decision=decision, outcome="refused", amount=None, text=ground, deed=deed)
    for answer in rulings:
        keep_ruling(f"decision:{record}", answer, deed=deed)
    values = {
        **_document(task, deed.today, decision, ""),
        "subject": f"Về việc không công nhận nhiệm vụ trọng điểm “{task.title}”",
        "subject_en": f"Refusal to recognise “{task.title}” as a key task",
        "articles": [
            {"text": f"Không công nhận nhiệm vụ “{task.title}” là nhiệm vụ trọng điểm của Thủ đô. Lý do: {ground.vi}"},
            {"text": f"{task.party.name} có quyền khiếu nại quyết định này theo quy định của pháp luật."},
        ],
    }
    issue_document(task.dossier_id, "decision", values=values, deed=deed)
    # Closing the desk's task ends the dossier, which ends the key task (``applying.end``).
    close_task(desk_task, "refuse", note=asked.ground, deed=deed)
    task.refresh_from_db()
    deed.after(state=task.state, ground=ground.vi)
    deed.emit(RecognitionRefused(**about(task)))


def _document(task: KeyTask, last_day: date, decision: Decision, ground: str) -> dict[str, Any]:
    lead, body = task.party.name, rulebook.city_package().BODY
    provisions = dict.fromkeys(reason.source.provision for reason in decision.reasons if reason.source)
    opened = "; ".join(one.text.vi for one in known_benefits(task.law_day) if one.applies)
    return {
        "decider": body,
        "body": body,
        "body_above": "",
        "subject": f"Về việc công nhận nhiệm vụ trọng điểm “{task.title}”",
        "subject_en": f"Recognition of “{task.title}” as a key task",
        "basis": list(provisions) or ["–"],
        "articles": [
            {
                "text": f"Công nhận nhiệm vụ “{task.title}” do {lead} thực hiện, không sử dụng ngân sách Thành phố, là "
                f"nhiệm vụ trọng điểm của Thủ đô đến hết ngày {last_day:%d/%m/%Y}."
            },
            {"text": f"Trong thời hạn công nhận, {lead} được hưởng: {opened or 'các chính sách theo quy định'}."},
            {"text": f"{lead} báo cáo tình hình thực hiện hằng năm và chịu trách nhiệm thi hành Quyết định này."},
        ],
        "reasons": [reason.to_json() for reason in decision.reasons],
        "recipients": [lead, "Lưu: VT"],
        "proposal": ground or task.dossier_number,
    }
