"""Reading supports: cards for pages, the public register, the equipment register."""

from khue.features.missions.queries.awards import SupportAward, SupportStream, awards, days_of_awards, streams
from khue.features.missions.queries.cards import (
    AuditRow,
    DeliveryRow,
    ItemRow,
    LineRow,
    SupportCard,
    TrancheRow,
    support_page,
)
from khue.features.missions.queries.holdings import HandedInFor, handed_in_for, matters
from khue.features.missions.queries.known import KnownTask, tasks_with_words
from khue.features.missions.queries.origins import origin_of_results, origins_of_results
from khue.features.missions.queries.pages import (
    GrantedSupport,
    Panel,
    TaskPage,
    Totals,
    budget_choices,
    equipment,
    granted_support,
    granted_supports,
    listed_dossiers,
    panels,
    planned_tranches,
    support_of_dossier,
    support_of_tranche,
    task_page,
    totals,
)
from khue.features.missions.queries.revisions import ClaimRow, RevisionRow, claim
from khue.features.missions.queries.rules import RULES, support_law

__all__ = [
    "RULES",
    "AuditRow",
    "ClaimRow",
    "DeliveryRow",
    "GrantedSupport",
    "HandedInFor",
    "ItemRow",
    "KnownTask",
    "LineRow",
    "Panel",
    "RevisionRow",
    "SupportAward",
    "SupportCard",
    "SupportStream",
    "TaskPage",
    "Totals",
    "TrancheRow",
    "awards",
    "budget_choices",
    "claim",
    "days_of_awards",
    "equipment",
    "granted_support",
    "granted_supports",
    "handed_in_for",
    "listed_dossiers",
    "matters",
    "origin_of_results",
    "origins_of_results",
    "panels",
    "planned_tranches",
    "streams",
    "support_law",
    "support_of_dossier",
    "support_of_tranche",
    "support_page",
    "task_page",
    "tasks_with_words",
    "totals",
]
