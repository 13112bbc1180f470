"""A dossier as those see it who handle it: what is among colleagues is not for the applicant's side."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.dossiers import access
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries.pages import CasePage, find


@dataclass(frozen=True, slots=True)
class InsideView:
    """``open_task`` is the id of the open main step, or None."""

    id: int
    number: str
    title: str
    applicant_key: str
    applicant_name: str
    open_task: int | None


def inside(number: str, actor: Actor) -> InsideView:
    """The dossier for staff who may read it. Raises Missing, or NotAllowed for somebody on the applicant's side."""
    if not actor.may(access.READ):
        raise access.no_such_dossier()
    dossier: Dossier = find(number, actor)
    if dossier.submitted_at is None:
        raise access.no_such_dossier()
    if access.is_near(actor, dossier) or access.is_editor(actor, dossier):
        raise NotAllowed(
            Text(
                "Ông/bà thuộc phía người nộp hồ sơ nên không mở được phần nội bộ của hồ sơ này.",
                "You stand on the applicant’s side, so the internal part of this dossier is closed to you.",
            ),
            Text("Mời ông/bà xem hồ sơ ở trang theo dõi.", "Follow the dossier on its own page."),
        )
    task = Task.objects.filter(dossier=dossier, closed_at=None).order_by("subject", "pk").values_list("pk", flat=True)
    return InsideView(
        dossier.pk, dossier.number, dossier.title, access.party_key(dossier), dossier.applicant_name, task.first()
    )


def is_closed_to(case: CasePage, actor: Actor) -> bool:
    """Whether the internal part of a dossier, which the actor reads already, is closed to the actor. No query."""
    facts = case.facts
    near = actor.is_near(facts.applicant_key) or actor.holds_subject(f"dossier:{facts.id}", "")
    if near or not actor.may(access.READ) or facts.state == "draft":
        return True
    return case.edits
