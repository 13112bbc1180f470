"""A request comes in: from the person, or entered for somebody who came with a paper; and is taken back."""

from __future__ import annotations

from datetime import date, datetime, time

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.core.number import dossier_number
from khue.features.dossiers.usecases import next_number
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.commands import EnterRequest, MakeRequest, WithdrawRequest
from khue.features.privacy.domain.requests import KINDS, REQUEST, may_enter, may_make
from khue.features.privacy.domain.terms import last_day
from khue.features.privacy.events import RequestReceived, RequestWithdrawn
from khue.features.privacy.models import SubjectRequest
from khue.features.privacy.queries.rules import terms_of
from khue.features.privacy.usecases.parts import LAST, about, locked_request, path_of, subject_of, tell_desk, write
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

SERIES, PREFIX = "subject-request", "DL"


def make_request(asked: MakeRequest, *, actor: Actor) -> int:
    """The person asks; the answer's clock begins. Returns the request's id."""
    party = access.require_self(actor)
    with command("privacy.make_request", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_make(asked.kind, asked.details))
        return _receive(
            deed, party, actor.name, asked.kind, asked.details, channel="online", identity="", on=deed.today
        )


def enter_request(asked: EnterRequest, *, actor: Actor) -> int:
    """Enter what somebody asked for on paper; the clock runs from the day on which the paper came."""
    if not actor.may(access.HANDLE):
        actor.require(access.RECEIVE)
    with command("privacy.enter_request", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        card = people.present_party(asked.party)
        if card.kind != "person":
            raise Refused.because(_not_a_person())
        on = asked.received_on or deed.today
        own = card.key in actor.hands
        require(may_enter(asked.kind, asked.details, asked.identity, on, deed.today, own=own))
        return _receive(
            deed, card.key, card.name, asked.kind, asked.details, channel="paper", identity=asked.identity, on=on
        )


def _not_a_person() -> Reason:
    return Reason(
        "not_a_person",
        Text("Chỉ cá nhân có dữ liệu cá nhân; bản ghi này là tổ chức.", "Only a person has personal data."),
        Text("Chọn người yêu cầu.", "Choose the person who asks."),
        "party",
    )


def _receive(
    deed: Deed, party: str, name: str, kind: str, details: str, *, channel: str, identity: str, on: date
) -> int:
    found = terms_of(kind, on)
    due = last_day(on, found.reply, rulebook.calendar())
    at = deed.moment if on == deed.today else datetime.combine(on, time(12), CITY_ZONE)
    request = SubjectRequest.objects.create(
        number=dossier_number(on.year, next_number(f"{SERIES}:{on.year}"), PREFIX),
        kind=kind,
        party=party,
        party_name=name,
        details=details.strip(),
        channel=channel,
        identity=identity.strip(),
        entered_by=deed.actor.key,
        entered_by_name=deed.actor.name,
        received_at=at,
        received_on=on,
        binding=found.why.binding,
        answer_due_on=due,
        sort_on=due or LAST,
    )
    deed.subject = subject_of(request)
    deed.decide(found.why, edition=rulebook.edition())
    deed.after(number=request.number, kind=kind, channel=channel, state=request.state, answer_due_on=str(due or ""))
    deed.personal(details=request.details, identity=request.identity, name=name)
    deed.emit(RequestReceived(**about(request), kind=kind))
    said = KINDS[kind]
    tell_desk(
        Text(f"Yêu cầu mới về dữ liệu cá nhân: {request.number}", f"New data-subject request: {request.number}"),
        Text(f"{said.capitalised().vi}.", f"{said.capitalised().en}."),
        path_of(request),
        deed=deed,
        but=party,
    )
    deed.result(request.pk)
    return int(request.pk)


def withdraw_request(asked: WithdrawRequest, *, actor: Actor) -> None:
    """The person takes it back before it is carried out."""
    access.require_self(actor)
    with command("privacy.withdraw_request", actor, subject=f"subject_request:{asked.request_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = locked_request(asked.request_id)
        if not access.is_own(actor, request.party):
            raise access.no_such_request()
        target = REQUEST.after(request.state, "withdraw")
        deed.before(state=request.state)
        write(request, state=target, ended_on=deed.today, ended_by=actor.key, ended_by_name=actor.name, sort_on=LAST)
        deed.after(state=target)
        deed.emit(RequestWithdrawn(**about(request)))
        tell_desk(
            Text(f"Yêu cầu {request.number} đã được rút", f"Request {request.number} was withdrawn"),
            Text("Không cần thực hiện tiếp.", "Nothing more is to be done."),
            path_of(request),
            deed=deed,
            but=request.party,
        )
        deed.result(True)
