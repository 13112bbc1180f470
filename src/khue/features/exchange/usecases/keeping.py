"""What happens to an offer that is listed: it is confirmed, goes on until a later day, is withdrawn; its secret is read by a deed."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, require
from khue.features.exchange import access
from khue.features.exchange.domain.keeping import (
    ConfirmOffer,
    ReadConfidential,
    WithdrawOffer,
    may_confirm,
    may_withdraw,
)
from khue.features.exchange.domain.words import CHECKED, OFFER, PENDING, RETURNED
from khue.features.exchange.events import ConfidentialRead, OfferConfirmed, OfferWithdrawn
from khue.features.exchange.models import ConfidentialReading, Offer, OfferConfidential
from khue.features.exchange.queries.dealing import standing
from khue.features.exchange.usecases.parts import about, locked_offer, write
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def confirm_offer(asked: ConfirmOffer, *, actor: Actor) -> None:
    """The supplier says that the offer still holds, and until when. Raises Refused, NotAllowed, Missing."""
    with command("exchange.confirm_offer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        offer = _own(asked.offer_id, asked.seen, actor, deed)
        require(may_confirm(offer.state, asked, deed.today))
        deed.before(confirmed_on=str(offer.confirmed_on), valid_until=str(offer.valid_until))
        write(offer, confirmed_on=deed.today, valid_until=asked.valid_until)
        deed.after(confirmed_on=str(deed.today), valid_until=str(asked.valid_until))
        deed.emit(OfferConfirmed(**about(offer)))
        deed.result(True)


def withdraw_offer(asked: WithdrawOffer, *, actor: Actor) -> None:
    """The supplier takes the offer back, with the ground; what it said stays on record."""
    with command("exchange.withdraw_offer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        offer = _own(asked.offer_id, asked.seen, actor, deed)
        require(may_withdraw(offer.state, asked))
        deed.before(state=offer.state)
        offer.versions.filter(outcome__in=[PENDING, CHECKED]).update(outcome=RETURNED, note=asked.ground.strip())
        write(offer, state=OFFER.after(offer.state, "withdraw"), ground=asked.ground.strip())
        deed.after(state=offer.state, ground=asked.ground.strip())
        deed.emit(OfferWithdrawn(**about(offer)))
        deed.result(True)


def _own(offer_id: int, seen: int | None, actor: Actor, deed: Deed) -> Offer:
    offer, _version = locked_offer(offer_id, deed)
    access.require_offer(actor, offer)
    access.require_side(actor, access.key_of(offer.party_id), deed.subject)
    return locked_offer(offer_id, deed, seen)[0]


def read_confidential(asked: ReadConfidential, *, actor: Actor) -> str:
    """The confidential part of the newest version, and a record of who read it as what. Empty when there is none. Who is named in a
    non-disclosure reads that of the version on the list, as long as no list of technologies shuts it.

    Raises Missing for strangers, NotAllowed for staff who are not in charge of the step that is open. Every call is a reading
    of its own: nothing is repeated from an earlier answer.
    """
    with command("exchange.read_confidential", actor) as deed:
        offer, version = locked_offer(asked.offer_id, deed)
        named = not access.is_side(actor, offer.party_id, deed.subject) and access.is_named(actor, offer)
        if named:
            people.require_unrestricted(actor, access.key_of(offer.party_id))
            shown = offer.shown
            if shown is None or standing(offer.pk, deed.today) in ("held", "prohibited"):
                raise access.no_such_offer()
            version = shown
        else:
            access.require_offer(actor, offer)
        role = access.reads_as(actor, offer, version)
        if not role:
            raise NotAllowed(
                Text(
                    "Phần bảo mật chỉ mở cho bên cung và người đang được giao giải quyết.",
                    "The confidential part is open to the supplier's side and to who is in charge.",
                ),
                Text("Mời ông/bà nhận giải quyết trước khi đọc.", "Take the offer in charge before you read it."),
            )
        text = OfferConfidential.objects.filter(version=version).values_list("text", flat=True).first()
        if text is None:
            deed.nothing_done()
            return ""
        ConfidentialReading.objects.create(
            version=version, reader=actor.key, reader_name=actor.name, role=role, at=deed.moment
        )
        deed.after(version=version.no, role=role)
        deed.emit(ConfidentialRead(**about(offer)))
        return str(text)
