"""The verbs of the room. Each is one transaction with one audit record."""

from khue.features.staff.usecases.absences import end_absence, register_absence
from khue.features.staff.usecases.desks import MOST, HandedOver, hand_over_desk

__all__ = ["MOST", "HandedOver", "end_absence", "hand_over_desk", "register_absence"]
