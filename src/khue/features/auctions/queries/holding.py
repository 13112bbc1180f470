"""What holds an erasure back: records of this room that name a person and are kept."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.auctions.models import Auction, Bidder
from khue.features.people import queries as people


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: they sold or took part in an auction, whose list stays whole. One query."""
    told = Text(
        "tham gia đấu giá hoặc chào thầu, hồ sơ phải lưu", "sold or took part in an auction, which stays on record"
    )
    return people.told_by(persons, (told, [(Bidder.objects, "party"), (Auction.objects, "seller")]))
