"""The hand-over record: written by an officer, signed by a person of each side."""

from __future__ import annotations

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.people import queries as people
from khue.features.transfers import access
from khue.features.transfers.domain.commands import SignHandover, WriteHandover
from khue.features.transfers.domain.deciding import HANDOVER, may_sign, may_write
from khue.features.transfers.events import ResultHandedOver
from khue.features.transfers.models import Duty, Handover, TransferAnswer
from khue.features.transfers.usecases.parts import (
    about,
    live_claims,
    locked_handover,
    locked_transfer,
    tell_sides,
    write,
)
from khue.kernel.deeds import command


def write_handover(asked: WriteHandover, *, actor: Actor) -> int:
    """What is handed over to a receiver and what it owes; the record's id. Both sides are asked to sign."""
    actor.require(access.CHECK)
    with command("transfers.write_handover", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = locked_transfer(asked.transfer_id, deed)
        answer = TransferAnswer.objects.filter(transfer=row, claim=asked.claim_id, granted=True).first()
        exists = answer is not None and Handover.objects.filter(answer=answer).exists()
        decided = None if row.decided_at is None else row.decided_at.astimezone(CITY_ZONE).date()
        live = asked.claim_id in live_claims(row)
        require(may_write(asked, granted=answer is not None, live=live, exists=exists, decided_on=decided))
        assert answer is not None, "may_write has seen it"
        people.require_unrestricted(actor, access.key_of(answer.party_id))
        made = Handover.objects.create(
            answer=answer,
            items=asked.items.strip(),
            handed_on=asked.handed_on,
            written_by=actor.key,
            written_by_name=actor.name,
            written_at=deed.moment,
        )
        Duty.objects.bulk_create(
            Duty(handover=made, no=no, what=one.what, due_on=one.due_on) for no, one in enumerate(asked.duties, 1)
        )
        deed.about(access.key_of(answer.party_id))
        deed.after(handover=made.pk, claim=asked.claim_id, handed_on=str(asked.handed_on), duties=len(asked.duties))
        title = Text(f"Mời ký biên bản bàn giao {row.number}", f"Please sign the hand-over record of {row.number}")
        body = Text("Biên bản có trên trang của hồ sơ chuyển giao.", "It stands on the page of the transfer.")
        tell_sides([row.owner_id, answer.party_id], title, body, row, deed)
        deed.result(made.pk)
        return int(made.pk)


def sign_handover(asked: SignHandover, *, actor: Actor) -> bool:
    """One side signs. True when both have: the result is handed over and the duties run."""
    with command("transfers.sign_handover", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return bool(done)
        row, made = locked_handover(asked.handover_id, deed)
        giver, receiver = access.key_of(row.owner_id), access.key_of(made.answer.party_id)
        gives = actor.may_act_for(giver, "submit") and not (made.giver_at and actor.may_act_for(receiver, "submit"))
        access.require_side(actor, giver if gives else receiver)
        live = made.answer.claim_id in live_claims(row)
        signed = made.giver_at is not None if gives else made.receiver_at is not None
        other = made.receiver_by if gives else made.giver_by
        require(may_sign(made.state, signed=signed, other=other, hands=actor.hands, live=live))
        if gives:
            write(made, giver_by=actor.key, giver_name=actor.name, giver_at=deed.moment)
        else:
            write(made, receiver_by=actor.key, receiver_name=actor.name, receiver_at=deed.moment)
        both = made.giver_at is not None and made.receiver_at is not None
        if both:
            deed.before(state=made.state)
            write(made, state=HANDOVER.after(made.state, "sign"))
            deed.emit(ResultHandedOver(**about(row, row.owner_id, made.answer.party_id), receiver=receiver))
            title = Text(f"Đã bàn giao kết quả theo hồ sơ {row.number}", f"Handed over by transfer {row.number}")
            body = Text("Các nghĩa vụ và thời hạn có trên trang của hồ sơ.", "Duties and their days stand on its page.")
            tell_sides([row.owner_id, made.answer.party_id], title, body, row, deed)
        deed.about(giver)
        deed.about(receiver)
        deed.after(handover=made.pk, side="giver" if gives else "receiver", state=made.state)
        deed.result(both)
        return both
