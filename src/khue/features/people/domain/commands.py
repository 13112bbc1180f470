"""What people ask of this room. Text arrives as typed; decisions look at it, use-cases store it cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AddressWords:
    """Two levels as in force since July 2025: province or city, commune or ward; then the line. No district.

    ``province`` is a code of ``provinces.toml`` for Viet Nam; abroad it is the region as written, or empty.
    """

    line: str
    commune: str = ""
    province: str = ""
    country: str = "VN"


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """A person, identified by citizen number, by passport, or by neither with the reason why."""

    name: str
    citizen_number: str = ""
    passport_number: str = ""
    passport_country: str = ""
    no_number_reason: str = ""
    birth_year: int | None = None
    nationality: str = "VN"
    email: str = ""
    phone: str = ""
    address: AddressWords | None = None
    language: str = "vi"
    source: str = "counter"
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterOrganisation:
    """An organisation, or a group without legal form. The person who registers it gets a mandate for it."""

    name: str
    legal_form: str
    tax_code: str = ""
    short_name: str = ""
    email: str = ""
    phone: str = ""
    address: AddressWords | None = None
    position: str = ""
    source: str = "self"
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class IdentifiedParty:
    """A party as another system knows it: ``person`` by citizen number, ``organisation`` by tax code.

    Name, legal form and contact count only where the city has no record yet.
    """

    kind: str
    number: str
    name: str
    legal_form: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class GrantMandate:
    """``person`` may act for ``for_party`` from ``valid_from`` until the day before ``valid_until``."""

    person: str
    for_party: str
    scope: str
    valid_from: date
    valid_until: date | None
    ground: str
    request_id: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndMandate:
    mandate_id: int
    ends_on: date
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskForMandate:
    for_party: str
    scope: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RefuseMandateRequest:
    request_id: int
    reason: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AssignRole:
    person: str
    unit: str
    role: str
    valid_from: date
    valid_until: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndRole:
    holding_id: int
    ends_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddMember:
    """A person belongs to a group without legal form."""

    group: str
    person: str
    valid_from: date
    position: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndMember:
    member_id: int
    ends_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrectRecord:
    """What a person says is right about himself or herself. ``version`` is that of the page that was open."""

    name: str
    email: str
    phone: str
    address: AddressWords | None
    birth_year: int | None
    language: str
    version: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LinkIdentity:
    """A first sign-in with an identity provider: the stable subject, and what the provider says about the person."""

    issuer: str
    subject: str
    name: str
    citizen_number: str = ""
    birth_year: int | None = None
    email: str = ""
    phone: str = ""
    assurance: str = ""
    language: str = "vi"
