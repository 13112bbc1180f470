"""Files, notices, health, and the two things that a browser remembers: colours and language."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khue.core.actor import Actor
from khue.kernel import files, health, notices, serving, viewing, web
from khue.kernel.models import StoredFile
from khue.kernel.paging import Page
from khue.kernel.ui import EmptyView, Link

YEAR = 365 * 24 * 3600  # seconds

# -- files -----------------------------------------------------------------------------------------------------------


@require_GET
def file(request: HttpRequest, identity: UUID) -> HttpResponseBase:
    """A private file, to those who may read its subject."""
    actor = web.actor_of(request)
    row = files.readable(identity, actor)
    _note_look(actor, row)
    return serving.file_answer(request, row)


def _note_look(actor: Actor, row: StoredFile) -> None:
    """An official who opens somebody's file has looked at personal data."""
    if actor.is_signed_in and not actor.may_act_for(row.owner, "files"):
        viewing.note_view(actor, row.owner, "file", row.subject)


# -- notices ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InboxPage:
    notices: tuple[notices.NoticeRow, ...]
    unread: int
    empty: EmptyView
    next_href: str = ""
    previous_href: str = ""


@dataclass(frozen=True, slots=True)
class ByMailPage:
    preferences: tuple[notices.Preference, ...]
    trail: tuple[Link, ...]
    here: str


def _inbox_page(request: HttpRequest, actor: Actor) -> InboxPage:
    found: Page[notices.NoticeRow] = notices.inbox(actor.keys, request.GET.get("after"))
    return InboxPage(
        notices=found.rows,
        unread=notices.unread(actor.keys),
        empty=EmptyView(
            _("No notices yet"),
            _("When something happens in a matter of yours, it is told here."),
            icon="bell",
        ),
        next_href=web.cursor_href(request, found.next),
        previous_href=web.cursor_href(request, found.previous),
    )


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    actor = web.signed_in(request)
    return web.render(request, "kernel/inbox.html", _inbox_page(request, actor))


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks the notice and leads to what it is about."""
    row = notices.mark_read(web.signed_in(request), notice_id)
    return web.redirect(f"/{web.language()}{row.path}" if row.path else reverse("notices:inbox"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    notices.mark_all_read(web.signed_in(request))
    return web.redirect("notices:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest) -> HttpResponse:
    """Which kinds of notices come by e-mail too."""
    actor = web.signed_in(request)
    if request.method == "POST":
        notices.choose_mail(actor, frozenset(request.POST.getlist("kind")))
        messages.success(request, _("Your choice is kept."))
        return web.redirect("notices:by-mail")
    page = ByMailPage(
        preferences=notices.preferences(actor.key),
        trail=(Link(_("Notices"), reverse("notices:inbox")),),
        here=_("Notices by e-mail"),
    )
    return web.render(request, "kernel/by_mail.html", page)


# -- what a browser remembers ----------------------------------------------------------------------------------------


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the system has it."""
    back = web.redirect(web.safe_path(request.POST.get("next", ""), f"/{web.language()}/"))
    chosen = request.POST.get("theme", "")
    return _remember(back, web.THEME_COOKIE, chosen) if chosen in web.THEMES else back


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language for the next visit; leads to the same page in it."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(web.LANGUAGES):
        chosen = web.language()
    back = web.in_language(web.safe_path(request.POST.get("next", "")), chosen)
    return _remember(web.redirect(back), settings.LANGUAGE_COOKIE_NAME, chosen)


# -- machines --------------------------------------------------------------------------------------------------------


@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up."""
    return JsonResponse({"ok": True})


@never_cache
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can do its work: 200, or 503 with what is missing."""
    found = health.readiness()
    return JsonResponse(found.to_json(), status=200 if found.ready else 503)
