"""Interests of members in items, from every source that ``site`` registered; and who may therefore read an item.

However many items and members: a fixed number of queries, one or two per source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import access
from khue.features.councils.domain.interests import (
    Declared,
    Interest,
    InterestFact,
    JudgedItem,
    interests_in,
    present_facts,
)
from khue.features.councils.models import ExpertProfile, InterestDeclaration, Item
from khue.features.councils.queries.panels import (
    NOBODY,
    Hidden,
    ItemLine,
    SeatLine,
    barred,
    hidden_in,
    is_hidden,
    item,
    items_by_id,
    named,
    own_seat,
    seat_of,
    seats_of,
    shown,
    veiled,
    veiled_seats,
)
from khue.features.councils.queries.ties import relations_among, tie_facts
from khue.features.people import queries as people

Source = Callable[[frozenset[str], frozenset[str], date], Iterable[InterestFact]]
"""``source(persons, against, on)``: facts that tie any of the persons to any of the parties or subjects on the day."""
_sources: dict[str, Source] = {}


def wire_interests(name: str, source: Source) -> None:
    """Called by ``site``: one more place where interests are found."""
    _sources[name] = source


@dataclass(frozen=True, slots=True)
class DeclarationLine:
    id: int
    council_id: int
    person: str
    name: str
    item_id: int | None
    about: str
    ground: str
    state: str
    declared_by: str
    declared_by_name: str
    declared_at: datetime
    review_ground: str


def interests_of(council_id: int, on: date, persons: Collection[str] | None = None) -> tuple[Interest, ...]:
    """Every interest of the members (or of ``persons``) in every item that is not withdrawn."""
    wanted = [seat.person for seat in seats_of(council_id)] if persons is None else list(persons)
    return find_interests(_judged(council_id), wanted, on, council_id)


def interests_in_item(item_id: int, persons: Collection[str], on: date) -> tuple[Interest, ...]:
    """The same for one item."""
    line = items_by_id([item_id]).get(item_id)
    return _interests_in(line, persons, on) if line is not None else ()


def _interests_in(line: ItemLine, persons: Collection[str], on: date) -> tuple[Interest, ...]:
    """``line`` as it was read, with nothing hidden."""
    judged = JudgedItem(line.id, line.subject, {one.party: one.role for one in line.parties})
    return find_interests([judged], persons, on, line.council_id)


def find_interests(
    items: Sequence[JudgedItem],
    persons: Collection[str],
    on: date,
    council_id: int | None = None,
    declared: Iterable[Declared] = (),
) -> tuple[Interest, ...]:
    """Interests of any persons in any items: a panel that is only being thought of asks the same way.

    ``declared`` what stands declared beside the declarations on ``council_id``.
    """
    if not items or not persons:
        return ()
    own = set(persons)
    keys = {key for one in items for key in one.parties}
    relations = relations_among(own)
    everybody = own | {key for relation in relations for key in (relation.person, relation.other)}
    same = people.same_parties({*keys, *everybody})
    now = {former: standing[0] for standing in same.values() for former in standing}
    relations = [replace(one, person=now[one.person], other=now[one.other]) for one in relations]
    # Under every key that a party ever had: a merged or renamed one keeps its ties.
    against = frozenset(
        {*(former for key in keys for former in same[key]), *(one.subject for one in items if one.subject)}
    )
    asked = frozenset(former for key in everybody for former in same[key])
    facts = [
        *_employers(asked, against),
        *tie_facts(asked, against, on),
        *(fact for source in _sources.values() for fact in source(asked, against, on)),
    ]
    present = [JudgedItem(one.id, one.subject, {now[key]: role for key, role in one.parties.items()}) for one in items]
    found = interests_in(
        present,
        {now[key] for key in own},
        present_facts(facts, now),
        relations,
        [*_declared(own, council_id), *declared],
    )
    # Under every key by which the caller knows the person.
    asked_as: dict[str, list[str]] = {}
    for key in persons:
        asked_as.setdefault(now[key], []).append(key)
    unique = {
        (key, one.item, one.record, one.kind): replace(one, person=key) for one in found for key in asked_as[one.person]
    }
    return tuple(unique.values())


def _judged(council_id: int) -> list[JudgedItem]:
    """Items that are not withdrawn, one row for each party; an item without a party has one row too."""
    rows = Item.objects.filter(council_id=council_id).exclude(state="withdrawn")
    subjects: dict[int, str] = {}
    parties: dict[int, dict[str, str]] = {}
    for pk, subject, party, role in rows.values_list("pk", "subject", "parties__party_id", "parties__role"):
        subjects[pk] = subject
        found = parties.setdefault(pk, {})
        if party is not None:
            found[f"party:{party}"] = role
    return [JudgedItem(pk, subject, parties[pk]) for pk, subject in subjects.items()]


def _employers(persons: Collection[str], against: Collection[str]) -> list[InterestFact]:
    """The employer by the profile that holds now. A former employer is a hint."""
    wanted = {people.party_id(key) for key in against if people.is_party_key(key)}
    rows = ExpertProfile.objects.filter(
        expert__person_id__in={people.party_id(key) for key in persons}, employer__isnull=False
    ).values_list("expert__person_id", "employer_id", "pk", "expert__profile_id", "expert_id", "employer__name")
    found = {}
    for person, employer, profile, current, expert_id, name in rows:
        if employer not in wanted:
            continue
        now = profile == current
        text = Text(f"Đang công tác tại {name}.", f"Works at {name}.")
        if not now:
            text = Text(f"Từng công tác tại {name}.", f"Worked at {name} before.")
        fact = InterestFact(
            f"party:{person}", f"party:{employer}", "employer", text,
            f"expert_profile:{profile}", f"/councils/experts/{expert_id}/", bars=now,
        )  # fmt: skip
        if now or (person, employer) not in found:
            found[person, employer] = fact
    return list(found.values())


def _declared(persons: Collection[str], council_id: int | None) -> list[Declared]:
    if council_id is None:
        return []
    rows = InterestDeclaration.objects.filter(
        council_id=council_id, state="stands", person_id__in={people.party_id(key) for key in persons}
    )
    return [
        Declared(
            row.pk,
            f"party:{row.person_id}",
            row.item_id,
            f"party:{row.party_id}" if row.party_id else "",
            "declared" if row.declared_by == f"party:{row.person_id}" else "reported",
            row.ground,
        )
        for row in rows
    ]


def veiled_interests(found: Iterable[Interest], hidden: Hidden = NOBODY) -> tuple[Interest, ...]:
    """Interests without the words of those that tell of somebody hidden. Two queries more where somebody is."""
    found = tuple(found)
    if not hidden:
        return found
    lines = items_by_id({one.item for one in found})
    return tuple(
        replace(one, text=people.RESTRICTED, record="", href="")
        if people.party_id(one.person) in hidden
        or any(people.party_id(each.party) in hidden for each in lines[one.item].parties)
        else one
        for one in found
    )


def declarations_of(council_id: int, hidden: Hidden = NOBODY) -> tuple[DeclarationLine, ...]:
    """Every declaration on a council, newest first."""
    rows = list(_declarations().filter(council_id=council_id).order_by("-pk"))
    lines = items_by_id({row.item_id for row in rows if row.item_id}) if hidden else {}
    kept = {pk for pk, line in lines.items() if is_hidden(line, hidden)}
    return tuple(_veiled(_declaration(row), row, kept, hidden) for row in rows)


def _veiled(line: DeclarationLine, row: InterestDeclaration, kept: Collection[int], hidden: Hidden) -> DeclarationLine:
    """Somebody hidden on either side takes the words along; that something was declared stays."""
    words = people.restricted_words()
    line = replace(
        line,
        name=shown(row.person_id, line.name, hidden),
        declared_by_name=named(row.declared_by, line.declared_by_name, hidden),
    )
    if row.person_id in hidden or row.party_id in hidden or row.item_id in kept:
        return replace(
            line,
            about=words if row.person_id not in hidden or row.item_id in kept else line.about,
            ground="",
            review_ground="",
        )
    return line


def declaration(declaration_id: int, actor: Actor) -> DeclarationLine:
    """One declaration for its review, without the words that a restriction hides. Raises Missing."""
    row = _declarations().filter(pk=declaration_id).first()
    if row is None:
        raise access.no_such_council()
    hidden = hidden_in(row.council_id, actor)
    lines = items_by_id([row.item_id]) if hidden and row.item_id else {}
    kept = {pk for pk, line in lines.items() if is_hidden(line, hidden)}
    return _veiled(_declaration(row), row, kept, hidden)


def _declarations() -> QuerySet[InterestDeclaration]:
    return InterestDeclaration.objects.select_related("person__party", "item", "party")


def _declaration(row: InterestDeclaration) -> DeclarationLine:
    return DeclarationLine(
        row.pk,
        row.council_id,
        f"party:{row.person_id}",
        row.person.party.name,
        row.item_id,
        row.item.title if row.item else (row.party.name if row.party else ""),
        row.ground,
        row.state,
        row.declared_by,
        row.declared_by_name,
        row.declared_at,
        row.review_ground,
    )


# ---- who may read an item


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads an item: through a seat, or as the officer who runs the council."""

    item: ItemLine
    seat: SeatLine | None
    runs: bool


