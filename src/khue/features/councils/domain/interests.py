"""Interests: what takes a member out of an item. Found from records, declared, or reported and reviewed; each with its source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from khue.core.bilingual import Text
from khue.features.councils.domain.words import GROUNDS, RELATIONS


@dataclass(frozen=True, slots=True)
class InterestFact:
    """A record of the platform that ties a person to a party or a subject.

    ``person``  party key of a person; ``against`` key of a party (``party:3``) or of a subject (``proposal:7``)
    ``kind``    of GROUNDS; ``text`` the sentence that a reader is shown; ``record`` the record it comes from (``mandate:4``)
    ``href``    the page of that record without language prefix, empty when it has none
    ``bars``    whether it takes the person out; a mere hint is shown to the secretary and takes nobody out
    """

    person: str
    against: str
    kind: str
    text: Text
    record: str
    href: str = ""
    bars: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """Two persons related as declared. It holds in both directions."""

    id: int
    person: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item as interests see it: its subject, and the parties with their roles."""

    id: int
    subject: str
    parties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration that counts. ``item`` None: against ``party`` in whatever item."""

    id: int
    person: str
    item: int | None
    party: str
    kind: str
    ground: str


@dataclass(frozen=True, slots=True)
class Interest:
    """Why ``person`` is out of ``item``. ``record`` and ``href`` lead to where it comes from."""

    person: str
    item: int
    kind: str
    text: Text
    record: str
    href: str = ""
    bars: bool = True


def relatives(people: Collection[str], relations: Iterable[Relation]) -> dict[str, list[tuple[str, Relation]]]:
    """relative → (member, relation): whose facts count against which member, in one step and no further."""
    found: dict[str, list[tuple[str, Relation]]] = {}
    members = set(people)
    for relation in relations:
        for one, other in ((relation.person, relation.other), (relation.other, relation.person)):
            if one in members:
                found.setdefault(other, []).append((one, relation))
    return found


def interests_in(
    items: Sequence[JudgedItem],
    people: Collection[str],
    facts: Iterable[InterestFact],
    relations: Iterable[Relation] = (),
    declared: Iterable[Declared] = (),
) -> Iterator[Interest]:
    """Every interest of these people in these items. Linear in items, parties and facts."""
    by_party: dict[str, list[int]] = {}
    for item in items:
        for key in (*item.parties, *((item.subject,) if item.subject else ())):
            by_party.setdefault(key, []).append(item.id)
    members = set(people)
    of_relatives = relatives(people, relations)
    for item in items:
        for party in item.parties:
            if party in members:
                yield _oneself(party, item.id)
            for member, relation in of_relatives.get(party, ()):
                yield _related(member, relation, item.id)
    for fact in facts:
        for item_id in by_party.get(fact.against, ()):
            if fact.person in members:
                yield Interest(fact.person, item_id, fact.kind, fact.text, fact.record, fact.href, fact.bars)
            for member, relation in of_relatives.get(fact.person, ()):
                yield _through(member, relation, fact, item_id)
    asked = {item.id for item in items}
    for one in declared:
        if one.person not in members or (one.item is not None and one.item not in asked):
            continue
        for item_id in [one.item] if one.item is not None else by_party.get(one.party, ()):
            yield Interest(
                one.person, item_id, one.kind, Text(one.ground, one.ground), f"interest_declaration:{one.id}"
            )


def _oneself(person: str, item_id: int) -> Interest:
    text = Text("Chính thành viên này là một bên của hồ sơ.", "The member is a party to the item.")
    return Interest(person, item_id, "oneself", text, person)


def _related(member: str, relation: Relation, item_id: int) -> Interest:
    kind = RELATIONS[relation.kind]
    text = Text(
        f"Có quan hệ ({kind.vi}) với một người là bên của hồ sơ.",
        f"Related ({kind.into('en')}) to a person who is a party to the item.",
    )
    return Interest(member, item_id, "family", text, f"relation:{relation.id}")


def _through(member: str, relation: Relation, fact: InterestFact, item_id: int) -> Interest:
    kind = RELATIONS[relation.kind]
    text = Text(
        f"Qua người có quan hệ ({kind.vi}): {fact.text.vi}",
        f"Through a relative ({kind.into('en')}): {fact.text.into('en')}",
    )
    return Interest(member, item_id, "family", text, f"relation:{relation.id}", fact.href, fact.bars)


def ground_label(kind: str) -> Text:
    return GROUNDS.get(kind, Text(kind, kind))


def without_other_items(interests: Iterable[Interest], item_id: int) -> tuple[Interest, ...]:
    return tuple(interest for interest in interests if interest.item == item_id)


def present_facts(facts: Iterable[InterestFact], now: Mapping[str, str]) -> Iterator[InterestFact]:
    """Facts under the keys that parties go by today: a merged or renamed party keeps its ties."""
    for fact in facts:
        person, against = now.get(fact.person, fact.person), now.get(fact.against, fact.against)
        yield (
            fact if (person, against) == (fact.person, fact.against) else replace(fact, person=person, against=against)
        )
