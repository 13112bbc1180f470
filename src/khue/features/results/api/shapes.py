"""What comes out of the doors of this room. Money in đồng, shares as exact fractions in text (``185/263``)."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Bilingual

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
