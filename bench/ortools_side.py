"""The yardstick of ``bench.optimum``, run by an environment of its own: OR-tools on the same instance, over all pairs.

Reads the table of points, needs, loads and floors from the file named on the command line, writes the linear program
down pair by pair, solves it with GLOP, and prints its optimum and seconds as JSON. Nothing of Khuê is imported here
(and HiGHS is not used: the two may not even share a process).
"""

import json
import sys
import time

import numpy as np
from ortools.linear_solver import pywraplp


def main(path):
    found = np.load(path)
    points, needs, most, floors = (found[name] for name in ("points", "needs", "most", "floors"))
    solver = pywraplp.Solver.CreateSolver("GLOP")
    solver.SetSolverSpecificParametersAsString("use_dual_simplex: true")  # ten times as fast here as the primal
    size, wide = points.shape
    place = [solver.Constraint(float(need), float(need)) for need in needs]
    load = [solver.Constraint(0.0, float(limit)) for limit in most]
    floor = [solver.Constraint(float(least), solver.infinity()) if least else None for least in floors]
    goal = solver.Objective()
    goal.SetMaximization()
    for p in range(size):
        for r in range(wide):
            pair, value = solver.NumVar(0.0, 1.0, ""), float(points[p, r])
            place[p].SetCoefficient(pair, 1.0)
            load[r].SetCoefficient(pair, 1.0)
            if floor[p] is not None and value:
                floor[p].SetCoefficient(pair, value)
            if value:
                goal.SetCoefficient(pair, value)
    started = time.perf_counter()
    status = solver.Solve()
    seconds = time.perf_counter() - started
    if status != pywraplp.Solver.OPTIMAL:
        sys.exit(f"GLOP ended with status {status}")
    print(json.dumps({"optimum": goal.Value(), "seconds": seconds, "pairs": size * wide}))


if __name__ == "__main__":
    main(sys.argv[1])
