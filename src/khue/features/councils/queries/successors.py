"""Who could take over a seat, and how much of its waiting work: the replacement with the least change comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.features.councils.domain.composition import matches
from khue.features.councils.domain.interests import JudgedItem
from khue.features.councils.models import Assignment, Council, ItemParty, Seat
from khue.features.councils.queries.experts import ExpertCard, active_experts
from khue.features.councils.queries.interests import find_interests
from khue.features.councils.queries.panels import NOBODY, Hidden, shown
from khue.features.councils.queries.reviews import RUNNING, load_of
from khue.features.people import queries as people

MOST = 12


@dataclass(frozen=True, slots=True)
class Successor:
    """``takes`` of the ``waiting`` items that nobody scored yet: without an interest, and within the load."""

    expert: ExpertCard
    name: str
    matching: bool
    takes: int
    waiting: int
    barred: int
    load: int

    @property
    def words(self) -> Text:
        out_vi = f"; {self.barred} hồ sơ có lợi ích liên quan" if self.barred else ""
        out_en = f"; an interest in {self.barred}" if self.barred else ""
        return Text(
            f"nhận tiếp được {self.takes}/{self.waiting} hồ sơ đang chờ chấm{out_vi}",
            f"takes over {self.takes} of {self.waiting} items that wait for a score{out_en}",
        )


def successors_of(seat_id: int, on: date, hidden: Hidden = NOBODY) -> tuple[Successor, ...]:
    """Experts who may take the seat, best first: most items taken over, then matching field, then the lighter load.

    Nothing else on the council moves. A fixed number of queries, however many experts and items.
    """
    seat = Seat.objects.filter(pk=seat_id).values_list("council_id", flat=True).first()
    if seat is None:
        return ()
    council = Council.objects.get(pk=seat)
    seated = set(Seat.objects.filter(council=council, ended_at=None).values_list("person_id", flat=True))
    experts = [card for card in active_experts(on) if people.party_id(card.person) not in seated]
    waiting = _waiting(seat_id)
    persons = [card.person for card in experts]
    barred: dict[str, set[int]] = {}
    for one in find_interests(waiting, persons, on, council.pk):
        if one.bars:
            barred.setdefault(one.person, set()).add(one.item)
    load = load_of(persons)
    found = []
    for card in experts:
        out = len(barred.get(card.person, ()))
        room = max((card.load_limit or 0) - load[card.person], 0)
        matching = card.profile is not None and matches(council.fields, card.profile.fields)
        name = shown(people.party_id(card.person), card.name, hidden)
        takes = min(len(waiting) - out, room)
        found.append(Successor(card, name, matching, takes, len(waiting), out, load[card.person]))
    found.sort(key=lambda one: (-one.takes, not one.matching, one.load, one.expert.id))
    return tuple(found[:MOST])


def _waiting(seat_id: int) -> list[JudgedItem]:
    rows = Assignment.objects.filter(
        seat_id=seat_id, ended_at=None, sheets__isnull=True, review__state__in=RUNNING
    ).values_list("item_id", "item__subject")
    subjects = dict(rows)
    parties: dict[int, dict[str, str]] = {}
    for item, party, role in ItemParty.objects.filter(item_id__in=subjects).values_list("item_id", "party_id", "role"):
        parties.setdefault(item, {})[f"party:{party}"] = role
    return [JudgedItem(pk, subject, parties.get(pk, {})) for pk, subject in subjects.items()]
