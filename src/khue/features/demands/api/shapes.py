"""What goes in and comes out. Budget and prices in đồng. Nothing here carries the confidential part of a solution."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from khue.core.bilingual import Text
from khue.features.demands.domain.demands import Wanted
from khue.features.demands.domain.solutions import LONGEST_SECRET, MOST_DAYS
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Dong, Label, PartyKey, Prose, State

door = Door("demands")
Code = Annotated[str, Field(max_length=40)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class DemandLineOut(Schema):
    """A line of the list. ``stage``: the least readiness that will do."""

    number: str
    title: Bilingual
    field: Label
    demander: str
    state: State
    stage: int | None
    budget_from: int | None
    budget_to: int | None
    deadline: datetime
    published_on: date | None


class DemandStepOut(Schema):
    """What was done with the demand; persons are named for its side and staff only."""

    step: Label
    ground: str
    by: str
    at: datetime


class DemandTrialOut(Schema):
    """What the acceptance test gave."""

    passed: bool
    result: str
    on: date


class SolutionOut(Schema):
    """A solution for its own side, and for the demander's once the deadline has passed. ``confidential``: whether it has such a part, which
    is read on the page alone."""

    no: int
    party: str
    name: str
    state: State
    says: str
    offer: str
    price: int | None
    days: int | None
    at: datetime
    ground: str
    trials: list[DemandTrialOut]
    confidential: bool


class ChosenSolutionOut(Schema):
    """What everybody reads of the choice; a private person is not named."""

    no: int
    name: str
    offer: str
    trial: DemandTrialOut | None


class DemandOut(DemandLineOut):
    """``count`` of solutions: none before the deadline, but for the demander's side."""

    problem: Bilingual
    data: str
    test: str
    rules: str
    codes: list[str]
    modes: list[str]
    territory: str
    ground: str
    takes_solutions: bool
    steps: list[DemandStepOut]
    count: int | None
    chosen: ChosenSolutionOut | None
    solutions: list[SolutionOut]


class OwnSolutionOut(Schema):
    """A solution of one's own sides."""

    demand: str
    title: Bilingual
    no: int
    supplier: str
    state: State
    at: datetime


class DemandIn(Ask):
    """``field`` a key field, ``codes`` of the International Patent Classification, ``modes`` as in the lists of offers."""

    party: PartyKey
    title_vi: Title
    title_en: Title
    problem_vi: Said
    problem_en: Prose = ""
    data: Prose = ""
    test: Said
    rules: Said
    field: Code
    deadline: AwareDatetime
    codes: Annotated[list[Code], Field(max_length=40)] = []
    stage: Annotated[int, Field(ge=0, le=9)] = 0
    modes: Annotated[list[Code], Field(max_length=20)] = []
    territory: Annotated[str, Field(max_length=2)] = "VN"
    budget_from: Dong | None = None
    budget_to: Dong | None = None

    def plain(self) -> Wanted:
        return Wanted(
            Text(self.title_vi, self.title_en), Text(self.problem_vi, self.problem_en), self.data, self.test, self.rules, self.field, self.deadline,
            tuple(self.codes), self.stage, tuple(self.modes), self.territory, self.budget_from, self.budget_to,
        )  # fmt: skip


class SolutionIn(Ask):
    """``offer`` is the number of a listed offer of the party; ``days`` until it works. What is in ``confidential`` no operation gives out."""

    party: PartyKey
    says: Prose
    offer: Code = ""
    price: Dong | None = None
    days: Annotated[int | None, Field(ge=1, le=MOST_DAYS)] = None
    confidential: Annotated[str, Field(max_length=LONGEST_SECRET)] = ""


class SolutionLeaveIn(Ask):
    ground: Prose
