"""Rounds of selection for everybody; their studies for staff; and ordering a study."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, StringConstraints

from khue.core.bilingual import Text
from khue.features.calls import access, queries, usecases
from khue.features.calls.api.shapes import View, door
from khue.features.calls.domain.portfolio import OrderStudy, StudyInputs
from khue.features.calls.domain.rounds import Rules
from khue.kernel.api.answers import note_version
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Ask, Bilingual, Dong, Id, Listing, Made, No, Prose, Size, State, listing

Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Numbers = Annotated[list[Number], Field(max_length=200, examples=[[]])]


class RoundLineOut(Schema):
    """A round in the list."""

    id: int
    number: str
    title: str
    state: State
    calls: int
    published_at: datetime | None


class FieldRuleOut(Schema):
    """``weight`` in percent; floors and ceilings in proposals and in đồng (null: none)."""

    field: str
    weight: int
    least_count: int
    most_count: int | None
    least_money: int
    most_money: int | None


class RoundCallOut(Schema):
    """A call of the round. ``proposals`` were opened."""

    id: int
    number: str
    title: str
    field: str
    phase: State
    proposals: int


class DecidedLineOut(Schema):
    """One proposal of the decided portfolio. Whoever is not carried out has no title and no lead here."""

    number: str
    call: str
    title: str
    lead: str
    cost: int
    proposed: bool
    funded: bool
    ground: str


class RoundDecisionOut(Schema):
    """``value`` and ``study_value`` in hundred-thousandths of a point; ``limits`` that the decision departs from."""

    ground: str
    budget: int
    cost: int
    value: int
    study_value: int
    limits: list[Bilingual]
    decided_by: str
    decided_at: datetime
    funded: int
    proposals: int
    lines: list[DecidedLineOut]


class RoundOut(Schema):
    """Points are in hundredths. ``decided`` is null until people decided."""

    id: int
    number: str
    title: str
    state: State
    fields: list[FieldRuleOut]
    per_call: int | None
    least_points: int
    outstanding_from: int
    outstanding_percent: int
    team_count: int
    team_points: int
    ground: str
    edition: int
    calls: list[RoundCallOut]
    decided: RoundDecisionOut | None


class PortfolioStudyLineOut(Schema):
    """``feasible``, ``value``, ``cost`` and ``funded`` are null until it is solved."""

    no: int
    title: str
    state: State
    budget: int
    feasible: bool | None
    value: int | None
    cost: int | None
    funded: int | None
    ordered_at: datetime


class StudyOfferOut(Schema):
    """``behind`` (value) and ``level_cost`` (đồng) are what it would need; ``firm`` of a hundred drawings; ``why`` it is not chosen from."""

    number: str
    call: str
    cost: int
    points: int | None
    value: int | None
    chosen: bool
    behind: int | None
    level_cost: int | None
    firm: int | None
    why: Bilingual | None


class FrontierPointOut(Schema):
    """The highest value at a budget; null where no set keeps the limits."""

    budget: int
    value: int | None
    cost: int | None
    funded: int


class PortfolioStudyOut(Schema):
    """A study whole. ``conflicts`` would have to go where it has no solution; ``least_budget`` would keep all limits."""

    no: int
    title: str
    state: State
    percent: int
    digest: str
    edition: int
    budget: int
    feasible: bool | None
    proven: bool | None
    value: int | None
    cost: int | None
    frontier: list[FrontierPointOut]
    conflicts: list[Bilingual]
    least_budget: int | None
    fresh: bool
    offers: list[StudyOfferOut]


class PortfolioStudyIn(Ask):
    """Proposals are named by number. ``needs``: pairs, the dependent one first. ``source``: subject of a budget line, or empty."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    budget: Dong
    source: Annotated[str, StringConstraints(max_length=60)] = ""
    needs: Annotated[list[tuple[Number, Number]], Field(max_length=200, examples=[[]])] = []
    exclusions: Annotated[list[Numbers], Field(max_length=200, examples=[[]])] = []
    must: Numbers = []
    must_not: Numbers = []
    ground: Prose = ""


@door.get("/rounds", Listing[RoundLineOut], Text("Vòng xét chọn", "Rounds of selection"), need="public")
def list_rounds(request: HttpRequest, view: View = "all", after: After = None, size: Size = 25) -> Any:
    """Published ones for everybody; staff who may read them see drafts too."""
    return listing(request, queries.rounds(acting(request), view, after, size))


