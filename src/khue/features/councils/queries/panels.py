"""Councils, their members and items, as pages show them and decisions need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.db.models import Count, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import access
from khue.features.councils.domain.composition import CompositionLaw, Member
from khue.features.councils.domain.words import COUNCIL, ITEM, KINDS, ORDER, OUTCOMES, PARTY_ROLES, ROLES
from khue.features.councils.models import Council, Item, ItemParty, Seat
from khue.features.councils.queries.fields import field_words
from khue.features.councils.queries.finding import with_words
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.paging import Page, every, keyset

Hidden = frozenset[int]
"""Parties whose names a reader does not see, because the processing of their data is restricted."""
NOBODY: Hidden = frozenset()


@dataclass(frozen=True, slots=True)
class CouncilCard:
    id: int
    number: str
    kind: str
    name: str
    purpose: str
    fields: tuple[str, ...]
    seats: int
    quorum: str
    pass_share: str
    state: str
    unit: str
    decision_number: str
    decision_on: date | None
    departure: str
    prepared_by: str
    prepared_by_name: str
    founded_by_name: str
    ended_on: date | None
    ended_ground: str
    members: int
    items: int

    @property
    def state_words(self) -> Text:
        return COUNCIL.label(self.state)

    @property
    def kind_words(self) -> Text:
        return KINDS[self.kind]

    @property
    def subject(self) -> str:
        return f"council:{self.id}"

    @property
    def field_words(self) -> Text | None:
        words = field_words(self.fields)
        if not words:
            return None
        return Text("; ".join(w.vi for w in words), "; ".join(w.into("en") for w in words))


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat that is taken, or was."""

    id: int
    number: int
    person: str
    name: str
    role: str
    matching: bool
    taken_at: datetime
    ended_at: datetime | None
    ended_ground: str
    successor: str

    @property
    def role_words(self) -> Text:
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class SeatOfCouncil:
    id: int
    council_id: int
    person: str
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class PartyOfItem:
    party: str
    name: str
    role: str

    @property
    def role_words(self) -> Text:
        return PARTY_ROLES[self.role]


@dataclass(frozen=True, slots=True)
class ItemLine:
    id: int
    council_id: int
    number: int
    subject: str
    title: str
    field: str
    state: str
    outcome: str
    parties: tuple[PartyOfItem, ...]

    @property
    def state_words(self) -> Text:
        return ITEM.label(self.state)

    @property
    def outcome_words(self) -> Text | None:
        return OUTCOMES.get(self.outcome)

    @property
    def party_words(self) -> str:
        return "; ".join(party.name for party in self.parties)


def barred(actor: Actor) -> Hidden:
    """Parties whose restriction keeps this reader out: nobody whom the reader stands for. No more than one query per request."""
    return frozenset(number for number in people.barred_ids(actor) if not actor.stands_for(f"party:{number}"))


def hidden_in(council_id: int, actor: Actor) -> Hidden:
    """Whose names the reader does not see on a council. Its members judge on: they were given the items before."""
    found = barred(actor)
    return NOBODY if not found or seat_of(council_id, actor) is not None else found


def shown(number: int | None, name: str, hidden: Hidden) -> str:
    """The name, or the words that stand for it."""
    return people.restricted_words() if number in hidden else name


def named(key: str, name: str, hidden: Hidden) -> str:
    """The same for a person by key."""
    return shown(people.party_id(key) if people.is_party_key(key) else None, name, hidden)


def is_hidden(line: ItemLine, hidden: Hidden) -> bool:
    """Whether an item is of an applicant whose data are restricted: it keeps its number only."""
    return any(one.role == "applicant" and people.party_id(one.party) in hidden for one in line.parties)


def veiled(line: ItemLine, hidden: Hidden) -> ItemLine:
    """An item without the names that are hidden; all of it where the applicant's is."""
    if not hidden:
        return line
    if is_hidden(line, hidden):
        return replace(line, title=people.restricted_words(), parties=())
    named = tuple(replace(one, name=shown(people.party_id(one.party), one.name, hidden)) for one in line.parties)
    return replace(line, parties=named)


def council(council_id: int) -> CouncilCard:
    """Raises Missing."""
    row = _councils().filter(pk=council_id).first()
    if row is None:
        raise access.no_such_council()
    return _card(row)


