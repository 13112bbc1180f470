"""Saved checks: keep one, see what changed since, delete it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.errors import Refused
from khue.features.eligibility import queries, usecases
from khue.features.eligibility.domain import Change, Kept, RemoveCheck, changes, pairs, shorts
from khue.features.eligibility.forms import SaveForm
from khue.features.eligibility.views.frame import answer_lines, asking_of, read, unlisted
from khue.features.eligibility.views.result import state_of
from khue.kernel import ui, web
from khue.kernel.forms import OnceForm, bind, show_refusal

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class SavePage:
    answers: tuple[ui.Answer, ...]
    query: str
    back_href: str


@dataclass(frozen=True, slots=True)
class ListPage:
    table: ui.TableView
    start_href: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An entitlement that says something else now; None where there was or is no such rule."""

    title: Text
    then: ui.StateView | None
    then_amount: Text | None
    now: ui.StateView | None
    now_amount: Text | None


@dataclass(frozen=True, slots=True)
class SavedPage:
    line: queries.SavedLine
    party: str
    changes: tuple[ChangeLine, ...]
    yes: tuple[Kept, ...]
    answers: tuple[ui.Answer, ...]
    unread: bool
    open_href: str
    remove_href: str
    crumbs: tuple[ui.Link, ...]


def crumbs() -> tuple[ui.Link, ...]:
    return (
        ui.Link(_("What can I get?"), reverse("eligibility:ask")),
        ui.Link(_("My saved checks"), reverse("eligibility:saved-list")),
    )


@ask_or_do
@unlisted
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep the answers in the address under a name."""
    web.signed_in(request)
    asking = asking_of(request)
    cards = {card.key: card.name for card in asking.parties}
    initial = {"party": asking.party.key} if asking.party else {}
    form = bind(SaveForm, request, parties=cards, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            number = usecases.save_check(form.command(pairs(asking.done.given)), actor=asking.actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The check is saved. Only you can see it."))
            return web.redirect("eligibility:saved", number)
    page = SavePage(answer_lines(asking), request.GET.urlencode(), asking.href("result"))
    return web.render(request, "eligibility/save.html", page, 422 if form.errors else 200, form=form)


@require_safe
@unlisted
def saved_list(request: HttpRequest) -> HttpResponseBase:
    """One's own saved checks, newest first."""
    actor = web.signed_in(request)
    found = queries.saved_checks(actor, request.GET.get("after"))
    names = {card.key: card.name for card in queries.parties(actor)}
    table = ui.TableView(
        (
            ui.Column(_("Name")),
            ui.Column(_("For whom")),
            ui.Column(_("Day"), "day"),
            ui.Column(_("Yes on that day"), "number"),
        ),
        tuple(
            ui.Row(
                (line.name, names.get(line.party, "–"), line.day, line.yes),
                href=reverse("eligibility:saved", args=[line.id]),
            )
            for line in found.rows
        ),
        next=found.next,
        previous=found.previous,
        caption=_("My saved checks"),
        empty=ui.EmptyView(
            _("No saved checks yet"),
            _("Answer a few questions, then choose “Save” on the page of the result."),
            reverse("eligibility:ask"),
            _("Check what I can get"),
            icon="list-check",
        ),
    )
    return web.render(request, "eligibility/saved_list.html", ListPage(table, reverse("eligibility:ask")))


@require_safe
@unlisted
def saved(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """A saved check against today's law: what it said then, what it says now."""
    actor = web.signed_in(request)
    line = queries.saved_check(check_id, actor)
    parties = queries.parties(actor)
    card = next((card for card in parties if card.key == line.party), None)
    asking = read(actor, line.answers, parties, str(card.id) if card else "")
    now = tuple(Kept.of(each) for each in shorts(asking.done.answers))
    page = SavedPage(
        line=line,
        party=card.name if card else "",
        changes=tuple(map(_change_line, changes(line.outcomes, now))),
        yes=tuple(each for each in now if each.outcome is Outcome.GRANTED),
        answers=answer_lines(asking),
        unread=len(asking.done.given) < len(line.answers) or asking.done.wrong is not None,
        open_href=asking.href("result"),
        remove_href=reverse("eligibility:remove", args=[line.id]),
        crumbs=crumbs(),
    )
    return web.render(request, "eligibility/saved.html", page)


def _change_line(found: Change) -> ChangeLine:
    then, now = found.then, found.now
    return ChangeLine(
        found.title,
        state_of(then.outcome) if then else None,
        then.amount if then else None,
        state_of(now.outcome) if now else None,
        now.amount if now else None,
    )


@ask_or_do
@unlisted
def remove(request: HttpRequest, check_id: int) -> HttpResponse:
    """Ask, then delete."""
    actor = web.signed_in(request)
    if request.method == "POST":
        form = OnceForm(request.POST)
        once = form.cleaned_data.get("once") if form.is_valid() else None
        usecases.remove_check(RemoveCheck(check_id, once), actor=actor)
        messages.success(request, _("The saved check was deleted."))
        return web.redirect("eligibility:saved-list")
    line = queries.saved_check(check_id, actor)
    page = ui.ConfirmView(
        title=_("Delete the saved check “%(name)s”?") % {"name": line.name},
        text=_("The answers are deleted for good. No dossier changes."),
        label=_("Delete"),
        cancel_href=reverse("eligibility:saved", args=[check_id]),
        hidden={"once": str(OnceForm().fields["once"].initial())},
        action=reverse("eligibility:remove", args=[check_id]),
    )
    return web.render(request, "ui/confirm.html", page)
