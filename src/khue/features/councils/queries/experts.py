"""The register of experts: lines, one expert with every profile that ever held, and what the law calls the fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.councils import access
from khue.features.councils.domain.words import DEGREES, EXPERT, FEE_CLASSES, LANGUAGES
from khue.features.councils.models import Expert, ExpertProfile, Seat
from khue.features.councils.queries.fields import field_words
from khue.features.councils.queries.panels import NOBODY, Hidden, barred, named, shown
from khue.features.people import queries as people
from khue.kernel.paging import Page, every, keyset

STATE_TONES: Mapping[str, Any] = {"invited": "wait", "active": "good", "declined": "plain", "left": "plain"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty values narrow nothing."""

    q: str = ""
    field: str = ""
    language: str = ""
    state: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """One version of what the register says. ``field_words`` and the rest are ready to read."""

    number: int
    degree: str
    fields: tuple[str, ...]
    field_words: tuple[Text, ...]
    specialities: tuple[str, ...]
    languages: tuple[str, ...]
    employer: str
    employer_name: str
    position: str
    load_limit: int
    unavailable_until: date | None
    recorded_at: datetime
    recorded_by: str

    @property
    def degree_words(self) -> Text:
        return DEGREES[self.degree]

    @property
    def language_words(self) -> Text:
        words = [LANGUAGES[code] for code in self.languages]
        return Text(", ".join(w.vi for w in words), ", ".join(w.into("en") for w in words))

    @property
    def all_fields(self) -> Text:
        words = [*self.field_words, *(Text(free, free) for free in self.specialities)]
        return Text("; ".join(w.vi for w in words) or "–", "; ".join(w.into("en") for w in words) or "–")

    def is_available(self, on: date) -> bool:
        return self.unavailable_until is None or self.unavailable_until <= on


@dataclass(frozen=True, slots=True)
class ExpertCard:
    """An expert. ``profile`` is None until the invitation is accepted; ``seats`` councils that the expert sits on."""

    id: int
    person: str
    name: str
    email: str
    state: str
    source: str
    fee_class: str
    version: int
    invited_at: datetime
    invited_by: str
    ground: str
    profile: ProfileCard | None
    seats: int

    @property
    def state_words(self) -> Text:
        return EXPERT.label(self.state)

    @property
    def fee_words(self) -> Text:
        return FEE_CLASSES[self.fee_class]

    @property
    def degree_words(self) -> Text | None:
        return self.profile.degree_words if self.profile else None

    @property
    def all_fields(self) -> Text | None:
        return self.profile.all_fields if self.profile else None

    @property
    def language_words(self) -> Text | None:
        return self.profile.language_words if self.profile else None

    @property
    def employer_name(self) -> str:
        return self.profile.employer_name if self.profile else ""

    @property
    def load_limit(self) -> int | None:
        return self.profile.load_limit if self.profile else None


def list_experts(
    asked: Asked, on: date, after: str | None, size: int = 25, hidden: Hidden = NOBODY
) -> Page[ExpertCard]:
    """The register by name. Persons whose data may not be processed are left out."""
    found = Expert.objects.select_related("profile", "profile__employer", "person__party").exclude(
        person_id__in=people.restricted_ids()
    )
    for word in fold(asked.q).split():
        found = found.filter(person__party__folded__contains=word)
    if asked.field:
        found = found.filter(profile__fields__contains=[asked.field])
    if asked.language:
        found = found.filter(profile__languages__contains=[asked.language])
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.free:
        found = found.filter(state="active").exclude(profile__unavailable_until__gt=on)
    page = keyset(found, ["person__party__sort", "pk"], after, size)
    cards = _cards(page.rows, hidden)
    return Page(cards, page.next, page.previous)


def whole_register(asked: Asked, on: date, hidden: Hidden = NOBODY) -> Iterable[ExpertCard]:
    """Every expert that the list shows, for an export."""
    return every(partial(list_experts, asked, on, hidden=hidden))


def expert(expert_id: int) -> ExpertCard:
    """Raises Missing."""
    row = _experts().filter(pk=expert_id).first()
    if row is None:
        raise access.no_such_expert()
    return _cards([row])[0]


