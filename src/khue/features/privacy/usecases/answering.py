"""The officer's deeds on a request: accept or refuse, extend once, record what was done."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.errors import require
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.commands import AcceptRequest, ExtendRequest, FinishRequest, RefuseRequest
from khue.features.privacy.domain.requests import REQUEST, may_accept, may_extend, may_finish, may_refuse
from khue.features.privacy.domain.terms import last_day
from khue.features.privacy.events import RequestAccepted, RequestDone, RequestExtended, RequestRefused
from khue.features.privacy.queries.rules import terms_of
from khue.features.privacy.usecases.consents import withdraw
from khue.features.privacy.usecases.parts import (
    LAST,
    about,
    facts_of,
    locked_request,
    tell_person,
    told_line,
    words,
    write,
)
from khue.features.privacy.usecases.restricting import restrict
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import command


def accept_request(asked: AcceptRequest, *, actor: Actor) -> None:
    """Say what will be done and by which day: the law's term from the receipt, or a promise where none is known."""
    actor.require(access.HANDLE)
    with command("privacy.accept_request", actor, subject=f"subject_request:{asked.request_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = locked_request(asked.request_id, asked.seen)
        found = terms_of(request.kind, request.received_on, third_party=asked.third_party)
        due = last_day(request.received_on, found.carry_out, rulebook.calendar())
        facts = facts_of(request, deed)
        require(may_accept(facts, asked.answer, asked.told, asked.promised_on, deed.today, term=due is not None))
        chosen = due or asked.promised_on
        write(
            request,
            state=REQUEST.after(request.state, "accept"),
            answered_on=deed.today,
            answered_by=actor.key,
            answered_by_name=actor.name,
            answer=asked.answer.strip(),
            third_party=asked.third_party,
            term=found.carry_out.id,
            carry_due_on=chosen,
            first_due_on=chosen,
            binding=found.why.binding,
            told=told_line(request, asked.told, deed),
            sort_on=chosen or LAST,
        )
        deed.decide(found.why, edition=rulebook.edition())
        deed.after(state=request.state, carry_due_on=str(chosen), term=request.term, third_party=asked.third_party)
        deed.personal(answer=request.answer, told=asked.told.strip())
        deed.emit(RequestAccepted(**about(request), due_on=words(chosen)))
        tell_person(
            request,
            Text(f"Yêu cầu {request.number} được chấp nhận", f"Request {request.number} was accepted"),
            Text(f"Thực hiện chậm nhất ngày {words(chosen)}.", f"To be carried out by {english_day(words(chosen))}."),
            deed=deed,
        )
        deed.result(True)


def refuse_request(asked: RefuseRequest, *, actor: Actor) -> None:
    """Refuse with reasons and the legal ground; the person is told where to complain."""
    actor.require(access.HANDLE)
    with command("privacy.refuse_request", actor, subject=f"subject_request:{asked.request_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = locked_request(asked.request_id, asked.seen)
        require(may_refuse(facts_of(request, deed), asked.answer, asked.legal_ground, asked.told))
        deed.before(state=request.state)
        write(
            request,
            state=REQUEST.after(request.state, "refuse"),
            answered_on=request.answered_on or deed.today,
            answered_by=request.answered_by or actor.key,
            answered_by_name=request.answered_by_name or actor.name,
            answer=request.answer or asked.answer.strip(),
            outcome=asked.answer.strip(),
            legal_ground=asked.legal_ground.strip(),
            ended_on=deed.today,
            ended_by=actor.key,
            ended_by_name=actor.name,
            told=told_line(request, asked.told, deed),
            sort_on=LAST,
        )
        deed.after(state=request.state, legal_ground=request.legal_ground)
        deed.personal(answer=request.outcome, told=asked.told.strip())
        deed.emit(RequestRefused(**about(request)))
        tell_person(
            request,
            Text(f"Yêu cầu {request.number} bị từ chối", f"Request {request.number} was refused"),
            Text(
                f"Căn cứ: {request.legal_ground}. Mời ông/bà mở trang để đọc lý do và nơi khiếu nại.",
                f"Ground: {request.legal_ground}. The page gives the reasons, and says where to complain.",
            ),
            deed=deed,
        )
        deed.result(True)


def extend_request(asked: ExtendRequest, *, actor: Actor) -> None:
    """Take longer, once, with a ground; the person is told before the first day runs out."""
    actor.require(access.HANDLE)
    with command("privacy.extend_request", actor, subject=f"subject_request:{asked.request_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = locked_request(asked.request_id, asked.seen)
        found = terms_of(request.kind, request.received_on, third_party=request.third_party)
        require(
            may_extend(
                facts_of(request, deed),
                asked.until,
                asked.ground,
                asked.told,
                deed.today,
                most=found.longest_extension,
                source=found.extension.source,
            )
        )
        deed.before(carry_due_on=str(request.carry_due_on))
        write(
            request,
            extended_on=deed.today,
            extended_by=actor.key,
            extended_by_name=actor.name,
            extension_ground=asked.ground.strip(),
            carry_due_on=asked.until,
            told=told_line(request, asked.told, deed),
            sort_on=asked.until,
        )
        deed.decide(found.why, edition=rulebook.edition())
        deed.after(carry_due_on=str(asked.until))
        deed.personal(ground=request.extension_ground, told=asked.told.strip())
        deed.emit(RequestExtended(**about(request), due_on=words(asked.until)))
        tell_person(
            request,
            Text(f"Gia hạn thực hiện yêu cầu {request.number}", f"Request {request.number} takes longer"),
            Text(
                f"Hạn mới: {words(asked.until)}. Lý do: {request.extension_ground}",
                f"New day: {english_day(words(asked.until))}. Ground: {request.extension_ground}",
            ),
            deed=deed,
        )
        deed.result(True)


def finish_request(asked: FinishRequest, *, actor: Actor) -> None:
    """Record what was done; the person reads it word by word."""
    actor.require(access.HANDLE)
    with command("privacy.finish_request", actor, subject=f"subject_request:{asked.request_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = locked_request(asked.request_id, asked.seen)
        require(may_finish(facts_of(request, deed), asked.outcome, asked.told))
        deed.before(state=request.state)
        if request.kind == "withdraw":
            for purpose in asked.consents:
                require(withdraw(purpose, people.present_party(request.party).key, request, deed=deed))
        if request.kind == "restrict":
            restrict(request, deed=deed)
        write(
            request,
            state=REQUEST.after(request.state, "finish"),
            outcome=asked.outcome.strip(),
            ended_on=deed.today,
            ended_by=actor.key,
            ended_by_name=actor.name,
            told=told_line(request, asked.told, deed),
            sort_on=LAST,
        )
        late = request.carry_due_on is not None and deed.today > request.carry_due_on
        deed.after(state=request.state, late=late)
        deed.personal(outcome=request.outcome, told=asked.told.strip())
        deed.emit(RequestDone(**about(request)))
        tell_person(
            request,
            Text(f"Yêu cầu {request.number} đã được thực hiện", f"Request {request.number} was carried out"),
            Text("Mời ông/bà mở trang để đọc kết quả.", "Open the page to read the result."),
            deed=deed,
        )
        deed.result(True)
