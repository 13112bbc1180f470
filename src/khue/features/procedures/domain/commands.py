"""What staff ask of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.features.procedures.domain.places import Place


@dataclass(frozen=True, slots=True)
class OpenDraft:
    procedure: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutPart:
    """Write one part of a draft. ``seen`` is the mark of the part on the page (``places.mark``); of a new one that of None."""

    draft: int
    place: Place
    value: Any
    seen: str
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class RemovePart:
    draft: int
    place: Place
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShiftPart:
    """``by`` is -1 (up) or 1 (down)."""

    draft: int
    place: Place
    by: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """The whole content out of a file. ``seen`` is the mark of the whole content on the page."""

    draft: int
    text: str
    seen: str


@dataclass(frozen=True, slots=True)
class GiveUpDraft:
    draft: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeNewBase:
    """The draft has been compared with the version published meanwhile, and goes on from it."""

    draft: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishDraft:
    """``seen`` is the mark of the whole content that was checked on the page."""

    draft: int
    effective_on: date
    seen: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawVersion:
    version: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MigrateCases:
    """Cases under way of ``source`` go on under ``target``: all of them, or those of ``cases`` (ids of dossiers).

    ``steps``: in place of a step that the target lacks.
    """

    procedure: str
    source: int
    target: int
    provision: str
    ground: Text
    steps: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[int, ...] | None = None
    once: UUID | None = None
