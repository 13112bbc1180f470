"""Finding records that may be one party, and remembering that two are not."""

from __future__ import annotations

from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, require
from khue.features.people import access, queries
from khue.features.people.domain import DismissPair, clean_text, ground_reasons
from khue.features.people.domain.matching import find_matches
from khue.features.people.models import DuplicatePair
from khue.features.people.usecases.records import unknown
from khue.kernel.deeds import command

DECIDED = Conflict(
    Text("Cặp này đã được xem xét.", "This pair was decided already."),
    Text("Mời ông/bà mở lại danh sách.", "Open the list again."),
)


def find_duplicates(once: UUID | None = None, *, actor: Actor) -> int:
    """Compare all records and keep the pairs that a person should look at; how many are new.

    What a person has said about a pair stays; a pair that is no longer alike leaves the waiting list.
    """
    access.require_search(actor)
    with command("people.find_duplicates", actor, subject="list:duplicates") as deed:
        before = deed.repeated(once)
        if before is not None:
            return int(before)
        matches = {(m.first, m.second): m for m in find_matches(queries.likenesses())}
        known = {(p.first_id, p.second_id): p for p in DuplicatePair.objects.all()}
        waiting = [p for p in known.values() if p.state == DuplicatePair.State.WAITING]
        gone = [p.pk for p in waiting if (p.first_id, p.second_id) not in matches]
        DuplicatePair.objects.filter(pk__in=gone).delete()
        changed = []
        for pair in waiting:
            found = matches.get((pair.first_id, pair.second_id))
            if found is not None and found.score != pair.score:
                pair.score, pair.grounds = found.score, [list(ground) for ground in found.grounds]
                changed.append(pair)
        DuplicatePair.objects.bulk_update(changed, ["score", "grounds"], batch_size=500)
        fresh = [
            DuplicatePair(
                first_id=match.first,
                second_id=match.second,
                score=match.score,
                grounds=[list(ground) for ground in match.grounds],
                found_at=deed.moment,
            )
            for pair, match in matches.items()
            if pair not in known
        ]
        DuplicatePair.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
        deed.after(new=len(fresh), gone=len(gone), rescored=len(changed))
        deed.result(len(fresh))
        return len(fresh)


def dismiss_pair(asked: DismissPair, *, actor: Actor) -> None:
    """Two records are not one party: remembered with the ground, so that nobody is asked again."""
    access.require_merge(actor)
    with command("people.dismiss_pair", actor, subject=f"duplicate:{asked.pair_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        pair = DuplicatePair.objects.select_for_update().filter(pk=asked.pair_id).first()
        if pair is None:
            raise unknown()
        if pair.state != DuplicatePair.State.WAITING:
            raise DECIDED
        require(Decision.refuse_if_any(ground_reasons(asked.ground)))
        pair.state, pair.decided_at, pair.decided_by = DuplicatePair.State.DIFFERENT, deed.moment, actor.key
        pair.decision_ground = clean_text(asked.ground)
        pair.save(update_fields=["state", "decided_at", "decided_by", "decision_ground"])
        deed.after(first=f"party:{pair.first_id}", second=f"party:{pair.second_id}", state=pair.state)
        deed.result(True)
