"""What goes in and out of the doors of this room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from khue.features.people.domain import AddressWords, RegisterOrganisation, RegisterPerson
from khue.features.people.domain.keys import USUAL_PER_MINUTE
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Day, Line, PartyKey, Prose

door = Door("people")
Scope = Literal["all", "submit", "sign", "view"]
Year = Annotated[int, Field(ge=1850, le=2200)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]

# -- out -------------------------------------------------------------------------------------------------------------


class PartyOut(Schema):
    """A person or an organisation. ``is_private_person`` is never published."""

    key: str
    id: int
    kind: str
    name: str
    tax_code: str
    legal_form: str
    address: str
    is_private_person: bool
    short_name: str


class RecordLineOut(Schema):
    """One thing that the city holds, where it came from and when."""

    field: str
    label: Bilingual
    value: str
    source: Bilingual | None
    on: date | None


class MandateOut(Schema):
    id: int
    person: str
    person_key: str
    party: str
    party_key: str
    scope: str
    valid_from: date
    valid_until: date | None
    ground: str


class RequestOut(Schema):
    id: int
    person: str
    person_key: str
    party: str
    party_key: str
    scope: str
    ground: str
    asked_at: datetime


class RoleOut(Schema):
    id: int
    person: str
    person_key: str
    role: Bilingual
    unit: Bilingual
    valid_from: date
    valid_until: date | None


class MemberOut(Schema):
    id: int
    person: str
    position: str
    valid_from: date
    valid_until: date | None


class PartyPageOut(Schema):
    """A party with what is recorded about it and who may act for it."""

    party: PartyOut
    record: list[RecordLineOut]
    mandates: list[MandateOut]
    members: list[MemberOut]


class MeOut(Schema):
    """What the city holds about the caller. ``version`` is what a correction rests on."""

    party: PartyOut
    record: list[RecordLineOut]
    mandates: list[MandateOut]
    given: list[MandateOut]
    requests: list[RequestOut]
    roles: list[RoleOut]
    acts_for: list[PartyOut]
    version: int


class EventOut(Schema):
    """One line of a timeline."""

    text: Bilingual
    subject: str
    at: datetime


class LookOut(Schema):
    """Somebody looked at personal data of the caller."""

    viewer: str
    viewer_name: str
    what: str
    subject: str
    at: datetime


class KeyOut(Schema):
    """A key, without its secret. ``state``: waiting, works, over, revoked."""

    id: int
    prefix: str
    name: str
    holder: str
    holder_key: str
    scopes: list[str]
    per_minute: int
    valid_from: date
    valid_until: date
    made_by: str
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    state: str


class NewKeyOut(Schema):
    """The only answer that holds the secret."""

    id: int
    prefix: str
    secret: str


# -- in --------------------------------------------------------------------------------------------------------------


class AddressIn(Ask):
    """Province or city and commune or ward in Viet Nam; abroad country and line."""

    line: Line
    commune: Line = ""
    province: Line = ""
    country: Country = "VN"

    def words(self) -> AddressWords:
        return AddressWords(self.line, self.commune, self.province, self.country)


class CorrectionIn(Ask):
    name: Line
    email: Line = ""
    phone: Line = ""
    birth_year: Year | None = None
    address: AddressIn | None = None
    language: Literal["vi", "en"] = "vi"


class OrganisationIn(Ask):
    name: Line
    legal_form: Line
    tax_code: Line = ""
    short_name: Line = ""
    email: Line = ""
    phone: Line = ""
    position: Line = ""
    address: AddressIn | None = None

    def command(self, once: UUID) -> RegisterOrganisation:
        return RegisterOrganisation(
            name=self.name,
            legal_form=self.legal_form,
            tax_code=self.tax_code,
            short_name=self.short_name,
            email=self.email,
            phone=self.phone,
            address=self.address.words() if self.address else None,
            position=self.position,
            once=once,
        )


class PersonIn(Ask):
    """With citizen number, with passport, or with neither and the reason."""

    name: Line
    citizen_number: Line = ""
    passport_number: Line = ""
    passport_country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    no_number_reason: Line = ""
    birth_year: Year | None = None
    nationality: Country = "VN"
    email: Line = ""
    phone: Line = ""
    address: AddressIn | None = None

    def command(self, once: UUID) -> RegisterPerson:
        return RegisterPerson(
            name=self.name,
            citizen_number=self.citizen_number,
            passport_number=self.passport_number,
            passport_country=self.passport_country,
            no_number_reason=self.no_number_reason,
            birth_year=self.birth_year,
            nationality=self.nationality,
            email=self.email,
            phone=self.phone,
            address=self.address.words() if self.address else None,
            once=once,
        )


class RequestIn(Ask):
    scope: Scope
    ground: Prose


class AnswerIn(Ask):
    """Agree, until the day before ``valid_until``; or refuse with a reason."""

    answer: Literal["grant", "refuse"]
    valid_until: Day | None = None
    reason: Prose = ""


class MandateIn(Ask):
    person: PartyKey
    scope: Scope
    valid_from: Day
    valid_until: Day | None = None
    ground: Prose


class EndIn(Ask):
    """``ends_on`` is the first day without it."""

    ends_on: Day


class EndMandateIn(EndIn):
    ground: Prose


class MemberIn(Ask):
    person: PartyKey
    valid_from: Day
    position: Line = ""


class RoleIn(Ask):
    unit: Line
    role: Line
    valid_from: Day
    valid_until: Day | None = None


class KeyIn(Ask):
    """``holder`` is the caller when left out; an administrator may name another person."""

    name: Line
    scopes: Annotated[list[Literal["view", "submit", "sign"]], Field(min_length=1, max_length=3)]
    valid_until: Day
    valid_from: Day | None = None
    holder: PartyKey | None = None
    per_minute: Annotated[int, Field(ge=1, le=600)] = USUAL_PER_MINUTE
