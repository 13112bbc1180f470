"""What the officers' pages share: the case at a glance, the form of the step, and what happens when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.clock import remaining
from khue.core.decision import Reason
from khue.core.errors import Conflict, Missing, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.missions import queries
from khue.features.missions.queries import SupportCard, TaskPage, TrancheRow
from khue.features.rulebook import queries as rulebook
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.ui import Answer, DeadlineView, Link, Words
from khue.kernel.web import language, redirect, render, signed_in

ask = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class StepPage:
    """An officer's page. ``facts`` stand above the form; ``tranche`` is what a follow-up step is about.

    ``why`` are the reasons of a refusal that rest on a provision; the others stand beside their fields.
    """

    title: Words
    lead: Words
    button: Words
    task: TaskPage
    card: SupportCard
    clock: DeadlineView | None
    tranche: TrancheRow | None
    facts: tuple[Answer, ...]
    why: tuple[Reason, ...]
    crumbs: tuple[Link, ...]
    dossier_href: str
    support_href: str
    desk_href: str


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Are you sure: the amount, in figures and in words, what follows, and what was typed as hidden values."""

    title: Words
    text: Words
    amount: int | None
    in_words: str
    facts: tuple[Answer, ...]
    points: tuple[Words, ...]
    label: Words
    hidden: Mapping[str, str]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """A task that a colleague has closed, or that lies elsewhere: who, when, how, where; and what the reader had
    typed, which was not written."""

    title: Words
    heading: Words
    crumbs: tuple[Link, ...]
    facts: tuple[Answer, ...]
    typed: tuple[Answer, ...]
    dossier_href: str
    support_href: str
    desk_href: str


