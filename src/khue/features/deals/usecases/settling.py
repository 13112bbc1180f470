"""The money of a contract: royalties reported, payments found on a statement held in escrow, and settled into everybody's share."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.entries import Entry, Posting
from khue.core.errors import require
from khue.features.deals import access
from khue.features.deals.domain.contracting import (
    ReceiveDue,
    ReportRoyalty,
    SettleDue,
    may_report,
    may_settle,
    royalty_due,
)
from khue.features.deals.domain.paying import ROLES, role_in_share
from khue.features.deals.domain.words import BUYER, SAY
from khue.features.deals.models import Contract, Deal, DealDue, DealShare
from khue.features.deals.queries.amending import royalty_of
from khue.features.deals.usecases.contracting import nothing_waits, officers_deal
from khue.features.deals.usecases.parts import SHARES, own_deal, tell, write
from khue.features.exchange import queries as exchange
from khue.features.ledger.domain import PAYABLE, SUSPENSE
from khue.features.ledger.usecases import post
from khue.features.people import queries as people
from khue.features.treasury.usecases import look_at_aside, take_aside
from khue.kernel.deeds import Deed, command

ESCROW = "exchange.escrow"
NAMES = uuid5(NAMESPACE_URL, "khue:deals")


def entry_id(what: str, *parts: object) -> UUID:
    """Follows from what it is about: a retry finds the first entry and posts no second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def report_royalty(asked: ReportRoyalty, *, actor: Actor) -> int:
    """The buyer reports the sales of a period; the number of the due. What is claimed below the minimum is refused with the sum."""
    with command("deals.report_royalty", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, _side = own_deal(asked.deal_id, deed, BUYER)
        row = Contract.objects.select_related("terms").filter(deal=deal).first()
        if row is None:
            raise nothing_waits()
        # A period that was reported is reported no second time; what an audit finds stands beside the report.
        crossing = deal.dues.filter(kind="royalty", from_on__lt=asked.until_on, until_on__gt=asked.from_on).exists()
        rate, least, changed = royalty_of(row, asked.from_on, asked.until_on)
        require(
            may_report(
                asked,
                state=deal.state,
                royalty=rate,
                least=least,
                overlaps=crossing,
                today=deed.today,
                changed_on=changed,
                effect_on=row.effect_on,
            )
        )
        due = DealDue.objects.create(
            deal=deal,
            no=deal.dues.count() + 1,
            kind="royalty",
            from_on=asked.from_on,
            until_on=asked.until_on,
            sales=asked.sales,
            amount=max(asked.claimed, royalty_due(asked, rate, least), 1),
            due_on=deed.today,
        )
        deed.after(due=due.no, from_on=str(asked.from_on), until_on=str(asked.until_on))
        title = Text(f"Giao dịch {deal.number}: báo cáo phí bản quyền", f"Deal {deal.number}: a royalty is reported")
        tell(deal, [deal.seller_id], title, Text("Mời ông/bà xem báo cáo.", "Look at the report."), deed)
        deed.result(due.no)
        return int(due.no)


def _due(deal: Deal, no: int) -> DealDue:
    row = DealDue.objects.select_for_update().filter(deal=deal, no=no).first()
    if row is None:
        raise nothing_waits()
    return row


def receive_due(asked: ReceiveDue, *, actor: Actor) -> None:
    """A statement line in suspense was this payment: the money lies in escrow. Raises Refused where the sum differs."""
    actor.require(access.SETTLE)
    with command("deals.receive_due", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = officers_deal(asked.deal_id, deed)
        due = _due(deal, asked.no)
        line = look_at_aside(asked.line_id)
        found = []
        if due.state != "due":
            found.append(
                SAY.reason(
                    "received",
                    "Khoản này đã có tiền về.",
                    "This was paid already.",
                    "Mời ông/bà mở lại trang.",
                    "Open the page again.",
                )
            )
        if line.aside < due.amount:
            found.append(
                SAY.reason(
                    "line_less",
                    "Số tiền trên sao kê ít hơn khoản phải trả.",
                    "The statement line brought less than is due.",
                    "Mời ông/bà chọn dòng khác.",
                    "Choose another line.",
                    "line_id",
                )
            )
        require(Decision.refuse_if_any(found))
        subject, key = f"deal:{deal.pk}", entry_id("receive", deal.pk, due.no)
        text = Text(
            f"Tiền bảo chứng giao dịch {deal.number}, khoản {due.no}", f"Escrow of deal {deal.number}, due {due.no}"
        )
        postings = (Posting(SUSPENSE, due.amount, subject=line.subject), Posting(ESCROW, -due.amount, subject=subject))
        post(Entry(key, deed.today, text, subject, postings), deed=deed)
        take_aside(line, due.amount, subject, text.vi, key, deed=deed)
        write(due, state="in_escrow", received=key)
        deed.after(due=due.no, state=due.state)
        deed.result(True)


def settle_due(asked: SettleDue, *, actor: Actor) -> None:
    """What lies in escrow is owed to owners, authors and intermediaries, to the đồng; a second settlement finds nothing left."""
    actor.require(access.SETTLE)
    with command("deals.settle_due", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = officers_deal(asked.deal_id, deed)
        due = _due(deal, asked.no)
        require(may_settle(due.amount, asked.shares, due.state))
        key, subject = entry_id("settle", deal.pk, due.no), f"deal:{deal.pk}"
        shares = _shares(deal, due, asked)
        text = Text(
            f"Quyết toán giao dịch {deal.number}, khoản {due.no}", f"Settlement of deal {deal.number}, due {due.no}"
        )
        owed = tuple(Posting(PAYABLE, -share.amount, subject=f"deal_share:{share.pk}") for share in shares)
        post(Entry(key, deed.today, text, subject, (Posting(ESCROW, due.amount, subject=subject), *owed)), deed=deed)
        write(due, state="settled", settled=key)
        deed.after(due=due.no, state=due.state, shares=len(shares))
        _tell(deal, shares, deed)
        deed.result(True)


def _shares(deal: Deal, due: DealDue, asked: SettleDue) -> list[DealShare]:
    """One for each receiver, with the role that the settlement says, or that follows from the deal."""
    cards = people.parties([party for party, _amount in asked.shares])
    owners = tuple(line.rpartition(" ")[0] for line in exchange.dealt_offer(deal.offer_id).owners)
    brokers = frozenset(access.key_of(one) for one in deal.brokers.values_list("party", flat=True))
    seller, made = access.key_of(deal.seller_id), []
    for party, amount in asked.shares:
        card = cards.get(party) or people.party(party)
        said = asked.roles.get(party, "")
        role = said if said in ROLES else role_in_share(party, card.name, seller=seller, owners=owners, brokers=brokers)
        made.append(DealShare.objects.create(due=due, party_id=card.id, party_name=card.name, role=role, amount=amount))
    return made


def _tell(deal: Deal, shares: list[DealShare], deed: Deed) -> None:
    title = Text(f"Giao dịch {deal.number}: có phần được chi trả", f"Deal {deal.number}: a share is owed to you")
    body = Text("Mời ông/bà xem phần của mình.", "Look at your share.")
    tell(deal, [share.party_id for share in shares], title, body, deed, SHARES)
