"""What goes in and out of the doors for officers: cases, messages, receivers, sources, reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from khue.features.intake.api.shapes import AskedOut, CaseChangeOut, ListDifferenceOut, Moment
from khue.features.intake.domain.sources import LONGEST_GROUND, USUAL_PER_MINUTE
from khue.kernel.api.shapes import Ask, Bilingual, FileOut, ReasonOut, State

Way = Annotated[str, Field(max_length=12, examples=["counter"])]
CaseGround = Annotated[str, Field(min_length=1, max_length=LONGEST_GROUND)]

# -- out -------------------------------------------------------------------------------------------------------------


class IntakeCaseRowOut(Schema):
    """A case in the list; ``states``: kind → where it stands."""

    id: int
    source: Bilingual
    external_id: str
    dossier: str
    applicant: str
    lodged_at: datetime
    states: dict[str, State]


class IntakeSourceOut(Schema):
    """A connected system. ``closed_at``: since when its new dossiers are refused, with ``closed_ground``."""

    id: int
    code: str
    name: Bilingual
    closed_at: datetime | None
    closed_ground: str


class MessageFileOut(Schema):
    question: str
    name: str
    size: int


class MessageInOut(Schema):
    """A message as it came. ``erased``: its text was erased, its digest stays."""

    id: int
    kind: Bilingual
    revision: int
    at: datetime
    taken: bool
    sha256: str
    size: int
    erased: bool
    reasons: list[ReasonOut]
    files: list[MessageFileOut]


class SendingTryOut(Schema):
    """One sending. ``status`` is null where nothing was answered."""

    at: datetime
    status: int | None
    arrived: bool
    took_ms: int
    said: str


class MessageOutOut(Schema):
    """A message to the source, with every attempt, newest first."""

    id: int
    name: str
    kind: Bilingual
    at: datetime
    state: State
    body: str
    due_at: datetime | None
    sent_at: datetime | None
    tries: list[SendingTryOut]


class OfficeChangeOut(CaseChangeOut):
    """Who or what moved it: ``message:12``, ``dossier``, ``officer``, ``receiver``."""

    by: str
    cause: str


class IntakeCaseOut(Schema):
    """A case with its four states, their history, and all that came and went."""

    id: int
    source: IntakeSourceOut
    external_id: str
    revision: int
    procedure: str
    dossier: str
    dossier_href: str
    applicant: str
    lodged_at: datetime
    received_at: datetime
    due_on: date | None
    states: dict[str, State]
    history: list[OfficeChangeOut]
    request: AskedOut | None
    handed_way: Bilingual | None
    handed_at: datetime | None
    messages_in: list[MessageInOut]
    messages_out: list[MessageOutOut]
    files: list[FileOut]


class NotSentOut(Schema):
    """A case of which messages were given up, and what its receiver said last."""

    case_id: int
    external_id: str
    source: IntakeSourceOut
    messages: int
    since: datetime
    said: str
    status: int | None


class ReceiverOut(Schema):
    """Where a source is told, and how its receiver is."""

    address: str
    made_at: datetime
    down_since: datetime | None
    probe_at: datetime | None
    failures: int


class SourceRowOut(Schema):
    source: IntakeSourceOut
    cases: int
    waiting: int
    given_up: int
    receiver: ReceiverOut | None


class SourceCodeOut(Schema):
    """What the source means by one of its codes."""

    code: str
    procedure: Bilingual


class SourceKeyOut(Schema):
    """A key of a source, without its secret. ``state``: works, over, revoked."""

    id: int
    prefix: str
    name: str
    valid_until: date
    per_minute: int
    last_used_at: datetime | None
    state: str


class WebhookSecretOut(Schema):
    """A secret that signs, by its last letters; null: until it is changed."""

    ends_in: str
    valid_until: datetime | None


class SourceOfOfficeOut(Schema):
    source: IntakeSourceOut
    codes: list[SourceCodeOut]
    keys: list[SourceKeyOut]
    receiver: ReceiverOut | None
    secrets: list[WebhookSecretOut]
    waiting: int
    given_up: int
    arrived: int


class SourceSecretOut(Schema):
    """The only answer that holds the secret."""

    name: str
    secret: str


class ReportRowOut(Schema):
    """A comparison. ``theirs`` is null while no list of the day has come."""

    id: int
    source: IntakeSourceOut
    day: date
    run: int
    compared_at: datetime
    as_of: datetime
    ours: int
    theirs: int | None
    same: int
    different: int
    came_by: str


class ComparisonRunOut(Schema):
    run: int
    href: str


class OfficeReportOut(Schema):
    """A comparison, how many differences of each kind, and the other comparisons of the day."""

    report: ReportRowOut
    kinds: dict[str, int]
    runs: list[ComparisonRunOut]


class OfficeDifferenceOut(ListDifferenceOut):
    """``case_id`` where the case is here."""

    id: int
    case_id: int | None


class MessagesOut(Schema):
    """How many messages wait again."""

    messages: int


# -- in --------------------------------------------------------------------------------------------------------------


class ResultHandedIn(Ask):
    """How the applicant got the result."""

    way: Way


class SourceIn(Ask):
    code: Annotated[str, Field(max_length=40, examples=["portal-2"])]
    name_vi: Annotated[str, Field(max_length=200)]
    name_en: Annotated[str, Field(max_length=200)] = ""


class SourceCodeIn(Ask):
    """``procedure`` is one of ours; empty: the code means nothing any more."""

    code: Annotated[str, Field(min_length=1, max_length=60)]
    procedure: Annotated[str, Field(max_length=60)]


class SourceKeyIn(Ask):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    valid_until: date
    per_minute: Annotated[int, Field(ge=1, le=10**6)] = USUAL_PER_MINUTE


class ReceiverIn(Ask):
    """It begins with https:// and lies in the public network."""

    address: Annotated[str, Field(min_length=1, max_length=300, examples=["https://portal.example/hooks"])]


class RotateIn(Ask):
    """The former secret stays valid for so many days beside the new one."""

    overlap_days: Annotated[int, Field(ge=0, le=365)] = 7


class SourceGroundIn(Ask):
    ground: CaseGround


class OfficeLineIn(Ask):
    """A case of the day; a state that is left out is not compared."""

    external_id: Annotated[str, Field(max_length=80)]
    business: Annotated[str, Field(max_length=24)] = ""
    payment: Annotated[str, Field(max_length=24)] = ""
    delivery: Annotated[str, Field(max_length=24)] = ""


class CompareIn(Ask):
    """The source's list of the day; without ``lines`` the newest list is compared again."""

    day: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 30))]
    lines: Annotated[list[OfficeLineIn], Field(max_length=10_000)] | None = None
    drawn_at: Moment | None = None


Kind = Literal["", "missing_here", "missing_there", "business", "payment", "delivery", "twice"]
