"""One's own demands and solutions: asked, proposed, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.demands import queries, usecases
from khue.features.demands.api.shapes import DemandIn, DemandLineOut, OwnSolutionOut, SolutionIn, SolutionLeaveIn, door
from khue.features.demands.domain.demands import HandInDemand
from khue.features.demands.domain.solutions import ProposeSolution, WithdrawSolution
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Listing, Made, Name, No, Size, listing

AT = "/api/v1/technology-demands"


@door.get("/my-technology-demands", Listing[DemandLineOut], Text("Nhu cầu của tôi", "My demands"), need="view")
def list_own_technology_demands(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Of the parties that the caller stands for, in every state, newest first."""
    return listing(request, queries.demands_of(acting(request), after, size))


@door.get("/my-technology-solutions", Listing[OwnSolutionOut], Text("Đề xuất của tôi", "My solutions"), need="view")
def list_own_technology_solutions(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """What the caller's sides have proposed, newest first."""
    return listing(request, queries.solutions_of(acting(request), after, size))


@door.post("/technology-demands", Made, Text("Đăng nhu cầu công nghệ", "Post a problem"), need="submit", status=201)
def hand_in_technology_demand(request: HttpRequest, asked: DemandIn) -> Any:
    """It waits for the second person, who publishes it or sends it back."""
    made = usecases.hand_in_demand(HandInDemand(asked.party, asked.plain(), once_of(request)), actor=acting(request))
    return {"id": str(made), "href": "/api/v1/my-technology-demands"}


@door.post(
    "/technology-demands/{number}/solutions", Made, Text("Đề xuất giải pháp", "Propose a solution"), need="submit", status=201
)  # fmt: skip
def propose_technology_solution(request: HttpRequest, number: Name, asked: SolutionIn) -> Any:
    """Nobody reads it before the deadline, other suppliers never do."""
    actor = acting(request)
    demand = queries.public_demand(number, actor)
    said = ProposeSolution(
        demand.id, asked.party, asked.says, asked.offer, asked.price, asked.days, asked.confidential, once_of(request)
    )
    made = usecases.propose_solution(said, actor=actor)
    return {"id": str(made), "href": f"{AT}/{number}"}


@door.post(
    "/technology-demands/{number}/solutions/{no}/withdrawal", Done, Text("Rút giải pháp", "Withdraw a solution"), need="submit"
)  # fmt: skip
def withdraw_technology_solution(request: HttpRequest, number: Name, no: No, asked: SolutionLeaveIn) -> Any:
    """Until the deadline; another may be handed in."""
    actor = acting(request)
    demand = queries.public_demand(number, actor)
    usecases.withdraw_solution(WithdrawSolution(demand.id, no, asked.ground, once_of(request)), actor=actor)
    return {"href": f"{AT}/{number}"}
