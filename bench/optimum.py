"""How fast assignments and portfolios are solved to proof, beside OR-tools in an environment of its own.

    .venv/bin/python -m bench.optimum

Each solver's time is that of one call, from arrays or dataclasses to the verified answer, the published draw included;
the best of a few rounds, since other work may share the machine (processor seconds stand beside). The instances are
made in ``bench/instances.py`` from seeds. OR-tools' GLOP solves the same linear program over all pairs, nothing pruned.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import Figure, tell
from bench.instances import Call, offers

YARDSTICK = "ortools==9.14.6206"
HOME = Path(__file__).parent.parent / "var" / "bench" / "ortools"


def run(quick: bool = False) -> list[Figure]:
    small = (200, 60) if quick else (2_000, 300)
    large = (400, 230) if quick else (10_000, 5_680)
    return [*_beside_ortools(*small, quick), *_large(*large, quick), *_portfolio(300 if quick else 5_000, quick)]


def _beside_ortools(size: int, wide: int, quick: bool) -> list[Figure]:
    """A floor that binds: every proposal gets at least 85 % of the best three that it could have."""
    from khue.core.optimum.assignment.wide import WideSolution, solve_wide

    call, free = Call(size, wide, floor=85), Call(size, wide, floor=0)
    found, wall, busy = _best(1 if quick else 5, lambda: solve_wide(call.problem()))
    without = solve_wide(free.problem())
    if not isinstance(found, WideSolution) or not isinstance(without, WideSolution):
        raise TypeError(f"no assignment: {found}, {without}")
    theirs = _ortools(call)
    short = np.bincount(without.of, call.points(np.arange(size))[without.of, without.by], minlength=size) < call.floors
    return [
        Figure(
            f"{size:,} proposals x {wide:,} reviewers, {int(short.sum())} floors bind", wall, "s", _target("<= 10", quick),
            f"{busy:.2f} s of processor; GLOP on all {theirs['pairs']:,} pairs, without whole numbers: {theirs['seconds']:.0f} s",
        ),
        Figure(
            "points between our linear optimum and GLOP's", abs(found.relaxed - int(theirs["optimum"] + 1e-6)), "points",
            "<= 0", f"{theirs['optimum']:,.2f} over all pairs, by GLOP",
        ),
        Figure(
            "points not proven (floors)", found.total_bound - found.total, "points", "<= 0",
            f"whole numbers cost {found.relaxed - found.total} of {found.relaxed:,}; proof: {found.proof}",
        ),
    ]  # fmt: skip


def _large(size: int, wide: int, quick: bool) -> list[Figure]:
    from khue.core.optimum.assignment.wide import WideSolution, solve_wide

    figures = []
    for floor in (0, 90):
        call = Call(size, wide, floor=floor)
        found, wall, busy = _best(1 if quick else 2, lambda call=call: solve_wide(call.problem()))
        if not isinstance(found, WideSolution):
            raise TypeError(f"no assignment: {found}")
        name = f"floors at {floor} %" if floor else "no floors"
        figures += [
            Figure(
                f"{size:,} x {wide:,}, pruned and certified, {name}", wall, "s", _target("<= 60", quick),
                f"{busy:.1f} s of processor; {found.candidates:,} of {found.pairs:,} pairs solved, {found.added:,} by price",
            ),
            Figure(
                f"points that pruning may have cost, {name}", found.total_bound - found.total, "points", "<= 0",
                f"{found.total:,} points; proof: {found.proof}; prices alone: {found.relaxed - found.total} away",
            ),
        ]  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = f"one byte for every pair would be {size * wide / 2**20:.0f} MB"
    return [*figures, Figure("memory of the process at its highest", memory, "MB", _target("<= 1500", quick), pairs)]


def _portfolio(count: int, quick: bool) -> list[Figure]:
    from khue.core.optimum.portfolio import solve, violations

    problem = offers(count)
    bare, wall, busy = _best(1 if quick else 5, lambda: solve(problem, settle=False))
    found, drawn, busier = _best(1 if quick else 3, lambda: solve(problem))
    if found is None or bare is None or violations(problem, found.funded):
        raise TypeError("no portfolio")
    greedy = _greedy(problem)
    return [
        Figure(
            f"portfolio of {count:,}, proven", wall, "s", _target("<= 5", quick),
            f"{busy:.2f} s of processor; {len(bare.funded):,} funded",
        ),
        Figure(
            "the same, equals settled by the draw", drawn, "s", "",
            f"{busier:.2f} s of processor{'' if found.drawn else '; the draw was cut short'}",
        ),
        Figure(
            "portfolio's value not proven", found.bound - found.value, "points", "<= 0",
            f"{found.value:,}; by value per đồng in turn, limits kept: {greedy:,}",
        ),
    ]  # fmt: skip


def _greedy(problem: Any) -> int:
    """What the usual list gives: best value per đồng first, whatever does not fit left out; floors not looked at."""
    from khue.core.optimum.portfolio import value_of

    left, limits = problem.budget, {limit.group: limit for limit in problem.limits}
    counts, money, funded = Counter[str](), Counter[str](), dict[str, int]()
    needed = dict(problem.needs)
    rivals = {name: group for group in problem.exclusions for name in group}
    for offer in sorted(problem.offers, key=lambda offer: -offer.value / offer.cost):
        own = [limits[group] for group in offer.groups if group in limits]
        full = any(limit.most_count is not None and counts[limit.group] >= limit.most_count for limit in own)
        dear = any(limit.most_money is not None and money[limit.group] + offer.cost > limit.most_money for limit in own)
        alone = needed.get(offer.id, offer.id) not in (offer.id, *funded)
        if offer.cost > left or full or dear or alone or rivals.get(offer.id, frozenset()) & funded.keys():
            continue
        funded[offer.id], left = 0, left - offer.cost
        counts.update(limit.group for limit in own)
        money.update({limit.group: offer.cost for limit in own})
    return value_of(problem, funded)


def _best(rounds: int, deed: Callable[[], Any]) -> tuple[Any, float, float]:
    """(what it gave, seconds on the wall, seconds of the processor): the quickest round."""
    taken = []
    for _ in range(rounds):
        wall, busy = time.perf_counter(), time.process_time()
        found = deed()
        taken.append((time.perf_counter() - wall, time.process_time() - busy))
    return found, *min(taken)


def _target(target: str, quick: bool) -> str:
    return "" if quick else target


def _ortools(call: Call) -> dict[str, Any]:
    """The other side's optimum and seconds; its environment is made once, below var/."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", YARDSTICK]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    side = Path(__file__).parent / "ortools_side.py"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        points = call.points(np.arange(call.size))
        np.savez(path, points=points, needs=call.needs, most=call.most, floors=call.floors)
        done = subprocess.run([str(python), str(side), str(path)], check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    tell(run, __doc__)
