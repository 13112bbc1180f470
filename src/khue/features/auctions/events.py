"""What has happened in an auction, as timelines and jobs hear it: numbers of bidders, and never what somebody said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event
from khue.features.auctions.domain.terms import dong


@dataclass(frozen=True, kw_only=True)
class AuctionEvent(Event):
    """``auction`` is its id, ``number`` what everybody calls it, ``reference`` what the subject is called elsewhere."""

    auction: int
    number: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class AuctionAnnounced(AuctionEvent):
    wire: ClassVar[str] = "auctions.announced"

    def line(self) -> Text:
        return Text(f"Công bố phiên {self.number}", f"Auction {self.number} announced")


@dataclass(frozen=True, kw_only=True)
class BidderRegistered(AuctionEvent):
    wire: ClassVar[str] = "auctions.bidder_registered"
    bidder: int

    def line(self) -> Text:
        return Text(
            f"Đăng ký phiên {self.number}, người tham gia số {self.bidder}",
            f"Registered for auction {self.number} as bidder {self.bidder}",
        )


@dataclass(frozen=True, kw_only=True)
class BidPlaced(AuctionEvent):
    """``bid`` is its place in the list."""

    wire: ClassVar[str] = "auctions.bid_placed"
    bidder: int
    bid: int

    def line(self) -> Text:
        return Text(f"Phiên {self.number}: đã ghi nhận lần trả giá số {self.bid}", f"Auction {self.number}: bid {self.bid} taken down")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BidderGone(AuctionEvent):
    wire: ClassVar[str] = "auctions.bidder_gone"
    bidder: int
    vi: str
    en: str

    def line(self) -> Text:
        return Text(f"Phiên {self.number}, số {self.bidder}: {self.vi}", f"Auction {self.number}, bidder {self.bidder}: {self.en}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BidsOpened(AuctionEvent):
    wire: ClassVar[str] = "auctions.bids_opened"

    def line(self) -> Text:
        return Text(f"Mở giá phiên {self.number}", f"Bids of auction {self.number} opened")


@dataclass(frozen=True, kw_only=True)
class AuctionSettled(AuctionEvent):
    """``winner`` is the winner's number, 0 for nobody."""

    wire: ClassVar[str] = "auctions.settled"
    winner: int
    price: int | None

    def line(self) -> Text:
        if self.price is None:
            return Text(f"Phiên {self.number} không có người trúng", f"Nobody has won auction {self.number}")
        said = dong(self.price)
        return Text(
            f"Phiên {self.number}: số {self.winner} trúng, giá {said.vi}",
            f"Auction {self.number}: bidder {self.winner} wins at {said.en}",
        )


@dataclass(frozen=True, kw_only=True)
class AuctionAwarded(AuctionEvent):
    """``price`` in đồng; ``winner_party`` is the key of the winner, for what follows the award."""

    wire: ClassVar[str] = "auctions.awarded"
    winner_party: str
    price: int

    def line(self) -> Text:
        return Text(f"Công nhận kết quả phiên {self.number}", f"Result of auction {self.number} awarded")


@dataclass(frozen=True, kw_only=True)
class AuctionAnnulled(AuctionEvent):
    wire: ClassVar[str] = "auctions.annulled"

    def line(self) -> Text:
        return Text(f"Hủy phiên {self.number}", f"Auction {self.number} annulled")
