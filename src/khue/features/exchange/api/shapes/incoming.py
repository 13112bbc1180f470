"""What comes in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from khue.core.bilingual import Text
from khue.features.exchange.domain.offers import (
    LARGEST_PART,
    LONGEST_SECRET,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_WORDS,
    Claim,
    Comparison,
    Described,
    Owner,
    Right,
)
from khue.kernel.api.shapes import LARGEST, Ask, Day, Dong, Line, PartyKey, Prose

Code = Annotated[str, Field(max_length=60)]
Ids = Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(max_length=300)]
Secret = Annotated[str, Field(max_length=LONGEST_SECRET)]
Longer = Annotated[str, Field(max_length=LONGEST_WORDS)]


class TechnologyClaimIn(Ask):
    """One thing that the technology does. ``level``: stated, seen, tested or used; ``proof`` names the paper that shows it."""

    says: Annotated[str, Field(max_length=500)]
    level: Code = "stated"
    proof: Annotated[str, Field(max_length=500)] = ""
    buyer: Line = ""


class TechnologyOwnerIn(Ask):
    """An owner with an exact part of the whole, ``numerator``/``denominator``."""

    name: Line
    numerator: Annotated[int, Field(ge=1, le=LARGEST_PART)] = 1
    denominator: Annotated[int, Field(ge=1, le=LARGEST_PART)] = 1


class TechnologyRightIn(Ask):
    kind: Code
    state: Code
    territory: Annotated[str, Field(max_length=4)] = "VN"
    number: Annotated[str, Field(max_length=60)] = ""


class TechnologyComparisonIn(Ask):
    """The offer beside the best rival solution; costs in đồng for one ``unit``."""

    rival: Line = ""
    says: Longer = ""
    unit: Annotated[str, Field(max_length=100)] = ""
    own_cost: Dong | None = None
    rival_cost: Dong | None = None


class TechnologyWordsIn(Ask):
    """The public words of an offer; codes as the search has them. What is wrong with them is answered all at once."""

    title_vi: Annotated[str, Field(max_length=LONGEST_TITLE)]
    title_en: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    summary_vi: Annotated[str, Field(max_length=LONGEST_SUMMARY)]
    summary_en: Annotated[str, Field(max_length=LONGEST_SUMMARY)] = ""
    kind: Code = ""
    field: Code = ""
    codes: Annotated[list[Code], Field(max_length=20)] = []
    stage: Annotated[int, Field(ge=0, le=99)] = 0
    stage_evidence: Longer = ""
    basis: Code = "owner"
    basis_paper: Annotated[str, Field(max_length=500)] = ""
    modes: Annotated[list[Code], Field(max_length=20)] = []
    price_from: Dong | None = None
    price_to: Dong | None = None
    price_note: Annotated[str, Field(max_length=500)] = ""
    public_money: bool = False
    result: Annotated[str, Field(max_length=20)] = ""
    after_sale: Longer = ""
    videos: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=20)] = []
    claims: Annotated[list[TechnologyClaimIn], Field(max_length=20)] = []
    owners: Annotated[list[TechnologyOwnerIn], Field(max_length=20)] = []
    rights: Annotated[list[TechnologyRightIn], Field(max_length=20)] = []
    comparison: TechnologyComparisonIn = TechnologyComparisonIn()

    def described(self) -> Described:
        beside = self.comparison
        plain = (
            "kind",
            "field",
            "stage",
            "stage_evidence",
            "basis",
            "basis_paper",
            "price_from",
            "price_to",
            "price_note",
        )
        more = ("public_money", "result", "after_sale")
        return Described(
            title=Text(self.title_vi.strip() or "–", self.title_en),
            summary=Text(self.summary_vi.strip() or "–", self.summary_en),
            codes=tuple("".join(code.upper().split()) for code in self.codes),
            modes=tuple(self.modes),
            videos=tuple(self.videos),
            claims=tuple(Claim(one.says, one.level, one.proof, one.buyer) for one in self.claims),
            owners=tuple(Owner(one.name, one.numerator, one.denominator) for one in self.owners),
            rights=tuple(Right(one.kind, one.state, one.territory, one.number) for one in self.rights),
            comparison=Comparison(beside.rival, beside.says, beside.unit, beside.own_cost, beside.rival_cost),
            **{name: getattr(self, name) for name in (*plain, *more)},
        )


class TechnologyOfferIn(TechnologyWordsIn):
    """``party`` offers. ``looked``: similar entries were seen; ``draft``: id of the draft that it was."""

    party: PartyKey
    valid_until: Day
    confidential: Secret = ""
    looked: bool = False
    draft: Annotated[int | None, Field(ge=1, le=LARGEST)] = None


class TechnologyVersionIn(TechnologyWordsIn):
    """Without ``confidential`` the part that stands goes on as it is, unread."""

    ground: Annotated[str, Field(max_length=1000)]
    confidential: Secret | None = None


class OfferDraftIn(TechnologyWordsIn):
    """Nothing but the two Vietnamese texts need be there yet."""

    party: PartyKey
    valid_until: Day | None = None
    confidential: Secret = ""


class OfferDraftsIn(Ask):
    drafts: Ids


class OfferDraftsHandInIn(Ask):
    """``valid_until`` counts for drafts that say no day."""

    drafts: Ids
    valid_until: Day
    looked: bool = False


class OfferConfirmIn(Ask):
    valid_until: Day


class OfferGroundIn(Ask):
    ground: Prose


class OfferChargeIn(Ask):
    """Ids of offers; all are taken or none."""

    offers: Ids


class TechnologyLevelIn(Ask):
    """The evidence found for the claim ``no``."""

    no: Annotated[int, Field(ge=1, le=20)]
    level: Code


class TechnologyEntryRulingIn(Ask):
    """Whether the technology is on the entry: applies or not."""

    entry_id: Annotated[int, Field(ge=1, le=LARGEST)]
    ruling: Literal["applies", "not"]


class OfferCheckIn(Ask):
    """The first person's answer. ``levels`` answers each claim, ``rulings`` each entry of a list that points to it."""

    accepted: bool
    rights_seen: bool = False
    levels: Annotated[list[TechnologyLevelIn], Field(max_length=20)] = []
    rulings: Annotated[list[TechnologyEntryRulingIn], Field(max_length=200)] = []
    note: Annotated[str, Field(max_length=1000)] = ""


