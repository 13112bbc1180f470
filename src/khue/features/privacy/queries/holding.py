"""What holds an erasure back. Each room says it of its own records; ``site`` joins those that stand beside this one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, time

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.features.documents import queries as documents
from khue.features.dossiers.queries import erasing as dossiers
from khue.features.people import queries as people
from khue.features.privacy.domain.consents import KEEP_DRAFTS
from khue.features.privacy.domain.erasing import PARAMETERS, Confirmed, Standing, months_before
from khue.features.privacy.models import Breach, SubjectRequest
from khue.features.privacy.queries.consents import parties_with_consent
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter

Teller = Callable[[people.Persons], Mapping[str, tuple[Text, ...]]]
_tellers: dict[str, Teller] = {}


def wire_holds(name: str, teller: Teller) -> None:
    """Called by ``site``: ``teller(persons, each with all their keys)`` says of each why the room's records hold it back."""
    _tellers[name] = teller


def parameter_of(kind: str, actor: Actor) -> Parameter:
    """The value of the law by which things of this kind become old."""
    return rulebook.parameter(PARAMETERS[kind], actor.today)


def cutoff(kind: str, actor: Actor) -> datetime | None:
    """What came before this moment is old enough; None while the law's value does not apply: then nothing ever is."""
    found = parameter_of(kind, actor)
    if not found.applies:
        return None
    months = found.number * (12 if found.unit == "years" else 1)
    return datetime.combine(months_before(actor.today, months), time(0), CITY_ZONE)


def still_there(found: Confirmed) -> bool:
    """Whether what was erased is in the data again. A record that came into being after the erasure is another one."""
    number = int(found.subject.partition(":")[2])
    match found.kind:
        case "person":
            made = None if people.is_erased(found.subject) else people.registered_at(found.subject)
        case "draft":
            made = dossiers.begun_at(number)
        case _:
            made = Breach.objects.filter(pk=number).values_list("recorded_at", flat=True).first()
    return made is not None and made < found.at


def standing_of(kind: str, subject: str, actor: Actor, request: SubjectRequest | None = None) -> Standing:
    """Whether the thing is old enough or asked for, and everything that holds it back."""
    before = cutoff(kind, actor)
    source = parameter_of(kind, actor).source
    number = int(subject.partition(":")[2])
    match kind:
        case "draft":
            return replace(_draft(number, before, request), source=source)
        case "person":
            return replace(_person(subject, before, request), source=source)
        case _:
            found = Breach.objects.filter(pk=number).first()
            # The day on which a file may go was fixed with the fix, by the law of that day.
            due = found is not None and found.keep_until is not None and found.keep_until <= actor.today
            return Standing((), due, False, source)


def _draft(number: int, before: datetime | None, request: SubjectRequest | None) -> Standing:
    found = dossiers.draft(number)
    if found is None:
        return Standing((Text("không còn là bản nháp", "is no draft any more"),), False, False)
    due = before is not None and found.changed_at < before
    mine = request is not None and _asks(request, found.applicant_key)
    holds = draft_holds((found,))[found.id] if due and not mine else ()
    return Standing(holds, due, mine)


def draft_holds(drafts: Collection[dossiers.OldDraft]) -> dict[int, tuple[Text, ...]]:
    """What holds each of these drafts back; the same number of queries however many they are."""
    sides = {row.id: {row.writer, row.applicant_key} - {""} for row in drafts}
    consents = parties_with_consent(KEEP_DRAFTS, {key for keys in sides.values() for key in keys})
    kept = (Text("người viết đã đồng ý giữ bản nháp lâu hơn", "is kept longer with the writer's consent"),)
    return {number: kept if keys & consents else () for number, keys in sides.items()}


def _person(subject: str, before: datetime | None, request: SubjectRequest | None) -> Standing:
    holds = person_holds((subject,), without=request.pk if request else 0)[subject]
    registered = people.registered_at(subject)
    due = before is not None and registered is not None and registered < before
    return Standing(holds, due, request is not None and _asks(request, subject))


def person_holds(keys: Collection[str], *, without: int = 0) -> dict[str, tuple[Text, ...]]:
    """What holds the record of each of these persons back, as every room says it; the same number of queries however many they are.

    ``without``: the request that is being carried out, which is no reason against itself.
    """
    persons = people.same_parties(keys)
    every = {key for same in persons.values() for key in same}
    others = SubjectRequest.objects.filter(party__in=every, state__in=["received", "accepted"]).exclude(pk=without)
    asks = Text("có yêu cầu về dữ liệu đang giải quyết", "has an open data-subject request")
    said = [
        people.holds_on(keys),
        dossiers.holds_of_persons(persons),
        documents.holds_of_persons(persons),
        *(teller(persons) for teller in _tellers.values()),
        people.told_of_each(persons, [(asks, set(others.values_list("party", flat=True)))]),
    ]
    return {key: tuple(text for told in said for text in told[key]) for key in persons}


def _asks(request: SubjectRequest, party: str) -> bool:
    """Whether this request is the person's own wish to be erased, accepted and not carried out yet."""
    same = request.party in people.same_party(party)
    return request.kind == "erase" and request.state == "accepted" and same
