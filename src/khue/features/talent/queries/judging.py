"""What a council says of the papers of candidates and contracts: open to members who judge them, shut to one with an interest."""

from __future__ import annotations

from collections.abc import Collection

from khue.core.actor import Actor
from khue.features.councils import queries as councils
from khue.features.talent import access


def require_judge_or_reader(actor: Actor, person_id: int, judged: Collection[str]) -> None:
    """The expert always; then staff with the right and members of a council that has one of ``judged`` before it.

    Whoever sits on such a council with an interest in it reads it through no other door either, staff too. Raises Missing
    for strangers and for them, NotAllowed with the reason where a restriction keeps staff out.
    """
    if access.is_self(actor, person_id):
        return
    if any(councils.is_out_of(actor, one) for one in judged):
        raise access.no_such_record()
    if not any(councils.may_read_papers_of(actor, one) for one in judged):
        access.require_reader(actor, person_id)
