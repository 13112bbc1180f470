"""The visible mark of a signature: what it says, where it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from khue.core.actor import CITY_ZONE

WIDTH, HEIGHT = 170, 54  # points: as wide as a signature block, as high as the room that templates leave
_MARGIN = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader sees: who, as what (office or body), when."""

    name: str
    office: str
    at: datetime
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands: page from 1, middle and upper edge in points from the page's upper left corner."""

    page: int
    x: float
    y: float

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Place:
        return cls(int(value["page"]), float(value["x"]), float(value["y"]))

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, "x": round(self.x, 1), "y": round(self.y, 1)}

    def box(self, width: float, height: float) -> tuple[int, int, int, int]:
        """Lower left and upper right corner in PDF points on a page of this size, kept on the page."""
        left = min(max(self.x - WIDTH / 2, 0), max(0.0, width - WIDTH))
        top = min(max(height - self.y, HEIGHT), height)
        return round(left), round(top - HEIGHT), round(left) + WIDTH, round(top)


def places_of(values: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place.from_json(value) for value in values)


def foot_of_page(page: int, index: int, width: float, height: float) -> Place:
    """Where a template leaves no room: side by side at the foot of a page, three in a row, further ones above."""
    column, row = index % 3, index // 3
    step = (width - 2 * _MARGIN) / 3
    return Place(page, _MARGIN + step * (column + 0.5), height - (HEIGHT + 4) * (row + 1) - 6)


@cache
def _fonts(folder: Path) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder / "fonts"])


def draw(mark: Mark) -> bytes:
    """The mark as a PDF of one small page, its letters inside; drawn by ``documents/mark.typ`` of the city package."""
    import typst

    folder: Path = import_module(settings.KHUE_CITY).path("documents")
    words = {
        "name": mark.name,
        "office": mark.office,
        "at": mark.at.astimezone(CITY_ZONE).strftime("%d/%m/%Y %H:%M:%S %z"),
        "sample": mark.sample,
        "width": WIDTH,
        "height": HEIGHT,
    }
    drawn: bytes = typst.compile(
        folder / "mark.typ",
        root=folder,
        font_paths=_fonts(folder),
        format="pdf",
        sys_inputs={"mark": json.dumps(words)},
        package_path=folder / "packages",
        package_cache_path=folder / "packages",
    )
    return drawn
