"""What the market of problems holds of parties: shown before they are merged or dissolved; why records of persons are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from heapq import nlargest

from django.db.models import Value
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.demands.domain.words import DEMAND, OPEN_STATES, SOLUTION
from khue.features.demands.models import Demand, DemandStep, Solution, SolutionReading, SolutionTrial
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters, with_total


def matters(party_ids: Collection[int]) -> Matters:
    """Demands and solutions of these parties, newest first. Two queries; public words only."""
    asked = list(with_total(Demand.objects.filter(party__in=party_ids)).order_by("-handed_in_at", "-id")[:MOST])
    said = list(with_total(Solution.objects.filter(party__in=party_ids).select_related("demand")).order_by("-at", "-id")[:MOST])  # fmt: skip
    lines = [(row.handed_in_at, _demand(row)) for row in asked] + [(row.at, _solution(row)) for row in said]
    newest = nlargest(MOST, lines, key=lambda line: line[0])
    total = sum(rows[0].total for rows in (asked, said) if rows)
    return Matters(Text("Nhu cầu công nghệ", "Market of problems"), total, tuple(line for _at, line in newest))


def _demand(row: Demand) -> Matter:
    return Matter(
        subject=f"demand:{row.pk}",
        label=f"{row.number} {row.title_vi}".strip(),
        party=row.party_name,
        state=DEMAND.label(row.state).capitalised(),
        is_open=row.state in OPEN_STATES,
        href=reverse("demands:demand", args=[row.pk]),
    )


def _solution(row: Solution) -> Matter:
    return Matter(
        subject=f"demand:{row.demand_id}",
        label=f"{row.demand.number} · {row.no}",
        party=row.party_name,
        state=SOLUTION.label(row.state).capitalised(),
        is_open=row.state in ("handed_in", "shortlisted"),
        href=reverse("demands:public", args=[row.demand.number]),
    )


def live_of(parties: Iterable[str]) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Open demands (ids) of these parties (keys), and solutions of theirs that wait for an answer (demand, number), with what the parties
    took over or were before."""
    ids = {
        number for line in people.lineages([people.party_id(key) for key in parties]).values() for number in line.ids
    }
    asked = Demand.objects.annotate(holder=people.held_now("demand")).filter(holder__in=ids, state__in=OPEN_STATES)
    said = Solution.objects.filter(party__in=ids, state__in=["handed_in", "shortlisted"])
    return tuple(asked.order_by("pk").values_list("pk", flat=True)), tuple(said.order_by("pk").values_list("demand", "no"))  # fmt: skip


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: demands and solutions of their own or in their hand, trials, readings."""
    keys = {key for person, same in persons.items() for key in {person, *same}}
    wrote = Demand.objects.filter(handed_in_by__in=keys).values_list(Value("did"), "handed_in_by")
    stepped = DemandStep.objects.filter(by__in=keys).values_list(Value("did"), "by")
    proposed = Solution.objects.filter(by__in=keys).values_list(Value("did"), "by")
    tried = SolutionTrial.objects.filter(by__in=keys).values_list(Value("did"), "by")
    read = SolutionReading.objects.filter(reader__in=keys).values_list(Value("read"), "reader")
    found = set(wrote.union(stepped, proposed, tried, read))
    told = people.told_of_each(
        persons,
        (
            (
                Text("đã xử lý nhu cầu hoặc đề xuất giải pháp phải lưu", "dealt with demands or solutions that must be kept"),
                {key for did, key in found if did == "did"},
            ),
            (
                Text("đã đọc phần bảo mật của đề xuất, nhật ký phải lưu", "read confidential parts of solutions, whose log must be kept"),
                {key for did, key in found if did == "read"},
            ),
        ),
    )  # fmt: skip
    named = people.told_by(
        persons,
        (
            Text("có nhu cầu công nghệ hoặc đề xuất giải pháp phải lưu", "has demands or solutions that must be kept"),
            [(Demand.objects, "party"), (Solution.objects, "party")],
        ),
    )
    return {person: named[person] + told[person] for person in persons}
