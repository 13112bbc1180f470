"""Another person decides by the proposal, or returns it; each claimant has an answer with its ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.features.rulebook.usecases import keep_ruling
from khue.features.transfers import access
from khue.features.transfers.domain.commands import DecideTransfer, EndTransfer, ReturnProposal
from khue.features.transfers.domain.deciding import TRANSFER, may_decide, may_end, may_return
from khue.features.transfers.events import ClaimAnswered, TransferDecided, TransferEnded
from khue.features.transfers.models import Proposal, Transfer, TransferAnswer
from khue.features.transfers.queries.cards import checks_of, now_of
from khue.features.transfers.queries.rules import told, transfer_answer
from khue.features.transfers.usecases.parts import (
    about,
    is_near,
    live_claims,
    locked_transfer,
    path_of,
    tell,
    tell_sides,
    write,
)
from khue.kernel.deeds import Deed, command


def decide_transfer(asked: DecideTransfer, *, actor: Actor) -> None:
    """The proposal becomes the decision; the rulebook is asked again for whoever receives the result. Raises Refused."""
    actor.require(access.DECIDE)
    with command("transfers.decide_transfer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_transfer(asked.transfer_id, deed)
        claims, checks = live_claims(row), checks_of(row)
        offer = results.offer_facts(row.offer_id)
        proposal = _standing(row)
        answers = {claim: (granted, ground) for claim, granted, ground in proposal.answers} if proposal else {}
        require(
            may_decide(
                row.state,
                now_of(offer),
                same_claims=set(answers) == set(claims),
                proposer=row.proposed_by,
                hands=actor.hands,
                near=is_near(actor, row.owner_id, claims.values()),
                ground=asked.ground,
            )
        )
        rulings = {}
        for claim, (granted, _ground) in answers.items():
            if granted:
                people.require_unrestricted(actor, access.key_of(claims[claim].party))
                rulings[claim] = transfer_answer(offer, checks[claim].kind, checks[claim].able, deed.today)
                require(told(rulings[claim]))
        deed.before(state=row.state)
        write(
            row,
            state=TRANSFER.after(row.state, "decide"),
            decided_by=actor.key,
            decided_by_name=actor.name,
            decided_at=deed.moment,
            ground=asked.ground.strip(),
        )
        for claim, (granted, ground) in sorted(answers.items()):
            one = claims[claim]
            made = TransferAnswer.objects.create(
                transfer=row,
                claim_id=claim,
                party_id=one.party,
                party_name=one.name,
                granted=granted,
                ground=ground,
            )
            ruling = rulings.get(claim)
            if ruling is not None:
                keep_ruling(f"transfer_answer:{made.pk}", ruling, deed=deed)
            _answer(row, one.party, granted, ground, deed)
        given = [claims[claim].party for claim, (granted, _) in answers.items() if granted]
        for party in dict.fromkeys((row.owner_id, *(one.party for one in claims.values()))):
            deed.about(access.key_of(party))
        deed.after(state=row.state, granted=[claim for claim, (yes, _) in answers.items() if yes], ground=row.ground)
        deed.emit(TransferDecided(**about(row, row.owner_id), receivers=len(given)))
        title = Text(f"Đã quyết định chuyển giao “{row.title_vi}”", f"The transfer of “{_english(row)}” is decided")
        body = Text("Mời ông/bà xem bên nhận và chuẩn bị bàn giao.", "See who receives it, and prepare the hand-over.")
        tell_sides([row.owner_id], title, body, row, deed)
        deed.result(True)


def _answer(row: Transfer, party: int, granted: bool, ground: str, deed: Deed) -> None:
    """To one claimant alone: nobody else reads who was refused."""
    deed.emit(ClaimAnswered(**about(row, party), granted=granted))
    title = (
        Text(f"Ông/bà được nhận chuyển giao “{row.title_vi}”", f"You receive “{_english(row)}”")
        if granted
        else Text(f"Không được nhận chuyển giao “{row.title_vi}”", f"You do not receive “{_english(row)}”")
    )
    tell_sides([party], title, Text(f"Lý do: {ground}", f"Ground: {ground}"), row, deed)


def return_proposal(asked: ReturnProposal, *, actor: Actor) -> None:
    """Back to the examination, with the ground; the proposal stays on record."""
    actor.require(access.DECIDE)
    with command("transfers.return_proposal", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_transfer(asked.transfer_id, deed)
        near = is_near(actor, row.owner_id, live_claims(row).values())
        require(may_return(row.state, asked.ground, near=near))
        proposal = _standing(row)
        assert proposal is not None, "the state says that one stands"
        write(
            proposal,
            returned_by=actor.key,
            returned_by_name=actor.name,
            returned_at=deed.moment,
            return_ground=asked.ground.strip(),
        )
        deed.before(state=row.state)
        proposer = row.proposed_by
        write(row, state=TRANSFER.after(row.state, "return"), proposed_by="")
        deed.after(state=row.state, proposal=proposal.no, ground=asked.ground.strip())
        title = Text(f"Đề xuất chuyển giao {row.number} được trả lại", f"The proposal of transfer {row.number} is returned")  # fmt: skip
        tell([proposer], title, Text(f"Lý do: {asked.ground.strip()}", f"Ground: {asked.ground.strip()}"), path_of(row), deed)  # fmt: skip
        deed.result(True)


def end_transfer(asked: EndTransfer, *, actor: Actor) -> None:
    """Nobody is left to receive it; the owner may offer the result anew."""
    actor.require(access.CHECK)
    with command("transfers.end_transfer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_transfer(asked.transfer_id, deed)
        claims = live_claims(row)
        offer = results.offer_facts(row.offer_id)
        near = is_near(actor, row.owner_id, claims.values())
        require(may_end(row.state, now_of(offer), asked.ground, live=len(claims), near=near))
        deed.before(state=row.state)
        write(
            row,
            state=TRANSFER.after(row.state, "end"),
            decided_by=actor.key,
            decided_by_name=actor.name,
            decided_at=deed.moment,
            ground=asked.ground.strip(),
        )
        deed.after(state=row.state, ground=row.ground)
        parties = (row.owner_id, *(one.party for one in claims.values()))
        deed.emit(TransferEnded(**about(row, *parties)))
        title = Text(f"Hồ sơ chuyển giao {row.number} kết thúc", f"Transfer {row.number} has ended")
        tell_sides(parties, title, Text(f"Lý do: {row.ground}", f"Ground: {row.ground}"), row, deed)
        deed.result(True)


def _standing(row: Transfer) -> Proposal | None:
    return Proposal.objects.select_for_update().filter(transfer=row, returned_at=None).first()


def _english(row: Transfer) -> str:
    return row.title_en or row.title_vi
