"""A party claims a result that is on offer, or takes its claim back. Locks go result → offer → claim."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, Refused, require
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.claims import (
    ClaimTransfer,
    OfferWindow,
    WithdrawClaim,
    may_claim,
    may_withdraw_claim,
)
from khue.features.results.events import TransferClaimed, TransferClaimWithdrawn
from khue.features.results.models import Result, TransferClaim, TransferOffer
from khue.features.results.usecases.parts import about, locked_result, tell_desk, tell_owner
from khue.kernel.deeds import command


def claim_transfer(asked: ClaimTransfer, *, actor: Actor) -> int:
    """A party shows that it wants the result, while claims are taken; the claim's id. Owner and officers hear of it."""
    if not actor.is_signed_in or not people.is_party_key(asked.party) or not actor.may_act_for(asked.party, "submit"):
        raise _only_its_side()
    with command("results.claim_transfer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        found = TransferOffer.objects.filter(pk=asked.offer_id).values_list("result_id", flat=True).first()
        if found is None:
            raise access.no_such_result()
        result = locked_result(found, deed)
        if result.party_id in people.restricted_ids():
            raise access.no_such_result()
        offer = TransferOffer.objects.select_for_update().get(pk=asked.offer_id)
        window = OfferWindow(
            offer.open_on, offer.until_on, offer.withdrawn_at is not None, result.state == "registered"
        )
        owner = asked.party == access.party_key(result)
        party = people.party_id(asked.party)
        known = offer.claims.filter(party_id=party, withdrawn_at=None).exists()
        require(may_claim(asked, window, owner=owner, known=known, today=deed.today))
        name = people.parties([asked.party])[asked.party].name
        try:
            with transaction.atomic():
                row = TransferClaim.objects.create(
                    offer=offer,
                    party_id=party,
                    party_name=name,
                    purpose=asked.purpose.strip(),
                    claimed_by=actor.key,
                    claimed_by_name=actor.name,
                    claimed_at=deed.moment,
                )
        except IntegrityError as error:
            raise Refused(may_claim(asked, window, owner=owner, known=True, today=deed.today)) from error
        deed.about(asked.party)
        deed.after(offer=offer.pk, claim=row.pk)
        deed.emit(TransferClaimed(**_about(result, asked.party)))
        title = Text(f"Có đăng ký nhận chuyển giao “{result.title_vi}”", f"A claim on “{result.title_vi}”")
        body = Text("Nội dung có trên trang của kết quả.", "It stands on the page of the result.")
        tell_owner(result, title, body, deed=deed)
        tell_desk(access.CHECK, result, title, body, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def withdraw_claim(asked: WithdrawClaim, *, actor: Actor) -> None:
    """By the party that claimed, with the ground; what it said stays on record."""
    with command("results.withdraw_claim", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = TransferClaim.objects.filter(pk=asked.claim_id).values_list("offer__result_id", "party_id").first()
        if found is None or not actor.stands_for(f"party:{found[1]}"):
            raise access.no_such_result()
        if not actor.may_act_for(f"party:{found[1]}", "submit"):
            raise _only_its_side()
        result = locked_result(found[0], deed)
        row = TransferClaim.objects.select_for_update().get(pk=asked.claim_id)
        require(may_withdraw_claim(asked.ground, withdrawn=row.withdrawn_at is not None))
        deed.before(claim=row.pk)
        row.withdrawn_at, row.withdrawn_by, row.ground = deed.moment, actor.key, asked.ground.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "ground"])
        deed.after(claim=row.pk, ground=row.ground)
        deed.emit(TransferClaimWithdrawn(**_about(result, f"party:{row.party_id}")))
        title = Text(
            f"Rút đăng ký nhận chuyển giao “{result.title_vi}”", f"A claim on “{result.title_vi}” is withdrawn"
        )
        body = Text("Nội dung có trên trang của kết quả.", "It stands on the page of the result.")
        tell_owner(result, title, body, deed=deed)
        deed.result(True)


def _about(result: Result, claimant: str) -> dict[str, Any]:
    """The owner and the claimant both find it on their timelines."""
    said = about(result)
    return said | {"parties": (*said["parties"], claimant)}


def _only_its_side() -> NotAllowed:
    return NotAllowed(
        Text("Ông/bà chưa được ủy quyền nộp hồ sơ thay mặt bên này.", "You hold no mandate to submit for this party."),
        Text("Mời ông/bà chọn bên mà ông/bà được đại diện.", "Choose a party that you act for."),
    )
