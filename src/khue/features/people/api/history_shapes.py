"""What goes in and out of the doors about changes of parties, duplicates and sanctions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from khue.features.people.api.shapes import AddressIn, MemberOut, PartyOut, RecordLineOut
from khue.features.people.domain import (
    AddSanction,
    DissolveParty,
    MoveParty,
    Paper,
    RecordSuccession,
    RenameParty,
)
from khue.features.people.queries import PairLine, SanctionLine, SuccessionLine
from khue.kernel.api.shapes import Ask, Bilingual, Day, Label, Line, PartyKey

Why = Annotated[str, Field(min_length=1, max_length=1000)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]

# -- out -------------------------------------------------------------------------------------------------------------


class NamedOut(Schema):
    key: str
    name: str


class SuccessionOut(Schema):
    """A merge or succession; ``taken`` names fields that the survivor took over."""

    id: int
    kind: str
    label: Bilingual
    formers: list[NamedOut]
    successors: list[NamedOut]
    effective_on: date
    paper: str
    ground: str
    recorded_at: datetime
    taken: list[str]
    ended_at: datetime | None
    end_ground: str


class NoteOut(Schema):
    """What whoever works with the party should know; ``party`` is where it leads."""

    code: str
    text: Bilingual
    party: str
    source: str


class ChangedOut(Schema):
    """A name or an address given up on a day."""

    field: str
    effective_on: date
    before: str
    after: str
    paper: str


class DissolutionOut(Schema):
    id: int
    label: Bilingual
    effective_on: date
    paper: str
    ended_at: datetime | None
    end_ground: str


class MatterOut(Schema):
    subject: str
    label: Label
    amount: int | None
    state: Bilingual
    is_open: bool


class MattersOut(Schema):
    """Things of one kind that hang on the party: how many, and the first of them, open ones first."""

    kind: Bilingual
    total: int
    lines: list[MatterOut]


class HistoryOut(Schema):
    party: PartyOut
    notes: list[NoteOut]
    successions: list[SuccessionOut]
    changes: list[ChangedOut]
    dissolutions: list[DissolutionOut]
    members: list[MemberOut]
    matters: list[MattersOut]


class ComparedLineOut(Schema):
    """One field of both records; null where a record holds nothing."""

    field: str
    label: Bilingual
    former: RecordLineOut | None
    survivor: RecordLineOut | None
    can_be_taken: bool


class ComparisonOut(Schema):
    """Two records side by side; ``seen`` are their versions, the former's first."""

    former: PartyOut
    survivor: PartyOut
    lines: list[ComparedLineOut]
    seen: list[int]
    follows: list[MattersOut]


class SideOut(Schema):
    id: int
    name: str
    tax_code: str


class PairOut(Schema):
    """Two records that may be one party, and what is alike, with points."""

    id: int
    first: SideOut
    second: SideOut
    score: int
    grounds: list[Bilingual]
    state: str
    ground: str
    found_at: datetime


class FoundPairsOut(Schema):
    """How many new pairs the comparison found."""

    found: int


class SanctionOut(Schema):
    """One entry. ``party`` null: nobody has confirmed whom it is about, and it has no effect. ``binding``: it refuses."""

    id: int
    kind: str
    label: Bilingual
    name: str
    tax_code: str
    document: str
    document_on: date
    issuer: str
    url: str
    ground: str
    binding: bool
    valid_from: date
    valid_until: date | None
    party: NamedOut | None
    recorded_at: datetime


class CandidateOut(Schema):
    """A party that the entry may be about; ``alike`` of 100."""

    party: PartyOut
    same_tax_code: bool
    alike: int


class SanctionPageOut(Schema):
    sanction: SanctionOut
    candidates: list[CandidateOut]


class TakenEntriesOut(Schema):
    taken: int


# -- in --------------------------------------------------------------------------------------------------------------


class WhyIn(Ask):
    ground: Why


