"""What goes in and out of the doors of this room. Money in đồng, shares as exact fractions in text (``185/263``)."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated

from ninja import Schema
from pydantic import Field

from khue.features.results.domain.shares import MOST_AUTHORS, Author
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Day, Dong, FileOut, Label, PartyKey, State

door = Door("results")


class ResultLineOut(Schema):
    """A line of the register of results."""

    id: int
    number: str
    title: Bilingual
    kind: Bilingual
    field: Bilingual
    owner: str
    registered_on: date
    offered: bool


class ResultOwnerOut(Schema):
    """An owner; ``part``: ``budget`` formed it, ``own`` money did, or an ``agreement`` moved it."""

    name: str
    part: str
    share: str


class ResultStepOut(Schema):
    state: Bilingual
    on: date
    number: str


class ResultRightOut(Schema):
    """An intellectual-property object with what happened to it."""

    id: int
    kind: Bilingual
    title: str
    territory: str
    code: str
    state: Bilingual
    number: str
    steps: list[ResultStepOut]


class TransferOfferOut(Schema):
    """A result offered for transfer without refund; claims are taken from ``open_on`` until ``until_on`` (not included)."""

    id: int
    result: int
    number: str
    title: Bilingual
    kind: Bilingual
    field: Bilingual
    owner: str
    conditions: Bilingual
    open_on: date
    until_on: date


class ResultOut(Schema):
    """What everybody may read of a registered result."""

    id: int
    number: str
    version: int
    title: Bilingual
    summary: Bilingual
    kind: Bilingual
    field: Bilingual
    stage: int
    formed_on: date
    registered_on: date
    origin: str
    decision: str
    owner: str
    public_money: int
    total_money: int
    authors: list[str]
    owners: list[ResultOwnerOut]
    rights: list[ResultRightOut]
    offer: TransferOfferOut | None
    has_confidential: bool
    paper_code: str


class ResultFileLineOut(Schema):
    """A result for its owner and for staff. ``due_on``: until when it is to be checked."""

    id: int
    number: str
    title: Bilingual
    owner: str
    state: State
    due_on: date | None


class ResultVersionOut(Schema):
    """What the party wrote; the newest stands first. ``outcome`` is pending, accepted or returned."""

    no: int
    title: Bilingual
    summary: Bilingual
    kind: Bilingual
    field: Bilingual
    stage: int
    stage_evidence: str
    formed_on: date
    papers: list[FileOut]
    ground: str
    made_by: str
    made_at: datetime
    outcome: State
    note: str
    checked_by: str


class ResultAuthorOut(Schema):
    party: str
    name: str
    orcid: str
    did: str
    share: str


class ResultConsentOut(Schema):
    """Somebody's word on a list; ``mine``: the caller is asked. ``before`` and ``after`` as people read them."""

    id: int
    name: str
    before: Bilingual
    after: Bilingual
    answer: str
    note: str
    at: datetime | None
    mine: bool


class ResultShareListOut(Schema):
    """Authors with their shares; it holds once everybody who was asked agrees."""

    id: int
    no: int
    state: State
    ground: str
    proposed_by: str
    proposed_at: datetime
    authors: list[ResultAuthorOut]
    consents: list[ResultConsentOut]


class ResultIncomeReportOut(Schema):
    """``newest``: later ones correct those before. ``receipt``: code of the paper that says what came in, once it is made."""

    id: int
    no: int
    income: int
    costs: int
    tax: int
    profit: int
    intermediary: str
    agreed_fee: str
    note: str
    reported_by: str
    reported_at: datetime
    newest: bool
    receipt: str


class ResultIncomePeriodOut(Schema):
    """``until_on`` is the first day after it; ``distribution`` the one that stands."""

    from_on: date
    until_on: date
    due_on: date | None
    reported: bool
    reports: list[ResultIncomeReportOut]
    distribution: int | None


class ResultFileOfOwnerOut(Schema):
    """A result with everything that its owner's side, its authors and staff read; ``confidential`` and ``periods`` not all of them."""

    id: int
    number: str
    title: Bilingual
    state: State
    party: str
    owner: str
    origin: str
    origin_title: str
    decision: str
    public_money: int
    total_money: int
    handed_in_at: datetime
    due_on: date | None
    registered_on: date | None
    paper_code: str
    versions: list[ResultVersionOut]
    lists: list[ResultShareListOut]
    rights: list[ResultRightOut]
    offer: TransferOfferOut | None
    has_confidential: bool
    confidential: str | None
    periods: list[ResultIncomePeriodOut]
    version: int