def readable_item(item_id: int, actor: Actor) -> Reading:
    """For members without an interest in it, and for whoever runs the council, also without one.

    Raises Missing for everybody else, NotAllowed (403) with its ground for whoever has an interest, and for staff off the
    council while the applicant's data are restricted.
    """
    reading = _before(item_id, actor)
    return _unbarred(reading, _interests_in(reading.item, actor.keys, actor.today), actor)


@dataclass(frozen=True, slots=True)
class Weighing:
    """An item with every member of its council and what ties members to it. ``reading``: who reads it."""

    reading: Reading
    seats: tuple[SeatLine, ...]
    interests: tuple[Interest, ...]

    @property
    def item(self) -> ItemLine:
        return self.reading.item


def weighed_item(item_id: int, actor: Actor) -> Weighing:
    """The same reading, with the members; own interests and those of members are looked up at once."""
    line = item(item_id)
    seats = seats_of(line.council_id)
    reading = _standing(line, own_seat(seats, actor), actor)
    hidden = barred(actor) if reading.seat is None else NOBODY
    seats = veiled_seats(seats, hidden)
    found = _interests_in(reading.item, {*actor.keys, *(each.person for each in seats)}, actor.today)
    members = {each.person for each in seats}
    of_members = (one for one in found if one.person in members)
    return Weighing(_unbarred(reading, found, actor), seats, veiled_interests(of_members, hidden))


def _before(item_id: int, actor: Actor) -> Reading:
    """The item as it stands, for members and whoever runs the council; interests and restrictions come next."""
    found = item(item_id)
    return _standing(found, seat_of(found.council_id, actor), actor)


def _standing(line: ItemLine, seat: SeatLine | None, actor: Actor) -> Reading:
    runs = actor.may(access.RUN)
    if (seat is None and not runs) or not actor.is_signed_in:
        raise access.no_such_item()
    return Reading(line, seat, runs)


def _unbarred(reading: Reading, interests: Iterable[Interest], actor: Actor) -> Reading:
    interest = next((one for one in interests if one.bars and one.person in actor.keys), None)
    if interest is not None:
        raise access.has_interest(interest.text)
    hidden = barred(actor) if reading.seat is None else NOBODY
    for one in reading.item.parties:
        if one.role == "applicant" and people.party_id(one.party) in hidden:
            people.require_unrestricted(actor, one.party)
    return replace(reading, item=veiled(reading.item, hidden))
