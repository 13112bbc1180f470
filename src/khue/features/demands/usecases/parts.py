"""Parts that several use-cases share. Each joins the deed that is under way; whoever changes a demand or answers it holds its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from khue.core.bilingual import Text
from khue.features.demands import access
from khue.features.demands.events import DemandMoved
from khue.features.demands.models import Demand, DemandStep, Solution
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen


def locked_demand(demand_id: int, deed: Deed, seen: int | None = None) -> Demand:
    """The demand, held until the deed ends, so that a deadline and what comes at it stand in one order. Raises Missing, Stale."""
    demand = Demand.objects.select_for_update(of=("self",)).filter(pk=demand_id).first()
    if demand is None:
        raise access.no_such_demand()
    deed.subject = f"demand:{demand.pk}"
    if seen is not None:
        require_seen(seen, demand.stamp)
    return demand


def own_demand(demand_id: int, seen: int | None, deed: Deed) -> Demand:
    """Held, for those who may act for the demander. Raises Missing for strangers, NotAllowed, Stale."""
    demand = locked_demand(demand_id, deed)
    access.require_demand(deed.actor, demand)
    access.require_side(deed.actor, access.key_of(demand.party_id), deed.subject)
    if seen is not None:
        require_seen(seen, demand.stamp)
    return demand


def solution_no(demand: Demand, no: int) -> Solution:
    """Raises Missing."""
    solution = Solution.objects.select_for_update().filter(demand=demand, no=no).first()
    if solution is None:
        raise access.no_such_solution()
    return solution


def write(row: Any, **values: Any) -> None:
    """Write the named columns; a demand gets a new stamp."""
    if hasattr(row, "stamp"):
        values["stamp"] = row.stamp + 1
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def step(demand: Demand, name: str, ground: str, deed: Deed) -> None:
    """A line of the demand's story."""
    DemandStep.objects.create(
        demand=demand, step=name, ground=ground.strip(), deadline=demand.deadline, by=deed.actor.key, by_name=deed.actor.name, at=deed.moment,
    )  # fmt: skip


def next_number(year: int) -> str:
    """``NC-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO demands_demandyear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"NC-{year}-{int(cursor.fetchone()[0]):04d}"


def about(demand: Demand, *parties: int) -> dict[str, Any]:
    """What every event carries: public words only. Without ``parties`` it is the demander's."""
    return {
        "subject": f"demand:{demand.pk}",
        "parties": tuple(access.key_of(number) for number in dict.fromkeys(parties or (demand.party_id,))),
        "demand": demand.pk,
        "title": demand.title_vi,
    }


def moved(demand: Demand, vi: str, en: str, deed: Deed) -> None:
    deed.emit(DemandMoved(**about(demand), vi=vi, en=en))


def path_of(demand: Demand) -> str:
    """Where who hears of it reads on; a withdrawn demand has no public page, so its proposers go to what is theirs."""
    if demand.state == "withdrawn":
        return "/demands/mine/"
    return f"/demands/no/{demand.number}/" if demand.number else f"/demands/{demand.pk}/"


def tell(keys: Iterable[str], title: Text, body: Text, demand: Demand, deed: Deed, path: str = "") -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "demands", title, body, path or path_of(demand))


def tell_right(right: str, title: Text, body: Text, demand: Demand, deed: Deed) -> None:
    tell((card.key for card in people.people_with_right(right, deed.today)), title, body, demand, deed, f"/demands/{demand.pk}/")  # fmt: skip


def tell_sides(parties: Iterable[int], title: Text, body: Text, demand: Demand, deed: Deed) -> None:
    """Persons in person, organisations by those who act for them, or for the party that goes on for them."""
    ids = list(dict.fromkeys(parties))
    if not ids:
        return
    subject = deed.subject if ids == [demand.party_id] else ""
    tell(people.audience(ids, deed.today, subject), title, body, demand, deed)


def proposers(demand: Demand) -> list[int]:
    """Parties whose solution stands."""
    return list(Solution.objects.filter(demand=demand).exclude(state="withdrawn").values_list("party", flat=True))
