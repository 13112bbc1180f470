"""What may be asked of an offer: commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.features.exchange.domain.offers.said import Described


@dataclass(frozen=True, slots=True)
class HandInOffer:
    """``party`` offers. ``papers`` are uploads that everybody may read; ``looked``: the supplier has seen similar offers.

    ``draft``: the draft that it was; it goes, and its confidential part goes on where no other is written.
    """

    party: str
    described: Described
    valid_until: date
    papers: Sequence[Any] = field(default_factory=tuple)
    confidential: str = ""
    looked: bool = False
    once: UUID | None = None
    draft: int | None = None


@dataclass(frozen=True, slots=True)
class DescribeOffer:
    """A new version with the ground of the change. ``confidential`` None: the part that stands goes on as it is."""

    offer_id: int
    described: Described
    ground: str
    papers: Sequence[Any] = field(default_factory=tuple)
    confidential: str | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewPicture:
    """An upload, and in both languages what it shows. ``mark`` follows the names of its fields where a form has several."""

    upload: Any
    alt_vi: str
    alt_en: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class AddMaterial:
    """Papers and pictures beside the words that stand; ``drop`` are numbers of pictures that go. A new version for the two persons."""

    offer_id: int
    ground: str
    papers: Sequence[Any] = field(default_factory=tuple)
    pictures: Sequence[NewPicture] = field(default_factory=tuple)
    drop: tuple[int, ...] = ()
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """An officer takes the step that is open in charge: from then on the confidential part is open to this officer."""

    offer_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeOffers:
    """Several at once, each as ``TakeOffer``: all of them or none."""

    offers: Sequence[int]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckOffer:
    """The first person's answer. ``levels`` gives each claim (by its number) the evidence that was found, ``rulings`` each entry
    of a technology list (by its id) ``applies`` or ``not``; ``rights_seen``: the paper of the rights check was seen.
    """

    offer_id: int
    accepted: bool
    rights_seen: bool = False
    levels: Mapping[int, str] = field(default_factory=dict)
    rulings: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReleaseOffer:
    """The second person's answer: into the list, or back."""

    offer_id: int
    accepted: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None
