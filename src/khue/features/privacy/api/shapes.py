"""What goes in and out of the doors for data-subject requests and consents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from khue.features.privacy.queries import ConsentRow, RequestPage
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Clock, Day, DecisionOut, Label, PartyKey, Prose, State

door = Door("privacy")
Kind = Annotated[
    Literal["access", "copy", "correct", "restrict", "withdraw", "object", "erase"],
    Field(description="What is asked for"),
]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Told = Annotated[Short, Field(description="How the person was told: only for a request that came on paper")]

# -- requests: out -----------------------------------------------------------------------------------------------------


class ToldOfBreachOut(Schema):
    """``number`` is that of the breach; ``words`` as they were sent."""

    number: str
    at: datetime
    words: str


class DataRequestRowOut(Schema):
    """A line of a list; ``due_on`` is what is due next."""

    id: int
    number: str
    kind: Label
    person: str
    channel: Label
    state: State
    clock: Clock | None
    received_on: date
    due_on: date | None
    answered_on: date | None
    ended_on: date | None
    extended: bool
    handler: str


class DataRequestStepOut(Schema):
    """One point of the way: done, now or next."""

    label: Label
    note: Label
    when: date | None
    status: str


class DataRequestOut(Schema):
    """One request. The ETag is what an officer's next deed rests on.

    ``terms`` says the law's terms with their source; ``consents`` are those that stand, for an officer who withdraws them.
    """

    id: int
    number: str
    kind_code: str
    kind: Label
    version: int
    state: State
    clock: Clock | None
    person_key: str
    person: str
    details: str
    channel: Label
    paper: bool
    identity: str
    entered_by: str
    received_on: date
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
    steps: list[DataRequestStepOut]
    terms: DecisionOut
    consents: list[str]
    own: bool
    handles: bool
    late: bool


class DataSubjectOut(Schema):
    """Whose paper it is."""

    key: str
    name: str
    address: str


# -- requests: in ------------------------------------------------------------------------------------------------------


class AskIn(Ask):
    """``details`` in one's own words: needed for a correction, a stop or an objection."""

    kind: Kind
    details: Prose = ""


class EnterIn(AskIn):
    """The same from paper. ``identity`` says which paper was shown, without its number; the clock runs from the receipt."""

    party: PartyKey
    identity: Short
    received_on: Day | None = None


class AcceptIn(Ask):
    """``promised_on`` where the law's term is not known; ``third_party`` only for a stop of the processing."""

    answer: Prose
    third_party: bool = False
    promised_on: Day | None = None
    told: Told = ""


class RefuseIn(Ask):
    answer: Prose
    legal_ground: Short
    told: Told = ""


class ExtendIn(Ask):
    until: Day
    ground: Prose
    told: Told = ""


class RestrictionIn(Ask):
    """``told``: how the person was told, for a request on paper."""

    ground: Prose
    told: Told = ""


class FinishIn(Ask):
    """``consents``: purposes that are withdrawn with it, where that is what the person asked for."""

    outcome: Prose
    consents: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = []
    told: Told = ""


# -- consents ----------------------------------------------------------------------------------------------------------


class ConsentOut(Schema):
    """A purpose that rests on consent. ``version`` is that of ``text``; ``withdrawal`` says what taking it back means."""

    purpose: str
    name: Bilingual
    covers: Bilingual
    version: int
    text: Bilingual
    withdrawal: Bilingual
    state: State
    standing: bool
    older: bool
    at: datetime | None


class ConsentActOut(Schema):
    """One act as it can be proven, with the text that was shown and its language."""

    party: str
    purpose: Label
    action: Label
    version: int
    at: datetime
    text: Bilingual
    language: str
    by: str
    request: str


class ConsentCountOut(Schema):
    """How many consents to a purpose stand, and how many were withdrawn."""

    purpose: str
    name: Bilingual
    standing: int
    withdrawn: int


class ConsentIn(Ask):
    """``version`` of the text that was read: another one is refused."""

    version: Annotated[int, Field(ge=1, le=10_000)]


class ProcessingOut(Schema):
    """One purpose of the register: which data, on which basis, how long it is kept."""

    code: str
    name: Bilingual
    covers: Bilingual
    basis: Label
    provision: Label
    kept: Label
    certainty: str
    version: int


# -- from cards --------------------------------------------------------------------------------------------------------


def request_values(page: RequestPage, consents: tuple[str, ...]) -> dict[str, Any]:
    """A request as its shape wants it. What was noted about a paper is for officers, as on the page."""
    changed = ("terms", "consents")
    shown = {name: getattr(page, name) for name in DataRequestOut.model_fields if name not in changed}
    if page.own or not page.paper:
        shown |= {"identity": "", "entered_by": "", "told": ""}
    return {**shown, "terms": DecisionOut.of(page.why), "consents": list(consents)}


def consent_values(row: ConsentRow) -> dict[str, Any]:
    purpose = row.purpose
    return {
        "purpose": purpose.code,
        "name": purpose.name,
        "covers": purpose.covers,
        "version": purpose.version,
        "text": purpose.text,
        "withdrawal": purpose.withdrawn,
        "state": row.state,
        "standing": row.standing,
        "older": row.older,
        "at": row.at,
    }
