"""Renamed, moved, no more: each from a day, with its document."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.people import access, events, queries
from khue.features.people.domain import (
    DissolveParty,
    EndDissolution,
    MoveParty,
    Paper,
    RenameParty,
    clean_name,
    clean_text,
    ground_reasons,
    may_dissolve,
    may_move,
    may_rename,
)
from khue.features.people.models import Dissolution, Organisation, Party, Person, RecordChange
from khue.features.people.usecases.merging import ENDED, MOVED_ON, locked_parties, tell_representatives
from khue.features.people.usecases.records import address_values, new_address, note_origins, set_name, unknown
from khue.kernel.deeds import Deed, command


def rename_party(asked: RenameParty, *, actor: Actor) -> None:
    """The party is called otherwise from a day on. Dossiers keep the name under which they were handed in."""
    access.require_merge(actor)
    with command("people.rename_party", actor, subject=asked.party) as deed:
        if deed.repeated(asked.once) is not None:
            return
        (party,) = locked_parties(asked.party)
        last = queries.last_change(party.pk, "name")
        require(may_rename(asked, queries.facts_of_party(party.key), today=deed.today, last=last))
        before, after = party.name, clean_name(asked.name)
        _change(party, "name", before, after, asked, deed=deed)
        set_name(party, after)
        note_origins(party, ["name"], "register", deed.today)
        party.version += 1
        party.save()
        _trace(party, before, after, asked, deed=deed)
        day = f"{asked.effective_on:%d/%m/%Y}"
        event = events.PartyRenamed(
            subject=party.key, parties=(party.key,), before=before, after=after, effective_on=day
        )
        deed.emit(event)
        tell_representatives([party], event.line(), deed=deed)
        deed.result(True)


def move_party(asked: MoveParty, *, actor: Actor) -> None:
    """The party has another address from a day on; the old one stays readable."""
    access.require_merge(actor)
    with command("people.move_party", actor, subject=asked.party) as deed:
        if deed.repeated(asked.once) is not None:
            return
        (party,) = locked_parties(asked.party)
        facts = queries.facts_of_party(party.key)
        last = queries.last_change(party.pk, "address")
        require(may_move(asked, facts, today=deed.today, last=last, provinces=access.provinces()))
        part: Person | Organisation = party.person if party.kind == Party.Kind.PERSON else party.organisation
        before = queries.address_line(part.address)
        part.address = new_address(asked.address)
        after = queries.address_line(part.address)
        _change(party, "address", before, after, asked, deed=deed)
        part.save(update_fields=["address"])
        note_origins(party, ["address"], "register", deed.today)
        party.version += 1
        party.save(update_fields=["origins", "version"])
        deed.personal(address=address_values(asked.address), before=before)
        deed.after(effective_on=asked.effective_on.isoformat(), document=clean_text(asked.paper.number))
        day = f"{asked.effective_on:%d/%m/%Y}"
        deed.emit(events.PartyMoved(subject=party.key, parties=(party.key,), effective_on=day))
        deed.result(True)


def _change(party: Party, field: str, before: str, after: str, asked: RenameParty | MoveParty, *, deed: Deed) -> None:
    number, on, issuer = _paper(asked.paper)
    try:
        with transaction.atomic():
            RecordChange.objects.create(
                party=party,
                field=field,
                effective_on=asked.effective_on,
                before=before,
                after=after,
                document=number,
                document_on=on,
                issuer=issuer,
                recorded_at=deed.moment,
                recorded_by=deed.actor.key,
            )
    except IntegrityError as error:
        raise MOVED_ON from error


def _paper(paper: Paper) -> tuple[str, date, str]:
    assert paper.on is not None, "the decision has asked for it"
    return clean_text(paper.number), paper.on, clean_text(paper.issuer)


def _trace(party: Party, before: str, after: str, asked: RenameParty, *, deed: Deed) -> None:
    """Names of organisations stand in the chain; a person's beside it, where they can be erased."""
    keep = deed.personal if party.kind == Party.Kind.PERSON else deed.after
    keep(name_before=before, name_after=after)
    deed.after(effective_on=asked.effective_on.isoformat(), document=clean_text(asked.paper.number))


def dissolve_party(asked: DissolveParty, *, actor: Actor) -> int:
    """The organisation is no more from a day; the dissolution's id. Officers with its open dossiers hear of it."""
    access.require_merge(actor)
    with command("people.dissolve_party", actor, subject=asked.party) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        (party,) = locked_parties(asked.party)
        facts = queries.facts_of_party(party.key)
        require(may_dissolve(asked, facts, today=deed.today, interests=access.interests_of(actor)))
        number, on, issuer = _paper(asked.paper)
        row = Dissolution.objects.create(
            party=party,
            kind=asked.kind,
            effective_on=asked.effective_on,
            document=number,
            document_on=on,
            issuer=issuer,
            recorded_at=deed.moment,
            recorded_by=actor.key,
        )
        _next(party)
        deed.after(
            dissolution=row.pk, kind=row.kind, effective_on=asked.effective_on.isoformat(), document=row.document
        )
        event = events.PartyDissolved(
            subject=party.key,
            parties=(party.key,),
            mark=f"dissolution:{row.pk}",
            name=party.name,
            kind=row.kind,
            effective_on=f"{asked.effective_on:%d/%m/%Y}",
        )
        deed.emit(event)
        tell_representatives([party], event.line(), deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def end_dissolution(asked: EndDissolution, *, actor: Actor) -> None:
    """That the organisation is no more was wrong: taken back, with the ground."""
    access.require_merge(actor)
    with command("people.end_dissolution", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Dissolution.objects.select_for_update().filter(pk=asked.dissolution_id).first()
        if row is None:
            raise unknown()
        (party,) = locked_parties(f"party:{row.party_id}")
        deed.subject = party.key
        if row.ended_at is not None:
            raise ENDED
        reasons = [*ground_reasons(asked.ground), *queries.own_reasons([party], access.interests_of(actor))]
        require(Decision.refuse_if_any(reasons))
        row.ended_at, row.ended_by, row.end_ground = deed.moment, actor.key, clean_text(asked.ground)
        row.save(update_fields=["ended_at", "ended_by", "end_ground"])
        _next(party)
        deed.after(dissolution=row.pk, ended=True, ground=row.end_ground)
        event = events.DissolutionEnded(
            subject=party.key,
            parties=(party.key,),
            mark=f"dissolution-ended:{row.pk}",
            name=party.name,
            ground=row.end_ground,
        )
        deed.emit(event)
        tell_representatives([party], event.line(), deed=deed)
        deed.result(True)


def _next(party: Party) -> None:
    party.version += 1
    party.save(update_fields=["version"])
