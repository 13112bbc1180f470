"""Who may do what with events of the exchange. What is published is everybody's; who comes is the organiser's to read."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.errors import Missing

ORGANISE = "gatherings.organise"
"""Write, publish and cancel events, and read who has a seat."""


def no_such_gathering() -> Missing:
    return Missing(
        Text("Không tìm thấy sự kiện này.", "There is no such event."),
        Text("Mời ông/bà mở lại danh sách sự kiện.", "Open the list of events again."),
    )
