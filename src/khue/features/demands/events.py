"""What has happened to a demand, as timelines and jobs hear it: public words and numbers, never what a solution says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DemandEvent(Event):
    """``demand`` is its id, ``title`` its public title in Vietnamese."""

    demand: int
    title: str


@dataclass(frozen=True, kw_only=True)
class DemandHandedIn(DemandEvent):
    wire: ClassVar[str] = "demands.handed_in"

    def line(self) -> Text:
        return Text(f"Gửi nhu cầu “{self.title}”", f"Demand “{self.title}” handed in")


@dataclass(frozen=True, kw_only=True)
class DemandPublished(DemandEvent):
    wire: ClassVar[str] = "demands.published"
    number: str

    def line(self) -> Text:
        return Text(f"Công bố nhu cầu “{self.title}”, số {self.number}", f"Demand “{self.title}” published as {self.number}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DemandMoved(DemandEvent):
    """Sent back, extended, short list drawn, closed, withdrawn; what exactly stands in ``vi`` and ``en``."""

    wire: ClassVar[str] = "demands.moved"
    vi: str
    en: str

    def line(self) -> Text:
        return Text(f"Nhu cầu “{self.title}”: {self.vi}", f"Demand “{self.title}”: {self.en}")


@dataclass(frozen=True, kw_only=True)
class SolutionProposed(DemandEvent):
    """``solution`` is its number within the demand; only the proposer hears of it."""

    wire: ClassVar[str] = "demands.solution_proposed"
    solution: int

    def line(self) -> Text:
        return Text(f"Gửi đề xuất số {self.solution} cho “{self.title}”", f"Solution {self.solution} proposed for “{self.title}”")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SolutionMoved(DemandEvent):
    wire: ClassVar[str] = "demands.solution_moved"
    solution: int
    vi: str
    en: str

    def line(self) -> Text:
        return Text(f"Đề xuất số {self.solution} cho “{self.title}”: {self.vi}", f"Solution {self.solution} for “{self.title}”: {self.en}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DemandAwarded(DemandEvent):
    """``winner`` is the key of the party whose solution was chosen, for what follows the award."""

    wire: ClassVar[str] = "demands.awarded"
    solution: int
    winner: str

    def line(self) -> Text:
        return Text(f"“{self.title}”: chọn đề xuất số {self.solution}", f"“{self.title}”: solution {self.solution} chosen")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SecretRead(DemandEvent):
    """Somebody read the confidential part of a solution; never a word of it."""

    wire: ClassVar[str] = "demands.secret_read"
    solution: int

    def line(self) -> Text:
        return Text(
            f"Đọc phần bảo mật của đề xuất số {self.solution}, “{self.title}”",
            f"The confidential part of solution {self.solution} for “{self.title}” was read",
        )
