"""What goes in and comes out. Only public words stand in a match; what a side answered is its own and staff's to read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from khue.features.matching.domain.deciding import LONGEST
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Label, PartyKey, State

door = Door("matching")
MatchView = Annotated[
    str,
    Query(max_length=20, description="needs, offers or all (brokers and staff); an unknown word counts as the first"),
]
Only = Annotated[int, Query(ge=0, le=LARGEST, description="Only of the record with this number; 0: of all")]
Words = Annotated[str, Field(max_length=LONGEST)]


class MatchLineOut(Schema):
    """A demand and an offer that may fit. ``points`` from 0 to 1000; ``side``: the reader's, ``need``, ``offer`` or empty; ``said``: what it
    answered, null where it has not."""

    demand: int
    offer: int
    need_title: Bilingual
    need_number: str
    demander: str
    offer_title: Bilingual
    offer_number: str
    supplier: str
    points: int
    side: str
    said: bool | None
    found_at: datetime


class MatchPartOut(Schema):
    """A criterion. ``said``: whether the offer says anything of it."""

    label: Label
    weight: int
    points: int
    said: bool


class MatchWordOut(Schema):
    """A word in common, with its share of the points of the text."""

    word: str
    points: int


class MatchAnswerOut(Schema):
    """What a side said of the match; ``why`` only where it is of no use."""

    side: str
    useful: bool
    why: Label | None
    note: str
    at: datetime


class MatchOut(MatchLineOut):
    """A match with its reasons; ``edition`` is that of the weights."""

    parts: list[MatchPartOut]
    words: list[MatchWordOut]
    codes: list[str]
    edition: int
    weighed_on: date
    answers: list[MatchAnswerOut]


class MatchAnswerIn(Ask):
    """``why`` (problem, stage, terms, known, other) is asked for where the match is of no use; ``note`` where the reason is another."""

    useful: bool
    why: Annotated[str, Field(max_length=10)] = ""
    note: Words = ""


class IntroductionOut(Schema):
    """A broker's proposal. ``need`` and ``offer_says`` are the answers so far, null where there is none or it may not be told yet;
    ``waits_for_me``: the reader's side has not answered."""

    id: int
    demand: int
    offer: int
    need_title: Bilingual
    need_number: str
    offer_title: Bilingual
    offer_number: str
    broker: str
    words: str
    state: State
    until: date
    proposed_at: datetime
    need: bool | None
    offer_says: bool | None
    side: str
    waits_for_me: bool


class IntroductionAnswerIn(Ask):
    """``ground`` is asked for where the side declines; only the broker and staff read it."""

    agrees: bool
    ground: Words = ""


ThirdView = Annotated[
    str, Query(max_length=20, description="offers (for my offers), mine (offers for me) or all (brokers and staff); an unknown word counts as the first")
]  # fmt: skip


class ThirdLineOut(Schema):
    """An expert or investor who may fit an offer. ``entry`` is the number in the catalogue, ``sort_code`` expert or investor; ``points`` from
    0 to 1000; ``side``: the reader's, ``offer``, ``third`` or empty; ``said``: what it answered, null where it has not."""

    offer: int
    entry: int
    offer_title: Bilingual
    offer_number: str
    supplier: str
    sort: Label
    sort_code: str
    name: str
    title: Bilingual
    points: int
    side: str
    said: bool | None
    found_at: datetime


class ThirdOut(ThirdLineOut):
    """With the reasons; ``edition`` is that of the weights of third sides."""

    parts: list[MatchPartOut]
    words: list[MatchWordOut]
    edition: int
    weighed_on: date
    answers: list[MatchAnswerOut]


class ThirdAnswerIn(Ask):
    """``why`` (field, stage, terms, known, other) is asked for where it is of no use; ``note`` where the reason is another."""

    useful: bool
    why: Annotated[str, Field(max_length=10)] = ""
    note: Words = ""


class OfferAgencyOut(Schema):
    """An agency whose open demand the offer may fit."""

    demand: int
    number: str
    title: Bilingual
    name: str
    points: int


class OfferSidesOut(Schema):
    """Who may come together about an offer, the best first."""

    offer: int
    number: str
    title: Bilingual
    supplier: str
    agencies: list[OfferAgencyOut]
    investors: list[ThirdLineOut]
    experts: list[ThirdLineOut]


class GroupSideOut(Schema):
    """One of those who are proposed to each other. ``code``: supplier, agency, investor or expert; ``about``: its demand or entry, the offer
    for the supplier; ``agrees``: null where there is no answer, or it may not be told yet."""

    role: Label
    code: str
    name: str
    about: int
    agrees: bool | None
    is_mine: bool


class GroupIntroductionOut(Schema):
    """A broker's proposal. ``role``: the reader's own, or empty; ``grounds`` of a no: for the broker and staff; ``ground``: of a withdrawal."""

    id: int
    offer: int
    offer_title: Bilingual
    offer_number: str
    broker: str
    words: str
    state: State
    until: date
    proposed_at: datetime
    sides: list[GroupSideOut]
    grounds: list[str]
    ground: str
    role: str
    waits_for_me: bool


class GroupIntroductionIn(Ask):
    """``party``: the broker in whose name. ``demand``, ``investor`` and ``expert`` (entries of the catalogue): 0 where none is asked."""

    offer: Annotated[int, Field(ge=1, le=LARGEST)]
    party: PartyKey
    words: Words
    demand: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    investor: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    expert: Annotated[int, Field(ge=0, le=LARGEST)] = 0


class GroupAnswerIn(Ask):
    """``ground`` is asked for where the side declines; only the broker and staff read it."""

    agrees: bool
    ground: Words = ""


class GroupWithdrawalIn(Ask):
    ground: Words
