"""Resolution 34/2025/NQ-HĐND: policies for science and technology of the capital."""

from khue_hanoi.rules.resolution_34_2025.equipment import equipment_receiver, equipment_support
from khue_hanoi.rules.resolution_34_2025.handover import gratuitous_transfer
from khue_hanoi.rules.resolution_34_2025.key_tasks import (
    key_field,
    ordering_mode,
    recognition_decider,
    recognition_due,
    recognition_valid_until,
)
from khue_hanoi.rules.resolution_34_2025.talent import city_pay_ceiling

__all__ = [
    "city_pay_ceiling",
    "equipment_receiver",
    "equipment_support",
    "gratuitous_transfer",
    "key_field",
    "ordering_mode",
    "recognition_decider",
    "recognition_due",
    "recognition_valid_until",
]
