"""Announcements of the exchange: the list and its feed for everybody, publishing and withdrawing for the operator."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from khue.features.services import access, queries, usecases
from khue.features.services.forms.announcing import AnnouncementForm, WithdrawAnnouncementForm
from khue.features.services.queries import AnnouncementRow
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ListingPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, Words
from khue.kernel.web import actor_of, language, render, signed_in

_COLUMNS = (
    ("title", gettext_lazy("Announcement")),
    ("body", gettext_lazy("Text")),
    ("from_on", gettext_lazy("Shown from")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)
_STATES = {
    "coming": pgettext_lazy("announcement", "To come"),
    "current": pgettext_lazy("announcement", "Shown"),
    "over": pgettext_lazy("announcement", "Over"),
    "withdrawn": pgettext_lazy("announcement", "Withdrawn"),
}


@require_safe
def announcements(request: HttpRequest) -> HttpResponseBase:
    """What the operator of the exchange announces; whoever publishes sees what is over and to come as well."""
    actor = actor_of(request)
    keeps = actor.may(access.ANNOUNCE)
    view = chosen(request, ("current", "all"), "current")

    def row_of(row: AnnouncementRow) -> Row:
        cells = (Cell(row.title, note=row.body, strong=True), row.from_on, row.until_on)
        if not keeps:
            return Row(cells)
        deed: Link | str = ""
        if row.state in ("current", "coming"):
            deed = Link(pgettext("announcement", "Withdraw"), reverse("services:withdraw", args=[row.id]))
        return Row((*cells, Cell(_STATES[row.state], note=row.ground), deed))

    heads: tuple[Column, ...] = (
        Column(_("Announcement")),
        Column(_("Shown from"), "day"),
        Column(_("Shown until, this day included"), "day"),
    )
    if keeps:
        heads = (*heads, Column(_("State")), Column(_("Deed"), hidden_label=True))
    empty = EmptyView(_("Nothing is announced at present"), _("What the operator of the exchange announces stands here."), icon="bell")  # fmt: skip
    table = listed(
        request, "announcements", _COLUMNS, lambda after, size: queries.announcements(actor, view, after, size), row_of, heads,
        _("Announcements of the exchange"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    labels: tuple[tuple[str, Words], ...] = (("current", pgettext("announcement", "Shown")), ("all", _("All")))
    deeds: tuple[Link, ...] = (Link(_("Follow by feed"), reverse("services:feed"), icon="bell"),)
    if keeps:
        deeds = (Link(_("Publish an announcement"), reverse("services:publish"), icon="plus"), *deeds)
    lead = _("What the operator of the technology exchange tells its members and the public.")
    tabs = views_of(labels, view) if keeps else ()
    page = ListingPage(_("Announcements of the exchange"), lead, table, tabs, deeds, crumbs=_crumbs()[:1])
    return render(request, "ui/record_list.html", page)


def _crumbs() -> tuple[Link, ...]:
    exchange = Link(_("Technology exchange"), reverse("exchange:offers"))
    return (exchange, Link(_("Announcements of the exchange"), reverse("services:announcements")))


@ask
def publish(request: HttpRequest) -> HttpResponse:
    """A new announcement."""
    actor = signed_in(request)
    actor.require(access.ANNOUNCE)
    form = bind(AnnouncementForm, request)
    at = reverse("services:announcements")
    page = DeedPage(
        _("Publish an announcement"), _("Everybody reads it on the page and in the feed from its first day on."), _("Publish an announcement"),
        _crumbs(), at, points=(_("Its text stays as it is: to mend it, withdraw it and publish another."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.publish_announcement(form.command(), actor=actor), _("The announcement is published."),
        f"{at}?view=all",
    )  # fmt: skip


@ask
def withdraw(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """An announcement is no longer shown."""
    actor = signed_in(request)
    actor.require(access.ANNOUNCE)
    row = queries.announcement(announcement_id, actor)
    form = bind(WithdrawAnnouncementForm, request)
    at = reverse("services:announcements")
    facts = (Answer(_("Announcement"), row.title), Answer(_("Shown from"), row.from_on, kind="day"))
    page = DeedPage(
        _("Withdraw an announcement"), row.title, pgettext("announcement", "Withdraw"), _crumbs(), at, facts,
        (_("It stays on record with your ground; the public no longer sees it."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_announcement(form.command(announcement_id), actor=actor),
        _("The announcement is withdrawn."), f"{at}?view=all",
    )  # fmt: skip


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What is shown at present as Atom (RFC 4287), the same for every reader."""
    link = request.build_absolute_uri(reverse("services:announcements"))
    made = Atom1Feed(
        title=_("Announcements of the exchange"),
        link=link,
        description="",
        feed_url=request.build_absolute_uri(reverse("services:feed")),
        language=language(),
    )
    for row in queries.newest(actor_of(request).today):
        on = datetime.combine(row.from_on, time(), UTC)
        made.add_item(
            title=row.title.into(language()),
            link=link,
            description=row.body.into(language()),
            unique_id=f"tag:{request.get_host().partition(':')[0]},{row.from_on:%Y-%m-%d}:announcement-{row.id}",
            pubdate=on,
            updateddate=on,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
