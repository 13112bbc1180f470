"""What other programs follow: closing hours for calendars, new calls for readers of feeds."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.features.calls import queries
from khue.features.calls.queries import FeedEntry
from khue.features.calls.views.frame import said
from khue.kernel.paging import every
from khue.kernel.web import actor_of, language
from khue.kernel.wording import moment_words


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The closing hours of open and announced calls, for any calendar program."""
    from icalendar import Calendar, Event

    actor = actor_of(request)
    made = Calendar()
    made.add("prodid", "-//Khue//calls//VI")
    made.add("version", "2.0")
    for view in ("open", "coming"):
        for row in every(partial(queries.calls, actor, view, "", "")):
            event = Event()
            event.add("uid", f"call-{row.id}@{request.get_host()}")
            event.add("dtstamp", row.published_at)
            event.add("dtstart", row.closes_at)
            event.add("summary", f"{row.number}: {row.title}")
            event.add("url", request.build_absolute_uri(reverse("calls:call", args=[row.id])))
            made.add_component(event)
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="calls.ics"'
    return answer


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """New and changed calls as Atom (RFC 4287); ``q`` and ``field`` narrow it as they narrow the list."""
    actor = actor_of(request)
    made = Atom1Feed(
        title=_("Calls for proposals"),
        link=request.build_absolute_uri(reverse("calls:calls")),
        description="",
        subtitle=_("What the city orders from science, and until when proposals are taken."),
        feed_url=request.build_absolute_uri(),
        language=language(),
    )
    for entry in queries.feed(said(request), request.GET.get("field", "")[:40], actor.moment, actor.today):
        made.add_item(
            title=f"{entry.number}: {entry.title}",
            link=request.build_absolute_uri(reverse("calls:call", args=[entry.id])),
            description=_described(entry),
            unique_id=f"tag:{request.get_host().partition(':')[0]},{entry.published_at:%Y-%m-%d}:call-{entry.id}",
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            categories=[entry.field.into(language()), entry.mode.into(language())],
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _described(entry: FeedEntry) -> str:
    phase = entry.phase.capitalised().into(language())
    closing = _("Closes: %(moment)s") % {"moment": moment_words(entry.closes_at)}
    return f"{entry.summary}\n\n{phase}. {closing}"
