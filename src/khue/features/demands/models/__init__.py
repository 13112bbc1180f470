"""Tables of the market of problems. The confidential part of a solution is a table of its own."""

from khue.features.demands.models.demands import Demand, DemandStep, DemandYear
from khue.features.demands.models.solutions import Solution, SolutionReading, SolutionSecret, SolutionTrial

__all__ = ["Demand", "DemandStep", "DemandYear", "Solution", "SolutionReading", "SolutionSecret", "SolutionTrial"]
