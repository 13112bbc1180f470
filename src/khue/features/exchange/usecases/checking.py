"""Two persons look at an offer: the first checks rights, evidence and lists, the second puts it on the list."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.exchange import access
from khue.features.exchange.domain.offers import (
    CheckOffer,
    ReleaseOffer,
    TakeOffer,
    TakeOffers,
    may_check,
    may_release,
    may_take,
    may_take_many,
)
from khue.features.exchange.domain.words import ACCEPTED, BINDING_LISTS, CHECKED, LEVELS, OFFER, RETURNED
from khue.features.exchange.events import OfferChecked, OfferListed, OfferReturned
from khue.features.exchange.models import Judgement, Offer, OfferVersion
from khue.features.exchange.usecases.judging import is_prohibited, refuse_offer, rule
from khue.features.exchange.usecases.parts import (
    about,
    locked_offer,
    next_number,
    path_of,
    tell_right,
    tell_side,
    write,
)
from khue.kernel.deeds import Deed, command


def take_offer(asked: TakeOffer, *, actor: Actor) -> str:
    """Take the step that is open in charge: ``checker`` or ``second``. Raises Refused, NotAllowed, Missing."""
    actor.require(access.CHECK)
    with command("exchange.take_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        step = _take(asked.offer_id, deed)
        deed.after(in_charge=actor.key, step=step)
        deed.result(step)
        return step


def take_offers(asked: TakeOffers, *, actor: Actor) -> int:
    """Take the open steps of several offers in charge at once, all or none; how many. Raises Refused, NotAllowed, Missing."""
    actor.require(access.CHECK)
    with command("exchange.take_offers", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        chosen = sorted(set(asked.offers))
        require(may_take_many(chosen))
        for offer in chosen:
            _take(offer, deed)
            deed.about(deed.subject)
        deed.subject = f"technology_offer:{chosen[0]}"
        deed.after(in_charge=actor.key, offers=chosen)
        deed.result(len(chosen))
        return len(chosen)


def _take(offer_id: int, deed: Deed) -> str:
    """The step that is taken: ``checker`` or ``second``."""
    actor = deed.actor
    offer, version = locked_offer(offer_id, deed)
    access.require_offer(actor, offer)
    near = actor.is_near(access.key_of(offer.party_id))
    wrote = (version.made_by, offer.handed_in_by)
    require(may_take(version.outcome, actor.hands, wrote, version.checked_by, near=near))
    step = "second" if version.outcome == CHECKED else "checker"
    if step == "second":
        deed.before(in_charge=version.second_by)
        write(version, second_by=actor.key, second_by_name=actor.name)
    else:
        deed.before(in_charge=version.taken_by)
        write(version, taken_by=actor.key, taken_by_name=actor.name)
    write(offer)
    return step


def check_offer(asked: CheckOffer, *, actor: Actor) -> str:
    """The first person's answer; the offer's state afterwards. A ruling that it is prohibited refuses it at once."""
    actor.require(access.CHECK)
    with command("exchange.check_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        offer, version = locked_offer(asked.offer_id, deed, asked.seen)
        access.require_offer(actor, offer)
        claims = {claim.no: claim for claim in version.claims.all()}
        found = {one.entry_id: one for one in _judgements(version)}
        require(
            may_check(
                asked,
                {no: claim.wished for no, claim in claims.items()},
                found,
                outcome=version.outcome,
                in_charge=version.taken_by == actor.key,
            )
        )
        deed.before(state=offer.state, outcome=version.outcome)
        if not asked.accepted:
            _send_back(offer, version, asked.note, deed)
        else:
            for no, claim in claims.items():
                write(claim, level=asked.levels[no])
            for entry, judgement in found.items():
                rule(judgement, asked.rulings[entry], asked.note, deed)
            _checked(offer, version, list(found.values()), asked.note, deed)
        deed.after(state=offer.state, outcome=version.outcome)
        deed.result(offer.state)
        return str(offer.state)


def _judgements(version: OfferVersion) -> list[Judgement]:
    return list(Judgement.objects.filter(version=version, ruling="").select_related("entry").order_by("entry"))


def _checked(offer: Offer, version: OfferVersion, found: list[Judgement], note: str, deed: Deed) -> None:
    on_it = [one.entry for one in found if one.ruling == "applies" and is_prohibited(one.entry, deed.today)]
    signed = {"checked_by": deed.actor.key, "checked_by_name": deed.actor.name, "checked_at": deed.moment}
    if on_it:
        write(version, **signed)
        refuse_offer(offer, [version], on_it[0], deed)
        return
    write(version, outcome=CHECKED, note=note.strip(), **signed)
    if offer.state == "handed_in":
        write(offer, state=OFFER.after(offer.state, "check"))
    else:
        write(offer)
    deed.emit(OfferChecked(**about(offer)))
    title = Text(f"Chào bán chờ người thứ hai duyệt: {version.title_vi}", f"An offer awaits the second person: {version.title_vi}")  # fmt: skip
    body = Text(f"Người kiểm tra: {deed.actor.name}.", f"Checked by {deed.actor.name}.")
    tell_right(access.CHECK, title, body, path_of(offer), deed=deed)


def _send_back(offer: Offer, version: OfferVersion, note: str, deed: Deed) -> None:
    write(version, outcome=RETURNED, note=note.strip())
    if offer.state == "listed":
        write(offer)
    else:
        write(offer, state=OFFER.after(offer.state, "return"))
    deed.after(note=note.strip())
    deed.emit(OfferReturned(**about(offer)))
    title = Text(f"Chào bán “{version.title_vi}” cần sửa", f"The offer “{version.title_vi}” was sent back")
    tell_side(offer.party_id, title, Text(note.strip(), note.strip()), path_of(offer), deed=deed)


def release_offer(asked: ReleaseOffer, *, actor: Actor) -> str:
    """The second person's answer: the number under which it is listed, or empty when it goes back."""
    actor.require(access.CHECK)
    with command("exchange.release_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        offer, version = locked_offer(asked.offer_id, deed, asked.seen)
        access.require_offer(actor, offer)
        unruled = Judgement.objects.filter(version=version, ruling="", entry__which__in=BINDING_LISTS).count()
        charge = version.second_by == actor.key
        require(may_release(asked, outcome=version.outcome, in_charge=charge, unruled=unruled))
        deed.before(state=offer.state, outcome=version.outcome)
        if not asked.accepted:
            _send_back(offer, version, asked.note, deed)
        else:
            _list(offer, version, deed)
        deed.after(state=offer.state, outcome=version.outcome, number=offer.number)
        number = offer.number if asked.accepted else ""
        deed.result(number)
        return number


def _list(offer: Offer, version: OfferVersion, deed: Deed) -> None:
    levels = [claim.level for claim in version.claims.all()]
    strongest = max(levels, key=LEVELS.index)
    write(
        version, outcome=ACCEPTED, released_by=deed.actor.key, released_by_name=deed.actor.name, released_at=deed.moment
    )
    names = ("title_vi", "title_en", "kind", "field", "stage", "modes", "price_from", "price_to", "folded")
    values = {name: getattr(version, name) for name in names} | {"shown": version, "evidence": strongest}
    if offer.state != "listed":
        values |= {
            "state": OFFER.after(offer.state, "release"),
            "number": next_number(deed.today.year),
            "listed_on": deed.today,
        }
    write(offer, confirmed_on=deed.today, **values)
    deed.emit(OfferListed(**about(offer), number=offer.number))
    title = Text(f"“{offer.title_vi}” đã được niêm yết, số {offer.number}", f"“{offer.title_vi}” is listed as {offer.number}")  # fmt: skip
    body = Text("Mời ông/bà xem trang công khai của chào bán.", "See its public page.")
    tell_side(offer.party_id, title, body, f"/exchange/no/{offer.number}/", deed=deed)
