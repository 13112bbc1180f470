"""The legal values of this support, as they stand on a day."""

from __future__ import annotations

from datetime import date

from khue.features.missions.domain.application import Caps, CostClass, TaskKind
from khue.features.rulebook import queries as rulebook

SHARES = {
    (TaskKind.RESEARCH_TOPIC, CostClass.PURCHASE): "missions.equipment.topic_purchase_cap",
    (TaskKind.RESEARCH_TOPIC, CostClass.OPERATION): "missions.equipment.topic_operation_cap",
    (TaskKind.TRIAL_PRODUCTION, CostClass.PURCHASE): "missions.equipment.trial_purchase_cap",
    (TaskKind.TRIAL_PRODUCTION, CostClass.OPERATION): "missions.equipment.trial_operation_cap",
}


def caps(on: date) -> Caps:
    """Raises Missing on a day on which the resolution is not in force."""
    return Caps(
        shares={key: rulebook.parameter(name, on) for key, name in SHARES.items()},
        receivers=rulebook.parameter("missions.equipment.receivers", on),
        software_needs_direct_use=rulebook.parameter("missions.equipment.software_needs_direct_use", on),
        one_public_source=rulebook.parameter("missions.funding.one_public_source", on),
    )
