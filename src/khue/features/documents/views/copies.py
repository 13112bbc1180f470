"""Copies signed by hand: record one, compare what a colleague recorded, withdraw a wrong record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.errors import Conflict, Missing, Refused
from khue.features.documents import access, queries, usecases
from khue.features.documents.domain import COPY, COPY_TONES
from khue.features.documents.forms import AnswerCopyForm, RecordCopyForm, WithdrawCopyForm
from khue.features.documents.queries import CopyCard, PaperCard
from khue.features.documents.views.certificates import FormPage
from khue.kernel.forms import KhueForm, bind, show_refusal
from khue.kernel.ui import Answer, Cell, Link, StateView, Words
from khue.kernel.web import language, redirect, render, signed_in
from khue.kernel.wording import day_words

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class CopyView:
    """One record as the page of its paper shows it."""

    title: Words
    state: StateView
    facts: tuple[Answer, ...]
    scan_href: str
    answer_href: str
    waits_for_colleague: bool
    withdraw_href: str


@dataclass(frozen=True, slots=True)
class CopyFormPage:
    """One record and the form about it."""

    title: Words
    lead: Words
    copy: CopyView
    button: Words
    back_href: str
    crumbs: tuple[Link, ...]


def copy_state(code: str) -> StateView:
    return StateView(code, COPY.label(code), COPY_TONES[code])


def copy_views(found: PaperCard, actor: Actor) -> tuple[CopyView, ...]:
    return tuple(_view(found, copy, actor) for copy in found.copies)


def _view(found: PaperCard, copy: CopyCard, actor: Actor) -> CopyView:
    may = actor.may(access.COPIES)
    own = bool(set(copy.recorders) & set(actor.hands))
    return CopyView(
        title=_("Signed copy no. %(no)s") % {"no": copy.number},
        state=copy_state(copy.state),
        facts=tuple(_facts(copy)),
        scan_href=reverse("kernel:file", args=[copy.scan]),
        answer_href=reverse("documents:answer-copy", args=[found.code, copy.id])
        if may and copy.state == "recorded" and not own
        else "",
        waits_for_colleague=may and copy.state == "recorded" and own,
        withdraw_href=reverse("documents:withdraw-copy", args=[found.code, copy.id])
        if may and copy.state in ("recorded", "confirmed")
        else "",
    )


def _facts(copy: CopyCard) -> Iterator[Answer]:
    for line in copy.signatures:
        yield Answer(line.label, Cell(f"{line.name}, {day_words(line.signed_on, short=True)}", "", line.office))
    yield Answer(_("Where the sheet is kept"), copy.kept_at)
    yield Answer(_("Recorded by"), Cell(copy.recorded_name, "", day_words(copy.recorded_at, short=True)))
    if copy.supersedes_ground:
        yield Answer(_("What was wrong with the earlier record"), copy.supersedes_ground)
    if copy.answered_name:
        yield Answer(
            _("Compared by"),
            Cell(copy.answered_name, "", day_words(copy.answered_at, short=True) if copy.answered_at else ""),
        )
    if copy.ground:
        yield Answer(COPY.label(copy.state), copy.ground)
    yield Answer(_("Print of the scan (SHA-256)"), copy.sha256)


@METHODS
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Who signed the sheet, on which day, with its scan."""
    actor = signed_in(request)
    found = queries.copy_page(code, actor)
    signers = [(line.turn, line.who.into(language())) for line in found.signers]
    form = bind(RecordCopyForm, request, signers=signers, replaces=found.facts.standing, initial={"seen": found.stamp})
    said = (
        _("The copy of %(number)s is recorded. A second person compares it; then it counts.")
        if found.binds_money
        else _("%(number)s is signed on paper; its copy is kept.")
    )
    done = _done(request, form, lambda: usecases.record_copy(form.command(code), actor=actor))
    if done:
        messages.success(request, said % {"number": found.number})
        return redirect("documents:paper", code)
    here = reverse("documents:paper", args=[code])
    page = FormPage(
        _("Signed on paper: %(number)s") % {"number": found.number},
        _("For a paper that was printed and signed by hand: who signed, on which day, and the scan of the sheet."),
        _("Record the copy"),
        here,
        (Link(found.number, here),),
    )
    return render(request, "documents/form.html", page, _status(form), form=form)


@METHODS
def answer(request: HttpRequest, code: str, copy_id: int) -> HttpResponse:
    """A second person compares the sheet with the record."""
    actor, found, copy = _copy(request, code, copy_id)
    form = bind(AnswerCopyForm, request, initial={"seen": found.stamp})
    if _done(request, form, lambda: usecases.answer_copy(form.command(copy_id), actor=actor)):
        agreed = form.cleaned_data["answer"] == "confirmed"
        said = (
            _("Confirmed: %(number)s counts as signed on paper.")
            if agreed
            else _("Not confirmed; whoever recorded the copy of %(number)s is told why.")
        )
        messages.success(request, said % {"number": found.number})
        return redirect("documents:paper", code)
    page = _page(
        found,
        copy,
        actor,
        _("Compare the signed copy of %(number)s"),
        _("Take the sheet, or its scan, and compare names, days and text."),
        _("Record the result"),
    )
    return render(request, "documents/copy.html", page, _status(form), form=form)


@METHODS
def withdraw(request: HttpRequest, code: str, copy_id: int) -> HttpResponse:
    """The record was wrong altogether."""
    actor, found, copy = _copy(request, code, copy_id)
    form = bind(WithdrawCopyForm, request, initial={"seen": found.stamp})
    if _done(request, form, lambda: usecases.withdraw_copy(form.command(copy_id), actor=actor)):
        messages.success(
            request, _("The record is withdrawn; %(number)s is unsigned again.") % {"number": found.number}
        )
        return redirect("documents:paper", code)
    page = _page(
        found,
        copy,
        actor,
        _("Withdraw the record about %(number)s"),
        _(
            "If only a name, a day or the scan is wrong, record the copy anew instead: the new record replaces this one."
        ),
        _("Withdraw"),
    )
    return render(request, "documents/copy.html", page, _status(form), form=form)


def _copy(request: HttpRequest, code: str, copy_id: int) -> tuple[Actor, PaperCard, CopyCard]:
    actor = signed_in(request)
    actor.require(access.COPIES)
    found = queries.paper_card(code, actor)
    copy = next((copy for copy in found.copies if copy.id == copy_id), None)
    if copy is None:
        raise Missing(access.no_such_paper().text)
    return actor, found, copy


def _page(found: PaperCard, copy: CopyCard, actor: Actor, title: str, lead: str, button: str) -> CopyFormPage:
    here = reverse("documents:paper", args=[found.code])
    crumbs = (Link(found.number, here),)
    return CopyFormPage(title % {"number": found.number}, lead, _view(found, copy, actor), button, here, crumbs)


def _done(request: HttpRequest, form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; else the form carries every reason."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        deed()
    except Refused as refused:
        show_refusal(form, refused)
    except Conflict as conflict:
        parts = [conflict.text, conflict.next_step]
        form.add_error(None, ValidationError(" ".join(p.into(language()) for p in parts if p), code="conflict"))
    else:
        return True
    return False


def _status(form: KhueForm) -> int:
    if form.has_error("__all__", "conflict"):
        return 409
    return 422 if form.errors else 200
