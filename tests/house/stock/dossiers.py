"""Room ``dossiers``: its part of the stock."""

from __future__ import annotations

from uuid import uuid4

from khue.site.sample.applications import PROCEDURE, hand_in, write_draft
from tests.cast import organisation
from tests.house.stock.shape import SELLER, Stock, act, project


def fill(stock: Stock) -> None:
    from khue.features.dossiers import usecases
    from khue.features.dossiers.domain.commands import AddEditor, AskSupplement
    from khue.features.dossiers.models import Dossier, Task

    researcher, institute = act("researcher"), organisation("VLSH")
    draft = Dossier.objects.get(pk=write_draft(project(1), institute, actor=researcher, seller=SELLER))
    number = hand_in(project(2), institute, actor=researcher, seller=SELLER)
    task = Task.objects.get(dossier__number=number, closed_at=None)
    stock.by_room["dossiers", "key"] = PROCEDURE
    stock.everywhere["number"] = number
    for verb in ("edit", "section", "add-editor", "remove-editor", "check"):
        stock.by_route[f"dossiers:{verb}", "number"] = draft.number
    usecases.add_editor(AddEditor(draft.pk, act("resident").key), actor=researcher)
    waiting = hand_in(project(3), institute, actor=researcher, seller=SELLER)
    asked = Task.objects.get(dossier__number=waiting, closed_at=None).pk
    usecases.request_supplement(AskSupplement(asked, "Báo giá chưa có dấu", once=uuid4()), actor=act("clerk"))
    stock.by_route["dossiers:supplement", "number"] = waiting
    stock.everywhere["section"] = "task"
    stock.everywhere["person_id"] = act("resident").person_id
    stock.by_room["desk", "task_id"] = task.pk
    stock.by_route["desk:audit", "subject"] = f"dossier:{task.dossier_id}"


def more_dossiers(count: int) -> None:
    """Rows for lists: drafts cost little, and stand in the list of their applicant."""
    for number in range(count):
        hand_in(project(100 + number), organisation("VLSH"), actor=act("researcher"), seller=SELLER)
