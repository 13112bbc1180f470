"""What people ask of the policy lab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outline:
    """What a study is about: its names, its question, the years and the programmes (ids of rules) that it covers."""

    title_vi: str
    title_en: str
    question_vi: str
    question_en: str
    first_year: int
    last_year: int
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartStudy:
    outline: Outline
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeOutline:
    """``seen`` is the stamp of the version that the page showed."""

    study_id: int
    outline: Outline
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeReform:
    """``values`` by id of the legal value, as the law files write them (60 is 60 %, ``2/3``, true); those left out stay."""

    study_id: int
    since: date
    until: date | None
    values: Mapping[str, Any]
    off: tuple[str, ...]
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PasteReform:
    """``text`` is a reform file as ``khue rules simulate --reform`` takes it: YAML or JSON."""

    study_id: int
    text: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeAssumptions:
    """``figures`` and ``weights`` by id as exact numbers in words (``15/100``); left out: as in the city's file.

    A weight is named ``<rule>/<way>/<part>`` (``core/rules/weights``).
    """

    study_id: int
    seed: int
    figures: Mapping[str, str]
    seen: int
    once: UUID | None = None
    weights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderRun:
    study_id: int
    number: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class StopRun:
    study_id: int
    number: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishStudy:
    study_id: int
    number: int
    slug: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CopyStudy:
    """A new study of one's own with the content of a version."""

    study_id: int
    number: int
    once: UUID | None = None
