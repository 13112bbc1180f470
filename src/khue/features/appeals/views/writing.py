"""The applicant's pages: what an appeal is, one page per question, check and lodge, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.appeals import access, queries, usecases
from khue.features.appeals.domain.filing import missing
from khue.features.appeals.domain.flow import SCOPES, STEPS, WISHES, wishes_for
from khue.features.appeals.forms import STEP_FORMS, FilesForm, LodgeForm, StartForm, StepForm, WithdrawForm
from khue.features.appeals.queries import AppealPage, StartPage
from khue.features.appeals.views.frame import DeedPage, ask, crumbs, deeper, did, show, status_of
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, AnswerGroup, Link
from khue.kernel.web import language, redirect, render, signed_in

TITLES = {
    "part": lambda: _("What you contest"),
    "grounds": lambda: _("Grounds"),
    "wish": lambda: _("What you ask for"),
    "files": lambda: _("Papers"),
}
FIELD_STEP = {
    "scope": "part",
    "part": "part",
    "grounds": "grounds",
    "late_ground": "grounds",
    "wish": "wish",
    "wish_words": "wish",
    "files": "files",
}


@dataclass(frozen=True, slots=True)
class CheckPage:
    appeal: AppealPage
    groups: tuple[AnswerGroup, ...]
    gaps: tuple[tuple[Reason, str], ...]
    why: Decision
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class BeginPage:
    start: StartPage
    crumbs: tuple[Link, ...]
    back_href: str


@ask
def begin(request: HttpRequest, decision_id: int) -> HttpResponse:
    """What an appeal means, until when, who decides it and how long that takes; one button."""
    actor = signed_in(request)
    start = queries.start_page(decision_id, actor)
    form = bind(StartForm, request)
    if request.method == "POST" and form.is_valid():
        made: list[int] = []
        command = form.command(decision_id, start.previous_id)
        if did(form, lambda: made.append(usecases.start_appeal(command, actor=actor))):
            return redirect("appeals:write", made[0], STEPS[0])
    dossier = start.decision.dossier
    href = reverse("dossiers:follow", args=[dossier.number])
    page = BeginPage(start, (Link(_("My dossiers"), reverse("dossiers:mine")), Link(dossier.number, href)), href)
    return render(request, "appeals/begin.html", page, status_of(form), form=form)


@ask
def write(request: HttpRequest, appeal_id: int, step: str) -> HttpResponse:
    """One page of the draft; saved, then on to the next."""
    actor = signed_in(request)
    appeal = _draft(queries.appeal_page(appeal_id, actor), actor)
    if appeal is None:
        return redirect("appeals:appeal", appeal_id)
    if step not in STEP_FORMS:
        raise access.no_such_appeal()
    form = _step_form(request, step, appeal)
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        if did(form, lambda: usecases.save_answers(command, actor=actor)):
            if request.POST.get("later"):
                messages.success(request, _("Saved. The draft stands on the page of the dossier."))
                return redirect("dossiers:follow", appeal.dossier_number)
            number = STEPS.index(step) + 1
            if number == len(STEPS) or request.POST.get("check"):
                return redirect("appeals:check", appeal_id)
            return redirect("appeals:write", appeal_id, STEPS[number])
    number = STEPS.index(step)
    back = (
        reverse("appeals:write", args=[appeal_id, STEPS[number - 1]])
        if number
        else reverse("dossiers:follow", args=[appeal.dossier_number])
    )
    page = DeedPage(
        title=TITLES[step](),
        lead=_("Page %(page)s of %(pages)s. You may stop at any time: what is saved is kept.")
        % {"page": number + 1, "pages": len(STEPS)},
        button=_("Save and go on"),
        appeal=appeal,
        crumbs=crumbs(actor, appeal),
        back_href=back,
        multipart=step == "files",
    )
    return show(request, page, form, "appeals/write.html")


def _step_form(request: HttpRequest, step: str, appeal: AppealPage) -> StepForm:
    options: dict[str, Any] = {"stored": appeal.answers, "initial": {"seen": appeal.version}}
    if step == "wish":
        options["wishes"] = wishes_for(appeal.first.outcome)
    if step == "files":
        options["stored_files"] = tuple((card.id, card.name) for card in appeal.files)
        return bind(FilesForm, request, **options)
    return bind(STEP_FORMS[step], request, **options)


def _draft(appeal: AppealPage, actor: Any) -> AppealPage | None:
    """The draft for its writers; None once it was lodged: its page then says where it stands."""
    access.require_side(actor, appeal.applicant_key, appeal.dossier_id)
    return appeal if appeal.code == "draft" else None


@ask
def check(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Everything once more, what is missing, and the button that lodges it."""
    actor = signed_in(request)
    appeal = _draft(queries.appeal_page(appeal_id, actor), actor)
    if appeal is None:
        return redirect("appeals:appeal", appeal_id)
    form = bind(LodgeForm, request, initial={"seen": appeal.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        if did(form, lambda: usecases.lodge_appeal(command, actor=actor)):
            messages.success(request, _("Your appeal was lodged. You can follow it here."))
            return redirect("appeals:appeal", appeal_id)
    gaps = tuple((reason, _page_of(appeal, reason.field)) for reason in missing(appeal.answers))
    page = CheckPage(appeal, answer_groups(appeal, change=True), gaps, appeal.why, crumbs(actor, appeal))
    return render(request, "appeals/check.html", page, status_of(form), form=form)


def _page_of(appeal: AppealPage, field: str) -> str:
    return reverse("appeals:write", args=[appeal.id, FIELD_STEP[field]])


def answer_groups(appeal: AppealPage, *, change: bool = False) -> tuple[AnswerGroup, ...]:
    """What the appeal says, page by page."""
    given = appeal.answers
    amount = given.get("wish_amount")
    asked = format_dong(amount, language()) if isinstance(amount, int) else None
    scope, wish = SCOPES.get(given.get("scope", "")), WISHES.get(given.get("wish", ""))
    rows: dict[str, tuple[Answer, ...]] = {
        "part": (_answer(_("Contested"), scope.capitalised() if scope else ""), _answer(_("Part"), given.get("part"))),
        "grounds": (
            _answer(_("Grounds"), given.get("grounds")),
            _answer(_("Why so late"), given.get("late_ground")),
        ),
        "wish": (
            _answer(_("Asked for"), wish.capitalised() if wish else ""),
            _answer(_("Amount that you ask for"), asked),
            _answer(_("Request in words"), given.get("wish_words")),
        ),
    }
    return tuple(
        AnswerGroup(
            TITLES[step](),
            tuple(row for row in answers if row.value),
            reverse("appeals:write", args=[appeal.id, step]) if change else "",
        )
        for step, answers in rows.items()
    )


def _answer(label: str, value: Any) -> Answer:
    return Answer(label, value or "")


@ask
def withdraw(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Take it back, after saying what that means."""
    actor = signed_in(request)
    appeal = queries.appeal_page(appeal_id, actor)
    access.require_side(actor, appeal.applicant_key, appeal.dossier_id)
    form = bind(WithdrawForm, request, initial={"seen": appeal.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        if did(form, lambda: usecases.withdraw_appeal(command, actor=actor)):
            messages.success(request, _("The appeal was withdrawn."))
            return redirect("dossiers:follow", appeal.dossier_number)
    if not appeal.may_withdraw and not form.errors:
        return redirect("appeals:appeal", appeal_id)
    page = DeedPage(
        title=_("Withdraw the appeal"),
        lead=_("The decision stands as it is. Within the time to appeal you may lodge a new appeal."),
        button=_("Withdraw it"),
        appeal=appeal,
        crumbs=deeper(actor, appeal),
        back_href=reverse("appeals:appeal", args=[appeal_id]),
        points=(
            _("Nothing more is examined, and a suspension of the execution ends."),
            _("What you wrote stays on record."),
        ),
    )
    return show(request, page, form)
