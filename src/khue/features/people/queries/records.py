"""What the city holds about a party, and about the person who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.domain import LEGAL_FORMS, RECORD_FIELDS, SOURCES
from khue.features.people.models import (
    Mandate,
    Organisation,
    Party,
    Person,
    RoleHolding,
)
from khue.features.people.queries.cards import UNKNOWN, PartyCard, address_line, card_of, party_id, with_parts
from khue.features.people.queries.lines import (
    MandateLine,
    RequestLine,
    RoleLine,
    mandate_lines,
    request_lines,
    role_lines,
)
from khue.features.people.queries.periods import during

NAME = Text("Tên", "Name")
"""Of an organisation; a person has "họ và tên"."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One thing that the city holds, where it came from and when."""

    field: str
    label: Text
    value: str
    source: Text | None
    on: date | None
    words: Text | None = None

    @property
    def shown(self) -> Text | str:
        """The value as people read it: a country or a legal form by its name."""
        return self.words or self.value


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What the correction form starts from."""

    name: str
    email: str
    phone: str
    birth_year: int | None
    language: str
    country: str
    province: str
    commune: str
    line: str
    version: int
    from_identity: frozenset[str]


@dataclass(frozen=True, slots=True)
class AboutMe:
    """All that the city holds about the person who asks."""

    card: PartyCard
    record: tuple[RecordLine, ...]
    mandates: tuple[MandateLine, ...]
    given: tuple[MandateLine, ...]
    requests: tuple[RequestLine, ...]
    roles: tuple[RoleLine, ...]
    version: int


def record(key: str) -> tuple[RecordLine, ...]:
    """What is held about a party, with source and day: what forms are prefilled from."""
    found = with_parts(Party.objects.filter(pk=party_id(key))).first()
    if found is None:
        raise UNKNOWN
    return record_of(found)


def record_of(found: Party) -> tuple[RecordLine, ...]:
    part: Person | Organisation = found.person if found.kind == Party.Kind.PERSON else found.organisation
    values: dict[str, Any] = {"name": found.name}
    if isinstance(part, Person):
        passport = f"{part.passport_number} ({part.passport_country})" if part.passport_number else ""
        values |= {
            "citizen_number": part.citizen_number,
            "passport": passport,
            "birth_year": part.birth_year,
            "nationality": part.nationality,
        }
    else:
        values |= {
            "short_name": part.short_name,
            "legal_form": LEGAL_FORMS[part.legal_form].vi,
            "tax_code": part.tax_code,
        }
    values |= {"email": part.email, "phone": part.phone, "address": address_line(part.address)}
    return tuple(_line(found, field, value) for field, value in values.items() if value)


def country_name(code: str) -> Text:
    """``KR`` → Hàn Quốc, South Korea; an unknown code stays as it is."""
    from babel import Locale

    names = (Locale(language).territories.get(code, code) for language in ("vi", "en"))
    return Text(*names)


def _line(found: Party, field: str, value: object) -> RecordLine:
    origin = found.origins.get(field, {})
    day = origin.get("on")
    return RecordLine(
        field,
        NAME if field == "name" and found.kind != Party.Kind.PERSON else RECORD_FIELDS[field],
        str(value),
        SOURCES.get(origin.get("source", "")),
        date.fromisoformat(day) if day else None,
        _words(found, field, value),
    )


def _words(found: Party, field: str, value: object) -> Text | None:
    """A value that has a name in both languages."""
    if field == "nationality":
        return country_name(str(value))
    return LEGAL_FORMS[found.organisation.legal_form] if field == "legal_form" else None


def about_me(actor: Actor) -> AboutMe:
    """Everything that the city holds about the actor. Raises NotAllowed for a visitor."""
    person_id = access.require_signed_in(actor)
    found = with_parts(Party.objects.filter(pk=person_id)).get()
    own = [party_id(key) for key in actor.keys]
    answerable = [*own, *(party_id(key) for key, scope in actor.acts_for if scope == "all")]
    return AboutMe(
        card=card_of(found),
        record=record_of(found),
        mandates=mandate_lines(Mandate.objects.filter(during(actor.today), person_id__in=own)),
        given=mandate_lines(
            Mandate.objects.filter(during(actor.today), for_party_id__in=answerable).exclude(person_id__in=own)
        ),
        requests=request_lines(answerable),
        roles=role_lines(RoleHolding.objects.filter(during(actor.today), person_id__in=own)),
        version=found.version,
    )


def own_record(actor: Actor) -> OwnRecord:
    """The person's values as the correction form shows them."""
    person = Person.objects.select_related("party", "address").get(pk=access.require_signed_in(actor))
    address = person.address
    return OwnRecord(
        name=person.party.name,
        email=person.email,
        phone=person.phone,
        birth_year=person.birth_year,
        language=person.language,
        country=address.country if address else "VN",
        province=address.province if address else "",
        commune=address.commune if address else "",
        line=address.line if address else "",
        version=person.party.version,
        from_identity=frozenset(f for f, o in person.party.origins.items() if o.get("source") == "identity"),
    )
