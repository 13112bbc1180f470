"""What comes out. Only ``OfferConfidentialOut`` holds what is confidential: the answer to a deed, never kept."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from khue.kernel.api.shapes import Bilingual, FileOut, Label, ReasonOut, State


class TechnologyOfferLineOut(Schema):
    """A line of the public list. ``evidence`` is the strongest of its claims."""

    number: str
    title: Bilingual
    kind: Label
    field: Label
    stage: int
    evidence: Label
    modes: Label
    price_from: int | None
    price_to: int | None
    supplier: str
    listed_on: date
    confirmed_on: date
    valid_until: date
    restricted: bool
    encouraged: bool


class TechnologyClaimOut(Schema):
    """``code``: the level of evidence that was found; before the check, what the supplier asks for."""

    says: str
    level: Label
    code: str
    proof: str
    buyer: str


class TechnologyOwnerOut(Schema):
    """``share`` is an exact fraction."""

    name: str
    share: str


class TechnologyRightOut(Schema):
    kind: Label
    state: Label
    territory: str
    number: str


class TechnologyComparisonOut(Schema):
    rival: str
    says: str
    unit: str
    own_cost: int | None
    rival_cost: int | None


class TechnologyEntryNameOut(Schema):
    which: str
    title: Bilingual
    source: str


class OfferPictureOut(Schema):
    """``alt`` says what it shows; ``href`` and ``small_href`` are where its bytes are (JPEG). Pixels of the large one."""

    no: int
    alt: Bilingual
    width: int
    height: int
    href: str
    small_href: str


class OfferMaterialOut(Schema):
    """Papers and pictures of an offer. What is confidential is never among them: it is a text that a deed of its own reads."""

    version: int
    papers: list[FileOut]
    pictures: list[OfferPictureOut]


class TechnologyOfferOut(Schema):
    """What everybody may read of a listed offer. ``has_confidential``: that there is such a part, never what it says."""

    number: str
    title: Bilingual
    summary: Bilingual
    kind: Label
    field: Label
    codes: list[str]
    stage: int
    stage_evidence: str
    supplier: str
    supplier_now: str
    supplier_since: date
    basis: Label
    public_money: bool
    result: str
    modes: list[Label]
    price_from: int | None
    price_to: int | None
    price_note: str
    after_sale: str
    videos: list[str]
    claims: list[TechnologyClaimOut]
    owners: list[TechnologyOwnerOut]
    rights: list[TechnologyRightOut]
    comparison: TechnologyComparisonOut | None
    papers: list[FileOut]
    pictures: list[OfferPictureOut]
    entries: list[TechnologyEntryNameOut]
    listed_on: date
    confirmed_on: date
    confirm_by: date | None
    valid_until: date
    has_confidential: bool


class OfferHitOut(Schema):
    """A result. ``sides`` holds its codes on each side."""

    number: str
    title: Bilingual
    quote: str
    path: str
    listed_on: date
    price: int | None
    sides: dict[str, list[str]]


class OfferCountOut(Schema):
    code: str
    label: Label
    count: int


class OfferSideOut(Schema):
    name: str
    counts: list[OfferCountOut]


class OfferSearchOut(Schema):
    """``how``: all (every word is there), most or some. ``instead``: the question as it was probably meant."""

    total: int
    how: str
    ready: bool
    hits: list[OfferHitOut]
    sides: list[OfferSideOut]
    instead: str


class ExchangeMemberOut(Schema):
    name: str
    kind: Label
    active_on: date


class MembershipLineOut(Schema):
    id: int
    party: str
    name: str
    kind: Label
    state: State
    asked_at: datetime
    active_on: date | None


class MembershipStepOut(Schema):
    label: Label
    ground: str
    by: str
    at: datetime


class MembershipOut(Schema):
    """One membership with its steps; papers for who verifies it and its own side."""

    id: int
    party: str
    name: str
    kind: Label
    state: State
    about: str
    asked_by: str
    asked_at: datetime
    active_on: date | None
    papers: list[FileOut]
    steps: list[MembershipStepOut]
    version: int


class OfferDeskLineOut(Schema):
    id: int
    number: str
    title: Bilingual
    supplier: str
    state: State
    handed_in_at: datetime
    valid_until: date
    confirmed_on: date | None


class OfferJudgementOut(Schema):
    """An entry of a list that points to the offer; ``ruling`` is empty while nobody has ruled."""

    entry: int
    which: Label
    title: Bilingual
    source: str
    ruling: str
    ground: str
    by: str


class OfferVersionOut(Schema):
    no: int
    ground: str
    made_by: str
    made_at: datetime
    outcome: Label
    note: str
    checked_by: str
    released_by: str


class OfferReadingOut(Schema):
    """Who read the confidential part, and as what."""

    reader: str
    role: Label
    no: int
    at: datetime


class TechnologyOfferFileOut(Schema):
    """Everything of an offer but what is confidential. ``step``: check, release or empty; ``reads_as``: as what the caller may open that part."""

    id: int
    state: State
    number: str
    party: str
    supplier: str
    title: Bilingual
    summary: Bilingual
    handed_in_at: datetime
    listed_on: date | None
    confirmed_on: date | None
    valid_until: date
    ground: str
    basis_paper: str
    claims: list[TechnologyClaimOut]
    owners: list[TechnologyOwnerOut]
    rights: list[TechnologyRightOut]
    comparison: TechnologyComparisonOut | None
    papers: list[FileOut]
    judgements: list[OfferJudgementOut]
    versions: list[OfferVersionOut]
    step: str
    in_charge: str
    has_confidential: bool
    reads_as: str
    readings: list[OfferReadingOut]
    version: int


class OfferConfidentialOut(Schema):
    """The confidential part; this reading is on record."""

    text: str


class OfferDraftLineOut(Schema):
    id: int
    title: Bilingual
    party: str
    source: Label
    row: int | None
    has_confidential: bool
    valid_until: date | None
    made_at: datetime


class OfferDraftOut(Schema):
    """A draft to go on with: public words only."""

    id: int
    party: str
    title: Bilingual
    summary: Bilingual
    kind: str
    field: str
    stage: int
    modes: list[str]
    valid_until: date | None
    has_confidential: bool


class OfferStayingOut(Schema):
    """A draft that stays, with every reason."""

    draft: int
    reasons: list[ReasonOut]


class OfferDraftsHandedInOut(Schema):
    offers: list[int]
    staying: list[OfferStayingOut]


class OfferImportOut(Schema):
    """A sheet of offers; ``rows`` is 0 until it is opened, ``left`` counts drafts that are not handed in yet."""

    id: int
    party: str
    name: str
    state: State
    rows: int
    done: int
    good: int
    bad: int
    left: int
    why: Label | None
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None


class OfferImportFaultOut(Schema):
    """A wrong cell: ``key`` is the column's stable name, ``expected`` what belongs there."""

    row: int
    key: str
    column: Label
    expected: Label


class TechnologyEntryOut(Schema):
    """An entry of a list; ``waiting`` counts offers without a ruling, for staff."""

    id: int
    which: Label
    title: Bilingual
    source: str
    terms: str
    codes: str
    from_on: date
    until_on: date | None
    waiting: int


class ClearanceOut(Schema):
    id: int
    name: str
    from_on: date
    until_on: date
    ground: str
    granted_by: str
    live: bool


class TechnologySearchOut(Schema):
    id: int
    name: str
    query: str
    made_at: datetime
    told_at: datetime | None


class SearchMeaningOut(Schema):
    """A line; ``ended_at`` is null while it is in force."""

    id: int
    words: str
    source: Label
    ground: str
    put_by: str
    put_at: datetime
    ended_at: datetime | None
    end_ground: str


class SearchUnitOut(Schema):
    """A part of the question, and the other ways in which it is found."""

    said: str
    others: list[str]


class SearchTrialOut(Schema):
    total: int
    titles: list[str]
    units: list[SearchUnitOut]
