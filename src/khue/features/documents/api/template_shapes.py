"""What goes in and out of the doors of templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from khue.core.bilingual import Text
from khue.features.documents.api.shapes import EditedPlaceOut
from khue.kernel.api.shapes import Ask, Bilingual, Day


class PlaceOut(Schema):
    """A text that can be edited, with the placeholders that it may carry."""

    key: str
    label: Bilingual
    longest: int
    optional: bool
    placeholders: list[str]


class VersionOut(Schema):
    """Texts of a kind from a day on; ``papers`` were made with it."""

    number: int
    valid_from: date
    texts: dict[str, Bilingual]
    note: str
    published_by: str
    published_at: datetime
    papers: int


class TemplateRowOut(Schema):
    kind: str
    title: Bilingual
    version: int
    valid_from: date


class TemplateOut(Schema):
    """What may be edited, the version that counts today, every version newest first. The ETag is what a new one rests on."""

    kind: str
    title: Bilingual
    places: list[PlaceOut]
    current: VersionOut
    versions: list[VersionOut]


class ComparedOut(Schema):
    """A version, and what it changed against the one before."""

    version: VersionOut
    changes: list[EditedPlaceOut]


class WordsIn(Ask):
    vi: Annotated[str, Field(max_length=4000)]
    en: Annotated[str, Field(max_length=4000)] = ""


Words = Annotated[
    dict[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")], WordsIn], Field(max_length=60, description="By place")
]


class TextsIn(Ask):
    texts: Words

    def plain(self) -> Mapping[str, Text]:
        """One without Vietnamese is left out."""
        return {key: Text(words.vi, words.en) for key, words in self.texts.items() if words.vi.strip()}


class TemplateIn(TextsIn):
    """Documents issued from ``valid_from`` on carry the new texts; ``note`` says why it changes."""

    valid_from: Day
    note: Annotated[str, Field(min_length=1, max_length=300)]
