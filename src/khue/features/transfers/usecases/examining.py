"""The file is opened when claims are taken no longer; each claimant's capability is checked; one officer proposes."""

from __future__ import annotations

from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, require
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.features.transfers import access
from khue.features.transfers.domain.commands import CheckClaim, OpenTransfer, ProposeTransfer
from khue.features.transfers.domain.deciding import TRANSFER, may_check, may_open, may_propose
from khue.features.transfers.events import TransferOpened
from khue.features.transfers.models import Capability, Proposal, Transfer
from khue.features.transfers.queries.cards import checks_of, now_of
from khue.features.transfers.queries.rules import told, transfer_answer
from khue.features.transfers.usecases.parts import (
    NAMES,
    about,
    is_near,
    live_claims,
    locked_transfer,
    next_number,
    path_of,
    tell_right,
    tell_sides,
    write,
)
from khue.kernel.deeds import command


def open_transfer(asked: OpenTransfer, *, actor: Actor) -> int:
    """Begin to examine who receives a result; the file's id. Owner and claimants are told. Raises Refused, Conflict."""
    actor.require(access.CHECK)
    with command("transfers.open_transfer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        offer = results.offer_facts(asked.offer_id)
        claims = [one for one in results.claims_of_offer(asked.offer_id) if one.live]
        people.require_unrestricted(actor, access.key_of(offer.owner))
        require(may_open(now_of(offer), near=is_near(actor, offer.owner, claims), today=deed.today))
        number = next_number(deed.today.year)  # holds the year's row: who comes second sees the first one's file
        if Transfer.objects.filter(offer=asked.offer_id).exists():
            raise Conflict(
                Text("Hồ sơ chuyển giao của kết quả này đã được mở.", "The file of this transfer was opened already."),
                Text("Mời ông/bà mở lại danh sách chuyển giao.", "Open the list of transfers again."),
            )
        row = Transfer.objects.create(
            number=number,
            offer_id=asked.offer_id,
            result_id=offer.result,
            owner_id=offer.owner,
            owner_name=offer.owner_name,
            title_vi=offer.title.vi,
            title_en=offer.title.into("en") if offer.title.en else "",
            opened_by=actor.key,
            opened_by_name=actor.name,
            opened_at=deed.moment,
        )
        deed.subject = f"transfer:{row.pk}"
        parties = (offer.owner, *(one.party for one in claims))
        for party in dict.fromkeys(parties):
            deed.about(access.key_of(party))
        deed.after(number=number, offer=asked.offer_id, claims=[one.claim for one in claims])
        deed.emit(TransferOpened(**about(row, *parties)))
        title = Text(f"Bắt đầu xem xét chuyển giao “{row.title_vi}”", f"The transfer of “{offer.title.into('en')}” is being examined")  # fmt: skip
        body = Text("Các đăng ký nhận chuyển giao đang được xem xét.", "The claims are being examined.")
        tell_sides(parties, title, body, row, deed)
        deed.result(row.pk)
        return int(row.pk)


def check_claim(asked: CheckClaim, *, actor: Actor) -> None:
    """Whether a claimant can use the result. Checked again, the newer check counts."""
    actor.require(access.CHECK)
    with command("transfers.check_claim", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_transfer(asked.transfer_id, deed)
        claims = live_claims(row)
        near = is_near(actor, row.owner_id, claims.values())
        require(may_check(asked, row.state, live=asked.claim_id in claims, near=near))
        people.require_unrestricted(actor, access.key_of(claims[asked.claim_id].party))
        Capability.objects.create(
            transfer=row,
            claim_id=asked.claim_id,
            kind=asked.kind,
            able=asked.able,
            shown=asked.shown.strip(),
            ground=asked.ground.strip(),
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.after(claim=asked.claim_id, kind=asked.kind, able=asked.able)
        deed.result(True)


def propose_transfer(asked: ProposeTransfer, *, actor: Actor) -> None:
    """An answer to every claim that stands. Who may not receive it by the rulebook can't be proposed."""
    actor.require(access.CHECK)
    with command("transfers.propose_transfer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_transfer(asked.transfer_id, deed)
        claims, checks = live_claims(row), checks_of(row)
        near = is_near(actor, row.owner_id, claims.values())
        require(may_propose(asked, row.state, live=claims.keys(), checked=checks.keys(), near=near))
        offer = results.offer_facts(row.offer_id)
        for claim, (granted, _ground) in asked.answers.items():
            if granted:
                people.require_unrestricted(actor, access.key_of(claims[claim].party))
                check = checks[claim]
                require(told(transfer_answer(offer, check.kind, check.able, deed.today)))
        no = Proposal.objects.filter(transfer=row).count() + 1
        Proposal.objects.create(
            transfer=row,
            no=no,
            answers=[[claim, granted, ground.strip()] for claim, (granted, ground) in sorted(asked.answers.items())],
            ground=asked.ground.strip(),
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.before(state=row.state)
        write(row, state=TRANSFER.after(row.state, "propose"), proposed_by=actor.key)
        deed.after(state=row.state, proposal=no, granted=[claim for claim, (yes, _) in asked.answers.items() if yes])
        title = Text(f"Chờ quyết định chuyển giao {row.number}", f"Transfer {row.number} awaits the decision")
        tell_right(access.DECIDE, title, Text(row.title_vi, row.title_en), path_of(row), deed)
        deed.result(True)


def tell_closed(offer_id: int, *, actor: Actor) -> None:
    """Whoever examines claims hears that an offer takes them no longer. Once for each offer."""
    actor.require("job.transfers.tell_closed")
    with command("transfers.tell_closed", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"closed:{offer_id}")) is not None:
            return
        offer = results.offer_facts(offer_id)
        deed.subject = f"result:{offer.result}"
        deed.after(offer=offer_id, claims=offer.claims)
        title = Text(
            f"Hết thời gian đăng ký nhận “{offer.title.vi}”",
            f"Claims on “{offer.title.into('en')}” are taken no longer",
        )
        body = Text(
            f"Số đăng ký: {offer.claims}. Mời ông/bà mở hồ sơ chuyển giao.", f"Claims: {offer.claims}. Please open the file of the transfer."
        )  # fmt: skip
        tell_right(access.CHECK, title, body, "/transfers/?view=waiting", deed)
        deed.result(True)
