"""What is asked of this room. ``once`` is the form's key (a second posting does nothing more), ``seen`` the record's version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MakeRequest:
    """A person asks for something about the own data. ``kind`` is a key of ``requests.KINDS``."""

    kind: str
    details: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EnterRequest:
    """The same for somebody who came with a paper: ``identity`` says how the officer knows who it is."""

    party: str
    kind: str
    details: str
    identity: str
    received_on: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AcceptRequest:
    """What will be done. ``third_party``: a processor or another body must stop, too.

    ``promised_on`` is the officer's own day where the law's term for this kind is not known.
    """

    request_id: int
    answer: str
    third_party: bool = False
    promised_on: date | None = None
    told: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RefuseRequest:
    """Why not, and by which provision. ``told``: how somebody without an account was told."""

    request_id: int
    answer: str
    legal_ground: str
    told: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExtendRequest:
    request_id: int
    until: date
    ground: str
    told: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndRestriction:
    """What the request restricted is processed again, on a ground that the person reads."""

    request_id: int
    ground: str
    told: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FinishRequest:
    """``outcome`` in words: what was done. ``consents``: purposes that are withdrawn with it, for who asked for that."""

    request_id: int
    outcome: str
    consents: tuple[str, ...] = ()
    told: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    request_id: int
    once: UUID | None = None
