"""When each proposal's way began: the day of its need, and of its handing in. For whoever measures how long money takes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from khue.features.calls.domain.calling import day_of
from khue.features.calls.models import Proposal


def first_days(proposals: Collection[int]) -> dict[int, tuple[date, date | None]]:
    """Need raised, proposal handed in, by proposal; one query."""
    rows = Proposal.objects.filter(pk__in=proposals).values_list("pk", "call__order__need__raised_on", "handed_in_at")
    return {pk: (raised, day_of(handed_in) if handed_in else None) for pk, raised, handed_in in rows}
