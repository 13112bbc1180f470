"""What a party has with auctions: which it sold by, and what holds an erasure back."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.auctions.models import Auction, Bidder
from khue.features.auctions.queries.cards import PHASES
from khue.features.people import queries as people
from khue.features.people.queries import Matter, Matters

ANNOUNCED = Text("đã công bố", "announced")


def matters(party_ids: Collection[int]) -> Matters:
    """Auctions and tenders that these parties hold or have won, newest first; one query. Who bids without winning stands nowhere."""
    found = Auction.objects.filter(Q(seller__in=party_ids) | Q(result__winner__party__in=party_ids, state="awarded"))
    rows = list(people.with_total(found.distinct()).order_by("-opens_at", "-id")[: people.MOST])
    lines = tuple(
        Matter(
            subject=f"auction:{row.pk}",
            label=f"{row.number} {row.title_vi}",
            party=row.seller_name,
            state=(PHASES[row.state][0] if row.state in PHASES else ANNOUNCED).capitalised(),
            is_open=row.state in ("announced", "opened", "settled"),
            href=reverse("auctions:auction", args=[row.number]),
        )
        for row in rows
    )
    return Matters(Text("Đấu giá, chào thầu", "Auctions and tenders"), rows[0].total if rows else 0, lines)


def live_with(parties: Iterable[str]) -> tuple[int, ...]:
    """Ids of auctions without an award in which these parties (keys), or what they were before, sell or take part."""
    ids = {
        number for line in people.lineages([people.party_id(key) for key in parties]).values() for number in line.ids
    }
    found = Auction.objects.annotate(holder=people.held_now("auction", "seller")).filter(
        Q(holder__in=ids) | Q(bidders__party__in=ids), state__in=["announced", "opened", "settled"]
    )
    return tuple(found.distinct().order_by("pk").values_list("pk", flat=True))


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: they sold or took part in an auction, whose list stays whole. One query."""
    told = Text(
        "tham gia đấu giá hoặc chào thầu, hồ sơ phải lưu", "sold or took part in an auction, which stays on record"
    )
    return people.told_by(persons, (told, [(Bidder.objects, "party"), (Auction.objects, "seller")]))
