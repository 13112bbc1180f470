"""The non-disclosure: proposed by one side, signed by the other; it opens the confidential part for named persons until it ends."""

from __future__ import annotations

from hashlib import sha256

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing, require
from khue.features.deals import access
from khue.features.deals.domain.commands import EndNda, ProposeNda, SignNda
from khue.features.deals.domain.deciding import may_propose_nda, may_sign_nda
from khue.features.deals.domain.words import NDA_TEMPLATE, NDA_TEXT, OTHER, SAY, TALKING
from khue.features.deals.events import NdaMoved
from khue.features.deals.models import Deal, Nda, NdaReader
from khue.features.deals.queries.readers import buyers_people, ndas_in_force
from khue.features.deals.usecases.parts import about, locked_deal, own_deal, tell_other, write
from khue.features.exchange import queries as exchange
from khue.kernel.deeds import Deed, command


def propose_nda(asked: ProposeNda, *, actor: Actor) -> int:
    """A new version, signed by the actor for the own side; its number. A version that nobody else has signed yet goes."""
    with command("deals.propose_nda", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, side = own_deal(asked.deal_id, deed)
        known = dict(buyers_people(deal, deed.today))
        secret = exchange.dealt_offer(deal.offer_id).has_confidential
        require(may_propose_nda(asked, state=deal.state, known=known, secret=secret, today=deed.today))
        waiting = Nda.objects.filter(deal=deal, ended_at=None).exclude(pk__in=ndas_in_force(deed.today))
        waiting.update(ended_at=deed.moment, end_ground=f"→ {Nda.objects.filter(deal=deal).count() + 1}")
        named = [known[key] for key in asked.readers]
        text = _text(deal, named)
        nda = Nda.objects.create(
            deal=deal,
            no=Nda.objects.filter(deal=deal).count() + 1,
            template=NDA_TEMPLATE,
            text_vi=text.vi,
            text_en=text.en,
            sha256=sha256(f"{text.vi}\n{text.en}\n{asked.until_on}".encode()).hexdigest(),
            until_on=asked.until_on,
            **_signature(side, deed),
        )
        NdaReader.objects.bulk_create(
            NdaReader(nda=nda, person=key, name=known[key]) for key in dict.fromkeys(asked.readers)
        )
        deed.after(nda=nda.no, until_on=str(nda.until_on), sha256=nda.sha256, readers=len(set(asked.readers)))
        _tell(deal, nda, side, Text("chờ bên của ông/bà ký", "awaits your side's signature"), deed)
        deed.result(nda.no)
        return int(nda.no)


def _text(deal: Deal, names: list[str]) -> Text:
    """The template with what it is about; what is signed stands whole in the record."""
    sides = Text(
        f"Bên giao: {deal.seller_name}. Bên nhận: {deal.buyer_name}.",
        f"Seller: {deal.seller_name}. Buyer: {deal.buyer_name}.",
    )
    said = ", ".join(names)
    filled = NDA_TEXT.vi.format(number=deal.offer_number), (NDA_TEXT.en or "").format(number=deal.offer_number)
    return Text(f"{sides.vi} {filled[0]} Người được đọc: {said}.", f"{sides.en} {filled[1]} Readers: {said}.")


def _signature(side: str, deed: Deed) -> dict[str, object]:
    return {f"{side}_by": deed.actor.key, f"{side}_by_name": deed.actor.name, f"{side}_at": deed.moment}


def sign_nda(asked: SignNda, *, actor: Actor) -> None:
    """The other side signs; from now on the named persons may read, and an earlier version ends. Raises Refused."""
    with command("deals.sign_nda", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        nda = Nda.objects.select_for_update().filter(deal=deal, no=asked.no).first()
        if nda is None:
            raise no_such_nda()
        other = OTHER[side]
        decision = may_sign_nda(
            state=deal.state,
            own_signed=getattr(nda, f"{side}_at") is not None,
            other_signed=getattr(nda, f"{other}_at") is not None,
            ended=nda.ended_at is not None,
            until_on=nda.until_on,
            today=deed.today,
            hand=getattr(nda, f"{other}_by") in actor.hands,
        )
        require(decision)
        former = Nda.objects.filter(deal=deal, ended_at=None).exclude(pk=nda.pk)
        former.update(ended_at=deed.moment, end_ground=f"→ {nda.no}")
        write(nda, **_signature(side, deed))
        deed.after(nda=nda.no, sha256=nda.sha256, signed_for=side)
        _tell(deal, nda, side, Text("đã đủ chữ ký, phần bảo mật mở cho người có tên", "signed by both; open to the persons named"), deed)  # fmt: skip
        deed.result(True)


def end_nda(asked: EndNda, *, actor: Actor) -> None:
    """Either side ends what is in force or waits: from this moment nobody named reads any more, whatever page is open."""
    with command("deals.end_nda", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = locked_deal(asked.deal_id, deed)
        side = access.require_side(actor, deal)
        nda = Nda.objects.select_for_update().filter(deal=deal, ended_at=None).order_by("-no").first()
        if nda is None or deal.state not in TALKING:
            raise no_such_nda()
        require(Decision.refuse_if_any(SAY.missing_ground(asked.ground)))
        Nda.objects.filter(deal=deal, ended_at=None).update(ended_at=deed.moment, end_ground=asked.ground.strip())
        deed.after(nda=nda.no, ended=True)
        _tell(
            deal, nda, side, Text("đã chấm dứt, phần bảo mật đóng lại", "ended; the confidential part is closed"), deed
        )
        deed.result(True)


def _tell(deal: Deal, nda: Nda, side: str, said: Text, deed: Deed) -> None:
    deed.emit(NdaMoved(**about(deal), version=nda.no, vi=said.vi, en=said.en or ""))
    title = Text(f"Giao dịch {deal.number}: thỏa thuận bảo mật", f"Deal {deal.number}: non-disclosure")
    tell_other(deal, side, title, Text(f"Bản {nda.no}: {said.vi}.", f"Version {nda.no}: {said.en}."), deed)


def no_such_nda() -> Missing:
    return Missing(
        Text("Không có thỏa thuận bảo mật nào đang chờ hoặc đang hiệu lực.", "No non-disclosure waits or is in force."),
        Text("Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again."),
    )