def readable_council(council_id: int, actor: Actor) -> CouncilCard:
    """For its members once it is founded, and for staff who read councils. Raises Missing for everybody else."""
    card = council(council_id)
    if actor.may(access.READ):
        return card
    if card.state == "draft" or seat_of(council_id, actor) is None:
        raise access.no_such_council()
    return card


def list_councils(state: str, q: str, after: str | None, size: int = 25) -> Page[CouncilCard]:
    """Newest first; every word of ``q``, with marks or without, is in the name, the number or the founding decision."""
    found = _councils()
    if state:
        found = found.filter(state=state)
    return keyset(with_words(found, q), ["-pk"], after, size).of(_card)


def all_councils(state: str, q: str) -> Iterable[CouncilCard]:
    return every(partial(list_councils, state, q))


def my_councils(actor: Actor) -> tuple[CouncilCard, ...]:
    """Founded councils on which the actor sits now; one query."""
    if actor.person_id is None or actor.within:
        return ()
    seated = Seat.objects.filter(person_id__in=own_ids(actor), ended_at=None).values("council_id")
    return tuple(map(_card, _councils().filter(pk__in=seated).exclude(state="draft").order_by("-pk")))


def my_seats(actor: Actor) -> dict[int, SeatLine]:
    """The actor's own seats now, by council."""
    if actor.person_id is None or actor.within:
        return {}
    rows = _seats().filter(person_id__in=own_ids(actor), ended_at=None)
    return {row.council_id: _seat_line(row) for row in rows}


def seat_of(council_id: int, actor: Actor) -> SeatLine | None:
    """The actor's own seat on a council."""
    if actor.person_id is None or actor.within:
        return None
    row = _seats().filter(council_id=council_id, person_id__in=own_ids(actor), ended_at=None).first()
    return _seat_line(row) if row else None


def seats_held(actor: Actor) -> QuerySet[Seat]:
    """The seats on which the actor sits now, on any council: of nobody else, and not of the party one acts for."""
    if actor.person_id is None or actor.within:
        return Seat.objects.none()
    return Seat.objects.filter(person_id__in=own_ids(actor), ended_at=None)


def own_seat(seats: Iterable[SeatLine], actor: Actor) -> SeatLine | None:
    """The actor's own among seats that were read already."""
    if actor.person_id is None or actor.within:
        return None
    return next((one for one in seats if one.ended_at is None and one.person in actor.keys), None)


def veiled_seats(seats: Iterable[SeatLine], hidden: Hidden) -> tuple[SeatLine, ...]:
    """Those who sit now, without the names that are hidden."""
    return tuple(replace(one, name=shown(people.party_id(one.person), one.name, hidden)) for one in seats)


def seats_of(council_id: int, *, past: bool = False, hidden: Hidden = NOBODY) -> tuple[SeatLine, ...]:
    """Those who sit now in the order of their roles; with ``past`` also who sat before."""
    rows = _seats().filter(council_id=council_id)
    if not past:
        rows = rows.filter(ended_at=None)
    lines = (_seat_line(row, hidden) for row in rows)
    return tuple(sorted(lines, key=lambda line: (line.ended_at is not None, ORDER[line.role], line.number, line.id)))


def seat(seat_id: int, actor: Actor) -> SeatOfCouncil:
    """One seat with its council, as the reader may see its member. Raises Missing."""
    row = Seat.objects.select_related("person__party").filter(pk=seat_id).first()
    if row is None:
        raise access.no_such_council()
    name = shown(row.person_id, row.person.party.name, hidden_in(row.council_id, actor))
    return SeatOfCouncil(row.pk, row.council_id, f"party:{row.person_id}", name, row.ended_at is None)


def seat_line(seat_id: int) -> SeatLine:
    """One seat as lists show it. Raises Missing."""
    row = _seats().filter(pk=seat_id).first()
    if row is None:
        raise access.no_such_council()
    return _seat_line(row)


def members_of(council_id: int) -> tuple[Member, ...]:
    """Those who sit now, as the decisions of the domain see them."""
    return tuple(
        Member(line.id, line.number, line.person, line.name, line.role, line.matching) for line in seats_of(council_id)
    )