@door.get("/rounds/{round_id}", RoundOut, Text("Một vòng xét chọn", "A round of selection"), need="public")
def read_round(request: HttpRequest, round_id: Id) -> Any:
    """How is chosen, from what, and what was decided with every departure and its ground."""
    actor = acting(request)
    found = queries.round_page(round_id, actor)
    note_version(request, found.version)
    rules: Rules = found.rules
    fields = [{"field": code, **_rule(rules, code)} for code, _label in found.fields]
    record = queries.decided(round_id, actor)
    told = {name: getattr(found, name) for name in ("id", "number", "title", "state", "calls")}
    declared = ("per_call", "least_points", "outstanding_from", "outstanding_percent", "team_count", "team_points", "ground")  # fmt: skip
    told |= {name: getattr(rules, name) for name in declared}
    return {**told, "fields": fields, "edition": len(found.editions), "decided": _record(record) if record else None}


def _rule(rules: Rules, code: str) -> dict[str, Any]:
    rule = rules.of(code)
    return {name: getattr(rule, name) for name in ("weight", "least_count", "most_count", "least_money", "most_money")}


def _record(found: queries.DecidedPage) -> dict[str, Any]:
    same = ("ground", "budget", "cost", "value", "decided_by", "decided_at", "funded", "lines")
    told = {name: getattr(found, name) for name in same}
    limits = [{"vi": one.vi, "en": one.into("en")} for one in found.broken]
    return {**told, "study_value": found.solver_value, "limits": limits, "proposals": found.all}


@door.get(
    "/rounds/{round_id}/studies",
    Listing[PortfolioStudyLineOut],
    Text("Phương án danh mục của một vòng", "Portfolio studies of a round"),
    right=access.READ,
)
def list_portfolio_studies(request: HttpRequest, round_id: Id, after: After = None, size: Size = 25) -> Any:
    """Newest first."""
    actor = acting(request)
    queries.round_page(round_id, actor)
    return listing(request, queries.studies(round_id, actor, after, size))


@door.get(
    "/rounds/{round_id}/studies/{no}",
    PortfolioStudyOut,
    Text("Một phương án danh mục", "A portfolio study"),
    right=access.READ,
)
def read_portfolio_study(request: HttpRequest, round_id: Id, no: No) -> Any:
    """How far it is, and what came of it: chosen or not, what each would need, the frontier, contradictions."""
    found = queries.study_page(round_id, no, acting(request))
    result = found.result or {}
    told = {name: getattr(found, name) for name in ("no", "title", "state", "percent", "digest", "edition", "fresh")}
    told |= {name: result.get(name) for name in ("feasible", "proven", "value", "cost")}
    conflicts = [{"vi": one.vi, "en": one.into("en")} for one in found.conflicts]
    return {
        **told,
        "budget": found.inputs.budget,
        "frontier": result.get("frontier", []),
        "conflicts": conflicts,
        "least_budget": result.get("budget"),
        "offers": [_offer(line) for line in found.lines],
    }


def _offer(line: queries.OfferLine) -> dict[str, Any]:
    same = ("number", "call", "cost", "points", "value", "chosen", "behind", "level_cost", "firm")
    why = {"vi": line.why.vi, "en": line.why.into("en")} if line.why else None
    return {**{name: getattr(line, name) for name in same}, "why": why}


@door.post(
    "/rounds/{round_id}/studies",
    Made,
    Text("Lập phương án danh mục", "Order a portfolio study"),
    right=access.READ,
    status=201,
)
def order_portfolio_study(request: HttpRequest, round_id: Id, asked: PortfolioStudyIn) -> Any:
    """Solved in the background; read it until its state is `done`. For whoever prepares rounds or decides on them."""
    actor = acting(request)
    usecases.require_study(actor)
    queries.round_page(round_id, actor)
    inputs = StudyInputs(
        asked.budget,
        asked.source,
        tuple(asked.needs),
        tuple(tuple(group) for group in asked.exclusions),
        tuple(asked.must),
        tuple(asked.must_not),
        asked.ground,
    )
    made = usecases.order_study(OrderStudy(round_id, asked.title, inputs, once_of(request)), actor=actor)
    no = queries.number_of_study(made)
    return {"id": str(no), "href": f"/api/v1/rounds/{round_id}/studies/{no}"}
