"""What registrars ask when something happens to a party: it goes on under another, changes its name, is no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from khue.features.people.domain.commands import AddressWords


@dataclass(frozen=True, slots=True)
class Paper:
    """The legal document behind a change: number and symbol, day, who issued it."""

    number: str
    on: date | None
    issuer: str


@dataclass(frozen=True, slots=True)
class MergeDuplicates:
    """Two records are one party: ``former`` goes on under ``survivor``.

    ``take`` names the fields (``RECORD_FIELDS``) whose value is taken over from ``former``; ``seen`` are the versions of
    both records that the page showed, former first.
    """

    former: str
    survivor: str
    take: tuple[str, ...]
    ground: str
    seen: tuple[int, int]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordSuccession:
    """A change of organisations in law. ``shares``: subject key → successor that takes it over (division, separation)."""

    kind: str
    formers: tuple[str, ...]
    successors: tuple[str, ...]
    effective_on: date
    paper: Paper
    ground: str
    shares: Mapping[str, str] = field(default_factory=dict)
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndSuccession:
    """Take a merge back: it was wrong."""

    succession_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RenameParty:
    party: str
    name: str
    effective_on: date
    paper: Paper
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveParty:
    party: str
    address: AddressWords | None
    effective_on: date
    paper: Paper
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DissolveParty:
    party: str
    kind: str
    effective_on: date
    paper: Paper
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndDissolution:
    dissolution_id: int
    ground: str
    once: UUID | None = None


# ---- facts that the decisions look at --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as the decisions see it. ``goes_on_as`` and ``dissolved_on`` are empty for one that simply is."""

    key: str
    kind: str
    name: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    goes_on_as: str = ""
    dissolved_on: date | None = None
    is_group: bool = False
