"""Proposals go before a council in one deed; what the council decides becomes their outcome, once."""

from __future__ import annotations

from dataclasses import replace

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, require
from khue.features.calls import access
from khue.features.calls.domain.commands import RecordOutcome
from khue.features.calls.domain.judging import VERDICTS, PutBeforeCouncil, may_put_before_council
from khue.features.calls.events import ProposalBeforeCouncil
from khue.features.calls.models import Proposal
from khue.features.calls.queries import judging
from khue.features.calls.usecases.opening import outcome_from_council
from khue.features.calls.usecases.parts import locked_proposal, shared_call, tell
from khue.features.calls.usecases.teams import people_of
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import ItemParty, PutItem
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

FOLLOW_JOB = "job.calls.follow_council"


def put_before_council(asked: PutBeforeCouncil, *, actor: Actor) -> int:
    """All of them or none; how many items the council has more. Raises Refused with every reason, Missing.

    Everybody behind a proposal is named to the council, so that interests of its members are found.
    """
    actor.require(access.REVIEW)
    with command("calls.put_before_council", actor, subject=f"call:{asked.call_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        call = shared_call(asked.call_id)
        wanted = sorted(set(asked.proposals))
        # Locked in the order of their ids, before anybody asks where they stand: nobody puts one twice.
        rows = list(Proposal.objects.select_for_update().filter(call=call, pk__in=wanted).order_by("pk"))
        require(may_put_before_council(asked, judging.standings(call.pk, actor)))
        card = councils.council(asked.council_id)
        for row in sorted(rows, key=lambda one: (one.handed_in_at, one.pk)):
            _put(row, card, field=call.field, deed=deed)
        deed.about(card.subject)
        deed.after(council=card.number, proposals=[row.pk for row in rows])
        deed.result(len(rows))
        return len(rows)


def _put(row: Proposal, card: councils.CouncilCard, *, field: str, deed: Deed) -> None:
    subject = judging.subject_of(row.pk)
    parties = judging.parties_of_proposal(row)
    now = people.present_keys({party for party, _role in parties})
    # Whoever was merged meanwhile is one party: named once, by the first role.
    behind = {now.get(party, party): role for party, role in reversed(parties)}
    named = tuple(ItemParty(party, role) for party, role in reversed(behind.items()))
    council_deeds.put(PutItem(card.id, row.title, named, subject, field), deed=deed)
    deed.about(subject)
    deed.emit(
        ProposalBeforeCouncil(
            subject=subject,
            parties=tuple(dict.fromkeys((access.party_key(row.lead_id), *people_of(row)))),
            call=row.call.number,
            number=row.number,
            proposal=row.pk,
            council=card.name,
        )
    )
    tell(
        people_of(row),
        Text(f"Đề xuất {row.number} được đưa ra hội đồng", f"Proposal {row.number} is before a council"),
        Text(card.name, card.name),
        f"/proposals/{row.pk}/",
        deed=deed,
    )


def follow_council(item_id: int, *, actor: Actor) -> bool:
    """A council decided on an item: its proposal gets the outcome with the score; whether anything was written.

    Safe to repeat: a proposal that has its outcome, or has ended meanwhile, stays as it is.
    """
    actor.require(FOLLOW_JOB)
    verdict = councils.verdict_of(item_id)
    number = judging.proposal_of(verdict.subject) if verdict else 0
    if verdict is None or not number or verdict.outcome not in VERDICTS:
        return False
    # The job closes the step of review, as the officer would who keeps the minutes.
    clerk = replace(actor, rights=actor.rights | {access.REVIEW})
    with command("calls.follow_council", clerk, subject=judging.subject_of(number)) as deed:
        row = locked_proposal(number)
        if row.state != "opened":
            deed.nothing_done()
            return False
        recommended = VERDICTS[verdict.outcome]
        deed.about(f"council:{verdict.council_id}")
        deed.after(council=verdict.council_number, item=verdict.item)
        asked = RecordOutcome(number, recommended, verdict.conclusion, verdict.points)
        try:
            with deed.attempt():
                outcome_from_council(asked, by=verdict.council, deed=deed)
        except NotAllowed:
            # The lead's data are restricted: who holds the task of review records it, as its page says.
            deed.nothing_done()
            return False
        return True
