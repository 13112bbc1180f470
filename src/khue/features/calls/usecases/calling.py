"""Calls: prepared from an approved order, published, amended (only extended), cancelled; questions with public answers; watches."""

from __future__ import annotations

from datetime import datetime, time

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.decision import Decision
from khue.core.errors import Refused, require
from khue.core.folding import fold
from khue.features.calls import access
from khue.features.calls.domain.calling import day_of, may_amend, may_ask, may_cancel, may_prepare, may_publish
from khue.features.calls.domain.commands import (
    AmendCall,
    AnswerQuestion,
    AskQuestion,
    CancelCall,
    PrepareCall,
    PublishCall,
    WatchCalls,
)
from khue.features.calls.domain.flows import CALL, DIRECT, ORDER, PROPOSAL
from khue.features.calls.domain.needing import filled
from khue.features.calls.events import CallAmended, CallCancelled, CallPublished, QuestionAnswered
from khue.features.calls.models import Amendment, Call, CallWatch, Proposal, Question
from khue.features.calls.queries import rules, staging
from khue.features.calls.queries.cards import facts_of_call
from khue.features.calls.usecases.parts import (
    locked_call,
    locked_order,
    locked_proposal,
    new_number,
    require_signed_in,
    tell,
    write,
)
from khue.features.calls.usecases.teams import people_of
from khue.features.dossiers import usecases as dossiers
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command


def closing_words(moment: datetime) -> str:
    """``17:00 ngày 30/04/2026`` is said the same way in both languages: hour, then day."""
    return f"{moment.astimezone(CITY_ZONE):%H:%M, %d/%m/%Y}"


