"""What the fund's cases of parties are: shown before parties are merged, divided or dissolved; who acted in them; what is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.fund.models import FundCase, FundPayment, MotionVote, Seat
from khue.features.fund.queries.cards import outcome_of
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters, with_total

OPEN = ("applied", "laid", "approved", "running")


def matters(party_ids: Collection[int]) -> Matters:
    """Cases of these parties at the fund, newest first. One query."""
    found = with_total(FundCase.objects.filter(party__in=party_ids))
    rows = list(found.select_related("party", "loan").order_by("-id")[:MOST])
    lines = []
    for row in rows:
        state = outcome_of(row)
        assert isinstance(state.label, Text)
        lines.append(
            Matter(
                subject=f"fund_case:{row.pk}",
                label=row.dossier_number,
                amount=row.granted or row.asked,
                party=row.party.name,
                state=state.label.capitalised(),
                is_open=row.state in OPEN,
                href=reverse("fund:case", args=[row.pk]),
            )
        )
    return Matters(Text("Hồ sơ Quỹ", "Cases of the fund"), rows[0].total if rows else 0, tuple(lines))


@dataclass(frozen=True, slots=True)
class ActedFor:
    """``person`` applied, or asked for money, for ``party`` under a contract with the fund."""

    person: str
    party: str
    case: int
    number: str
    lends: bool


def acted_for(persons: Collection[str], parties: Collection[str]) -> tuple[ActedFor, ...]:
    """Contracts and loans of the fund in which these people act for these parties. One query."""
    theirs = {people.party_id(key) for key in parties if people.is_party_key(key)}
    signed = FundCase.objects.filter(party__in=theirs, signed_on__isnull=False)
    plain = ("party_id", "pk", "dossier_number", "product")
    applied = signed.filter(submitted_by__in=persons).values_list("submitted_by", *plain)
    asked = FundPayment.objects.filter(case__in=signed, asked_by__in=persons)
    rows = applied.union(asked.values_list("asked_by", *(f"case__{name}" for name in plain)))
    return tuple(
        ActedFor(person, f"party:{party}", case, number, product == "loan")
        for person, party, case, number, product in sorted(set(rows))
    )


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: cases of their own, posts in the fund, votes that they cast. Three queries."""
    keys = [key for same in persons.values() for key in same]
    numbers = [people.party_id(key) for key in keys if people.is_party_key(key)]
    theirs = FundCase.objects.filter(Q(party__in=numbers) | Q(submitted_by__in=keys))
    cases = set(theirs.values_list("party_id", "submitted_by").distinct())
    seats = Seat.objects.filter(person__in=numbers).values_list("person_id", flat=True).distinct()
    voters = MotionVote.objects.filter(person__in=keys).values_list("person", flat=True).distinct()
    return people.told_of_each(
        persons,
        [
            (Text("có hồ sơ Quỹ phải lưu", "has cases of the fund that must be kept"), {f"party:{party}" for party, _writer in cases}),
            (Text("giữ vị trí ở Quỹ, văn bản phải lưu", "held a post in the fund, whose records are kept"), {f"party:{one}" for one in seats}),
            (Text("đã biểu quyết ở Quỹ", "voted in the fund"), set(voters)),
            (Text("đã nộp hồ sơ Quỹ phải lưu", "handed in cases of the fund that must be kept"), {writer for _party, writer in cases}),
        ],
    )  # fmt: skip
