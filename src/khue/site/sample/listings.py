"""Sample listings for an exchange of technology, read from ``listings.toml``: invented, and marked as sample."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MILLION = 1_000_000
BANDS = ((100, "under-100m"), (500, "100m-500m"), (2_000, "500m-2bn"))
DEARER = "over-2bn"


@dataclass(frozen=True, slots=True)
class SampleListing:
    """One offer. ``key`` is stem and number of the use: ``mbr/1``. ``price`` is in đồng; codes are those of the file."""

    key: str
    stem: str
    title_vi: str
    title_en: str
    summary_vi: str
    field: str
    type: str
    trl: int
    modes: tuple[str, ...]
    ip: str
    owner: str
    evidence: str
    price: int

    @property
    def band(self) -> str:
        """The price band, one of the sides by which a list is narrowed."""
        return next((name for most, name in BANDS if self.price < most * MILLION), DEARER)

    def sides(self) -> dict[str, tuple[str, ...]]:
        """The codes of each side, as the public search takes them."""
        return {
            "field": (self.field,),
            "type": (self.type,),
            "trl": (str(self.trl),),
            "mode": self.modes,
            "ip": (self.ip,),
            "price": (self.band,),
            "owner": (self.owner,),
            "evidence": (self.evidence,),
        }


def stems() -> list[dict[str, Any]]:
    """The technologies as they stand in the file, each with its uses."""
    text = Path(__file__).with_name("listings.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["stem"]
    return found


@cache
def sample_listings() -> tuple[SampleListing, ...]:
    """All of them, in the order of the file; the same at every call."""
    return tuple(
        SampleListing(
            key=f"{stem['id']}/{number}",
            stem=stem["id"],
            title_vi=f"{stem['vi']} {use_vi}",
            title_en=f"{stem['en']} {use_en}",
            summary_vi=f"{stem['about']} {sentence}",
            field=stem["field"],
            type=stem["type"],
            trl=stem["trl"],
            modes=tuple(stem["modes"]),
            ip=stem["ip"],
            owner=stem["owner"],
            evidence=stem["evidence"],
            price=stem["price"] * MILLION * (3 + number) // 4,
        )
        for stem in stems()
        for number, (use_vi, use_en, sentence) in enumerate(stem["uses"], 1)
    )
