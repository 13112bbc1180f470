"""Facts that have happened, in the past tense. A room's ``events.py`` subclasses Event as frozen dataclasses."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from khue.core.bilingual import Text


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to ``subject`` and concerns ``parties`` (keys such as ``party:12``).

    ``wire`` is the stable name under which jobs subscribe and under which the fact leaves the house.
    """

    wire: ClassVar[str]

    subject: str
    parties: tuple[str, ...] = ()

    def line(self) -> Text:
        """The sentence that the timeline of each party shows."""
        raise NotImplementedError(f"{type(self).__name__} has no timeline sentence")

    def to_json(self) -> dict[str, Any]:
        """Plain values for a job or a webhook."""
        return {"wire": self.wire, **asdict(self), "parties": list(self.parties)}
