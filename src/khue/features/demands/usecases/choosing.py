"""The demander's side draws the short list, records trials and chooses; each time with the ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.demands import access
from khue.features.demands.domain.solutions import (
    AwardDemand,
    DrawShortList,
    RecordTrial,
    may_award,
    may_record_trial,
    may_shortlist,
)
from khue.features.demands.domain.words import DEMAND, SOLUTION
from khue.features.demands.events import DemandAwarded, SolutionMoved
from khue.features.demands.models import Demand, Solution, SolutionTrial
from khue.features.demands.usecases.parts import (
    about,
    moved,
    own_demand,
    proposers,
    solution_no,
    step,
    tell_sides,
    write,
)
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def draw_short_list(asked: DrawShortList, *, actor: Actor) -> None:
    """Each solution gets its answer with the ground, and its proposer hears it. Raises Refused, NotAllowed, Missing, Stale."""
    with command("demands.draw_short_list", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, asked.seen, deed)
        found = list(Solution.objects.select_for_update().filter(demand=demand, state="handed_in").order_by("no"))
        live = tuple(one.no for one in found)
        require(may_shortlist(asked, state=demand.state, deadline=demand.deadline, live=live, now=deed.moment))
        deed.before(state=demand.state)
        for one in found:
            _answer(demand, one, "shortlist" if asked.chosen[one.no] else "decline", asked.grounds[one.no], deed)
        write(demand, state=DEMAND.after(demand.state, "shortlist"))
        taken = [no for no in live if asked.chosen[no]]
        deed.after(state=demand.state, taken=taken)
        step(demand, "shortlist", "", deed)
        moved(demand, "đã chọn danh sách ngắn", "short list drawn", deed)
        deed.result(True)


def _answer(demand: Demand, solution: Solution, name: str, ground: str, deed: Deed) -> None:
    write(solution, state=SOLUTION.after(solution.state, name), ground=ground.strip(), ground_by_name=deed.actor.name)
    label = SOLUTION.label(solution.state)
    deed.emit(SolutionMoved(**about(demand, solution.party_id), solution=solution.no, vi=label.vi, en=label.en))
    title = Text(f"Nhu cầu {demand.number}: đề xuất số {solution.no} {label.vi}", f"Demand {demand.number}: solution {solution.no} is {label.en}")  # fmt: skip
    tell_sides([solution.party_id], title, Text(ground.strip(), ground.strip()), demand, deed)


def record_trial(asked: RecordTrial, *, actor: Actor) -> None:
    """What the acceptance test gave. Raises Refused, NotAllowed, Missing."""
    with command("demands.record_trial", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, None, deed)
        solution = solution_no(demand, asked.no)
        require(may_record_trial(asked, state=demand.state, solution=solution.state, today=deed.today))
        SolutionTrial.objects.create(
            solution=solution, passed=asked.passed, result=asked.result.strip(), on=asked.on, by=actor.key, by_name=actor.name, at=deed.moment,
        )  # fmt: skip
        write(demand)
        deed.after(solution=solution.no, passed=asked.passed, on=str(asked.on))
        said = Text("đạt phép thử", "passed its trial") if asked.passed else Text("không đạt phép thử", "failed its trial")  # fmt: skip
        deed.emit(SolutionMoved(**about(demand, solution.party_id), solution=solution.no, vi=said.vi, en=said.en))
        title = Text(f"Nhu cầu {demand.number}: đề xuất số {solution.no} {said.vi}", f"Demand {demand.number}: solution {solution.no} {said.en}")  # fmt: skip
        tell_sides([solution.party_id], title, Text(asked.result.strip(), asked.result.strip()), demand, deed)
        deed.result(True)


def award_demand(asked: AwardDemand, *, actor: Actor) -> None:
    """One solution is chosen by the demander's own rules; everybody reads which and why. Raises Refused, NotAllowed, Missing, Stale."""
    with command("demands.award_demand", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, asked.seen, deed)
        solution = solution_no(demand, asked.no)
        passed = SolutionTrial.objects.filter(solution=solution).order_by("-id").values_list("passed", flat=True).first()  # fmt: skip
        demander = people.holder([deed.subject], access.key_of(demand.party_id))
        own = demander == people.same_party(access.key_of(solution.party_id))[0]
        require(may_award(asked, state=demand.state, solution=solution.state, passed=passed, own=own))
        ground = asked.ground.strip()
        deed.before(state=demand.state)
        write(solution, state=SOLUTION.after(solution.state, "choose"))
        write(demand, state=DEMAND.after(demand.state, "award"), ground=ground, ended_on=deed.today)
        deed.after(state=demand.state, solution=solution.no, ground=ground)
        step(demand, "award", ground, deed)
        deed.emit(
            DemandAwarded(**about(demand, demand.party_id, solution.party_id), solution=solution.no, winner=access.key_of(solution.party_id))
        )  # fmt: skip
        title = Text(f"Nhu cầu {demand.number} đã chọn giải pháp", f"Demand {demand.number} has its solution")
        tell_sides(proposers(demand), title, Text(ground, ground), demand, deed)
        deed.result(True)
