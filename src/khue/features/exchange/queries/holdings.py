"""What the exchange holds of parties: shown before they are merged, divided or dissolved; why records of persons are kept."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nlargest

from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.exchange.domain.members import KINDS, LIVE, MEMBER
from khue.features.exchange.domain.words import LIVE_STATES, OFFER
from khue.features.exchange.models import ConfidentialReading, Member, Offer, OfferVersion
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


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: offers of their own, a place on the exchange, versions that they wrote, and confidential
    parts that they read. Four queries.
    """
    keys = [key for same in persons.values() for key in same]
    numbers = [people.party_id(key) for key in keys if people.is_party_key(key)]
    offers = Offer.objects.filter(party__in=numbers).values_list("party_id", flat=True).distinct()
    members = Member.objects.filter(party__in=numbers, state__in=LIVE).values_list("party_id", flat=True).distinct()
    wrote = OfferVersion.objects.filter(made_by__in=keys).values_list("made_by", flat=True).distinct()
    readers = ConfidentialReading.objects.filter(reader__in=keys).values_list("reader", flat=True).distinct()
    return people.told_of_each(
        persons,
        [
            (Text("có chào bán công nghệ phải lưu", "has offers of technology that must be kept"), {f"party:{one}" for one in offers}),
            (Text("là thành viên Sàn giao dịch công nghệ", "is a member of the technology exchange"), {f"party:{one}" for one in members}),
            (Text("đã lập chào bán công nghệ phải lưu", "wrote offers of technology that must be kept"), set(wrote)),
            (Text("đã đọc phần bảo mật, nhật ký đọc phải lưu", "read confidential parts, whose log must be kept"), set(readers)),
        ],
    )  # fmt: skip
