"""Keeping and deleting a check."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.eligibility import access, queries
from khue.features.eligibility.domain import (
    Kept,
    RemoveCheck,
    SaveCheck,
    askable,
    check,
    check_name,
    may_save,
    pairs,
    read_answers,
    shorts,
)
from khue.features.eligibility.models import SavedCheck
from khue.kernel.deeds import Deed, command


def save_check(asked: SaveCheck, *, actor: Actor) -> int:
    """Keep the answers with what the law says of them today; its id. Raises Refused with all reasons, NotAllowed."""
    access.require_person(actor)
    with command("eligibility.save_check", actor, subject=actor.key) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        found = queries.entitlements(deed.today)
        done = check(found.bounds, read_answers(askable(found.bounds), asked.typed))
        require(
            may_save(
                asked,
                saved=SavedCheck.objects.filter(owner__in=actor.keys).count(),
                parties=[card.key for card in queries.parties(actor)],
                wrong=[each.wrong for each in done.given if each.wrong is not None],
            )
        )
        row = SavedCheck.objects.create(
            owner=actor.key,
            party=asked.party,
            name=check_name(asked.name, deed.today),
            answers=[list(pair) for pair in pairs(done.given)],
            outcomes=[Kept.of(each).to_json() for each in shorts(done.answers)],
            day=deed.today,
            edition=found.edition,
            saved_at=deed.moment,
        )
        # The answers stay with their owner: the audit only tells that something was kept.
        deed.after(check=row.pk, edition=found.edition)
        deed.result(row.pk)
        return int(row.pk)


def remove_check(asked: RemoveCheck, *, actor: Actor) -> None:
    """Delete it, with all answers. Raises Missing."""
    access.require_person(actor)
    with command("eligibility.remove_check", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        removed, _ = SavedCheck.objects.filter(owner__in=actor.keys, pk=asked.check_id).delete()
        if not removed:
            raise queries.no_such_check()
        deed.before(check=asked.check_id)
        deed.result(True)


def forget_checks(party: str, deed: Deed) -> int:
    """A lawful erasure: every check of that person goes. Joins the deed under way."""
    return SavedCheck.objects.filter(owner=party).delete()[0]
