"""What goes in and out of the doors for other systems."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from ninja import Path, Schema
from pydantic import AwareDatetime, Field

from khue.features.intake.domain.messages import EXTERNAL_ID, MOST_FILES
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Dong, FileOut, Label, Line, Prose, ReasonOut
from khue.kernel.files import FileCard

door = Door("intake")
QUESTION = r"^[a-z][a-z0-9_-]*(\.[1-9][0-9]{0,2}\.[a-z][a-z0-9_-]*)?$"

ExternalId = Annotated[str, Field(pattern=EXTERNAL_ID, examples=["G12.99-260302-0001"])]
ListDay = Annotated[date, Path(ge=date(2000, 1, 1), le=date(2199, 12, 30), description="Day on the city's calendar")]
External = Annotated[str, Path(pattern=EXTERNAL_ID, description="The source's own number of the case")]
Revision = Annotated[int, Field(ge=1, le=1_000_000, description="1, then higher with each message of the case")]
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 2, tzinfo=UTC), le=datetime(2199, 12, 30, tzinfo=UTC))]


class PartyIn(Ask):
    """An organisation by its tax code, or a person by the citizen number. The rest counts where the city has no record."""

    kind: Literal["organisation", "person"]
    number: Annotated[str, Field(min_length=1, max_length=20, examples=["0101234565"])]
    name: Line
    legal_form: Annotated[str, Field(max_length=24)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""


class FileIn(Ask):
    """A file at a question (``papers``, ``lines.2.evidence``): ``content`` in base64, or a part of that file name."""

    question: Annotated[str, Field(max_length=120, pattern=QUESTION)]
    name: Annotated[str, Field(min_length=1, max_length=150)]
    content: Annotated[str | None, Field(max_length=2**20)] = None


class FeeIn(Ask):
    """The fee that is due, and what was paid of it at the source."""

    due: Dong = 0
    paid: Dong = 0
    reference: Annotated[str, Field(max_length=80)] = ""
    paid_at: Moment | None = None


class MessageAsk(Ask):
    revision: Revision
    sent_at: Moment | None = None


class DossierIn(MessageAsk):
    """A whole dossier. ``procedure`` is the source's code; ``answers``: question → value, as for sections of a draft."""

    external_id: ExternalId
    procedure: Annotated[str, Field(min_length=1, max_length=60)]
    applicant: PartyIn
    certifier: PartyIn | None = None
    certified: bool
    answers: dict[Annotated[str, Field(max_length=60)], Any]
    files: Annotated[list[FileIn], Field(max_length=MOST_FILES)] = []
    received_at: Moment | None = None
    fee: FeeIn = FeeIn()


class SupplementMessageIn(MessageAsk):
    """The answers that changed, files, and what the applicant says to it."""

    note: Annotated[Prose, Field(min_length=1)]
    answers: dict[Annotated[str, Field(max_length=60)], Any] = {}
    files: Annotated[list[FileIn], Field(max_length=MOST_FILES)] = []


class WithdrawalMessageIn(MessageAsk):
    ground: Annotated[Prose, Field(min_length=1)]


class PaymentMessageIn(MessageAsk):
    fee: FeeIn


class DeliveryMessageIn(MessageAsk):
    way: Annotated[str, Field(max_length=12, examples=["portal"])]
    handed_at: Moment | None = None


class TakenOut(Schema):
    """What a message brought about. The same message gets the same answer, however often it comes."""

    external_id: str
    revision: int
    kind: str
    taken: bool
    dossier: str
    states: dict[str, str]
    due_on: date | None
    received_at: datetime
    digest: str
    href: str


class CaseStateOut(Schema):
    kind: str
    code: str
    label: Label
    since: datetime | None


class CaseChangeOut(Schema):
    kind: str
    before: str
    after: str
    at: datetime


class AskedOut(Schema):
    """What the applicant is asked to add."""

    ground: str
    items: list[str]
    asked_on: date


class IntakeOut(Schema):
    """A case with its four states. ``reasons`` while it is refused for its content, ``request`` while something is asked for."""

    external_id: str
    revision: int
    procedure: str
    dossier: str
    title: str
    lodged_at: datetime
    received_at: datetime
    due_on: date | None
    states: list[CaseStateOut]
    reasons: list[ReasonOut]
    request: AskedOut | None
    handed_way: Bilingual | None
    handed_at: datetime | None
    history: list[CaseChangeOut]


class IntakeResultOut(Schema):
    """A paper that the dossier produced and that counts; ``code`` is for the public check, empty where it has none."""

    number: str
    kind: str
    title: Bilingual
    issued_on: date
    code: str
    file: FileOut


def file_values(card: FileCard) -> dict[str, Any]:
    """A stored file as ``FileOut``; its bytes are at the address that every reader uses."""
    names = ("id", "name", "size", "media_type", "sha256", "note")
    return {**{name: getattr(card, name) for name in names}, "href": f"/api/v1/files/{card.id}"}


class ChangeLineOut(Schema):
    """A change as it is also sent: ``id`` is the webhook's, ``seq`` its place in the source's list."""

    seq: int
    id: str
    kind: str
    at: datetime
    state: str
    data: dict[str, Any]


class ChangesOut(Schema):
    """Changes behind a place, oldest first. ``next`` is the place to go on from; it stays when there is nothing new."""

    items: list[ChangeLineOut]
    next: int


class AcknowledgeIn(Ask):
    """The source has read every change up to this place."""

    up_to: Annotated[int, Field(ge=1, le=LARGEST)]


class AcknowledgedOut(Schema):
    messages: int


class ListedIn(Ask):
    """A case of the day; a state that is left out is not compared."""

    external_id: ExternalId
    business: Annotated[str, Field(max_length=24)] = ""
    payment: Annotated[str, Field(max_length=24)] = ""
    delivery: Annotated[str, Field(max_length=24)] = ""


class ListIn(Ask):
    """The source's list of a day, as it stood at ``drawn_at`` (now, when left out). Longer ones go as a file on the page."""

    lines: Annotated[list[ListedIn], Field(max_length=10_000)]
    drawn_at: Moment | None = None


class ListDifferenceOut(Schema):
    kind: str
    external_id: str
    theirs: str
    ours: str
    why: Bilingual
    next_step: Bilingual


class ReportOut(Schema):
    """A comparison. ``theirs`` is null while no list of the day has come."""

    day: date
    run: int
    compared_at: datetime
    as_of: datetime
    ours: int
    theirs: int | None
    same: int
    different: int
    differences: list[ListDifferenceOut]