def prepare_call(asked: PrepareCall, *, actor: Actor) -> int:
    """A call from an approved order; its id. A selection stays open as long as the law says at least."""
    actor.require(access.PREPARE)
    with command("calls.prepare_call", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        order = locked_order(asked.order_id)
        term = rules.open_term(asked.opens_on, day_of(asked.closes_at), deed.today)
        if asked.concept_call is not None:
            locked_call(asked.concept_call)
        concepts = staging.concept_call(asked.concept_call)
        require(may_prepare(order.state, asked, order.mode, term, deed.moment, concepts))
        if order.state == "called" and asked.concept_call is None:
            raise Refused(ORDER.decision(order.state, "call"))
        call = Call.objects.create(
            number=new_number("call", deed.today.year),
            order=order,
            mode=order.mode,
            stage=asked.stage,
            concept_call_id=asked.concept_call,
            field=order.field,
            title=asked.title.strip(),
            folded=fold(f"{asked.title} {asked.summary} {order.title}"),
            summary=asked.summary.strip(),
            criteria=[line for line in map(str.strip, asked.criteria) if line],
            papers=[line for line in map(str.strip, asked.papers) if line],
            cost_frame=order.cost_frame,
            invited_id=order.performer_id if order.mode == DIRECT else None,
            opens_at=_opening(asked, deed.moment),
            closes_at=asked.closes_at,
            questions_until=asked.questions_until,
            prepared_by=actor.key,
            prepared_at=deed.moment,
        )
        deed.subject = f"call:{call.pk}"
        deed.about(f"order:{order.pk}")
        if asked.concept_call is None:
            write(order, state=ORDER.after(order.state, "call"))
        else:
            deed.about(f"call:{asked.concept_call}")
        deed.after(number=call.number, order=order.number, stage=call.stage, closes_at=call.closes_at.isoformat())
        deed.result(call.pk)
        return int(call.pk)


def _opening(asked: PrepareCall, now: datetime) -> datetime:
    """The first moment of the opening day, or now when that day has begun."""
    return max(datetime.combine(asked.opens_on, time(), CITY_ZONE), now)


def publish_call(asked: PublishCall, *, actor: Actor) -> None:
    """From now on everybody reads it; who watches for such calls is told, and so is the performer of a direct assignment."""
    actor.require(access.PREPARE)
    with command("calls.publish_call", actor, subject=f"call:{asked.call_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        call = locked_call(asked.call_id, asked.seen)
        term = rules.open_term(day_of(max(call.opens_at, deed.moment)), day_of(call.closes_at), deed.today)
        deed.decide(require(may_publish(facts_of_call(call), term, deed.moment)), edition=rulebook.edition())
        opens = max(call.opens_at, deed.moment)
        write(
            call,
            state=CALL.after(call.state, "publish"),
            published_by=actor.key,
            published_at=deed.moment,
            opens_at=opens,
        )
        deed.after(state=call.state, opens_at=opens.isoformat(), closes_at=call.closes_at.isoformat())
        invited = access.party_key(call.invited_id)
        concepts = Proposal.objects.filter(call=call.concept_call_id, state="invited") if call.concept_call_id else ()
        leads = dict.fromkeys(access.party_key(one.lead_id) for one in concepts)
        parties = (invited,) if invited else tuple(leads)
        deed.emit(CallPublished(subject=deed.subject, parties=parties, number=call.number, title=call.title))
        if call.concept_call_id is None:
            _tell_watchers(call, deed=deed)
        for one in concepts:
            _tell_invited(call, one, deed=deed)
        if call.invited_id:
            tell(
                (invited, *people.representatives([call.invited_id], deed.today)),
                Text(f"Mời thực hiện nhiệm vụ: {call.number}", f"Invitation to perform a task: {call.number}"),
                Text(call.title, call.title),
                f"/calls/{call.pk}/",
                deed=deed,
            )
        deed.result(True)


def _tell_invited(call: Call, concept: Proposal, *, deed: Deed) -> None:
    """Everybody behind an invited concept, and whoever may hand in for its lead today."""
    tell(
        (*people_of(concept), *people.representatives([concept.lead_id], deed.today)),
        Text(f"Mời nộp đề xuất hoàn chỉnh: {call.number}", f"Invitation to the full stage: {call.number}"),
        Text(
            f"Tiếp theo ý tưởng {concept.number}. Nhận đề xuất đến {closing_words(call.closes_at)}.",
            f"It goes on from concept {concept.number}. Open until {english_day(closing_words(call.closes_at))}.",
        ),
        f"/calls/{call.pk}/",
        deed=deed,
    )


def _tell_watchers(call: Call, *, deed: Deed) -> None:
    readers = [row.owner for row in CallWatch.objects.all() if fits(row.words, row.field, call.folded, call.field)]
    tell(
        readers,
        Text(f"Thông báo mới {call.number}", f"New call {call.number}"),
        Text(
            f"{call.title}. Nhận đề xuất đến {closing_words(call.closes_at)}.",
            f"{call.title}. Open until {english_day(closing_words(call.closes_at))}.",
        ),
        f"/calls/{call.pk}/",
        deed=deed,
    )


def fits(words: str, field: str, folded: str, of_field: str) -> bool:
    """Whether a call fits a saved search: every word, marks or not, and the field."""
    return (not field or field == of_field) and all(word in folded for word in fold(words).split())


def amend_call(asked: AmendCall, *, actor: Actor) -> None:
    """What changes, and why; the closing moment only moves back. Everybody who writes or has handed in is told."""
    actor.require(access.PREPARE)
    with command("calls.amend_call", actor, subject=f"call:{asked.call_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        call = locked_call(asked.call_id, asked.seen)
        require(may_amend(facts_of_call(call), asked, deed.moment))
        before, after = call.closes_at, asked.closes_at or call.closes_at
        Amendment.objects.create(
            call=call,
            no=Amendment.objects.filter(call=call).count() + 1,
            text=asked.text.strip(),
            ground=asked.ground.strip(),
            closes_before=before,
            closes_after=after,
            made_by_name=actor.name,
            made_at=deed.moment,
        )
        deed.before(closes_at=before.isoformat())
        write(call, closes_at=after)
        deed.after(closes_at=after.isoformat(), text=asked.text, ground=asked.ground)
        closes = closing_words(after)
        deed.emit(CallAmended(subject=deed.subject, parties=leads_of(call), number=call.number, closes=closes))
        tell(
            writers_of(call),
            Text(f"Thông báo {call.number} được điều chỉnh", f"Call {call.number} was amended"),
            Text(
                f"{asked.text.strip()} Hạn nộp: {closes}.", f"{asked.text.strip()} It closes at {english_day(closes)}."
            ),
            f"/calls/{call.pk}/",
            deed=deed,
        )
        deed.result(True)


def leads_of(call: Call) -> tuple[str, ...]:
    """Keys of the leads of living proposals of this call."""
    rows = Proposal.objects.filter(call=call).exclude(state__in=["given_up", "void"])
    return tuple(f"party:{lead}" for lead in rows.order_by("pk").values_list("lead_id", flat=True).distinct())


def writers_of(call: Call) -> list[str]:
    """Everybody on a live proposal of this call."""
    rows = Proposal.objects.filter(call=call).exclude(state__in=["given_up", "void"])
    return [key for row in rows for key in people_of(row)]


def cancel_call(asked: CancelCall, *, actor: Actor) -> None:
    """With its ground, before the opening. What was written stays with its authors; sealed proposals are never opened."""
    actor.require(access.PREPARE)
    with command("calls.cancel_call", actor, subject=f"call:{asked.call_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        call = locked_call(asked.call_id, asked.seen)
        require(may_cancel(facts_of_call(call), asked.ground))
        order = locked_order(call.order_id)
        writers = writers_of(call)
        leads = leads_of(call)
        for pk in Proposal.objects.filter(call=call, state__in=["writing", "handed_in"]).values_list("pk", flat=True):
            proposal = locked_proposal(pk)
            if proposal.state == "handed_in":
                dossiers.unseal_draft(proposal.dossier_id, deed=deed)
            write(proposal, state=PROPOSAL.after(proposal.state, "void"), ended_ground=asked.ground.strip())
        deed.before(state=call.state)
        write(
            call,
            state=CALL.after(call.state, "cancel"),
            cancelled_ground=asked.ground.strip(),
            ended_at=deed.moment,
        )
        if call.concept_call_id is None:  # the concept call of a full one still stands
            write(order, state=ORDER.after(order.state, "uncall"))
        deed.after(state=call.state, ground=call.cancelled_ground)
        deed.emit(CallCancelled(subject=deed.subject, parties=leads, number=call.number))
        tell(
            writers,
            Text(f"Thông báo {call.number} đã bị hủy", f"Call {call.number} was cancelled"),
            Text(call.cancelled_ground, call.cancelled_ground),
            f"/calls/{call.pk}/",
            deed=deed,
        )
        deed.result(True)


# -- questions -------------------------------------------------------------------------------------------------------


def ask_question(asked: AskQuestion, *, actor: Actor) -> int:
    """A signed-in person asks; nobody outside the office learns who."""
    require_signed_in(actor)
    with command("calls.ask_question", actor, subject=f"call:{asked.call_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        call = Call.objects.filter(pk=asked.call_id).first()
        if call is None or call.published_at is None:
            raise access.no_such_call()
        require(may_ask(facts_of_call(call), asked.text, deed.moment))
        row = Question.objects.create(call=call, text=asked.text.strip(), asked_by=actor.key, asked_at=deed.moment)
        deed.after(question=row.pk)
        readers = [card.key for card in people.people_with_right(access.PREPARE, deed.today)]
        tell(
            readers,
            Text(f"Câu hỏi mới về thông báo {call.number}", f"New question on call {call.number}"),
            Text(row.text[:300], row.text[:300]),
            f"/calls/{call.pk}/",
            deed=deed,
        )
        deed.result(row.pk)
        return int(row.pk)


def answer_question(asked: AnswerQuestion, *, actor: Actor) -> None:
    """The answer is for everybody; whoever asked and whoever writes a proposal is told."""
    actor.require(access.PREPARE)
    with command("calls.answer_question", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = (
            Question.objects.select_for_update(of=("self",)).select_related("call").filter(pk=asked.question_id).first()
        )
        if row is None:
            raise access.missing("câu hỏi", "question")
        deed.subject = f"call:{row.call_id}"
        require(Decision.refuse_if_any(filled(asked.answer, "câu trả lời", "the answer", "answer", least=5)))
        deed.before(answer=row.answer)
        row.answer, row.answered_by_name, row.answered_at = asked.answer.strip(), actor.name, deed.moment
        row.save(update_fields=["answer", "answered_by_name", "answered_at"])
        deed.after(question=row.pk, answer=row.answer)
        deed.emit(QuestionAnswered(subject=deed.subject, parties=(), number=row.call.number))
        tell(
            [row.asked_by, *writers_of(row.call)],
            Text(f"Có câu trả lời về thông báo {row.call.number}", f"An answer on call {row.call.number}"),
            Text(row.answer[:300], row.answer[:300]),
            f"/calls/{row.call_id}/",
            deed=deed,
        )
        deed.result(True)


# -- saved searches --------------------------------------------------------------------------------------------------


def watch_calls(asked: WatchCalls, *, actor: Actor) -> None:
    """Keep a search; its owner is told of each new call that fits. Keeping it twice does nothing."""
    require_signed_in(actor)
    with command("calls.watch_calls", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        words = " ".join(asked.words.split())[:200]
        _row, made = CallWatch.objects.get_or_create(
            owner=actor.key, words=words, field=asked.field, defaults={"made_at": deed.moment}
        )
        if not made:
            deed.nothing_done()
            return
        deed.after(field=asked.field)
        deed.result(True)


def stop_watching(watch_id: int, *, actor: Actor) -> None:
    """The saved search ends; another's is not found."""
    require_signed_in(actor)
    with command("calls.stop_watching", actor, subject=actor.key) as deed:
        gone, _each = CallWatch.objects.filter(pk=watch_id, owner__in=actor.keys).delete()
        if not gone:
            raise access.missing("tìm kiếm đã lưu", "saved search")
        deed.after(ended=watch_id)
