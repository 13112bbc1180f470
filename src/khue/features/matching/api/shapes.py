"""What goes in and comes out. Only public words stand in a match; what a side answered is its own and staff's to read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from khue.features.matching.domain.deciding import LONGEST
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Label, State

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
