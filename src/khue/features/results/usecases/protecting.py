"""Intellectual property of a result, step by step; and its offer for transfer without refund."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, NotAllowed, require
from khue.features.results import access
from khue.features.results.domain.rights import (
    IP,
    AddRight,
    MoveRight,
    OfferTransfer,
    WithdrawOffer,
    may_add_right,
    may_move_right,
    may_offer,
    may_withdraw_offer,
)
from khue.features.results.events import TransferOffered
from khue.features.results.models import IpObject, IpStep, Result, TransferOffer
from khue.features.results.usecases.parts import about, locked_result, touch
from khue.kernel.deeds import command


def _require_side_or_desk(actor: Actor, result: Result) -> None:
    """The owner's side, or the officers who check: both bring what the authority of intellectual property said."""
    try:
        access.require_side(actor, result)
    except NotAllowed:
        if not actor.may(access.CHECK):
            raise


def add_right(asked: AddRight, *, actor: Actor) -> int:
    """Name an IP object of a result; its id."""
    with command("results.add_right", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        result = locked_result(asked.result_id, deed)
        _require_side_or_desk(actor, result)
        require(may_add_right(asked, result.state))
        row = IpObject.objects.create(
            result=result,
            kind=asked.kind,
            title=asked.title.strip(),
            territory=asked.territory.strip().upper(),
            added_by=actor.key,
            added_at=deed.moment,
        )
        touch(result)
        # The title of a secret is itself confidential: the record names the kind alone.
        deed.after(right=row.pk, kind=row.kind, territory=row.territory)
        deed.result(row.pk)
        return int(row.pk)


def move_right(asked: MoveRight, *, actor: Actor) -> None:
    """Record what happened to an IP object; its state follows. What was recorded stays."""
    with command("results.move_right", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = IpObject.objects.filter(pk=asked.right_id).values_list("result_id", flat=True).first()
        if found is None:
            raise access.no_such_result()
        result = locked_result(found, deed)
        _require_side_or_desk(actor, result)
        row = IpObject.objects.select_for_update().get(pk=asked.right_id)
        last = row.steps.order_by("-no").first()
        require(may_move_right(asked, row.state, last.on if last else None, deed.today))
        deed.before(right=row.pk, state=row.state)
        row.state = IP.after(row.state, asked.step)
        row.number = asked.number.strip() or row.number
        row.save(update_fields=["state", "number"])
        IpStep.objects.create(
            right=row,
            no=(last.no if last else 0) + 1,
            step=asked.step,
            state=row.state,
            on=asked.on,
            number=asked.number.strip(),
            note=asked.note.strip(),
            recorded_by=actor.key,
            recorded_at=deed.moment,
        )
        touch(result)
        deed.after(right=row.pk, state=row.state, on=str(asked.on))
        deed.result(True)


def offer_transfer(asked: OfferTransfer, *, actor: Actor) -> int:
    """Offer a result that budget money formed for transfer without refund; the offer's id. The exchange lists it."""
    with command("results.offer_transfer", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        result = locked_result(asked.result_id, deed)
        access.require_side(actor, result)
        offered = TransferOffer.objects.filter(result=result, withdrawn_at=None).exists()
        require(may_offer(asked, result.state, public_money=result.public_money > 0, offered=offered, today=deed.today))
        row = TransferOffer.objects.create(
            result=result,
            conditions_vi=asked.conditions.vi.strip(),
            conditions_en=asked.conditions.en.strip(),
            open_on=asked.open_on,
            until_on=asked.until_on,
            offered_by=actor.key,
            offered_at=deed.moment,
        )
        touch(result)
        deed.after(offer=row.pk, open_on=str(row.open_on), until_on=str(row.until_on))
        deed.emit(TransferOffered(**about(result), until_on=f"{row.until_on:%d/%m/%Y}"))
        deed.result(row.pk)
        return int(row.pk)


def withdraw_offer(asked: WithdrawOffer, *, actor: Actor) -> None:
    """Take an offer back, with the ground; it stays on record."""
    with command("results.withdraw_offer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = TransferOffer.objects.filter(pk=asked.offer_id).values_list("result_id", flat=True).first()
        if found is None:
            raise access.no_such_result()
        result = locked_result(found, deed)
        access.require_side(actor, result)
        row = TransferOffer.objects.select_for_update().get(pk=asked.offer_id)
        if row.withdrawn_at is not None:
            raise Conflict(
                Text("Kết quả này đã ngừng được giới thiệu chuyển giao.", "This offer was withdrawn already."),
                Text("Mời ông/bà mở lại trang của kết quả.", "Open the page of the result again."),
            )
        require(may_withdraw_offer(asked))
        row.withdrawn_at, row.withdrawn_by, row.ground = deed.moment, actor.key, asked.ground.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "ground"])
        touch(result)
        deed.after(offer=row.pk, ground=row.ground)
        deed.result(True)
