"""What holds an erasure back, and what a merger of parties meets."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.deals.domain.words import DEAL, LIVE
from khue.features.deals.models import Deal, DealBroker, DealMessage, DealTerms, Nda, NdaReader
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters, with_total


def matters(party_ids: Collection[int]) -> Matters:
    """Deals of these parties, newest first; no word of the talks."""
    found = Deal.objects.filter(Q(seller__in=party_ids) | Q(buyer__in=party_ids))
    rows = list(with_total(found).order_by("-asked_at", "-id")[:MOST])
    lines = tuple(
        Matter(
            subject=f"deal:{row.pk}",
            label=f"{row.number} {row.title_vi}",
            party=row.seller_name if row.seller_id in party_ids else row.buyer_name,
            state=DEAL.label(row.state).capitalised(),
            is_open=row.state in LIVE,
            href=reverse("deals:deal", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Giao dịch công nghệ", "Technology deals"), rows[0].total if rows else 0, lines)


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: they dealt, signed, read under a non-disclosure or spoke for a side."""
    keys = {key for person, same in persons.items() for key in {person, *same}}
    signed: set[str] = set()
    for rows in (
        DealMessage.objects.filter(by__in=keys).values_list("by", flat=True),
        DealTerms.objects.filter(by__in=keys).values_list("by", flat=True),
        DealTerms.objects.filter(answered_by__in=keys).values_list("answered_by", flat=True),
        Nda.objects.filter(seller_by__in=keys).values_list("seller_by", flat=True),
        Nda.objects.filter(buyer_by__in=keys).values_list("buyer_by", flat=True),
        NdaReader.objects.filter(person__in=keys).values_list("person", flat=True),
        Deal.objects.filter(asked_by__in=keys).values_list("asked_by", flat=True),
        DealBroker.objects.filter(by__in=keys).values_list("by", flat=True),
    ):
        signed.update(rows)
    acted = Text("đã ký hoặc trao đổi trong giao dịch công nghệ phải lưu", "signed or spoke in a technology deal that must be kept")  # fmt: skip
    told = people.told_of_each(persons, ((acted, signed),))
    party = Text("là một bên hoặc môi giới của giao dịch công nghệ", "is a side or a broker of a technology deal")
    named = people.told_by(
        persons, (party, [(Deal.objects, "seller"), (Deal.objects, "buyer"), (DealBroker.objects, "party")])
    )
    return {person: named[person] + told[person] for person in persons}
