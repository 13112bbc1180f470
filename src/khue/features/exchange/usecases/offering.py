"""An offer is handed in and described anew; nothing of an earlier version is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, require
from khue.core.folding import fold
from khue.features.exchange import access
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers import (
    LONGEST_SECRET,
    Described,
    DescribeOffer,
    HandInOffer,
    may_offer,
    until_faults,
)
from khue.features.exchange.domain.words import CHECKED, OFFER, PENDING
from khue.features.exchange.events import OfferHandedIn
from khue.features.exchange.models import (
    DraftConfidential,
    Offer,
    OfferClaim,
    OfferConfidential,
    OfferDraft,
    OfferOwner,
    OfferRight,
    OfferVersion,
)
from khue.features.exchange.queries.facts import alike_offers, is_supplier, key_field
from khue.features.exchange.usecases.judging import judge
from khue.features.exchange.usecases.parts import (
    about,
    locked_offer,
    path_of,
    store_papers,
    tell_right,
    write,
)
from khue.features.exchange.usecases.picturing import go_on
from khue.features.people import queries as people
from khue.features.people.usecases import standing_party
from khue.features.results import queries as results
from khue.kernel.deeds import Deed, command


def hand_in_offer(asked: HandInOffer, *, actor: Actor) -> int:
    """A technology on offer, awaiting the check; its id. Raises Refused with every reason, NotAllowed."""
    access.require_side(actor, asked.party)
    with command("exchange.hand_in_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = standing_party(asked.party)
        found = [*faults(asked.described, asked.party, asked.confidential, deed.today), *until_faults(asked.valid_until, deed.today)]  # fmt: skip
        if not found and not asked.looked:
            found = list(similar(asked.described, deed.today))
        require(Decision.refuse_if_any(found))
        secret = taken_over(asked.draft, asked.party, asked.confidential, deed)
        offer, version = begun(party, asked.described, asked.valid_until, asked.papers, secret, deed)
        deed.subject = f"technology_offer:{offer.pk}"
        judge([version], deed)
        await_check(offer, version, deed)
        deed.after(state=offer.state, version=1, valid_until=str(asked.valid_until))
        deed.result(offer.pk)
        return int(offer.pk)


def begun(
    party: people.PartyCard, said: Described, valid_until: date, papers: Sequence[Any], secret: str, deed: Deed
) -> tuple[Offer, OfferVersion]:
    """The offer with its first version, not yet compared with the lists: ``judge`` follows in the same deed."""
    offer = Offer.objects.create(
        party_id=party.id,
        party_name=party.name,
        handed_in_by=deed.actor.key,
        handed_in_at=deed.moment,
        valid_until=valid_until,
        **shown_of(said),
    )
    deed.about(party.key)
    return offer, _version(offer, 1, said, papers, secret, "", deed)


def taken_over(draft_id: int | None, party: str, written: str, deed: Deed) -> str:
    """The confidential part of the new offer; the draft that it was is gone. A draft of another party is none."""
    if draft_id is None:
        return written
    number = people.party_id(party)
    mine = people.lineages([number])[number].ids
    draft = OfferDraft.objects.select_for_update().filter(pk=draft_id, party__in=mine).first()
    if draft is None:
        raise access.no_such_draft()
    kept = DraftConfidential.objects.filter(draft=draft).values_list("text", flat=True).first() or ""
    deed.about(f"offer_draft:{draft.pk}")
    draft.delete()
    return written if written.strip() else kept


def describe_offer(asked: DescribeOffer, *, actor: Actor) -> int:
    """A new version: mends what was sent back, or changes what is listed once two persons have accepted it; its number."""
    with command("exchange.describe_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        offer, _newest = locked_offer(asked.offer_id, deed)
        access.require_offer(actor, offer)
        access.require_side(actor, access.key_of(offer.party_id), deed.subject)
        offer, newest = locked_offer(asked.offer_id, deed, asked.seen)
        party = access.key_of(offer.party_id)
        found = list(faults(asked.described, party, asked.confidential or "", deed.today))
        if not asked.ground.strip():
            found.append(wrong("ground", "Chưa nêu nội dung thay đổi.", "What changes is not said."))
        if newest.outcome in (PENDING, CHECKED) or offer.state not in ("returned", "listed"):
            found.append(_not_now())
        require(Decision.refuse_if_any(found))
        deed.before(state=offer.state, version=newest.no)
        if offer.state == "returned":
            write(offer, state=OFFER.after(offer.state, "hand_in"), **shown_of(asked.described))
        else:
            write(offer)
        secret = asked.confidential if asked.confidential is not None else secret_of(newest)
        version = next_version(offer, newest, asked.described, asked.papers, secret, asked.ground, deed)
        go_on(newest, version)
        judge([version], deed)
        await_check(offer, version, deed)
        deed.after(state=offer.state, version=version.no, ground=asked.ground.strip())
        deed.result(version.no)
        return int(version.no)


def faults(said: Described, party: str, secret: str, today: date) -> list[Reason]:
    """All that stands against these words of this party today."""
    supplier = is_supplier(people.party_id(party))
    found = list(may_offer(said, member=supplier, key_field=key_field(said.field, today), today=today).reasons)
    if len(secret) > LONGEST_SECRET:
        found.append(
            wrong(
                "confidential",
                f"Phần bảo mật dài nhiều nhất {LONGEST_SECRET} ký tự.",
                f"The confidential part has at most {LONGEST_SECRET} characters.",
            )
        )
    if said.result.strip():
        found += _result_faults(said.result.strip(), party)
    return found


def _result_faults(number: str, party: str) -> list[Reason]:
    """The registered result must be there, and the party among its owners."""
    try:
        result = results.public_result(number)
    except Missing:
        return [wrong("result", "Không có kết quả đã đăng ký mang số này.", "No registered result has this number.")]
    if not {owner.party for owner in results.owners_of(result.id)} & set(people.same_party(party)):
        return [wrong("result", "Bên chào bán không phải là chủ sở hữu kết quả này.", "The party is no owner of this result.")]  # fmt: skip
    return []


def similar(said: Described, today: date) -> list[Reason]:
    """What is listed or registered already and may be the same: shown once, before the offer goes on."""
    found = [one for one in alike_offers(said.title.vi, said.field, today) if not _is_origin(one.known.note, said)]
    if not found:
        return []
    named = "; ".join(f"{one.known.title} ({one.known.note})" for one in found[:3])
    return [
        Reason(
            "exchange.looked",
            Text(f"Đã có nội dung gần giống: {named}.", f"There is something similar already: {named}."),
            Text("Mời ông/bà xem, rồi xác nhận đây là công nghệ khác và gửi lại.", "Look at it, confirm that yours is another, and send again."),
            "looked",
        )
    ]  # fmt: skip


def _is_origin(note: str, said: Described) -> bool:
    """The registered result that the offer itself comes from is no rival of it."""
    return bool(said.result) and note.startswith(f"{said.result} ")


def _not_now() -> Reason:
    return Reason(
        "exchange.not_now",
        Text("Chào bán này đang chờ kiểm tra hoặc đã kết thúc nên chưa thể sửa.", "The offer awaits its check or has ended, so it can't be changed now."),
        Text("Mời ông/bà chờ kết quả kiểm tra.", "Wait for the outcome of the check."),
    )  # fmt: skip


def shown_of(said: Described) -> dict[str, Any]:
    """What lists show of a version."""
    return {
        "title_vi": said.title.vi.strip(),
        "title_en": said.title.en.strip(),
        "kind": said.kind,
        "field": said.field,
        "stage": said.stage,
        "modes": list(dict.fromkeys(said.modes)),
        "price_from": said.price_from,
        "price_to": said.price_to,
        "folded": fold(said.words),
    }


def next_version(
    offer: Offer, newest: OfferVersion, said: Described, papers: Sequence[Any], secret: str, ground: str, deed: Deed
) -> OfferVersion:
    """The version after the newest, with its papers and these, not yet compared with the lists. Its pictures are taken over apart."""
    return _version(offer, newest.no + 1, said, papers, secret, ground, deed, newest.papers)


def _version(
    offer: Offer, no: int, said: Described, uploads: Sequence[Any], secret: str, ground: str, deed: Deed, kept: Sequence[str] = (),
) -> OfferVersion:  # fmt: skip
    subject = f"offer_version:{offer.pk}.{no}"  # its papers are read with this version, not before it is listed
    papers = store_papers(uploads, subject, access.key_of(offer.party_id), "offer-paper", deed)
    beside = said.comparison
    version = OfferVersion.objects.create(
        offer=offer,
        no=no,
        summary_vi=said.summary.vi.strip(),
        summary_en=said.summary.en.strip(),
        codes=list(dict.fromkeys(said.codes)),
        stage_evidence=said.stage_evidence.strip(),
        basis=said.basis,
        basis_paper=said.basis_paper.strip(),
        price_note=said.price_note.strip(),
        public_money=said.public_money,
        result=said.result.strip(),
        after_sale=said.after_sale.strip(),
        videos=list(said.videos),
        rival=beside.rival.strip(),
        comparison=beside.says.strip(),
        cost_unit=beside.unit.strip(),
        own_cost=beside.own_cost,
        rival_cost=beside.rival_cost,
        papers=[*kept, *papers],
        ground=ground.strip(),
        made_by=deed.actor.key,
        made_by_name=deed.actor.name,
        made_at=deed.moment,
        **shown_of(said),
    )
    _rows(version, said)
    if secret.strip():
        # Never in the audit, an event or a notice: the record says only that there is such a part.
        OfferConfidential.objects.create(version=version, text=secret.strip())
        deed.after(confidential=True)
    return version


def _rows(version: OfferVersion, said: Described) -> None:
    OfferClaim.objects.bulk_create(
        OfferClaim(version=version, no=no, says=one.says.strip(), wished=one.level, proof=one.proof.strip(), buyer=one.buyer.strip())
        for no, one in enumerate(said.claims, 1)
    )  # fmt: skip
    OfferOwner.objects.bulk_create(
        OfferOwner(version=version, no=no, name=one.name.strip(), numerator=one.numerator, denominator=one.denominator)
        for no, one in enumerate(said.owners, 1)
    )
    OfferRight.objects.bulk_create(
        OfferRight(version=version, no=no, kind=one.kind, state=one.state, territory=one.territory.upper(), number=one.number.strip())
        for no, one in enumerate(said.rights, 1)
    )  # fmt: skip


def secret_of(version: OfferVersion) -> str:
    """The confidential part goes on from version to version without anybody reading it."""
    return OfferConfidential.objects.filter(version=version).values_list("text", flat=True).first() or ""


def await_check(offer: Offer, version: OfferVersion, deed: Deed) -> None:
    deed.emit(OfferHandedIn(**about(offer), version=version.no))
    title = Text(f"Chào bán chờ kiểm tra: {version.title_vi}", f"An offer to check: {version.title_vi}")
    body = Text(f"Bên cung: {offer.party_name}.", f"Supplier: {offer.party_name}.")
    tell_right(access.CHECK, title, body, path_of(offer), deed=deed)