def composition_law(on: date) -> CompositionLaw:
    """The figures of the law for the make-up of a council on a day."""
    return CompositionLaw(
        rulebook.parameter("missions.council.size_min", on),
        rulebook.parameter("missions.council.size_max", on),
        rulebook.parameter("missions.council.matching_expertise", on),
    )


def items_of(council_id: int, after: str | None = None, size: int = 50, hidden: Hidden = NOBODY) -> Page[ItemLine]:
    """Items in their order, withdrawn ones too."""
    page = keyset(Item.objects.filter(council_id=council_id), ["number", "pk"], after, size)
    return Page(item_lines(page.rows, hidden), page.next, page.previous)


def every_item_of(council_id: int, hidden: Hidden = NOBODY) -> Iterable[ItemLine]:
    return every(partial(items_of, council_id, hidden=hidden))


def item(item_id: int) -> ItemLine:
    """Raises Missing. Says nothing of who may read it: see ``interests.readable_item``."""
    row = Item.objects.filter(pk=item_id).first()
    if row is None:
        raise access.no_such_item()
    return item_lines([row])[0]


def items_by_id(ids: Collection[int], hidden: Hidden = NOBODY) -> dict[int, ItemLine]:
    return {line.id: line for line in item_lines(list(Item.objects.filter(pk__in=ids)), hidden)}


def items_about(subject: str) -> tuple[ItemLine, ...]:
    """For the room above: what councils have under way or decided about one of its records."""
    return item_lines(list(Item.objects.filter(subject=subject).order_by("pk")))


def own_ids(actor: Actor) -> set[int]:
    """The actor's own party, under its present number and former ones."""
    return {people.party_id(key) for key in actor.keys if people.is_party_key(key)}


def _councils() -> QuerySet[Council]:
    return Council.objects.annotate(
        members=Count("seats", filter=Q(seats__ended_at=None), distinct=True),
        on_list=Count("items", filter=~Q(items__state="withdrawn"), distinct=True),
    )


def _card(row: Council) -> CouncilCard:
    return CouncilCard(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        name=row.name,
        purpose=row.purpose,
        fields=tuple(row.fields),
        seats=row.seats_count,
        quorum=row.quorum,
        pass_share=row.pass_share,
        state=row.state,
        unit=row.unit,
        decision_number=row.decision_number,
        decision_on=row.decision_on,
        departure=row.departure,
        prepared_by=row.prepared_by,
        prepared_by_name=row.prepared_by_name,
        founded_by_name=row.founded_by_name,
        ended_on=row.ended_on,
        ended_ground=row.ended_ground,
        members=row.members,  # type: ignore[attr-defined]  # annotated by the query
        items=row.on_list,  # type: ignore[attr-defined]  # annotated by the query
    )


def _seats() -> QuerySet[Seat]:
    return Seat.objects.select_related("person__party", "successor__person__party")


def _seat_line(row: Seat, hidden: Hidden = NOBODY) -> SeatLine:
    return SeatLine(
        id=row.pk,
        number=row.number,
        person=f"party:{row.person_id}",
        name=shown(row.person_id, row.person.party.name, hidden),
        role=row.role,
        matching=row.matching,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        ended_ground=row.ended_ground,
        successor=shown(row.successor.person_id, row.successor.person.party.name, hidden) if row.successor else "",
    )


def item_lines(rows: Collection[Item], hidden: Hidden = NOBODY) -> tuple[ItemLine, ...]:
    """Items that the caller has read, with their parties; one query."""
    parties: dict[int, list[PartyOfItem]] = {}
    for one in ItemParty.objects.filter(item__in=rows).select_related("party").order_by("pk"):
        parties.setdefault(one.item_id, []).append(PartyOfItem(one.party.key, one.party.name, one.role))
    lines = (
        ItemLine(
            id=row.pk,
            council_id=row.council_id,
            number=row.number,
            subject=row.subject,
            title=row.title,
            field=row.field,
            state=row.state,
            outcome=row.outcome,
            parties=tuple(parties.get(row.pk, ())),
        )
        for row in rows
    )
    return tuple(veiled(line, hidden) for line in lines)
