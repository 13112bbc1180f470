"""What an offer says in public, and the bounds of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from khue.core.bilingual import Text
from khue.features.results.domain.rights import IP

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_WORDS, LONGEST_SECRET = 300, 4000, 2000, 8000
MOST_CLAIMS, MOST_OWNERS, MOST_RIGHTS, MOST_CODES, MOST_VIDEOS = 8, 8, 8, 6, 3
LARGEST_PART = 10**6
IPC = re.compile(r"[A-H]\d{2}[A-Z](\d{1,4}/\d{2,6})?")
"""A symbol of the International Patent Classification without blanks: subclass, or with main group and subgroup."""
IP_STATES = tuple(IP.labels)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the technology is said to do. ``level`` is what the supplier asks for; ``proof`` names what shows it."""

    says: str
    level: str = "stated"
    proof: str = ""
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner by name with an exact part of the whole (``numerator``/``denominator``)."""

    name: str
    numerator: int
    denominator: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Right:
    """An intellectual-property right; ``territory`` is a country's code (VN) or a treaty's (PCT, EP)."""

    kind: str
    state: str
    territory: str = "VN"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The offer beside the best rival solution; costs in đồng for one ``unit``, or None."""

    rival: str = ""
    says: str = ""
    unit: str = ""
    own_cost: int | None = None
    rival_cost: int | None = None


NOT_COMPARED = Comparison()


@dataclass(frozen=True, slots=True)
class Described:
    """The public words of an offer: everybody may come to read them. The confidential part stands apart. Money in đồng."""

    title: Text
    summary: Text
    kind: str
    field: str
    codes: tuple[str, ...]
    stage: int
    stage_evidence: str
    basis: str
    basis_paper: str
    modes: tuple[str, ...]
    price_from: int | None = None
    price_to: int | None = None
    price_note: str = ""
    public_money: bool = False
    result: str = ""
    after_sale: str = ""
    videos: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    owners: tuple[Owner, ...] = ()
    rights: tuple[Right, ...] = ()
    comparison: Comparison = NOT_COMPARED

    @property
    def words(self) -> str:
        """All that a technology list or a search looks at."""
        said = (self.title.vi, self.title.en, self.summary.vi, self.summary.en, *(claim.says for claim in self.claims))
        return " ".join(said)
