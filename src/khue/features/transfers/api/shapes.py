"""What comes out: what everybody may read of a transfer that was decided."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Bilingual, Label, State

door = Door("transfers")


class TransferLineOut(Schema):
    """``receivers`` are names; ``owed`` counts duties that are not done yet."""

    number: str
    title: Bilingual
    owner: str
    state: State
    opened_at: datetime
    decided_at: datetime | None
    receivers: str
    owed: int


class TransferDutyOut(Schema):
    """What a receiver has to do, by its day."""

    what: str
    due_on: date
    state: State


class TransferHandoverOut(Schema):
    """A hand-over: to whom, on which day, with which duties."""

    receiver: Label
    handed_on: date
    state: State
    duties: list[TransferDutyOut]


class ResultTransferOut(Schema):
    """``result`` is the number of the offered result, ``claimed`` how many claims there were."""

    number: str
    title: Bilingual
    result: str
    owner: str
    conditions: Bilingual
    state: State
    decided_at: datetime | None
    ground: str
    claimed: int
    receivers: list[Label]
    handovers: list[TransferHandoverOut]
