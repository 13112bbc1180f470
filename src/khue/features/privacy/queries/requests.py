"""Requests as their person follows them, as the desk sees them, and which clocks run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import F, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.clock import Unit, remaining
from khue.core.decision import Decision
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.requests import CHANNELS, FINAL, KINDS, OPEN, REQUEST, TONES, Facts, extension_open
from khue.features.privacy.models import SubjectRequest
from khue.features.privacy.queries.rules import terms_of
from khue.features.rulebook import queries as rulebook
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import DeadlineView, StateView, StepView, Tone

VIEWS = ("open", "overdue", "ended")
# How long before a due day the desk is reminded: a choice of the house, not of the law.
ANSWER_LEAD, CARRY_LEAD = timedelta(days=1), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A line of the desk, or of one's own list. ``due_on``: what is due next."""

    id: int
    number: str
    kind: Text
    person: str
    channel: Text
    state: StateView
    clock: DeadlineView | None
    received_on: date
    due_on: date | None
    answered_on: date | None
    ended_on: date | None
    extended: bool
    handler: str

    @property
    def state_words(self) -> Text:
        return cast(Text, self.state.label)


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request; ``own`` for the person, ``handles`` for an officer who may act on it now. ``extension``: whether it may
    still take longer, and what stands against it."""

    id: int
    number: str
    code: str
    kind_code: str
    version: int
    kind: Text
    person_key: str
    person: str
    details: str
    channel: Text
    paper: bool
    identity: str
    entered_by: str
    received_on: date
    state: StateView
    clock: DeadlineView | None
    answer_due_on: date | None
    answered_on: date | None
    answered_by: str
    answer: str
    legal_ground: str
    third_party: bool
    carry_due_on: date | None
    first_due_on: date | None
    extended_on: date | None
    extension_ground: str
    ended_on: date | None
    outcome: str
    told: str
    steps: tuple[StepView, ...]
    why: Decision
    own: bool
    handles: bool
    late: bool
    restricted: bool
    may_lift: bool
    extension: Decision


def request_page(request_id: int, actor: Actor) -> RequestPage:
    """Raises Missing for a reader to whom the request is nothing."""
    found = SubjectRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise access.no_such_request()
    access.require_read(actor, found)
    own = access.is_own(actor, found.party)
    terms = terms_of(found.kind, found.received_on, third_party=found.third_party)
    return RequestPage(
        id=found.pk,
        number=found.number,
        code=found.state,
        kind_code=found.kind,
        version=found.version,
        kind=KINDS[found.kind].capitalised(),
        person_key=found.party,
        person=found.party_name,
        details=found.details,
        channel=CHANNELS[found.channel].capitalised(),
        paper=found.channel == "paper",
        identity=found.identity,
        entered_by=found.entered_by_name,
        received_on=found.received_on,
        state=state_view(found.state),
        clock=_clock(found, actor.today),
        answer_due_on=found.answer_due_on,
        answered_on=found.answered_on,
        answered_by=found.answered_by_name,
        answer=found.answer,
        legal_ground=found.legal_ground,
        third_party=found.third_party,
        carry_due_on=found.carry_due_on,
        first_due_on=found.first_due_on,
        extended_on=found.extended_on,
        extension_ground=found.extension_ground,
        ended_on=found.ended_on,
        outcome=found.outcome,
        told=found.told,
        steps=_steps(found),
        why=terms.why,
        own=own,
        handles=actor.may(access.HANDLE) and not own and found.state in OPEN,
        late=found.state in OPEN and found.sort_on < actor.today,
        restricted=found.kind == "restrict"
        and found.state == "done"
        and people.is_restricted(people.present_party(found.party).key),
        may_lift=actor.may(access.HANDLE) and not own,
        extension=extension_open(
            Facts(
                found.state,
                found.party,
                actor.hands,
                found.channel == "paper",
                found.carry_due_on,
                found.extended_on is not None,
            ),
            actor.today,
            most=terms.longest_extension,
            source=terms.extension.source,
        ),
    )


def state_view(state: str) -> StateView:
    return StateView(state, REQUEST.label(state).capitalised(), cast(Tone, TONES[state]))


def _unit(found: SubjectRequest) -> Unit:
    return "working_days" if found.state == "received" else "calendar_days"


def _clock(found: SubjectRequest, today: date) -> DeadlineView | None:
    """The clock that runs now: of the answer, then of the carrying out; stopped when the request is over."""
    due = found.answer_due_on if found.state == "received" else found.carry_due_on
    if found.state in FINAL:
        return DeadlineView(due or found.received_on, 0, ended_on=found.ended_on)
    if due is None:
        return None
    unit, calendar = _unit(found), rulebook.calendar()
    total = max(1, remaining(found.received_on, due, unit, calendar))
    return DeadlineView(due, remaining(today, due, unit, calendar), unit, total)


def _steps(found: SubjectRequest) -> tuple[StepView, ...]:
    """Receipt, answer, extension, carrying out: what was done, what is now, what comes."""
    steps = [StepView(Text("Tiếp nhận", "Received"), found.entered_by_name, found.received_on, "done")]
    if found.answered_on:
        steps.append(StepView(Text("Trả lời", "Answered"), found.answered_by_name, found.answered_on, "done"))
    elif found.state == "received":
        steps.append(StepView(Text("Trả lời", "Answer"), "", found.answer_due_on, "now"))
    if found.extended_on:
        steps.append(StepView(Text("Gia hạn", "Extended"), found.extended_by_name, found.extended_on, "done"))
    match found.state:
        case "received":
            steps.append(StepView(Text("Thực hiện", "Carrying out")))
        case "accepted":
            steps.append(StepView(Text("Thực hiện", "Carrying out"), "", found.carry_due_on, "now"))
        case _:
            steps.append(StepView(state_view(found.state).label, found.ended_by_name, found.ended_on, "done"))
    return tuple(steps)


# -- lists -------------------------------------------------------------------------------------------------------------


def requests(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[RequestRow]:
    """The desk. Raises NotAllowed without the right to read."""
    order = ("-id",) if view == "ended" else ("sort_on", "id")
    return keyset(_found(actor, view), order, after, size).of(lambda row: _row(row, actor))


def all_requests(actor: Actor, view: str) -> Iterator[RequestRow]:
    """The same without pages, for a download."""
    for row in _found(actor, view).order_by("sort_on", "id").iterator(chunk_size=500):
        yield _row(row, actor)


def own_requests(actor: Actor) -> tuple[RequestRow, ...]:
    """What the actor asked for, the newest first; records merged into this one too."""
    found = SubjectRequest.objects.filter(party__in=actor.keys).order_by("-id")[:50]
    return tuple(_row(row, actor) for row in found)


def own_request_rows(actor: Actor, after: str | None, size: int = 25) -> Page[RequestRow]:
    """The same page by page."""
    found = SubjectRequest.objects.filter(party__in=actor.keys)
    return keyset(found, ("-id",), after, size).of(lambda row: _row(row, actor))


def _found(actor: Actor, view: str) -> QuerySet[SubjectRequest]:
    actor.require(access.READ)
    rows = SubjectRequest.objects.all()
    match view:
        case "overdue":
            return rows.filter(state__in=OPEN, sort_on__lt=actor.today)
        case "ended":
            return rows.filter(state__in=FINAL)
        case _:
            return rows.filter(state__in=OPEN)


def _row(row: SubjectRequest, actor: Actor) -> RequestRow:
    return RequestRow(
        id=row.pk,
        number=row.number,
        kind=KINDS[row.kind].capitalised(),
        person=access.name_shown(actor, row.party, row.party_name),
        channel=CHANNELS[row.channel].capitalised(),
        state=state_view(row.state),
        clock=_clock(row, actor.today) if row.state in OPEN else None,
        received_on=row.received_on,
        due_on=row.carry_due_on or row.answer_due_on,
        answered_on=row.answered_on,
        ended_on=row.ended_on,
        extended=row.extended_on is not None,
        handler=row.ended_by_name or row.answered_by_name,
    )


def requests_to_watch(today: date) -> Iterator[int]:
    """Open requests whose due day is near or past, and of which the desk was not reminded for that day."""
    calendar = rulebook.calendar()
    soon = calendar.add_working_days(today, ANSWER_LEAD.days)
    near = Q(state="received", sort_on__lte=soon) | Q(state="accepted", sort_on__lte=today + CARRY_LEAD)
    unwarned = Q(warned_for=None) | ~Q(warned_for=F("sort_on"))
    found = SubjectRequest.objects.filter(near & unwarned).order_by("sort_on", "id")
    yield from found.values_list("pk", flat=True)[:500]


def find_persons(text: str, actor: Actor) -> tuple[people.PartyCard, ...]:
    """Persons whose name holds every word: for whoever enters a paper. Raises NotAllowed without the right."""
    if not actor.may(access.HANDLE):
        actor.require(access.RECEIVE)
    return people.find_parties(text, 20, kind="person") if text.strip() else ()
