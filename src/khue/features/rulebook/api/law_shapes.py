"""Shapes of the doors of the law."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from khue.kernel.api.shapes import Bilingual


class InstrumentRowOut(Schema):
    """A legal text. ``not_known`` names the dates that exist but are not known yet."""

    key: str
    number: str
    kind: str
    text: Bilingual
    issuer: Bilingual
    adopted: date | None
    in_force: date | None
    until: date | None
    not_known: list[str]
    in_force_on_day: bool | None
    certainty: str
    source: str


class InstrumentRelationOut(Schema):
    """``outward``: the relation is this text's own (it amends …); else the other's (… amends it)."""

    kind: str
    outward: bool
    instrument: str
    number: str
    since: date | None


class ProvisionRowOut(Schema):
    """What a legal text says on one matter; ``summary`` in our own words, the text itself decides."""

    key: str
    instrument: str
    article: str
    text: Bilingual
    summary: Bilingual | None
    citation: Bilingual
    certainty: str
    source: str
    valid_from: date | None
    valid_until: date | None


class InstrumentOut(InstrumentRowOut):
    """A legal text with its relations and its provisions."""

    relations: list[InstrumentRelationOut]
    provisions: list[ProvisionRowOut]


class LawValueOut(Schema):
    """A value in a period. ``value`` null: not known yet; shares are text, as 7/10; ``sample``: made up for the sample city."""

    value: bool | int | str | None
    certainty: str
    binding: bool
    sample: bool
    provision: str
    valid_from: date | None
    valid_until: date | None
    known_from: date | None
    document: str | None
    document_date: date | None


class LawFigureRowOut(Schema):
    """A figure of the law; ``now`` null: it does not hold on the day."""

    id: str
    text: Bilingual
    unit: str
    provision: str
    confirm_by: str | None
    now: LawValueOut | None


class LawUseOut(Schema):
    """A rule or a procedure that rests on it; ``href`` is its page, empty where there is none."""

    kind: str
    key: str
    name: Bilingual
    href: str


class LawFigureOut(LawFigureRowOut):
    """A figure with every period of its life, in order and without overlap."""

    history: list[LawValueOut]
    used_by: list[LawUseOut]


class ProvisionOut(ProvisionRowOut):
    """A provision with its figures on the day, and what rests on it."""

    parameters: list[LawFigureRowOut]
    used_by: list[LawUseOut]


class EditionOut(Schema):
    """An edition of the law; ``parameter`` and ``document`` of the confirmation that made it, null for files."""

    edition: str
    made_at: datetime
    parameter: str | None
    document: str | None
    current: bool
    href: str


class CertaintyLineOut(Schema):
    """A figure that is not confirmed, and the value that the source offers."""

    id: str
    text: Bilingual
    certainty: str
    offered: bool | int | str | None
    unit: str
    provision: str
    confirm_by: str | None
    source: str
    used_by: list[LawUseOut]
