"""Catalogue entries: handed in by a member, published by a second person, renewed, taken down."""

from __future__ import annotations

from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import require
from khue.core.folding import fold
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.domain.catalogue import (
    CAPITAL,
    ENTRY,
    EQUIPMENT,
    EXPERT,
    INVESTOR,
    HandInEntry,
    RenewEntry,
    ReviewEntry,
    WithdrawEntry,
    may_hand_in,
    may_renew,
    may_review,
    may_withdraw,
)
from khue.features.services.models import CapitalProject, CatalogueEntry, Equipment, InvestorSearch
from khue.features.services.queries.facts import is_member_for
from khue.features.services.usecases.parts import NAMES, locked_entry, note, path_of_entry, tell, tell_reviewers, write
from khue.kernel.deeds import Deed, command


def hand_in_entry(asked: HandInEntry, *, actor: Actor) -> int:
    """It awaits the second person; its id. Raises Refused with all reasons, NotAllowed."""
    access.require_party(actor, asked.party)
    with command("services.hand_in_entry", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = people.party(asked.party)
        said = asked.said
        if said.sort == EXPERT and not actor.is_oneself(asked.party):
            raise access.in_person()
        require(may_hand_in(asked, deed.today, member=is_member_for(party.id, said.sort, said.kind)))
        older = CatalogueEntry.objects.filter(pk=asked.replaces, party=party.id).first() if asked.replaces else None
        row = CatalogueEntry.objects.create(
            sort=said.sort,
            kind=said.kind,
            party_id=party.id,
            party_name=party.name,
            title_vi=said.title.vi.strip(),
            title_en=said.title.en.strip(),
            summary_vi=said.summary.vi.strip(),
            summary_en=said.summary.en.strip(),
            folded=fold(" ".join((said.title.vi, said.title.en, said.summary.vi, said.summary.en, party.name))),
            price=said.price,
            price_note=said.price_note.strip(),
            days=said.days,
            answer_days=said.answer_days,
            open_to=said.open_to,
            until_on=asked.until_on,
            replaces=older,
            handed_by=actor.key,
            handed_by_name=actor.name,
            handed_at=deed.moment,
        )
        deed.subject = f"catalogue_entry:{row.pk}"
        if row.sort == EQUIPMENT:
            Equipment.objects.create(
                entry=row, place=said.place.strip(), technical=said.technical.strip(), terms=said.terms.strip()
            )
        if row.sort == CAPITAL:
            CapitalProject.objects.create(entry=row, sought=said.sought, stage=said.stage)
        if row.sort == INVESTOR:
            InvestorSearch.objects.create(
                entry=row, fields=list(said.seeks), stage=said.least_stage, territory=said.territory.upper(), ticket_from=said.ticket_from,
                ticket_to=said.ticket_to,
            )  # fmt: skip
        note(row, "hand_in", deed)
        deed.about(asked.party)
        deed.after(state=row.state, sort=row.sort, kind=row.kind, until_on=str(row.until_on))
        title = Text(f"Chờ duyệt: {row.title_vi}", f"Awaits review: {row.title_en}")
        body = Text(f"{party.name} đăng vào danh mục dịch vụ của Sàn.", f"{party.name} hands it in for the catalogue.")
        tell_reviewers(title, body, path_of_entry(row), deed)
        deed.result(row.pk)
        return int(row.pk)


def review_entry(asked: ReviewEntry, *, actor: Actor) -> str:
    """The second person publishes or returns it; the state that follows. What it replaces is taken down with it."""
    actor.require(access.REVIEW)
    with command("services.review_entry", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = locked_entry(asked.entry_id, deed)
        near = actor.is_near(access.key_of(row.party_id)) or row.handed_by in actor.hands
        member = is_member_for(row.party_id, row.sort, row.kind)
        require(may_review(asked, state=row.state, member=member, near=near, until_on=row.until_on, today=deed.today))
        step, ground = "publish" if asked.publish else "return", asked.ground.strip()
        deed.before(state=row.state)
        write(
            row, state=ENTRY.after(row.state, step), reviewed_by=actor.key, reviewed_by_name=actor.name, reviewed_at=deed.moment,
            ground="" if asked.publish else ground,
        )  # fmt: skip
        note(row, step, deed, ground)
        if asked.publish and row.replaces_id is not None:
            _take_over(row, row.replaces_id, deed)
        deed.after(state=row.state, ground=row.ground)
        label = ENTRY.label(row.state)
        title = Text(f"“{row.title_vi}”: {label.vi}", f"“{row.title_en}”: {label.en}")
        until = row.until_on
        body = (
            Text(f"Lý do: {ground}", f"Ground: {ground}")
            if not asked.publish
            else Text(f"Công bố đến hết ngày {until:%d/%m/%Y}.", f"Shown until {format_day(until, 'en')}.")
        )
        tell([row.party_id], title, body, path_of_entry(row), deed)
        deed.result(row.state)
        return row.state


def _take_over(row: CatalogueEntry, older_id: int, deed: Deed) -> None:
    older = CatalogueEntry.objects.select_for_update(of=("self",)).get(pk=older_id)
    if older.state in ("waiting", "shown"):
        ground = Text(f"Được thay bằng mục số {row.pk}.", f"Replaced by entry no. {row.pk}.").vi
        write(older, state="withdrawn", ground=ground)
        note(older, "withdraw", deed, ground)
        deed.about(f"catalogue_entry:{older.pk}")


def renew_entry(asked: RenewEntry, *, actor: Actor) -> None:
    """The member says that it still holds, until another day."""
    with command("services.renew_entry", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_entry(asked.entry_id, deed)
        access.require_party(actor, access.key_of(row.party_id))
        member = is_member_for(row.party_id, row.sort, row.kind)
        require(may_renew(asked, state=row.state, member=member, until_on=row.until_on, today=deed.today))
        deed.before(until_on=str(row.until_on))
        write(row, until_on=asked.until_on)
        note(row, "renew", deed)
        deed.after(until_on=str(row.until_on))
        deed.result(True)


def withdraw_entry(asked: WithdrawEntry, *, actor: Actor) -> None:
    """Taken down by its member, or by the operator; it stays on record with the ground. Tickets under way go on."""
    with command("services.withdraw_entry", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_entry(asked.entry_id, deed)
        if not actor.may(access.REVIEW):
            access.require_party(actor, access.key_of(row.party_id))
        require(may_withdraw(row.state, asked.ground))
        deed.before(state=row.state)
        ground = asked.ground.strip()
        write(row, state=ENTRY.after(row.state, "withdraw"), ground=ground)
        note(row, "withdraw", deed, ground)
        deed.after(state=row.state, ground=ground)
        title = Text(f"“{row.title_vi}” đã được gỡ", f"“{row.title_en}” is taken down")
        tell([row.party_id], title, Text(f"Lý do: {ground}", f"Ground: {ground}"), path_of_entry(row), deed)
        deed.result(True)


def remind_entry(entry_id: int, *, actor: Actor) -> None:
    """The member hears that the last day of an entry comes near. Once for each day of notice."""
    actor.require("job.services.follow_clocks")
    with command("services.remind_entry", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"entry:{entry_id}:{deed.today}")) is not None:
            return
        row = locked_entry(entry_id, deed)
        if row.state != "shown":
            deed.nothing_done()
            return
        day = row.until_on
        title = Text(f"Sắp hết hạn công bố: {row.title_vi}", f"About to run out: {row.title_en}")
        body = Text(
            f"Ngày cuối: {day:%d/%m/%Y}. Mời ông/bà gia hạn nếu nội dung còn đúng.",
            f"Last day: {format_day(day, 'en')}. Please renew it if it still holds.",
        )
        tell([row.party_id], title, body, path_of_entry(row), deed)
        deed.after(told=True)
        deed.result(True)
