"""Who may see restricted technology: a party is cleared until a day, and no longer when an officer says so."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision
from khue.core.errors import Refused, require
from khue.features.exchange import access
from khue.features.exchange.domain.lists import EndClearance, GrantClearance, may_clear
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.models import Clearance
from khue.features.exchange.usecases.parts import tell_side, write
from khue.features.people import queries as people
from khue.kernel.deeds import command


def grant_clearance(asked: GrantClearance, *, actor: Actor) -> int:
    """The party may see restricted technology from today on; the clearance's id. Raises Refused, NotAllowed, Missing."""
    actor.require(access.LISTS)
    with command("exchange.grant_clearance", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = people.party(asked.party)
        require(may_clear(asked, near=actor.is_near(asked.party), today=deed.today))
        row = Clearance.objects.create(
            party_id=party.id,
            party_name=party.name,
            from_on=deed.today,
            until_on=asked.until_on,
            ground=asked.ground.strip(),
            granted_by=actor.key,
            granted_by_name=actor.name,
            granted_at=deed.moment,
        )
        deed.subject = f"technology_clearance:{row.pk}"
        deed.about(asked.party)
        deed.after(until_on=str(asked.until_on))
        title = Text("Được xem công nghệ hạn chế chuyển giao", "You may see restricted technology")
        body = Text(f"Đến trước ngày {format_day(asked.until_on, 'vi')}.", f"Until {format_day(asked.until_on, 'en')}.")
        tell_side(party.id, title, body, "/exchange/", deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def end_clearance(asked: EndClearance, *, actor: Actor) -> None:
    """Raises Refused when it has ended already, NotAllowed, Missing."""
    actor.require(access.LISTS)
    with command("exchange.end_clearance", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Clearance.objects.select_for_update().filter(pk=asked.clearance_id).first()
        if row is None:
            raise access.no_such_entry()
        deed.subject = f"technology_clearance:{row.pk}"
        found = []
        if row.ended_at is not None:
            found.append(wrong("ground", "Việc cho phép này đã chấm dứt.", "This clearance has ended already."))
        elif not asked.ground.strip():
            found.append(wrong("ground", "Chưa nêu lý do.", "The ground is missing."))
        if found:
            raise Refused(Decision.refuse(*found))
        write(row, ended_at=deed.moment, end_ground=asked.ground.strip())
        deed.about(access.key_of(row.party_id))
        deed.after(ground=row.end_ground)
        deed.result(True)