class PaperIn(Ask):
    """The legal document behind a change."""

    number: Annotated[str, Field(min_length=1, max_length=300)]
    on: Day
    issuer: Annotated[str, Field(min_length=1, max_length=300)]

    def plain(self) -> Paper:
        return Paper(self.number, self.on, self.issuer)


class MergeIn(Ask):
    """``take``: fields whose value comes from the former record. ``seen``: from the comparison."""

    take: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []
    ground: Why
    seen: Annotated[tuple[Version, Version], Field(examples=[[3, 5]])]


class SuccessionIn(Ask):
    """``shares`` (division, separation): open matter → the successor that takes it over."""

    kind: Literal["merger", "consolidation", "conversion", "division", "separation"]
    formers: Annotated[list[PartyKey], Field(min_length=1, max_length=50)]
    successors: Annotated[list[PartyKey], Field(min_length=1, max_length=50)]
    effective_on: Day
    paper: PaperIn
    ground: Why
    shares: Annotated[dict[Annotated[str, Field(max_length=120)], PartyKey], Field(max_length=2000)] = {}

    def command(self, once: UUID) -> RecordSuccession:
        formers, successors = tuple(dict.fromkeys(self.formers)), tuple(dict.fromkeys(self.successors))
        paper = self.paper.plain()
        return RecordSuccession(
            self.kind, formers, successors, self.effective_on, paper, self.ground, dict(self.shares), once
        )


class RenameIn(Ask):
    name: Annotated[str, Field(min_length=1, max_length=1000)]
    effective_on: Day
    paper: PaperIn

    def command(self, party: str, once: UUID) -> RenameParty:
        return RenameParty(party, self.name, self.effective_on, self.paper.plain(), once)


class MoveIn(Ask):
    address: AddressIn
    effective_on: Day
    paper: PaperIn

    def command(self, party: str, once: UUID) -> MoveParty:
        return MoveParty(party, self.address.words(), self.effective_on, self.paper.plain(), once)


class DissolutionIn(Ask):
    kind: Literal["dissolved", "bankrupt", "revoked"]
    effective_on: Day
    paper: PaperIn

    def command(self, party: str, once: UUID) -> DissolveParty:
        return DissolveParty(party, self.kind, self.effective_on, self.paper.plain(), once)


class SanctionIn(Ask):
    """``binding``: the decision itself forbids support; without it the entry warns."""

    kind: Literal["debarred", "sanctioned", "court"]
    name: Annotated[str, Field(min_length=1, max_length=1000)]
    tax_code: Annotated[str, Field(max_length=40)] = ""
    document: Annotated[str, Field(min_length=1, max_length=300)]
    document_on: Day
    issuer: Annotated[str, Field(min_length=1, max_length=300)]
    url: Annotated[str, Field(max_length=600)] = ""
    ground: Why
    binding: bool = False
    valid_from: Day
    valid_until: Day | None = None

    def command(self, once: UUID) -> AddSanction:
        return AddSanction(**self.dict(), once=once)


class MatchSanctionIn(Ask):
    party: PartyKey


class EndSanctionIn(Ask):
    """``ends_on`` is the first day without it."""

    ends_on: Day
    ground: Annotated[Line, Field(min_length=1)]


# -- from lines ------------------------------------------------------------------------------------------------------


def _named(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": key, "name": name} for key, name in pairs]


def succession_values(line: SuccessionLine) -> dict[str, Any]:
    shown = {name: getattr(line, name) for name in SuccessionOut.model_fields}
    return {**shown, "formers": _named(line.formers), "successors": _named(line.successors)}


def pair_values(line: PairLine) -> dict[str, Any]:
    shown = {name: getattr(line, name) for name in PairOut.model_fields}
    sides = {
        side: {"id": found[0], "name": found[1], "tax_code": found[2]}
        for side, found in (("first", line.first), ("second", line.second))
    }
    return {**shown, **sides}


def sanction_values(line: SanctionLine) -> dict[str, Any]:
    shown = {name: getattr(line, name) for name in SanctionOut.model_fields}
    return {**shown, "party": _named([line.party])[0] if line.party else None}
