"""What the deeds of this room need to know before they decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.calls import queries as calls
from khue.features.calls.domain.likeness import Alike, Known, alike, telling
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.models import Member, Offer
from khue.features.exchange.queries.shown import listed
from khue.features.people import queries as people
from khue.features.results import queries as results

MOST_KNOWN = 200


def is_supplier(party_id: int) -> bool:
    """Whether the party is an active supplier of the exchange today."""
    return is_member(party_id, "supplier")


def is_member(party_id: int, *kinds: str) -> bool:
    """Whether the party, as it stands today, is an active member of one of these kinds; of any, without kinds."""
    rows = memberships_now(party_id).filter(state="active")
    return (rows.filter(kind__in=kinds) if kinds else rows).exists()


def memberships_now(party_id: int) -> QuerySet[Member]:
    """Memberships of the party as it stands today: of all records that are it, with what it took over when another was divided. One query
    more before them."""
    ids = people.lineages([party_id])[party_id].ids
    return Member.objects.annotate(holder=people.held_now("exchange_member")).filter(holder__in=ids)


def active_members(*kinds: str) -> QuerySet[Any, int]:
    """Record numbers of parties that are active members of one of these kinds today, under whatever record, as rows to narrow others by."""
    rows = Member.objects.filter(state="active")
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return people.with_kin(rows.annotate(holder=people.held_now("exchange_member")).values("holder"))


def choices_of(actor: Actor, *kinds: str) -> list[tuple[str, str]]:
    """Key and name of the parties for which the actor may hand something in, for a choice: active members of these kinds (of any, without
    kinds) stand first, so that a form begins with one that may."""
    mine = people.parties_i_act_for(actor, "submit")
    active = set(active_members(*kinds).filter(pk__in=[card.id for card in mine]))
    return [(card.key, card.name) for card in sorted(mine, key=lambda card: card.id not in active)]


def parties_of_members(ids: Iterable[int]) -> QuerySet[Member, int]:
    """Record numbers of the parties of these memberships, as rows to narrow others by."""
    return Member.objects.filter(pk__in=list(ids)).values_list("party", flat=True)


def key_field(code: str, on: date) -> Decision:
    """Whether the code is a key field of the house's dated list."""
    if code in {each.code for each in calls.key_fields(on)}:
        return Decision.grant()
    return Decision.refuse(wrong("field", "Chưa chọn lĩnh vực.", "The field is missing."))


def alike_offers(title: str, field: str, on: date, *, but: int = 0) -> tuple[Alike, ...]:
    """Listed offers and registered results that may be the same technology; only what everybody may read."""
    words = telling(title)
    if not words:
        return ()
    return alike(title, [*_known_offers(words, on, but), *_known_results(words)], field=field)


def _known_offers(words: tuple[str, ...], on: date, but: int) -> Iterator[Known]:
    shared = Q()
    for word in words:
        shared |= Q(folded__contains=word)
    rows: list[Offer] = list(listed(on).filter(shared).exclude(pk=but).order_by("-pk")[:MOST_KNOWN])
    for row in rows:
        yield Known(
            key=f"technology_offer:{row.pk}",
            kind=Text("chào bán", "offer"),
            title=row.title_vi,
            note=f"{row.number} · {row.party_name}",
            href=f"/exchange/no/{row.number}/",
            field=row.field,
        )


def _known_results(words: tuple[str, ...]) -> Iterator[Known]:
    for one in results.results_with_words(words):
        yield Known(
            key=f"result:{one.id}",
            kind=Text("kết quả đã đăng ký", "registered result"),
            title=one.title,
            note=f"{one.number} · {one.owner}",
            href=f"/results/no/{one.number}/",
        )
