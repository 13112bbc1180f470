"""The calendar feed's secret address, and the mail of what waits."""

from __future__ import annotations

import secrets
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict
from khue.features.desk import access
from khue.features.desk.domain.reminders import RenewFeed, RevokeFeed, digest_content, new_since
from khue.features.desk.events import DigestPrepared
from khue.features.desk.models import CalendarFeed, Digest
from khue.features.desk.queries.reminders import token_hash, waiting_tasks
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel import clock
from khue.kernel.deeds import command
from khue.kernel.wording import day_words

DIGEST_JOB = "job.desk.prepare_digests"
MOST_TASKS = 2_000
TOKEN_BYTES = 32


def renew_feed(asked: RenewFeed, *, actor: Actor) -> str:
    """A new secret for the person's calendar address; it is in the answer and nowhere else. The old one ends.

    Raises Conflict when the same form has made its address already.
    """
    access.require_desk(actor)
    with command("desk.renew_feed", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            raise Conflict(
                Text(
                    "Địa chỉ này đã được tạo và chỉ hiện một lần.", "This address was made already and is shown once."
                ),
                Text("Nếu chưa kịp lưu, mời ông/bà tạo địa chỉ mới.", "If it was not kept: make another."),
            )
        CalendarFeed.objects.filter(person=actor.key, ended_at=None).update(ended_at=deed.moment)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = CalendarFeed.objects.create(person=actor.key, token_hash=token_hash(token), made_at=deed.moment)
        deed.after(feed=row.pk)
        deed.result(True)
        return token


def revoke_feed(asked: RevokeFeed, *, actor: Actor) -> None:
    """The address stops working. Nothing happens when there is none."""
    access.require_desk(actor)
    with command("desk.revoke_feed", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        row = CalendarFeed.objects.select_for_update().filter(person=actor.key, ended_at=None).first()
        if row is None:
            deed.nothing_done()
            return
        row.ended_at = deed.moment
        row.save(update_fields=["ended_at"])
        deed.after(feed=row.pk)


# -- the digest --------------------------------------------------------------------------------------------------------


def prepare_digest(person: str, often: str, *, actor: Actor) -> bool:
    """Keep what waits for a person today, and have it mailed. Once per day; false when there is nothing to say.

    Two workers at once: the second finds the first one's row.
    """
    actor.require(DIGEST_JOB)
    with command("desk.prepare_digest", actor, subject=person) as deed:
        since = new_since(often, deed.today, rulebook.calendar())
        content = digest_content(waiting_tasks(person, MOST_TASKS), deed.today, since)
        if not content or people.mail_address(person) is None:
            deed.nothing_done()
            return False
        row, fresh = Digest.objects.get_or_create(
            person=person, day=deed.today, defaults={"content": content, "prepared_at": deed.moment}
        )
        if not fresh:
            deed.nothing_done()
            return False
        deed.after(digest=row.pk, tasks={name: part["count"] for name, part in content.items()})
        deed.emit(DigestPrepared(subject=person, parties=(), digest=row.pk))
        return True


def mail_digest(digest_id: int) -> bool:
    """Mail a prepared digest that was not sent; whether a mail went out. A crash after sending sends the same once more,
    under the same Message-ID."""
    with transaction.atomic():
        row = Digest.objects.select_for_update().filter(pk=digest_id, sent_at=None).first()
        address = people.mail_address(row.person) if row is not None else None
        if row is None or address is None:
            return False
        _mail(row, *address).send()
        row.sent_at = clock.job_actor("desk.mail_digest").moment
        row.save(update_fields=["sent_at"])
        return True


def _mail(row: Digest, email: str, language: str) -> EmailMessage:
    base = settings.KHUE_BASE_URL.rstrip("/")
    host = urlsplit(settings.KHUE_BASE_URL).hostname or "localhost"
    with translation.override(language):
        titles = {"overdue": _("Overdue"), "today": _("Due today"), "new": _("New on your desk")}
        counts = [f"{titles[name]}: {row.content[name]['count']}" for name in titles if name in row.content]
        parts = [_("What waits for you on %(day)s.") % {"day": day_words(row.day, short=True)}]
        for name in titles:
            if name in row.content:
                parts.append(_section(titles[name], row.content[name], f"{base}/{language}"))
        parts.append(_("Your desk: %(link)s") % {"link": f"{base}/{language}/desk/?view=mine"})
        parts.append(
            _("How often this mail comes is up to you: %(link)s") % {"link": f"{base}/{language}/desk/settings/"}
        )
        subject = "; ".join(counts)
    return EmailMessage(
        subject=subject,
        body="\n\n".join(parts) + "\n",
        to=[email],
        headers={"Message-ID": f"<digest.{row.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _section(title: str, part: dict[str, object], base: str) -> str:
    lines = [f"{title} ({part['count']})"]
    listed = part["lines"]
    assert isinstance(listed, list), "written by digest_content"
    for line in listed:
        step = Text.from_json(line["step"]).into(translation.get_language() or "vi")
        due = f", {day_words(date.fromisoformat(line['due_on']), short=True)}" if line["due_on"] else ""
        lines.append(f"- {line['number']}: {step}{due} {base}/desk/tasks/{line['id']}/")
    left = int(str(part["count"])) - len(listed)
    if left:
        lines.append(ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left})
    return "\n".join(lines)
