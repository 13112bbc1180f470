"""What the pages of the room share: the case of one request, and its way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.delivery import access, queries
from khue.features.delivery.domain.commands import PlannedMilestone
from khue.features.delivery.queries import MissionCard
from khue.kernel.record_pages import DeedPage, did, show
from khue.kernel.ui import Answer, Column, Link, Row, TableView, Words
from khue.kernel.web import redirect, signed_in


@dataclass(slots=True)
class Case:
    """One request on one mission."""

    request: HttpRequest
    actor: Actor
    card: MissionCard

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    @property
    def href(self) -> str:
        return reverse("delivery:mission", args=[self.card.id])

    @property
    def seen(self) -> dict[str, int]:
        return {"seen": self.card.version}

    def crumbs(self) -> tuple[Link, ...]:
        return (start_link(self.actor), Link(self.card.number, self.href))

    def answer(
        self, form: Any, deed: Callable[[], object], done: str, page: DeedPage, template: str = "ui/deed.html"
    ) -> HttpResponse:
        """The deed and back to the mission; or the page again with its reasons beside the fields."""
        if self.posted and form.is_valid() and did(form, deed):
            messages.success(self.request, done)
            return redirect("delivery:mission", self.card.id)
        return show(self.request, page, form, template)

    def page(self, title: Words, lead: Words, button: Words, **more: Any) -> DeedPage:
        return DeedPage(title, lead, button, self.crumbs(), self.href, **more)


def start_link(actor: Actor) -> Link:
    if actor.may(access.READ):
        return Link(_("Missions"), reverse("delivery:missions"))
    return Link(_("My missions"), reverse("delivery:mine"))


def of_staff(request: HttpRequest, mission_id: int, right: str) -> Case:
    """For a deed of the city's side. Raises NotAllowed without the right, Missing for a stranger."""
    actor = signed_in(request)
    actor.require(right)
    return Case(request, actor, queries.mission_page(mission_id, actor))


def of_lead(request: HttpRequest, mission_id: int) -> Case:
    """For a deed of the lead's side. Raises Missing for a stranger, NotAllowed for those who may only look."""
    actor = signed_in(request)
    card = queries.mission_page(mission_id, actor)
    if not queries.may_act_for_lead(mission_id, actor):
        raise NotAllowed(
            Text("Chỉ tổ chức chủ trì được làm việc này.", "Only the lead organisation can do this."),
            Text(
                "Mời ông/bà đề nghị người được tổ chức ủy quyền nộp hồ sơ thực hiện.",
                "Ask a person with its mandate to submit.",
            ),
        )
    return Case(request, actor, card)


def of_either(request: HttpRequest, mission_id: int) -> Case:
    actor = signed_in(request)
    return Case(request, actor, queries.mission_page(mission_id, actor))


def milestones_table(rows: tuple[PlannedMilestone, ...], caption: Words) -> TableView:
    """Milestones as a contract names them, with their sum."""
    return TableView(
        columns=(
            Column(_("No."), "number"),
            Column(_("Deliverable")),
            Column(_("Criteria of acceptance")),
            Column(_("Due day"), "day"),
            Column(_("Amount"), "money"),
        ),
        rows=tuple(Row((row.no, row.deliverable, row.criteria, row.due_on, row.amount)) for row in rows),
        foot=Row(("", _("In all"), "", "", sum(row.amount for row in rows))),
        caption=caption,
        show_caption=True,
    )


def money_facts(card: MissionCard) -> tuple[Answer, ...]:
    facts = (
        Answer(_("Asked of the city"), card.asked, kind="money"),
        Answer(_("Appraised"), card.appraised, kind="money"),
        Answer(_("Approved"), card.granted, kind="money"),
        Answer(_("Paid"), card.paid or None, kind="money"),
    )
    return tuple(fact for fact in facts if fact.value is not None)
