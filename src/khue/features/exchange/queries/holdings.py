"""What the exchange holds of parties: shown before they are merged, divided or dissolved; why records of persons are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from heapq import nlargest

from django.db.models import Value
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.exchange.domain.members import KINDS, LIVE, MEMBER
from khue.features.exchange.domain.words import LIVE_STATES, OFFER
from khue.features.exchange.models import Clearance, ConfidentialReading, Member, Offer, OfferVersion
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters, with_total


def matters(party_ids: Collection[int]) -> Matters:
    """Memberships and offers of these parties, newest first. Two queries; public words only."""
    members = list(with_total(Member.objects.filter(party__in=party_ids)).order_by("-asked_at", "-id")[:MOST])
    offers = list(with_total(Offer.objects.filter(party__in=party_ids)).order_by("-handed_in_at", "-id")[:MOST])
    lines = [(row.asked_at, _member(row)) for row in members] + [(row.handed_in_at, _offer(row)) for row in offers]
    newest = nlargest(MOST, lines, key=lambda line: line[0])
    total = sum(rows[0].total for rows in (members, offers) if rows)
    return Matters(Text("Sàn giao dịch công nghệ", "Technology exchange"), total, tuple(line for _at, line in newest))


def _member(row: Member) -> Matter:
    kind = KINDS[row.kind]
    return Matter(
        subject=f"exchange_member:{row.pk}",
        label=f"{kind.capitalised().vi} / {kind.en}",
        party=row.party_name,
        state=MEMBER.label(row.state).capitalised(),
        is_open=row.state in LIVE,
        href=reverse("exchange:member", args=[row.pk]),
    )


def _offer(row: Offer) -> Matter:
    return Matter(
        subject=f"technology_offer:{row.pk}",
        label=f"{row.number} {row.title_vi}".strip(),
        party=row.party_name,
        state=OFFER.label(row.state).capitalised(),
        is_open=row.state in LIVE_STATES,
        href=reverse("exchange:offer", args=[row.pk]),
    )


def live_of(parties: Iterable[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids of offers and memberships of these parties (keys) that are under way, with what they took over or were before."""
    ids = {
        number for line in people.lineages([people.party_id(key) for key in parties]).values() for number in line.ids
    }
    offers = Offer.objects.annotate(holder=people.held_now("technology_offer")).filter(holder__in=ids, state__in=LIVE_STATES)  # fmt: skip
    members = Member.objects.annotate(holder=people.held_now("exchange_member")).filter(holder__in=ids, state__in=LIVE)
    return tuple(offers.order_by("pk").values_list("pk", flat=True)), tuple(members.order_by("pk").values_list("pk", flat=True))  # fmt: skip


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: offers of their own, a place on the exchange, sight of restricted technology, versions
    that they wrote, and confidential parts that they read. Two queries.
    """
    keys = {key for person, same in persons.items() for key in {person, *same}}
    wrote = OfferVersion.objects.filter(made_by__in=keys).values_list(Value("wrote"), "made_by")
    read = ConfidentialReading.objects.filter(reader__in=keys).values_list(Value("read"), "reader")
    by_key = set(wrote.union(read))
    told = people.told_of_each(
        persons,
        (
            (
                Text("đã lập chào bán công nghệ phải lưu", "wrote offers of technology that must be kept"),
                {key for did, key in by_key if did == "wrote"},
            ),
            (
                Text("đã đọc phần bảo mật, nhật ký đọc phải lưu", "read confidential parts, whose log must be kept"),
                {key for did, key in by_key if did == "read"},
            ),
        ),
    )
    named = people.told_by(
        persons,
        (
            Text("có chào bán công nghệ phải lưu", "has offers of technology that must be kept"),
            [(Offer.objects, "party")],
        ),
        (
            Text("là thành viên Sàn giao dịch công nghệ", "is a member of the technology exchange"),
            [(Member.objects.filter(state__in=LIVE), "party")],
        ),
        (
            Text("được xem công nghệ hạn chế, hồ sơ phải lưu", "may see restricted technology, which stays on record"),
            [(Clearance.objects, "party")],
        ),
    )
    return {person: named[person] + told[person] for person in persons}
