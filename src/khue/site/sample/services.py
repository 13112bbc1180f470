"""Announcements of the sample city: one for good, one with a last day, one that was withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.services import usecases
from khue.features.services.domain import PublishAnnouncement, WithdrawAnnouncement

TEXTS = (
    (
        Text("Sàn tiếp nhận hồ sơ thành viên trực tuyến", "Members are taken in online"),
        Text(
            "Tổ chức, cá nhân đăng ký làm thành viên ngay trên trang của Sàn (dữ liệu mẫu).",
            "Organisations and persons ask for membership on the pages of the exchange (sample data).",
        ),
        None,
    ),
    (
        Text("Đề nghị xác nhận chào bán của quý này", "Please confirm your offers for this quarter"),
        Text(
            "Bên cung vui lòng xác nhận các chào bán còn hiệu lực trước khi hết quý (dữ liệu mẫu).",
            "Suppliers please confirm before the quarter ends that their offers still stand (sample data).",
        ),
        timedelta(days=60),
    ),
    (
        Text("Lịch bảo trì của Sàn", "Maintenance of the exchange"),
        Text("Sàn tạm dừng một buổi tối (dữ liệu mẫu).", "The exchange pauses for an evening (sample data)."),
        timedelta(days=60),
    ),
)


def fill(actors: dict[str, Actor], now: datetime) -> None:
    made = []
    for number, (title, body, during) in enumerate(TEXTS):
        actor = replace(actors["appraiser"], moment=now - timedelta(days=9 - number))
        until = actor.today + during if during else None
        asked = PublishAnnouncement(title, body, actor.today, until, uuid4())
        made.append(usecases.publish_announcement(asked, actor=actor))
    ground = "Đã hoãn bảo trì (dữ liệu mẫu)."
    usecases.withdraw_announcement(
        WithdrawAnnouncement(made[-1], ground, uuid4()), actor=replace(actors["appraiser"], moment=now)
    )