class ResultPayoutOut(Schema):
    """A part of a distribution. ``share`` of its pot, as people read it."""

    id: int
    no: int
    role: Bilingual
    party: str
    name: str
    share: Bilingual
    amount: int
    state: State
    paid_on: date | None


class ResultPayoutLineOut(Schema):
    """A payout in the list of all; ``name`` may be the sentence of a restriction."""

    id: int
    number: str
    title: Bilingual
    role: Bilingual
    name: Label
    amount: int
    state_words: Label
    paid_on: date | None
    distribution: int


class TransferClaimOut(Schema):
    """Who wants a result that is on offer; ``name`` may be the sentence of a restriction, ``purpose`` empty then."""

    id: int
    offer: int
    party: str
    name: Label
    purpose: str
    claimed_at: datetime
    state: State
    ground: str
    number: str
    title: Bilingual


class ResultDistributionOut(Schema):
    """How the profit of a period is shared; who gets a part reads the own part alone."""

    id: int
    result: int
    number: str
    title: Bilingual
    owner: str
    from_on: date
    until_on: date
    income: int
    costs: int
    tax: int
    profit: int
    fee: int
    least_reward: int
    reward: int
    left: int
    paid: int
    state: State
    binding: bool
    line: str
    drawn_up_by: str
    drawn_up_at: datetime
    decided_by: str
    decided_at: datetime | None
    ground: str
    payouts: list[ResultPayoutOut]
    supersedes: int | None
    superseded_by: int | None


# -- what comes in ---------------------------------------------------------------------------------------------------

Share = Annotated[str, Field(pattern=r"^[0-9]{1,7}/[1-9][0-9]{0,6}$", examples=["1/3"])]


class ResultCheckIn(Ask):
    """``note`` says what is to be mended when it is sent back."""

    accepted: bool
    note: Annotated[str, Field(max_length=1000)] = ""


class ResultGroundIn(Ask):
    ground: Annotated[str, Field(max_length=500)]


class ResultAuthorIn(Ask):
    """A person by record and full name, with an exact share."""

    party: PartyKey
    name: Annotated[str, Field(min_length=1, max_length=200)]
    share: Share
    orcid: Annotated[str, Field(max_length=40)] = ""
    did: Annotated[str, Field(max_length=300)] = ""

    def plain(self) -> Author:
        part = Fraction(self.share)
        return Author(self.party, self.name.strip(), part.numerator, part.denominator, self.orcid, self.did)


class ResultSharesIn(Ask):
    """All authors; their shares sum to one. ``ground`` for a change of a list in force."""

    authors: Annotated[list[ResultAuthorIn], Field(max_length=MOST_AUTHORS)]
    ground: Annotated[str, Field(max_length=1000)] = ""


class ResultConsentIn(Ask):
    """``note`` says why, when the author does not agree."""

    agrees: bool
    note: Annotated[str, Field(max_length=1000)] = ""


class ResultIncomeIn(Ask):
    """One period; ``until_on`` is the day after its last. ``agreed_fee``: the intermediary's part by contract.

    The same period once more is a correction, which says why in ``note``.
    """

    from_on: Day
    until_on: Day
    licence: Dong = 0
    sale: Dong = 0
    own_use: Dong = 0
    costs: Dong = 0
    tax: Dong = 0
    intermediary: Annotated[str, Field(pattern=r"^(party:[0-9]{1,18})?$")] = ""
    agreed_fee: Share | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class ResultDrawUpIn(Ask):
    """``agreed_reward``: the authors' part of the profit where the owners grant more than the law's least."""

    agreed_reward: Share | None = None


class ResultDistributionDecisionIn(Ask):
    """``line``: code of the budget line to pay from; ``ground`` when it is not approved."""

    approved: bool
    line: Annotated[str, Field(max_length=60)] = ""
    ground: Annotated[str, Field(max_length=1000)] = ""


class TransferOfferIn(Ask):
    """Claims are taken from ``open_on`` until the day before ``until_on``."""

    conditions_vi: Annotated[str, Field(max_length=2000)]
    conditions_en: Annotated[str, Field(max_length=2000)] = ""
    open_on: Day
    until_on: Day
