"""The deeds of the room: publish an announcement, withdraw it."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.services import access
from khue.features.services.domain.announcing import (
    PublishAnnouncement,
    WithdrawAnnouncement,
    may_publish,
    may_withdraw,
)
from khue.features.services.models import Announcement
from khue.kernel.deeds import command


def publish_announcement(asked: PublishAnnouncement, *, actor: Actor) -> int:
    """Its id; shown from its first day on. Raises Refused with all reasons, NotAllowed."""
    actor.require(access.ANNOUNCE)
    with command("services.publish_announcement", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        require(may_publish(asked, deed.today))
        row = Announcement.objects.create(
            title_vi=asked.title.vi.strip(),
            title_en=asked.title.en.strip(),
            body_vi=asked.body.vi.strip(),
            body_en=asked.body.en.strip(),
            from_on=asked.from_on,
            until_on=asked.until_on,
            put_by=actor.key,
            put_by_name=actor.name,
            put_at=deed.moment,
        )
        deed.subject = f"announcement:{row.pk}"
        deed.after(from_on=str(row.from_on), until_on=str(row.until_on or ""))
        deed.result(row.pk)
        return int(row.pk)


def withdraw_announcement(asked: WithdrawAnnouncement, *, actor: Actor) -> None:
    """It stays on record with the ground. Raises Refused, Missing, NotAllowed."""
    actor.require(access.ANNOUNCE)
    with command("services.withdraw_announcement", actor, subject=f"announcement:{asked.announcement_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Announcement.objects.select_for_update().filter(pk=asked.announcement_id).first()
        if row is None:
            raise access.no_such_announcement()
        require(may_withdraw(asked, withdrawn=row.withdrawn_at is not None))
        row.withdrawn_at, row.withdrawn_ground = deed.moment, asked.ground.strip()
        row.withdrawn_by, row.withdrawn_by_name = actor.key, actor.name
        row.save(update_fields=["withdrawn_at", "withdrawn_ground", "withdrawn_by", "withdrawn_by_name"])
        deed.after(withdrawn=True)
        deed.result(row.pk)
