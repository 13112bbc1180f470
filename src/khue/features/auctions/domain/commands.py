"""What can be asked of an auction. ``party`` is the key of whoever bids, ``bidder`` a number within the auction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from khue.core.bilingual import Text
from khue.features.auctions.domain.terms import Terms


@dataclass(frozen=True, slots=True)
class AnnounceAuction:
    """``reference`` is what the subject is called elsewhere, such as the number of a listed offer; this room doesn't read it."""

    title: Text
    about: str
    reference: str
    seller: str
    terms: Terms
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterBidder:
    auction_id: int
    party: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class NoteDeposit:
    """``paper`` says by which document the deposit is known to have arrived."""

    auction_id: int
    bidder: int
    paper: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlaceBid:
    """``amount`` in đồng: the limit (English), the bid (sealed), the offered price (tender); ``plan`` the words of a tender."""

    auction_id: int
    party: str
    amount: int
    plan: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakePrice:
    """``shown`` is the price that the taker read; the clock may have gone lower since, never higher."""

    auction_id: int
    party: str
    shown: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LeaveAuction:
    auction_id: int
    party: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExcludeBidder:
    auction_id: int
    bidder: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenBids:
    auction_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ScoreBid:
    """``points`` by the code of the criterion, each 0 to 100."""

    auction_id: int
    bidder: int
    points: Mapping[str, int] = field(default_factory=dict)
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConcludeTender:
    auction_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AwardAuction:
    auction_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnnulAuction:
    auction_id: int
    ground: str
    once: UUID | None = None
