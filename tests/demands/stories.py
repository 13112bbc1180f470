"""The market of problems at the tests' day: the sample's own stories with the cast."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.errors import Refused
from khue.features.demands.models import Demand, Solution, SolutionTrial
from khue.features.exchange.queries import is_member
from khue.features.people import queries as people
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import demands as sample
from khue.site.sample.exchange import verified
from tests.cast import organisation, persona

CANARY = "CANARY-N33D-SECRET"
DAYS = 10
"""How long a demand of the tests takes solutions."""


def institute() -> str:
    return organisation("VLSH")


def firm() -> str:
    return organisation("TLX")


def members() -> None:
    """The firm asks, the institute and a private person answer."""
    if not is_member(people.party_id(firm()), "demander"):
        verified(firm(), ("demander",), persona, "founder")
        verified(institute(), ("supplier",), persona, "researcher")
        verified(persona("resident").key, ("supplier",), persona, "resident")


def wanted(**more: Any) -> Any:
    deadline = more.pop("deadline", sample.until(persona("founder"), DAYS))
    return sample.wanted(sample.problems()[1], 0, deadline, **more)


def asked(**more: Any) -> int:
    members()
    return sample.asked(wanted(**more), firm(), persona("founder"))


def published(**more: Any) -> int:
    demand = asked(**more)
    sample.published(demand, persona("officer"))
    return demand


def answered() -> int:
    """Published, with a solution of the institute (1) and one of a private person (2)."""
    demand = published()
    sample.proposed(demand, institute(), persona("researcher", days=1), CANARY)
    sample.proposed(demand, persona("resident").key, persona("resident", days=1), CANARY, price=None)
    return demand


def on_trial() -> int:
    demand = answered()
    sample.shortlisted(demand, persona("founder", days=DAYS + 1), 1)
    return demand


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    demands = tuple(Demand.objects.order_by("pk").values_list("state", "stamp", "deadline"))
    solutions = tuple(Solution.objects.order_by("pk").values_list("state", "ground"))
    return AuditRecord.objects.count(), Notice.objects.count(), TimelineRow.objects.count(), demands, solutions, SolutionTrial.objects.count()  # fmt: skip


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("demands.") for reason in caught.value.decision.reasons}
