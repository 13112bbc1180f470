"""The verbs of the room."""

from khue.features.appeals.usecases.deciding import decide_appeal
from khue.features.appeals.usecases.looking_ahead import candidates, foresee_decision, matter_of
from khue.features.appeals.usecases.receiving import (
    admit_appeal,
    assign_decider,
    decline_appeal,
    extend_answer,
    record_dialogue,
)
from khue.features.appeals.usecases.suspending import resume_execution, suspend_execution
from khue.features.appeals.usecases.wiring import BudgetChoice, Consequence, Matter, Overturn, Ruled, Wiring, wire
from khue.features.appeals.usecases.writing import lodge_appeal, save_answers, start_appeal, withdraw_appeal

__all__ = [
    "BudgetChoice",
    "Consequence",
    "Matter",
    "Overturn",
    "Ruled",
    "Wiring",
    "admit_appeal",
    "assign_decider",
    "candidates",
    "decide_appeal",
    "decline_appeal",
    "extend_answer",
    "foresee_decision",
    "lodge_appeal",
    "matter_of",
    "record_dialogue",
    "resume_execution",
    "save_answers",
    "start_appeal",
    "suspend_execution",
    "wire",
    "withdraw_appeal",
]