@dataclass(slots=True)
class Case:
    """One request on one task: it knows the actor and the case, and draws whatever page comes of it."""

    request: HttpRequest
    actor: Actor
    found: TaskPage
    right: str = ""  # the page's own, where the step goes through several hands

    @property
    def elsewhere(self) -> bool:
        """The step is open, but lies before others now."""
        return bool(self.right) and self.found.right != self.right

    @property
    def card(self) -> SupportCard:
        return self.found.support

    @property
    def tranche(self) -> TrancheRow | None:
        return next((row for row in self.card.tranches if row.no == self.found.tranche_no), None)

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    @property
    def confirmed(self) -> bool:
        return self.request.POST.get("confirm") == "yes"

    @property
    def turned_back(self) -> bool:
        """The reader pressed "change" on the confirmation: the form comes again with everything typed."""
        return self.request.POST.get("confirm") == "no"

    def did(self, form: KhueForm, deed: Callable[[], object]) -> bool:
        """Whether the deed was done; otherwise its reasons stand beside the fields."""
        try:
            deed()
        except Refused as refused:
            show = getattr(form, "show", None)
            if show is not None:
                show(refused)
            else:
                show_refusal(form, refused)
            return False
        except Conflict as conflict:
            parts = [conflict.text, conflict.next_step]
            sentence = " ".join(part.into(language()) for part in parts if part)
            form.add_error(None, ValidationError(sentence, code=CONFLICT))
            self._look_again(form)
            return False
        return True

    def _look_again(self, form: KhueForm) -> None:
        """The case as it stands now; the form is kept and counts as having seen it, so that it can be sent anew."""
        self.found = queries.task_page(self.found.task_id, self.actor, self.right)
        kept = self.request.POST.copy()
        kept["seen"] = str(self.found.seen)
        form.data = kept

    # -- pages ---------------------------------------------------------------------------------------------------

    def page(
        self, form: Any, template: str, *, lead: Words, button: Words, facts: tuple[Answer, ...] = ()
    ) -> HttpResponse:
        """The page of the step with its form; the page of a task that is closed or elsewhere when it has gone on."""
        if self.found.closed or self.elsewhere:
            return self._closed(form)
        page = StepPage(
            title=self.found.step_name,
            lead=lead,
            button=button,
            task=self.found,
            card=self.card,
            clock=self._clock(),
            tranche=self.tranche,
            facts=facts,
            why=tuple(reason for reason in form.refusal.reasons if reason.source) if form.refusal else (),
            crumbs=self.crumbs(),
            dossier_href=self.dossier_href,
            support_href=reverse("missions:support", args=[self.card.id]),
            desk_href=reverse("desk:tasks"),
        )
        return render(self.request, template, page, self._status(form), form=form)

    def confirm(
        self,
        form: KhueForm,
        *,
        title: Words,
        text: Words,
        label: Words,
        points: tuple[Words, ...],
        facts: tuple[Answer, ...] = (),
        amount: int | None = None,
        in_words: str = "",
    ) -> HttpResponse:
        hidden = {name: self.request.POST.get(name, "") for name in form.fields}
        page = ConfirmPage(title, text, amount, in_words, facts, points, label, hidden, self.crumbs())
        return render(self.request, "missions/confirm.html", page)

    def finished(self, message: str) -> HttpResponse:
        messages.success(self.request, message % {"number": self.found.dossier_number})
        return redirect("desk:tasks")

    def _status(self, form: Any) -> int:
        if form.has_error(NON_FIELD_ERRORS, CONFLICT):
            return 409
        return 422 if form.errors or getattr(form, "faulty", False) else 200

    def _closed(self, form: Any) -> HttpResponse:
        closed = dossiers.task(self.found.task_id, self.actor)
        page = ClosedPage(
            title=self.found.step_name,
            heading=_("This task is done") if self.found.closed else _("This task lies with others now"),
            crumbs=self.crumbs(),
            facts=(
                (Answer(_("Where it is now"), closed.step.who),)
                if not self.found.closed
                else (
                    Answer(_("Done by"), closed.closed_by or self.found.closed_by),
                    Answer(_("When"), closed.closed_at, kind="moment"),
                    Answer(_("Outcome"), closed.outcome),
                    *((Answer(_("Remark"), closed.note),) if closed.note else ()),
                )
            ),
            typed=tuple(_typed(form)) if self.posted else (),
            dossier_href=self.dossier_href,
            support_href=reverse("missions:support", args=[self.card.id]),
            desk_href=reverse("desk:tasks"),
        )
        return render(self.request, "missions/closed.html", page, 409 if self.posted else 200)

    # -- parts of pages ------------------------------------------------------------------------------------------

    @property
    def dossier_href(self) -> str:
        return reverse("dossiers:follow", args=[self.found.dossier_number])

    def crumbs(self) -> tuple[Link, ...]:
        return (Link(_("Desk"), reverse("desk:tasks")), Link(self.found.dossier_number, self.dossier_href))

    def _clock(self) -> DeadlineView | None:
        due = self.found.due_on
        if due is None:
            return None
        return DeadlineView(due, remaining(self.actor.today, due, "working_days", rulebook.calendar()))


def open_case(request: HttpRequest, task_id: int, step: str, right: str = "") -> Case:
    """The case behind a task of this step. Raises Missing for another step's task, NotAllowed without its right.

    ``right`` is the page's own, where a step goes through several hands.
    """
    actor = signed_in(request)
    found = queries.task_page(task_id, actor, right)
    if found.step != step:
        raise Missing(
            Text("Việc này thuộc bước khác.", "This task is one of another step."),
            Text("Mở lại việc từ bàn làm việc.", "Open the task again from the desk."),
        )
    return Case(request, actor, found, right)


def _typed(form: Any) -> list[Answer]:
    """What stands in the inputs, to be copied: nothing of it was written."""
    fields: list[BoundField] = [bound for bound in form if not bound.is_hidden]
    return [Answer(bound.label, _as_read(bound)) for bound in fields if bound.value()]


def _as_read(bound: BoundField) -> Any:
    """What the reader chose, by its words and not by its code."""
    value = bound.value()
    return dict(getattr(bound.field, "choices", ())).get(value, value)
