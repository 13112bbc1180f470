"""Who may act for whom."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.people import access, events, queries
from khue.features.people.domain import (
    AskForMandate,
    EndMandate,
    GrantMandate,
    RefuseMandateRequest,
    clean_text,
    ground_reasons,
    may_grant_mandate,
    present_reasons,
)
from khue.features.people.models import Mandate, MandateRequest, Party, Person
from khue.features.people.queries import mandates_for_agencies, party_id
from khue.features.people.usecases.records import end_on, no_overlap, unknown
from khue.kernel.deeds import Deed, command


def grant_mandate(asked: GrantMandate, *, actor: Actor) -> int:
    """Let a person act for a party; the mandate's id. Answers the request it names. Raises Refused for an overlap."""
    access.require_answer_for(actor, asked.for_party)
    require(may_grant_mandate(asked))
    with command("people.grant_mandate", actor, subject=asked.for_party) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        if asked.request_id is not None:
            request = _open_request(asked.request_id)
            if (request.person.party.key, request.for_party.key) != (asked.person, asked.for_party):
                raise unknown()
            _answer(request, MandateRequest.State.GRANTED, "", deed=deed)
        made = new_mandate(asked, deed=deed)
        deed.result(made.pk)
        return made.pk


def end_mandate(asked: EndMandate, *, actor: Actor) -> None:
    """End a mandate on a day (the first day without it). The person may also give it up."""
    with command("people.end_mandate", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = (
            Mandate.objects.select_for_update(of=("self",))
            .select_related("person__party", "for_party")
            .filter(pk=asked.mandate_id)
            .first()
        )
        if found is None:
            raise unknown()
        if found.person.party.key != actor.key:
            access.require_answer_for(actor, found.for_party.key)
        require(Decision.refuse_if_any(ground_reasons(asked.ground)))
        deed.before(**end_on(found, asked.ends_on))
        found.end_ground = clean_text(asked.ground)
        found.save(update_fields=["valid_until", "end_ground"])
        deed.subject = found.for_party.key
        deed.after(mandate=found.pk, valid_until=asked.ends_on.isoformat(), ground=found.end_ground)
        deed.emit(
            events.MandateEnded(
                subject=found.for_party.key,
                parties=(found.person.party.key, found.for_party.key),
                person_name=found.person.party.name,
                party_name=found.for_party.name,
                ends_on=f"{asked.ends_on:%d/%m/%Y}",
            )
        )
        deed.result(True)


def end_mandates_for_agencies(person: str, *, deed: Deed) -> int:
    """Whoever stops working for the city stops acting for its bodies, inside a bigger deed; how many mandates ended."""
    ids = mandates_for_agencies(person, deed.today)
    rows = list(Mandate.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id"))
    for row in rows:
        row.valid_until, row.end_ground = max(deed.today, row.valid_from), "Thôi việc"
        row.save(update_fields=["valid_until", "end_ground"])
    deed.after(mandates=[row.pk for row in rows])
    return len(rows)


def ask_for_mandate(asked: AskForMandate, *, actor: Actor) -> int:
    """Ask those who act for a party to be allowed too; the request's id. A second request while one is open is the same."""
    person_id = access.require_signed_in(actor)
    require(may_grant_mandate(GrantMandate(actor.key, asked.for_party, asked.scope, actor.today, None, asked.ground)))
    with command("people.ask_for_mandate", actor, subject=asked.for_party) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        party = Party.objects.filter(pk=party_id(asked.for_party), kind=Party.Kind.ORGANISATION).first()
        if party is None:
            raise unknown()
        _require_present(party)
        request, created = MandateRequest.objects.get_or_create(
            person_id=person_id,
            for_party=party,
            scope=asked.scope,
            state=MandateRequest.State.OPEN,
            defaults={"ground": clean_text(asked.ground), "asked_at": deed.moment},
        )
        deed.after(request=request.pk, scope=asked.scope, repeated=not created)
        if created:
            deed.emit(
                events.MandateAsked(
                    subject=party.key, parties=(actor.key, party.key), person_name=actor.name, party_name=party.name
                )
            )
            _tell_representatives(party, actor, deed=deed)
        deed.result(request.pk)
        return request.pk


def refuse_mandate_request(asked: RefuseMandateRequest, *, actor: Actor) -> None:
    """Say no to a request, with the reason that the person reads."""
    with command("people.refuse_mandate_request", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        request = _open_request(asked.request_id)
        deed.subject = request.for_party.key
        access.require_answer_for(actor, request.for_party.key)
        require(Decision.refuse_if_any(ground_reasons(asked.reason, "reason")))
        reason = clean_text(asked.reason)
        _answer(request, MandateRequest.State.REFUSED, reason, deed=deed)
        person, party = request.person.party, request.for_party
        event = events.MandateRequestRefused(
            subject=party.key, parties=(person.key, party.key), party_name=party.name, reason=reason
        )
        deed.emit(event)
        deed.notify(person.key, "people.mandate", event.line(), Text(reason), "/me/")
        deed.result(True)


def new_mandate(asked: GrantMandate, *, deed: Deed) -> Mandate:
    """The mandate's row, inside a deed. Raises Missing for an unknown person or party, Refused for an overlap."""
    person = Person.objects.select_related("party").filter(pk=party_id(asked.person)).first()
    party = Party.objects.filter(pk=party_id(asked.for_party)).first()
    if person is None or party is None:
        raise unknown()
    _require_present(party)
    with no_overlap("mandate_once_at_a_time"):
        mandate = Mandate.objects.create(
            person=person,
            for_party=party,
            scope=asked.scope,
            valid_from=asked.valid_from,
            valid_until=asked.valid_until,
            ground=clean_text(asked.ground),
            granted_by=deed.actor.key,
        )
    deed.after(
        mandate=mandate.pk,
        person=asked.person,
        scope=asked.scope,
        valid_from=asked.valid_from.isoformat(),
        valid_until=asked.valid_until.isoformat() if asked.valid_until else None,
        ground=mandate.ground,
    )
    event = events.MandateGranted(
        subject=party.key,
        parties=(person.party.key, party.key),
        person_name=person.party.name,
        party_name=party.name,
        scope=asked.scope,
    )
    deed.emit(event)
    if person.party.key != deed.actor.key:
        deed.notify(person.party.key, "people.mandate", event.line(), Text(mandate.ground), "/me/")
    return mandate


def _require_present(party: Party) -> None:
    """A mandate is given for the party that goes on, not for its former record."""
    if not queries.is_present(party.key):
        require(Decision.refuse_if_any(present_reasons(queries.facts_of_party(party.key), "person")))


def _open_request(request_id: int) -> MandateRequest:
    """The request, locked. Raises Missing when there is none, or when it was answered already."""
    found = (
        MandateRequest.objects.select_for_update(of=("self",))
        .select_related("person__party", "for_party")
        .filter(pk=request_id, state=MandateRequest.State.OPEN)
        .first()
    )
    if found is None:
        raise unknown()
    return found


def _answer(request: MandateRequest, state: str, answer: str, *, deed: Deed) -> None:
    request.state, request.answer, request.answered_at = state, answer, deed.moment
    request.save(update_fields=["state", "answer", "answered_at"])
    deed.after(request=request.pk, answer=state)


def _tell_representatives(party: Party, actor: Actor, *, deed: Deed) -> None:
    """Everyone who may decide on it hears of the request."""
    today = deed.today
    holders = Mandate.objects.filter(for_party=party, scope="all", valid_from__lte=today).exclude(
        valid_until__lte=today
    )
    title = Text(
        f"{actor.name} đề nghị được làm việc thay mặt {party.name}.", f"{actor.name} asks to act for {party.name}."
    )
    body = Text("Mời ông/bà đồng ý hoặc từ chối tại “Trang của tôi”.", "Please agree or refuse on your own page.")
    for person_id in holders.order_by("person_id").values_list("person_id", flat=True).distinct():
        deed.notify(f"party:{person_id}", "people.mandate", title, body, "/me/")
