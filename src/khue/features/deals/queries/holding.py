"""What holds an erasure back, and what a merger of parties meets."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
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
    """Why the records of persons are not erased: they dealt, signed, read under a non-disclosure or spoke for a side. One query."""
    keys = {key for person, same in persons.items() for key in {person, *same}}
    ids = {people.party_id(key) for key in keys if people.is_party_key(key)}
    columns = (
        (DealMessage, "by"), (DealTerms, "by"), (DealTerms, "answered_by"), (Nda, "seller_by"), (Nda, "buyer_by"), (NdaReader, "person"),
        (Deal, "asked_by"), (DealBroker, "by"),
    )  # fmt: skip
    acted = [
        model.objects.filter(**{f"{column}__in": keys}).values_list(Value("acted"), column) for model, column in columns
    ]
    sides = [
        model.objects.filter(**{f"{column}__in": ids}).values_list(
            Value("side"), Concat(Value("party:"), Cast(column, CharField()))
        )
        for model, column in ((Deal, "seller"), (Deal, "buyer"), (DealBroker, "party"))
    ]
    found = set(acted[0].union(*acted[1:], *sides))

    def of(what: str) -> set[str]:
        return {key for did, key in found if did == what}

    return people.told_of_each(
        persons,
        (
            (Text("là một bên hoặc môi giới của giao dịch công nghệ", "is a side or a broker of a technology deal"), of("side")),
            (Text("đã ký hoặc trao đổi trong giao dịch công nghệ phải lưu", "signed or spoke in a technology deal that must be kept"), of("acted")),
        ),
    )  # fmt: skip
