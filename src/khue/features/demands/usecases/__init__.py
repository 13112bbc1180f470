"""What is done on the market of problems, one function per verb."""

from khue.features.demands.usecases.asking import (
    close_demand,
    describe_demand,
    extend_deadline,
    hand_in_demand,
    publish_demand,
    withdraw_demand,
)
from khue.features.demands.usecases.choosing import award_demand, draw_short_list, record_trial
from khue.features.demands.usecases.ending import end_demand, end_solution
from khue.features.demands.usecases.proposing import propose_solution, read_secret, withdraw_solution

__all__ = [
    "award_demand",
    "close_demand",
    "describe_demand",
    "draw_short_list",
    "end_demand",
    "end_solution",
    "extend_deadline",
    "hand_in_demand",
    "propose_solution",
    "publish_demand",
    "read_secret",
    "record_trial",
    "withdraw_demand",
    "withdraw_solution",
]
