"""Papers and pictures are added to an offer: a version with the same words, for the two persons to look at."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.exchange import access
from khue.features.exchange.domain.offers import AddMaterial, may_add
from khue.features.exchange.domain.words import OFFER, PENDING, RETURNED
from khue.features.exchange.models import Offer, OfferPicture, OfferVersion
from khue.features.exchange.queries.cards import described_of
from khue.features.exchange.usecases import picturing
from khue.features.exchange.usecases.judging import judge
from khue.features.exchange.usecases.offering import await_check, faults, next_version, secret_of, shown_of
from khue.features.exchange.usecases.parts import locked_offer, write
from khue.kernel.deeds import Deed, command

REPLACED = "Bên cung bổ sung tài liệu, ảnh; bản sau thay thế. / The supplier added papers or pictures; the next version stands for it."


def add_material(asked: AddMaterial, *, actor: Actor) -> int:
    """The number of the version that holds them. While nobody has the newest version in charge, the new one takes its place.

    Raises Missing for strangers, NotAllowed, Stale, Refused with every reason (a picture that is none, words that are missing).
    """
    _require_owner(asked.offer_id, actor)
    taken = picturing.take_all(asked.pictures)
    with command("exchange.add_material", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        offer, newest = locked_offer(asked.offer_id, deed, asked.seen)
        access.require_offer(actor, offer)
        access.require_side(actor, access.key_of(offer.party_id), deed.subject)
        numbers = list(OfferPicture.objects.filter(version=newest).values_list("no", flat=True))
        decision = may_add(
            asked, state=offer.state, outcome=newest.outcome, taken=bool(newest.taken_by), pictures=numbers, papers=len(newest.papers)
        )  # fmt: skip
        said, secret = described_of(newest), secret_of(newest)
        party = access.key_of(offer.party_id)
        require(Decision.refuse_if_any([*decision.reasons, *faults(said, party, secret, deed.today)]))
        deed.before(state=offer.state, version=newest.no)
        _make_room(offer, newest, deed)
        version = next_version(offer, newest, said, asked.papers, secret, asked.ground, deed)
        standing = picturing.go_on(newest, version, asked.drop)
        picturing.add(version, taken, standing, party, deed)
        judge([version], deed)
        await_check(offer, version, deed)
        deed.after(
            state=offer.state, version=version.no, papers=len(version.papers), pictures=standing + len(taken), ground=asked.ground.strip()
        )  # fmt: skip
        deed.result(version.no)
        return int(version.no)


def _require_owner(offer_id: int, actor: Actor) -> None:
    """Before anything is drawn. Raises Missing, NotAllowed."""
    offer = Offer.objects.filter(pk=offer_id).first()
    if offer is None:
        raise access.no_such_offer()
    access.require_offer(actor, offer)
    access.require_side(actor, access.key_of(offer.party_id), access.offer_key(offer.pk))


def _make_room(offer: Offer, newest: OfferVersion, deed: Deed) -> None:
    """One version is open at a time."""
    if newest.outcome == PENDING:
        write(newest, outcome=RETURNED, note=REPLACED)
    if offer.state == "returned":
        write(offer, state=OFFER.after(offer.state, "hand_in"), **shown_of(described_of(newest)))
    else:
        write(offer)
