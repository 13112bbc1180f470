"""Text in Vietnamese and English: Vietnamese is required, English may be missing and then falls back visibly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or name in both languages. ``vi`` is never empty; ``en`` may be."""

    vi: str
    en: str = ""

    def __post_init__(self) -> None:
        if not self.vi.strip():
            raise ValueError("a text needs its Vietnamese")

    def into(self, language: str) -> str:
        """The text in ``language``; Vietnamese where the English is missing."""
        return self.en if language == "en" and self.en else self.vi

    def falls_back(self, language: str) -> bool:
        """Whether ``into(language)`` shows another language than asked; the page then marks it."""
        return language == "en" and not self.en

    def capitalised(self) -> Self:
        """Both sentences with a capital first letter, as a label stands alone."""
        return type(self)(self.vi[:1].upper() + self.vi[1:], self.en[:1].upper() + self.en[1:])

    def fill(self, **values: object) -> Self:
        """Both sentences with ``{name}`` replaced. Raises KeyError when a name is missing."""
        return type(self)(self.vi.format(**values), self.en.format(**values))

    def to_json(self) -> dict[str, str]:
        return {"vi": self.vi, "en": self.en}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Self:
        return cls(value["vi"], value.get("en", ""))
