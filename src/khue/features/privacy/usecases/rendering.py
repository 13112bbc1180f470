"""The PDF of a notice to the authority, made by the worker from what was recorded when it was sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.features.privacy.domain.breaches import SEVERITIES
from khue.features.privacy.models import BreachNotice
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.deeds import command
from khue.kernel.documents import render

KIND = "breach-notice"


def render_notice(notice_id: int, *, actor: Actor) -> None:
    """Render once: a second run finds the file and does nothing."""
    actor.require("job.privacy.render_notice")
    with command("privacy.render_notice", actor, subject=f"breach_notice:{notice_id}") as deed:
        notice = BreachNotice.objects.select_for_update(of=("self",)).select_related("breach").get(pk=notice_id)
        if notice.file is not None:
            deed.nothing_done()
            return
        stored = files.store(
            ContentFile(render(KIND, _values(notice)), name=f"{notice.breach.number}-{notice.number}.pdf"),
            deed=deed,
            owner=notice.recorded_by,
            kind=KIND,
            subject=f"breach:{notice.breach_id}",
        )
        notice.file = stored.pk
        notice.save(update_fields=["file"])
        deed.after(file=str(stored.pk), sha256=stored.sha256)


def _values(notice: BreachNotice) -> dict[str, Any]:
    breach, city = notice.breach, rulebook.city_package()
    values: dict[str, Any] = {
        "body": city.BODY,
        "place": city.PLACE,
        "issued_at": notice.sent_at.isoformat(),
        "number": breach.number,
        "received_at": breach.detected_at.isoformat(),
        "recipient": notice.sent_to,
        "which": "lần đầu" if notice.number == 1 else f"bổ sung lần {notice.number - 1}",
        "title": breach.title,
        "happened": notice.happened,
        "data_kinds": breach.kinds,
        "people": f"khoảng {notice.people} người" if notice.people is not None else "đang xác định",
        "severity": SEVERITIES[breach.severity].vi,
        "measures": notice.measures,
        "officer": notice.recorded_by_name,
        "sample": bool(settings.KHUE_SAMPLE),
    }
    if notice.late_ground:
        values["late_ground"] = notice.late_ground
    return values
