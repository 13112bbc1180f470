"""Rows of the room."""

from khue.features.activities.models.plans import ActivityLine, ActivityPlan, PlanLine, PlanVersion
from khue.features.activities.models.spending import ActivityReport, EarnedFee, Spend, SpendReturn

__all__ = [
    "ActivityLine",
    "ActivityPlan",
    "ActivityReport",
    "EarnedFee",
    "PlanLine",
    "PlanVersion",
    "Spend",
    "SpendReturn",
]
