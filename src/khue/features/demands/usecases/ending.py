"""A party that is no more: its open demands end and its solutions go, each in a deed of its own with the reason."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.demands import access
from khue.features.demands.domain.words import DEMAND, OPEN_STATES, SOLUTION
from khue.features.demands.events import SolutionMoved
from khue.features.demands.usecases.asking import end_now
from khue.features.demands.usecases.parts import about, locked_demand, solution_no, tell_sides, write
from khue.features.people import queries as people
from khue.kernel.deeds import command

JOB = "job.demands.end_with_party"
LIVE = ("handed_in", "shortlisted")
"""Solutions that wait for an answer; what was chosen or declined stays as it is."""


def end_demand(demand_id: int, *, actor: Actor) -> bool:
    """By the job, once the demander is no more; whether it ended now. Safe to repeat; nothing where the end was taken back.

    What was public is closed, so that everybody reads why; what was not is withdrawn.
    """
    actor.require(JOB)
    with command("demands.end_demand", actor) as deed:
        demand = locked_demand(demand_id, deed)
        why = people.why_no_more(people.holder([deed.subject], access.key_of(demand.party_id)))
        if why is None or demand.state not in OPEN_STATES:
            deed.nothing_done()
            return False
        step = "close" if "close" in DEMAND.possible(demand.state) else "withdraw"
        end_now(demand, step, f"{why.vi} / {why.into('en')}", deed)
        title = Text(f"Nhu cầu “{demand.title_vi}” đã kết thúc", f"The demand “{demand.title_vi}” has ended")
        tell_sides([demand.party_id], title, why, demand, deed)
        return True


def end_solution(demand_id: int, no: int, *, actor: Actor) -> bool:
    """The same for a solution that waits for its answer; the demander hears of it."""
    actor.require(JOB)
    with command("demands.end_solution", actor) as deed:
        demand = locked_demand(demand_id, deed)
        solution = solution_no(demand, no)
        why = people.why_no_more(access.key_of(solution.party_id))
        if why is None or solution.state not in LIVE:
            deed.nothing_done()
            return False
        deed.before(state=solution.state)
        write(solution, state=SOLUTION.after(solution.state, "withdraw"), ground=f"{why.vi} / {why.into('en')}", ground_by_name=actor.name)  # fmt: skip
        deed.after(state=solution.state, solution=solution.no)
        deed.emit(SolutionMoved(**about(demand, solution.party_id), solution=solution.no, vi="đã rút", en="withdrawn"))
        title = Text(f"Nhu cầu {demand.number}: đề xuất số {solution.no} không còn", f"Demand {demand.number}: solution {solution.no} is gone")  # fmt: skip
        tell_sides([demand.party_id], title, why, demand, deed)
        return True
