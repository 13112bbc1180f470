"""Events of the sample city: a fair to come, a small workshop with a waiting list, one that was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.gatherings import usecases
from khue.features.gatherings.domain import PublishGathering, TakeSeat, WriteGathering
from khue.site.sample.stories import Act

FAIR = (
    Text("Ngày hội kết nối cung cầu công nghệ nước sạch (mẫu)", "Fair for water technology (sample)"),
    Text(
        "Bên cung giới thiệu công nghệ lọc nước, bên cầu nêu bài toán; có bàn tư vấn hợp đồng. Dữ liệu mẫu.",
        "Suppliers show water filters, demanders bring their problems; advice on contracts. Sample data.",
    ),
)
WORKSHOP = (
    Text("Hướng dẫn viết chào bán công nghệ (mẫu)", "How to write an offer of technology (sample)"),
    Text("Thực hành trên trang của Sàn, mỗi người một máy. Dữ liệu mẫu.", "Practice on the pages of the exchange. Sample data."),
)  # fmt: skip
PLACE = "Trung tâm đổi mới sáng tạo mẫu, Tây Hồ, Hà Nội"


def published(words: tuple[Text, Text], days: int, seats: int, act: Act) -> int:
    """Two hours long, ``days`` after the act, for everybody to read; its id."""
    actor = act("appraiser")
    starts = (actor.moment + timedelta(days=days)).replace(hour=2, minute=0, second=0, microsecond=0)
    title, about = words
    asked = WriteGathering(
        title, about, PLACE, "https://example.org/su-kien-mau", starts, starts + timedelta(hours=2), seats, uuid4()
    )
    made = usecases.write_gathering(asked, actor=actor)
    usecases.publish_gathering(PublishGathering(made, uuid4()), actor=actor)
    return made


def taken(gathering: int, who: str, act: Act) -> str:
    return usecases.take_seat(TakeSeat(gathering, "", uuid4()), actor=act(who))


def fill(actors: Mapping[str, Actor], now: datetime) -> None:
    def then(key: str) -> Actor:
        return replace(actors[key], moment=now - timedelta(days=8))

    fair = published(FAIR, 28, 120, then)
    for who in ("researcher", "founder", "resident"):
        taken(fair, who, then)
    small = published(WORKSHOP, 15, 2, then)
    for who in ("founder", "resident", "researcher"):  # the third waits
        taken(small, who, then)
    past = published(WORKSHOP, 5, 30, then)
    taken(past, "founder", then)
