"""How I want my desk: mails, calendar, keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings as site
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.desk import queries, usecases
from khue.features.desk.domain.reminders import RenewFeed, RevokeFeed
from khue.features.desk.forms import DigestForm, ShortcutsForm
from khue.features.desk.queries import Choice, FeedLine
from khue.features.desk.views.saved_views import crumbs, officer
from khue.features.desk.views.shortcuts import remember
from khue.kernel import web
from khue.kernel.forms import OnceForm, bind, show_refusal
from khue.kernel.ui import Link


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """``address`` of the calendar is shown once, when it was made."""

    choice: Choice
    feed: FeedLine | None
    address: str
    crumbs: tuple[Link, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """All choices; a post keeps how often the mail comes."""
    actor = officer(request)
    chosen = queries.choice(actor.key)
    form = bind(DigestForm, request, initial={"often": chosen.digest})
    if request.method == "POST" and form.is_valid():
        try:
            usecases.choose_digest(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Your choice is kept."))
            return web.redirect("desk:settings")
    return _show(request, actor, form)


def _show(request: HttpRequest, actor: Actor, form: DigestForm, address: str = "") -> HttpResponse:
    chosen = queries.choice(actor.key)
    page = SettingsPage(chosen, queries.feed_line(actor.key), address, crumbs())
    keys = ShortcutsForm(initial={"on": not chosen.shortcuts}, auto_id="keys_%s")
    status = 422 if form.errors else 200
    return web.render(
        request, "desk/settings.html", page, status, form=form, keys=keys, feed=OnceForm(auto_id="feed_%s")
    )


@require_POST
def choose_shortcuts(request: HttpRequest) -> HttpResponse:
    """Shortcuts of single keys on or off."""
    actor = officer(request)
    form = ShortcutsForm(request.POST)
    form.full_clean()
    asked = form.command()
    usecases.choose_shortcuts(asked, actor=actor)
    remember(request, actor, asked.on)
    messages.success(request, _("Your choice is kept."))
    return web.redirect("desk:settings")


@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """A new secret address; this answer is the only one that shows it."""
    actor = officer(request)
    form = OnceForm(request.POST)
    token = usecases.renew_feed(RenewFeed(form.cleaned_data.get("once") if form.is_valid() else None), actor=actor)
    path = reverse("desk:calendar", args=[token])
    chosen = queries.choice(actor.key)
    return _show(request, actor, DigestForm(initial={"often": chosen.digest}), site.KHUE_BASE_URL.rstrip("/") + path)


@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    actor = officer(request)
    form = OnceForm(request.POST)
    usecases.revoke_feed(RevokeFeed(form.cleaned_data.get("once") if form.is_valid() else None), actor=actor)
    messages.success(request, _("The calendar address no longer works."))
    return web.redirect("desk:settings")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due days behind a secret address, as iCalendar; no sign-in. Missing for an address that is not in force."""
    found = queries.feed(token, web.actor_of(request).today)
    body = _ical(found, web.language())
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match", "") == tag:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer.headers["Content-Disposition"] = 'inline; filename="khue.ics"'
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _ical(found: queries.Feed, language: str) -> bytes:
    """One all-day entry per task: number and step, nobody's name. The same tasks give the same bytes."""
    from icalendar import Calendar, Event

    base = site.KHUE_BASE_URL.rstrip("/")
    host = urlsplit(site.KHUE_BASE_URL).hostname or "localhost"
    made = Calendar()
    made.add("prodid", "-//Khue//desk//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Khuê: my due days"))
    made.add("x-published-ttl", "PT1H")
    for task in found.tasks:
        assert task.due_on is not None, "the feed holds tasks with a clock"
        event = Event()
        event.add("uid", f"task-{task.id}@{host}")
        # The moment of the entry must not move with each reading, else nobody's copy is ever up to date.
        event.add("dtstamp", datetime.combine(task.opened_on, time(), UTC))
        event.add("dtstart", task.due_on)
        event.add("dtend", task.due_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"{task.number}: {task.name.into(language)}")
        event.add("url", f"{base}/{language}/desk/tasks/{task.id}/")
        made.add_component(event)
    return bytes(made.to_ical())


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    """What each key does, and the switch."""
    actor = officer(request)
    page = SettingsPage(queries.choice(actor.key), None, "", crumbs())
    keys = ShortcutsForm(initial={"on": not page.choice.shortcuts}, auto_id="keys_%s")
    return web.render(request, "desk/keyboard.html", page, keys=keys)
