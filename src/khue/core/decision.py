"""What a decision is: an outcome with all its reasons, each with its source.

Domain functions named ``may_…`` return a Decision; use-cases turn a refusal into ``Refused``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from khue.core.bilingual import Text


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reason comes from: the provision (in the language of the law), where to read it, how sure we are of it.

    ``provision_en`` is how a reader of English is told of it; documents cite the Vietnamese.
    """

    provision: str
    certainty: str = "reported"
    url: str = ""
    provision_en: str = ""

    @property
    def cited(self) -> Text:
        return Text(self.provision, self.provision_en)

    def to_json(self) -> dict[str, str]:
        told = {"provision": self.provision, "certainty": self.certainty, "url": self.url}
        return told | ({"provision_en": self.provision_en} if self.provision_en else {})


@dataclass(frozen=True, slots=True)
class Reason:
    """One why. ``code`` is stable, ``field`` names the input it belongs to (``lines.2.amount``) or is empty.

    ``next_step`` says what the reader can do about it; a refusal should always carry one.
    """

    code: str
    text: Text
    next_step: Text | None = None
    field: str = ""
    source: Source | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "text": self.text.to_json(),
            "next_step": self.next_step.to_json() if self.next_step else None,
            "field": self.field,
            "source": self.source.to_json() if self.source else None,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """Outcome with *all* reasons. ``binding`` is false when a reason rests on a value that does not bind yet."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = field(default=())
    binding: bool = True

    @property
    def granted(self) -> bool:
        return self.outcome is Outcome.GRANTED

    def to_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.value,
            "binding": self.binding,
            "reasons": [reason.to_json() for reason in self.reasons],
        }

    @classmethod
    def grant(cls, reasons: Iterable[Reason] = (), *, binding: bool = True) -> Self:
        return cls(Outcome.GRANTED, tuple(reasons), binding)

    @classmethod
    def refuse(cls, *reasons: Reason, binding: bool = True) -> Self:
        if not reasons:
            raise ValueError("a refusal says why")
        return cls(Outcome.REFUSED, reasons, binding)

    @classmethod
    def refuse_if_any(cls, reasons: Iterable[Reason]) -> Self:
        """Refused with every reason given, granted when there is none."""
        found = tuple(reasons)
        return cls(Outcome.REFUSED, found) if found else cls(Outcome.GRANTED)
