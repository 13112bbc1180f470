"""Suppliers answer a demand before its deadline; what is confidential is read by a deed."""

from __future__ import annotations

from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, require
from khue.features.demands import access
from khue.features.demands.domain.solutions import (
    ProposeSolution,
    ReadSecret,
    WithdrawSolution,
    may_leave,
    may_propose,
)
from khue.features.demands.domain.words import SOLUTION
from khue.features.demands.events import SecretRead, SolutionMoved, SolutionProposed
from khue.features.demands.models import Demand, Solution, SolutionReading, SolutionSecret
from khue.features.demands.queries.facts import is_own_offer
from khue.features.demands.usecases.parts import about, locked_demand, solution_no, tell_sides, write
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.people.usecases import standing_party
from khue.kernel.deeds import command


def propose_solution(asked: ProposeSolution, *, actor: Actor) -> int:
    """The number of the solution within the demand. Who asks is looked up first; the demand is held only for its turn.

    Raises NotAllowed, Missing, Refused with every reason.
    """
    access.require_side(actor, asked.party)
    with command("demands.propose_solution", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = standing_party(asked.party)
        supplier = exchange.is_member(party.id, "supplier")
        offer = not asked.offer.strip() or is_own_offer(asked.offer.strip(), party.key, actor)
        demand = locked_demand(asked.demand_id, deed)
        if not demand.number or demand.state == "withdrawn":
            raise access.no_such_demand()
        demander = access.key_of(demand.party_id)
        own = people.same_party(party.key)
        near = demander in own or actor.is_near(demander) or access.is_demander(actor, demand)
        mine = [people.party_id(key) for key in own]
        live = Solution.objects.filter(demand=demand, party__in=mine).exclude(state="withdrawn").exists()
        require(
            may_propose(
                asked, state=demand.state, deadline=demand.deadline, supplier=supplier, near=near, live=live, offer=offer, now=deed.moment
            )
        )  # fmt: skip
        solution = _made(demand, asked, party.id, party.name, actor, deed.moment)
        if asked.confidential.strip():
            # Never in the audit, an event or a notice: the record says only that there is such a part.
            SolutionSecret.objects.create(solution=solution, text=asked.confidential.strip())
        deed.about(asked.party)
        deed.after(solution=solution.no, confidential=bool(asked.confidential.strip()))
        deed.emit(SolutionProposed(**about(demand, party.id), solution=solution.no))
        title = Text(f"Nhu cầu {demand.number} có thêm một đề xuất", f"Demand {demand.number} has one more solution")
        body = Text("Nội dung được mở sau hạn nhận đề xuất.", "It is opened after the deadline.")
        tell_sides([demand.party_id], title, body, demand, deed)
        deed.result(solution.no)
        return int(solution.no)


def _made(demand: Demand, asked: ProposeSolution, party: int, name: str, actor: Actor, at: datetime) -> Solution:
    solution = Solution(
        demand=demand, no=Solution.objects.filter(demand=demand).count() + 1, party_id=party, party_name=name, says=asked.says.strip(),
        offer=asked.offer.strip(), price=asked.price, days=asked.days, by=actor.key, by_name=actor.name, at=at,
    )  # fmt: skip
    solution.save(force_insert=True)
    return solution


def withdraw_solution(asked: WithdrawSolution, *, actor: Actor) -> None:
    """Until the deadline; the demander's side never reads it then. Raises Missing for strangers, NotAllowed, Refused."""
    with command("demands.withdraw_solution", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = locked_demand(asked.demand_id, deed)
        solution = solution_no(demand, asked.no)
        if not access.is_side(actor, solution.party_id):
            raise access.no_such_solution()
        access.require_side(actor, access.key_of(solution.party_id))
        require(may_leave(asked, state=demand.state, solution=solution.state, deadline=demand.deadline, now=deed.moment))  # fmt: skip
        deed.before(state=solution.state)
        write(solution, state=SOLUTION.after(solution.state, "withdraw"), ground=asked.ground.strip(), ground_by_name=actor.name)  # fmt: skip
        deed.after(state=solution.state, solution=solution.no)
        deed.emit(SolutionMoved(**about(demand, solution.party_id), solution=solution.no, vi="đã rút", en="withdrawn"))
        deed.result(True)


def read_secret(asked: ReadSecret, *, actor: Actor) -> str:
    """The confidential part of a solution, and a record of who read it as what. Empty when there is none.

    Raises Missing for strangers, NotAllowed for the demander's side before the deadline has passed.
    """
    with command("demands.read_secret", actor) as deed:
        demand = locked_demand(asked.demand_id, deed)
        solution = solution_no(demand, asked.no)
        role = access.reads_as(actor, demand, solution, deed.moment)
        if not role and access.is_demander(actor, demand) and solution.state != "withdrawn":
            raise NotAllowed(
                Text("Đề xuất chỉ được mở sau hạn nhận đề xuất.", "Solutions are opened after the deadline only."),
                Text("Mời ông/bà trở lại sau hạn.", "Come back after the deadline."),
            )
        if not role:
            raise access.no_such_solution()
        text = SolutionSecret.objects.filter(solution=solution).values_list("text", flat=True).first()
        if text is None:
            deed.nothing_done()
            return ""
        SolutionReading.objects.create(solution=solution, reader=actor.key, reader_name=actor.name, role=role, at=deed.moment)  # fmt: skip
        deed.after(solution=solution.no, role=role)
        deed.emit(SecretRead(**about(demand, solution.party_id), solution=solution.no))
        return str(text)