class OfferReleaseIn(Ask):
    accepted: bool
    note: Annotated[str, Field(max_length=1000)] = ""


class TechnologyRulingIn(Ask):
    ruling: Literal["applies", "not"]
    ground: Annotated[str, Field(max_length=1000)]


class TechnologyEntryIn(Ask):
    """``which``: encouraged, restricted or prohibited; ``terms`` are words that point to it, ``codes`` beginnings of IPC symbols."""

    which: Code
    title_vi: Annotated[str, Field(max_length=500)]
    title_en: Annotated[str, Field(max_length=500)] = ""
    source: Line
    from_on: Day
    until_on: Day | None = None
    terms: Annotated[list[Line], Field(max_length=40)] = []
    codes: Annotated[list[Code], Field(max_length=40)] = []


class TechnologyEntryEndIn(Ask):
    """From ``until_on`` the entry says nothing any more; ``ground`` names the text that ends it."""

    until_on: Day
    ground: Line


class ClearanceIn(Ask):
    party: PartyKey
    until_on: Day
    ground: Annotated[str, Field(max_length=1000)]


class MembershipStepIn(Ask):
    """``step``: verify, refuse, suspend, resume or close; ``ground`` says why, or what was verified."""

    step: Code
    ground: Annotated[str, Field(max_length=1000)]


class TechnologySearchIn(Ask):
    """``query`` as the address of the search has it, such as ``?q=xử lý nước&trl=8``."""

    name: Annotated[str, Field(max_length=200)]
    query: Annotated[str, Field(max_length=2000)]


class SearchMeaningIn(Ask):
    """2 to 12 ways to say one thing; ``instead``: id of the line that it takes the place of."""

    words: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=20)]
    ground: Line
    instead: Annotated[int | None, Field(ge=1, le=LARGEST)] = None
