"""What a recognition opens, and on which days: data of the city, each resting on dated parameters of the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Source


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open days of a benefit; ``ended_on`` cuts it short and never rewrites what was given."""

    from_on: date
    until_on: date
    ended_on: date | None = None

    def holds(self, on: date) -> bool:
        return self.from_on <= on < (self.until_on if self.ended_on is None else min(self.until_on, self.ended_on))


@dataclass(frozen=True, slots=True)
class KnownBenefit:
    """A benefit as the law knows it on a day. ``applies`` is False while one of its values is only a draft or unset."""

    key: str
    text: Text
    source: Source
    applies: bool
    procedure: str = ""
