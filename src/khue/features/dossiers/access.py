"""Who may see and write a dossier."""

from __future__ import annotations

from collections.abc import Callable

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import KhueError, Missing, NotAllowed
from khue.features.dossiers.models import Dossier, Task
from khue.features.people import queries as people

READ, RECEIVE, HAND_OVER, PROCEDURES = "dossiers.read", "dossiers.receive", "dossiers.hand_over", "dossiers.procedures"
SETUP_JOB = "job.setup"


def no_such_dossier() -> Missing:
    """The same words whether it does not exist or is not for this reader: nothing is given away."""
    return Missing(
        Text("Không tìm thấy hồ sơ này.", "There is no such dossier."),
        Text(
            "Mời ông/bà kiểm tra mã hồ sơ, hoặc mở “Hồ sơ của tôi”.",
            "Check the number, or open the list of your dossiers.",
        ),
    )


def party_key(dossier: Dossier) -> str:
    return f"party:{dossier.applicant_id}"


def subject_key(dossier: Dossier) -> str:
    return f"dossier:{dossier.pk}"


def holder_key(dossier: Dossier) -> str:
    """The party that stands behind the dossier today: the applicant, or whoever goes on for it."""
    return people.holder([subject_key(dossier)], party_key(dossier))


def person_ids(actor: Actor) -> list[int]:
    """The actor's records: more than one when duplicates of a person were merged."""
    return [people.party_id(key) for key in actor.keys] if actor.person_id is not None else []


def is_editor(actor: Actor, dossier: Dossier) -> bool:
    if actor.person_id is None or actor.within:
        return False
    mine, known = person_ids(actor), getattr(dossier, "editor_ids", None)
    if known is not None:  # read with the dossier
        return not set(mine).isdisjoint(known)
    return dossier.editors.filter(person__in=mine, removed_at=None).exists()


def acts_for_applicant(actor: Actor, dossier: Dossier) -> bool:
    """Any mandate for the applicant, or for the party that took this dossier over."""
    key = party_key(dossier)
    return any(party == key for party, _ in actor.acts_for) or actor.holds_subject(subject_key(dossier), "")


def is_near(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor, or the absent colleague whose deputy the actor is, stands on the applicant's side."""
    return acts_for_applicant(actor, dossier) or actor.is_near(party_key(dossier))


def is_side_of_applicant(actor: Actor, dossier: Dossier) -> bool:
    """The applicant, or somebody with any mandate for the applicant; also for the party that goes on for it."""
    return actor.is_oneself(party_key(dossier)) or acts_for_applicant(actor, dossier)


def may_stand_for(actor: Actor, dossier: Dossier, *, taken_over: bool | None = None) -> bool:
    """Whether the actor may write and act in the applicant's name: a mandate to view or to sign papers is not enough.

    A dossier that another party took over when the applicant was divided is that party's alone to act on;
    ``taken_over`` when that is known already.
    """
    if actor.holds_subject(subject_key(dossier), "submit"):
        return True
    if not actor.may_act_for(party_key(dossier), "submit"):
        return False
    return not (bool(people.holders([subject_key(dossier)])) if taken_over is None else taken_over)


def may_read(actor: Actor, dossier: Dossier) -> bool:
    """The applicant's side always; staff once it was submitted, a draft that was given up never.

    While the processing of the applicant's data is restricted, of staff only those who handle it (see ``bars``).
    """
    if is_side_of_applicant(actor, dossier):
        return True
    if actor.may(READ) and dossier.submitted_at is not None and not bars(actor, dossier):
        return True
    return is_editor(actor, dossier)


def bars(actor: Actor, dossier: Dossier) -> bool:
    """Whether a restriction keeps this official out: personal-data officers, and who holds a task of the dossier, read on."""
    if not people.bars(actor, party_key(dossier)):
        return False
    return not Task.objects.filter(dossier=dossier, closed_at=None, assignee=actor.desk).exists()


Closing = Callable[[Actor, int], KhueError | None]
_closings: dict[str, Closing] = {}


def wire_closing(procedure_key: str, closing: Closing) -> None:
    """Called by ``site``: the room of a procedure says why this official stays out of a dossier by its id, None when nothing does."""
    _closings[procedure_key] = closing


def _closed(actor: Actor, dossier: Dossier) -> KhueError | None:
    """Why its room closes the dossier to somebody who reads it as an official."""
    closing = _closings.get(dossier.procedure_key)
    return closing(actor, dossier.pk) if closing is not None else None


def require_unbarred(actor: Actor, dossier: Dossier) -> None:
    """Raises NotAllowed with the reason for an official whom a restriction, or the room of the dossier, keeps out."""
    closed = _closed(actor, dossier)
    if closed is not None:
        raise closed
    if bars(actor, dossier):
        people.require_unrestricted(actor, party_key(dossier))


def may_write(actor: Actor, dossier: Dossier) -> bool:
    """Drafts, and dossiers that await a supplement, are written by the applicant's side and its editors; sealed ones never."""
    if dossier.sealed_at is not None or dossier.state not in ("draft", "awaiting_supplement"):
        return False
    return may_stand_for(actor, dossier) or is_editor(actor, dossier)


def require_read(actor: Actor, dossier: Dossier) -> None:
    if may_read(actor, dossier):
        if not is_side_of_applicant(actor, dossier) and not is_editor(actor, dossier):
            closed = _closed(actor, dossier)
            if closed is not None:
                raise closed
        return
    if actor.may(READ) and dossier.submitted_at is not None:
        people.require_unrestricted(actor, party_key(dossier))
    raise no_such_dossier()


def require_side_of_applicant(actor: Actor, dossier: Dossier) -> None:
    """Raises Missing for a stranger, NotAllowed for an editor and for somebody whose mandate does not reach so far."""
    require_read(actor, dossier)
    if not may_stand_for(actor, dossier):
        raise NotAllowed(
            Text(
                "Chỉ người nộp hồ sơ hoặc người được ủy quyền nộp hồ sơ được làm việc này.",
                "Only the applicant, or a person with a mandate to submit, can do this.",
            ),
            Text("Mời ông/bà đề nghị người đại diện thực hiện.", "Ask a representative to do so."),
        )