def expert_of(person: str) -> ExpertCard | None:
    """The entry of a person, whatever its state."""
    row = _experts().filter(person_id=people.party_id(person)).first()
    return _cards([row])[0] if row else None


def experts_of(persons: Collection[str]) -> dict[str, ExpertCard]:
    """Entries by person; two queries."""
    rows = list(_experts().filter(person_id__in={people.party_id(key) for key in persons}))
    return {card.person: card for card in _cards(rows)}


def readable_expert(expert_id: int, actor: Actor) -> ExpertCard:
    """For the expert and for staff who read councils, but while the expert's data are restricted. Raises Missing for everybody else."""
    row = _experts().filter(pk=expert_id).first()
    if row is None:
        raise access.no_such_expert()
    hidden = NOBODY if access.is_person(actor, f"party:{row.person_id}") else barred(actor)
    card = _cards([row], hidden)[0]
    if not actor.may(access.READ) and not access.is_person(actor, card.person):
        raise access.no_such_expert()
    if row.person_id in hidden:
        people.require_unrestricted(actor, card.person)
    return card


def profiles_of(expert_id: int, hidden: Hidden = NOBODY) -> tuple[ProfileCard, ...]:
    """Everything that the register ever said, newest first."""
    rows = ExpertProfile.objects.filter(expert_id=expert_id).select_related("employer").order_by("-number")
    return tuple(profile_card(row, hidden) for row in rows)


def profile_card(row: ExpertProfile, hidden: Hidden = NOBODY) -> ProfileCard:
    return ProfileCard(
        number=row.number,
        degree=row.degree,
        fields=tuple(row.fields),
        field_words=field_words(row.fields),
        specialities=tuple(row.specialities),
        languages=tuple(row.languages),
        employer=f"party:{row.employer_id}" if row.employer_id else "",
        employer_name=shown(row.employer_id, row.employer.name, hidden) if row.employer else row.employer_name,
        position=row.position,
        load_limit=row.load_limit,
        unavailable_until=row.unavailable_until,
        recorded_at=row.recorded_at,
        recorded_by=named(row.recorded_by, row.recorded_by_name, hidden),
    )


def active_expert_ids() -> QuerySet[Expert, int]:
    """Record numbers of persons who are active experts, as rows to narrow others by."""
    return Expert.objects.filter(state="active").values_list("person_id", flat=True)


def persons_of_experts(ids: Iterable[int]) -> QuerySet[Expert, int]:
    """Record numbers of the persons behind these rows of the register, as rows to narrow others by."""
    return Expert.objects.filter(pk__in=list(ids)).values_list("person_id", flat=True)


def active_experts(on: date) -> tuple[ExpertCard, ...]:
    """Whoever may take a seat on that day, by name."""
    rows = _experts().filter(state="active").exclude(profile__unavailable_until__gt=on)
    rows = rows.exclude(person_id__in=people.restricted_ids())
    return _cards(list(rows.order_by("person__party__sort", "pk")))


def _experts() -> QuerySet[Expert]:
    return Expert.objects.select_related("profile", "profile__employer", "person__party")


def _cards(rows: Collection[Expert], hidden: Hidden = NOBODY) -> tuple[ExpertCard, ...]:
    seats: dict[int, int] = {}
    held = Seat.objects.filter(person_id__in=[row.person_id for row in rows], ended_at=None)
    for person in held.exclude(council__state="dissolved").values_list("person_id", flat=True):
        seats[person] = seats.get(person, 0) + 1
    return tuple(
        ExpertCard(
            id=row.pk,
            person=f"party:{row.person_id}",
            name=row.person.party.name,
            email=row.person.email,
            state=row.state,
            source=row.source,
            fee_class=row.fee_class,
            version=row.version,
            invited_at=row.invited_at,
            invited_by=named(row.invited_by, row.invited_by_name, hidden),
            ground=row.ground,
            profile=profile_card(row.profile, hidden) if row.profile else None,
            seats=seats.get(row.person_id, 0),
        )
        for row in rows
    )
