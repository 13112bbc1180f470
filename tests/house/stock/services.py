"""Room ``services``: an announcement of the exchange."""

from __future__ import annotations

from uuid import uuid4

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.core.bilingual import Text
    from khue.features.services import usecases
    from khue.features.services.domain import PublishAnnouncement

    actor = act("appraiser")
    asked = PublishAnnouncement(
        Text("Nghỉ lễ", "Holiday"), Text("Sàn nghỉ một ngày.", "Closed for a day."), actor.today, None, uuid4()
    )
    stock.by_room["services", "announcement_id"] = usecases.publish_announcement(asked, actor=actor)
