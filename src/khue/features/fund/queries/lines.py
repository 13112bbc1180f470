"""The cost lines of a case: what was asked for each, what is given, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from khue.features.dossiers.queries import facts
from khue.features.fund.domain.application import Line, application
from khue.features.fund.domain.charter import DECIDE
from khue.features.fund.models import FundCase, Motion, MotionLine


@dataclass(frozen=True, slots=True)
class LineRow:
    """Amounts in đồng; ``given`` is None before a decision, ``ground`` says why it is less than ``asked``."""

    no: int
    description: str
    asked: int
    given: int | None
    ground: str


def cost_lines(case: FundCase) -> tuple[Line, ...]:
    """As the application has them now."""
    return application(facts(case.dossier_id).answers).lines


def given_lines(case: FundCase) -> Mapping[int, int]:
    """Line number to what the approved motion gives of it."""
    rows = MotionLine.objects.filter(motion__case=case, motion__kind=DECIDE, motion__state="approved")
    return dict(rows.values_list("no", "given"))


def lines_of_motion(row: Motion) -> tuple[LineRow, ...]:
    """Load the motion with its ``lines``."""
    found = sorted(row.lines.all(), key=lambda one: one.no)
    return tuple(LineRow(one.no, one.description, one.asked, one.given, one.ground) for one in found)


def lines_of_case(case: FundCase, motions: tuple[Motion, ...]) -> tuple[LineRow, ...]:
    """As decided; before a decision as asked for, and nothing given when it was refused."""
    for row in motions:
        if row.kind == DECIDE and row.state == "approved":
            return lines_of_motion(row)
    return tuple(LineRow(one.no, one.description, one.asked, None, "") for one in cost_lines(case))
