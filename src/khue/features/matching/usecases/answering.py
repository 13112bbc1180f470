"""A side says whether a pair, or an expert or investor, is of use."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.matching import access, queries
from khue.features.matching.domain.deciding import (
    AnswerPair,
    AnswerThird,
    may_answer,
    may_answer_third,
)
from khue.features.matching.models import Pair, PairAnswer, ThirdAnswer, ThirdPair
from khue.features.matching.usecases.parts import no_side, no_third_side
from khue.kernel.deeds import command


def answer_pair(asked: AnswerPair, *, actor: Actor) -> str:
    """What the actor's side says of a pair; its side. A later answer replaces it. Raises Refused, Missing, NotAllowed."""
    with command("matching.answer_pair", actor, subject=f"matching_pair:{asked.demand_id}-{asked.offer_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        card = queries.pair_card(asked.demand_id, asked.offer_id, actor)
        row = locked_pair(asked.demand_id, asked.offer_id)
        side = card.row.side
        party = row.demander_id if side == "need" else row.supplier_id
        if not side or not actor.may_act_for(f"party:{party}", "submit"):
            raise no_side()
        require(may_answer(asked))
        PairAnswer.objects.filter(demand=row.demand_id, offer=row.offer_id, side=side, stands=True).update(stands=False)
        PairAnswer.objects.create(
            demand_id=row.demand_id,
            offer_id=row.offer_id,
            side=side,
            party_id=party,
            useful=asked.useful,
            why="" if asked.useful else asked.why,
            note=asked.note.strip(),
            points={name: points for name, _weight, points, _said in row.parts},
            edition=row.edition,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.about(f"party:{party}")
        deed.after(side=side, useful=asked.useful, why=asked.why)
        deed.result(side)
        return side


def answer_third(asked: AnswerThird, *, actor: Actor) -> str:
    """What the supplier, the expert or the investor says of the other; its side. A later answer replaces it.

    Raises Refused, Missing, NotAllowed.
    """
    with command("matching.answer_third", actor, subject=f"matching_third:{asked.offer_id}-{asked.entry_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        side = queries.third_card(asked.offer_id, asked.entry_id, actor).row.side
        row = ThirdPair.objects.select_for_update().filter(offer=asked.offer_id, entry=asked.entry_id).first()
        if row is None:
            raise access.no_such_pair()
        party = row.supplier_id if side == "offer" else row.party_id
        if not side or not actor.may_act_for(f"party:{party}", "submit"):
            raise no_third_side()
        require(may_answer_third(asked))
        same = ThirdAnswer.objects.filter(offer=row.offer_id, entry=row.entry, side=side, stands=True)
        same.update(stands=False)
        ThirdAnswer.objects.create(
            offer_id=row.offer_id,
            entry=row.entry,
            sort=row.sort,
            side=side,
            party_id=party,
            useful=asked.useful,
            why="" if asked.useful else asked.why,
            note=asked.note.strip(),
            points={name: points for name, _weight, points, _said in row.parts},
            edition=row.edition,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.about(f"party:{party}")
        deed.after(side=side, useful=asked.useful, why=asked.why)
        deed.result(side)
        return side


def locked_pair(demand_id: int, offer_id: int) -> Pair:
    """Held until the deed ends. Raises Missing, also when the job took the pair away since it was read."""
    row = Pair.objects.select_for_update().filter(demand=demand_id, offer=offer_id).first()
    if row is None:
        raise access.no_such_pair()
    return row
