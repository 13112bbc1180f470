"""Door of the room: a reform run over the city's drawn population, for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import StringConstraints

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.core.rules.population import PopulationError, read_figure
from khue.core.rules.reform import ReformRefused, read_reform
from khue.core.rules.weights import weighted, weightings
from khue.features.policylab import queries
from khue.features.policylab.domain import FIRST_YEAR, LAST_YEAR, MOST_YEARS, VISITOR_MOST, weight_faults
from khue.features.rulebook import queries as rulebook
from khue.kernel import limits
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual

door = Door("policylab")
PER_MINUTE = 12
AGAIN = Text("Mời ông/bà sửa rồi gửi lại.", "Correct it and send it again.")

ProgrammeId = Annotated[str, StringConstraints(min_length=1, max_length=80)]
WeightId = Annotated[str, StringConstraints(min_length=1, max_length=120)]
YearIn = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
WEIGHTS = {
    "missions.equipment-support/cost_class/purchase": "1/2",
    "missions.equipment-support/cost_class/operation": "1/2",
}
EXAMPLE = {"name": "60 %", "from": "2027-01-01", "parameters": {"missions.equipment.trial_purchase_cap": 60}}


class SimulationIn(Ask):
    """A reform as in its file; ``programmes`` empty: all; ``most`` cases of each programme and year are drawn."""

    reform: Annotated[dict[str, Any], Field(max_length=10, examples=[EXAMPLE])]
    programmes: Annotated[list[ProgrammeId], Field(max_length=50, examples=[["missions.equipment-support"]])] = []
    first_year: YearIn = 2026
    last_year: YearIn = 2030
    seed: Annotated[int | None, Field(ge=1, le=10**12, examples=[None])] = None
    figures: Annotated[dict[ProgrammeId, str], Field(max_length=100, examples=[{"equipment.growth": "8/100"}])] = {}
    weights: Annotated[dict[WeightId, str], Field(max_length=200, examples=[WEIGHTS])] = {}
    most: Annotated[int, Field(ge=1, le=VISITOR_MOST, examples=[500])] = VISITOR_MOST


class SimulatedEffectOut(Schema):
    """Sums in đồng under the law and under the reform; how many cases receive more (gain) and less (lose)."""

    cases: int
    granted_before: int
    granted_after: int
    cost_before: int
    cost_after: int
    gain: int
    lose: int
    gained: int
    lost: int


class SimulatedGroupOut(SimulatedEffectOut):
    """One group of applicants over all years; ``dimension`` is how they are told apart."""

    dimension: str
    code: str
    title: Bilingual


class SimulatedProgrammeOut(Schema):
    """``quantiles`` at 10, 25, 50, 75 and 90 of a hundred, of the last year, before and after."""

    rule: str
    title: Bilingual
    years: dict[str, SimulatedEffectOut]
    groups: list[SimulatedGroupOut]
    quantiles: dict[str, list[int]]


class SimulationOut(Schema):
    """The same question over the same edition gives the same ``digest``. ``whole`` false: programmes were cut to ``most``."""

    edition: str
    seed: int
    years: list[int]
    whole: bool
    total: dict[str, SimulatedEffectOut]
    programmes: list[SimulatedProgrammeOut]
    digest: str


@door.ask("/rules/simulate", SimulationOut, Text("Mô phỏng một thay đổi quy định", "Simulate a change of the law"))
def simulate_reform(request: HttpRequest, asked: SimulationIn) -> Any:
    """What a reform would cost by year and programme, over people drawn from published figures and assumptions.

    Nothing is kept. The whole population, the sensitivity and other drawings: `khue rules simulate`.
    """
    limits.allow_here(request, "api.simulate", PER_MINUTE)
    book = rulebook.rulebook()
    people = queries.city_people(book)
    problems: list[Reason] = []
    known = [each.rule for each in people.programmes]
    for number, rule in enumerate(asked.programmes, 1):
        if rule not in known:
            listed = ", ".join(known)
            text = Text(f"Không có chương trình này; các chương trình: {listed}.", f"The programmes are {listed}.")
            problems.append(Reason("programme", text, AGAIN, f"programmes.{number}"))
    if not asked.first_year <= asked.last_year < asked.first_year + MOST_YEARS:
        text = Text(
            f"Năm cuối không được trước năm đầu; nhiều nhất {MOST_YEARS} năm.",
            f"The last year is not before the first; {MOST_YEARS} years at most.",
        )
        problems.append(Reason("years", text, AGAIN, "last_year"))
    figures = {}
    for id, typed in asked.figures.items():
        value = read_figure(typed)
        if (
            id not in people.figures
            or value is None
            or not 0 <= value <= 10**12
            or (people.figures[id].share and value > 1)
        ):
            text = Text("Cần tên và giá trị của một số liệu trong mẫu.", "Give the name and value of a figure.")
            problems.append(Reason("figure", text, AGAIN, f"figures.{id}"))
        else:
            figures[id] = value
    chosen = people.only(asked.programmes or known)
    ways = [way for each in chosen.programmes for way in weightings(each, book.rules[each.rule].facts)]
    for fault in weight_faults(asked.weights, ways):
        problems.append(replace(fault, field=f"weights.{fault.field}"))
    reform = None
    try:
        reform = read_reform(asked.reform, book.book, book.rules)
    except ReformRefused as refused:
        problems += [
            Reason(each.code, each.text, AGAIN, each.field if each.field == "reform" else f"reform.{each.field}")
            for each in refused.problems[:100]
        ]
    if problems:
        raise Refused.because(*problems)
    years = range(asked.first_year, asked.last_year + 1)
    try:
        weights = {id: value for id, typed in asked.weights.items() if (value := read_figure(typed)) is not None}
        drawn = weighted(chosen, weights).with_figures(figures)
        whole = all(drawn.cases_in(each, year) <= asked.most for each in drawn.programmes for year in years)
        drawn = replace(drawn, seed=asked.seed or people.seed, most=asked.most)
    except PopulationError as error:
        text = Text(f"Giả định tạo ra quá nhiều trường hợp: {error}", f"The assumptions make too many cases: {error}")
        raise Refused.because(Reason("figure", text, AGAIN, "figures")) from error
    # NumPy is loaded by whoever runs something, not by every web process.
    from khue.core.rules.lab import Lab

    told = Lab(book, reform, years).run(drawn, quick=True)
    return {**told, "whole": whole, "digest": told["effects_digest"]}
