"""Claims on results that are on offer, as owners, officers and claimants see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.models import Result, TransferClaim
from khue.features.results.queries.register import OfferRow, offer_row
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

MOST = 200


@dataclass(frozen=True, slots=True)
class TransferClaimRow:
    """``name`` is the sentence of a restriction where this reader may not know it; ``purpose`` is empty then."""

    id: int
    offer: int
    party: str
    name: Text | str
    purpose: str
    claimed_at: datetime
    state: StateView
    ground: str
    number: str
    title: Text
    may_withdraw: bool


def claims_on(result_id: int, actor: Actor) -> tuple[TransferClaimRow, ...]:
    """All claims on a result, newest first: for its owner's side and staff. Raises Missing, NotAllowed."""
    result = Result.objects.filter(pk=result_id).first()
    if result is None:
        raise access.no_such_result()
    access.require_read(actor, result)
    if not access.is_side(actor, result) and not actor.may(access.READ):
        return ()
    hidden = access.barred(actor)
    rows = TransferClaim.objects.filter(offer__result=result).select_related("offer__result").order_by("-pk")[:MOST]
    return tuple(_row(row, actor, hidden) for row in rows)


def my_claims(actor: Actor, after: str | None = None, size: int = 25) -> Page[TransferClaimRow]:
    """Claims of the parties that the actor stands for, newest first."""
    rows = TransferClaim.objects.filter(party__in=people.ids_i_stand_for(actor)).select_related("offer__result")
    return keyset(rows, ["-pk"], after, size).of(lambda row: _row(row, actor, frozenset()))


def claim(claim_id: int, actor: Actor) -> TransferClaimRow:
    """One claim, for the party that made it. Raises Missing."""
    row = TransferClaim.objects.select_related("offer__result").filter(pk=claim_id).first()
    if row is None or not actor.stands_for(f"party:{row.party_id}"):
        raise access.no_such_result()
    return _row(row, actor, frozenset())


def offer_to_claim(offer_id: int) -> OfferRow:
    """An offer in the register, for everybody. Raises Missing."""
    found = offer_row(offer_id)
    if found is None:
        raise access.no_such_result()
    return found


def _row(row: TransferClaim, actor: Actor, hidden: frozenset[int]) -> TransferClaimRow:
    off, gone, result = row.party_id in hidden, row.withdrawn_at is not None, row.offer.result
    label = Text("Đã rút", "Withdrawn") if gone else Text("Đã đăng ký", "Claimed")
    return TransferClaimRow(
        row.pk,
        row.offer_id,
        "" if off else f"party:{row.party_id}",
        people.RESTRICTED if off else row.party_name,
        "" if off else row.purpose,
        row.claimed_at,
        StateView("withdrawn" if gone else "claimed", label, "plain" if gone else "good"),
        "" if off else row.ground,
        result.number,
        Text(result.title_vi, result.title_en),
        not gone and actor.may_act_for(f"party:{row.party_id}", "submit"),
    )
