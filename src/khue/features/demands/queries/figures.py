"""What the figures of the exchange ask of the market of problems: counts only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from khue.features.demands.models import Demand, SolutionTrial


def counts_of_demands(since: date, until: date) -> Mapping[str, int]:
    """In ``[since, until)``: problems ``published``, ``awarded`` (solved by somebody chosen) and ``trials`` that ended."""
    demands = Demand.objects
    return {
        "published": demands.filter(published_on__gte=since, published_on__lt=until).count(),
        "awarded": demands.filter(state="awarded", ended_on__gte=since, ended_on__lt=until).count(),
        "trials": SolutionTrial.objects.filter(on__gte=since, on__lt=until).count(),
    }
