"""Reading the market of problems. Frozen values only; no function here gives a confidential word."""

from khue.features.demands.queries.cards import (
    DemandCard,
    SolutionRow,
    StepRow,
    demand_card,
    open_demand,
    public_demand,
)
from khue.features.demands.queries.figures import counts_of_demands
from khue.features.demands.queries.holdings import holds_of_persons, live_of, matters
from khue.features.demands.queries.lists import VIEWS, DemandFilter, DemandRow, demands, demands_of, desk, solutions_of
from khue.features.demands.queries.searching import BUDGETS, search_source, sides
from khue.features.demands.queries.searching import KIND as SEARCHED
from khue.features.demands.queries.texts import DemandText, every_text, open_ids, open_texts, texts_of

__all__ = [
    "BUDGETS",
    "SEARCHED",
    "VIEWS",
    "DemandCard",
    "DemandFilter",
    "DemandRow",
    "DemandText",
    "SolutionRow",
    "StepRow",
    "counts_of_demands",
    "demand_card",
    "demands",
    "demands_of",
    "desk",
    "every_text",
    "holds_of_persons",
    "live_of",
    "matters",
    "open_demand",
    "open_ids",
    "open_texts",
    "public_demand",
    "search_source",
    "sides",
    "solutions_of",
    "texts_of",
]
