"""Who may do what with announcements. What is current is everybody's."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.errors import Missing

ANNOUNCE = "services.announce"
"""Publish and withdraw announcements of the exchange, and read those that are over or still to come."""


def no_such_announcement() -> Missing:
    return Missing(
        Text("Không tìm thấy thông báo này.", "There is no such announcement."),
        Text("Mời ông/bà mở lại danh sách thông báo của Sàn.", "Open the list of announcements again."),
    )
