"""Who may see and handle appeals."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.appeals.models import Appeal
from khue.features.people import queries as people

READ, RECEIVE, DECIDE = "appeals.read", "appeals.receive", "appeals.decide"


def no_such_appeal() -> Missing:
    """The same words whether it does not exist or is not for this reader."""
    return Missing(
        Text("Không tìm thấy khiếu nại này.", "There is no such appeal."),
        Text("Mời ông/bà mở lại hồ sơ để xem các khiếu nại.", "Open the dossier again to see its appeals."),
    )


def party_key(appeal: Appeal) -> str:
    return f"party:{appeal.applicant_id}"


def is_side(actor: Actor, party: str, dossier_id: int) -> bool:
    """The applicant, or somebody with any mandate for the applicant; also for the party that took the dossier over."""
    held = any(held == party for held, _ in actor.acts_for)
    return actor.is_oneself(party) or held or actor.holds_subject(f"dossier:{dossier_id}", "")


def may_stand_for(actor: Actor, party: str, dossier_id: int) -> bool:
    """Whether the actor may complain in the applicant's name: the same mandate as for handing in."""
    subject = f"dossier:{dossier_id}"
    if actor.holds_subject(subject, "submit"):
        return True
    return actor.may_act_for(party, "submit") and not people.holders([subject])


def may_read(actor: Actor, appeal: Appeal) -> bool:
    """The applicant's side always; staff with the right once it was lodged, the decider also while data are restricted."""
    if is_side(actor, party_key(appeal), appeal.dossier_id):
        return True
    if not actor.may(READ) or appeal.lodged_on is None:
        return False
    return appeal.decider in actor.hands or not people.bars(actor, party_key(appeal))


def require_read(actor: Actor, appeal: Appeal) -> None:
    if may_read(actor, appeal):
        return
    if actor.may(READ) and appeal.lodged_on is not None:
        people.require_unrestricted(actor, party_key(appeal))
    raise no_such_appeal()


def require_side(actor: Actor, party: str, dossier_id: int) -> None:
    """Raises Missing for a stranger, NotAllowed for a mandate that does not reach so far."""
    if not is_side(actor, party, dossier_id):
        raise no_such_appeal()
    if not may_stand_for(actor, party, dossier_id):
        raise NotAllowed(
            Text(
                "Chỉ người nộp hồ sơ hoặc người được ủy quyền nộp hồ sơ được khiếu nại.",
                "Only the applicant, or a person with a mandate to submit, can appeal.",
            ),
            Text("Mời ông/bà đề nghị người đại diện thực hiện.", "Ask a representative to do so."),
        )
