"""Notices: in the app exactly once, by e-mail at least once.

``put`` runs in the deed's transaction: the notice and the job that mails it exist if and only if the deed does. The
mail's Message-ID comes from the notice, so that a mail sent twice shows once in the reader's mailbox.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.kernel import jobs
from khue.kernel.models import Notice, NoticePreference
from khue.kernel.paging import Page, keyset

if TYPE_CHECKING:
    from khue.core.actor import Actor

MAIL_JOB = "kernel.mail_notice"


class Moment(Protocol):
    """What ``put`` needs of a deed."""

    @property
    def moment(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where a party reads mail, and in which language."""

    email: str
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as its reader sees it."""

    id: int
    kind: str
    title: Text
    body: Text | None
    path: str
    created_at: datetime
    read_at: datetime | None

    @property
    def unread(self) -> bool:
        return self.read_at is None


AddressLoader = Callable[[str], tuple[str, str] | None]
_address_loader: AddressLoader | None = None
_kinds: dict[str, Text] = {}


def set_address_loader(loader: AddressLoader) -> None:
    """``loader(party) -> (e-mail, language)`` or None; given by ``site``, because the kernel knows no person."""
    global _address_loader
    _address_loader = loader


def register_kind(kind: str, label: Text) -> None:
    """A kind of notice that readers may take by e-mail or not; rooms register theirs when they are wired."""
    _kinds[kind] = label


@dataclass(frozen=True, slots=True)
class Told:
    """What one party is told; ``path`` is language-less or empty."""

    party: str
    kind: str
    title: Text
    body: Text
    path: str

    def __post_init__(self) -> None:
        if self.path and not self.path.startswith("/"):
            raise ValueError(f"a notice leads to a path of ours, not to {self.path!r}")

    def row(self, at: datetime, dedupe: str) -> Notice:
        return Notice(
            party=self.party,
            kind=self.kind,
            title_vi=self.title.vi,
            title_en=self.title.en,
            body_vi=self.body.vi,
            body_en=self.body.en,
            path=self.path,
            created_at=at,
            dedupe=dedupe,
        )


def put_all(deed: Moment, told: Sequence[Told]) -> None:
    """Everything that a deed tells, in the order in which it was said: one insert, and one for the jobs that mail it."""
    rows = Notice.objects.bulk_create(one.row(deed.moment, uuid4().hex) for one in told)
    jobs.defer_all(MAIL_JOB, [{"notice_id": row.pk} for row in rows])


def put(deed: Moment, party: str, kind: str, title: Text, body: Text, path: str, *, dedupe: str = "") -> None:
    """One notice to one party, inside the caller's transaction.

    ``path`` is language-less (``/dossiers/12/``) or empty. A job that may run twice gives ``dedupe``: the second
    time nothing is written and nothing is mailed.
    """
    row = Told(party, kind, title, body, path).row(deed.moment, dedupe or uuid4().hex)
    if dedupe:
        values = {name: getattr(row, name) for name in _SAID}
        row, fresh = Notice.objects.get_or_create(dedupe=dedupe, defaults=values)
    else:
        row.save(force_insert=True)
        fresh = True
    if fresh:
        jobs.defer(MAIL_JOB, notice_id=row.pk)


_SAID = ("party", "kind", "title_vi", "title_en", "body_vi", "body_en", "path", "created_at")


# -- mail ------------------------------------------------------------------------------------------------------------


def wants_mail(party: str, kind: str) -> bool:
    """Yes unless the party said no."""
    row = NoticePreference.objects.filter(party=party, kind=kind).values_list("email", flat=True).first()
    return row is not False


def message_id(notice_id: int) -> str:
    """The same for every sending of the same notice."""
    host = urlsplit(_base_url()).hostname or "localhost"
    return f"<notice.{notice_id}@{host}>"


def _base_url() -> str:
    """Where links in mails lead: ``KHUE_BASE_URL``."""
    return str(getattr(settings, "KHUE_BASE_URL", "") or "http://localhost").rstrip("/")


def mail_of(notice: Notice, address: Address) -> EmailMessage:
    """The mail for a notice, in the reader's language."""
    title, body = Text(notice.title_vi, notice.title_en), Text(notice.body_vi or notice.title_vi, notice.body_en)
    with translation.override(address.language):
        parts = [body.into(address.language)]
        if notice.path:
            parts.append(_("Open the page: %(link)s") % {"link": f"{_base_url()}/{address.language}{notice.path}"})
        parts.append(_("You can choose which notices come by e-mail on your notices page."))
        subject = " ".join(title.into(address.language).split())
    return EmailMessage(
        subject=subject,
        body="\n\n".join(parts) + "\n",
        to=[address.email],
        headers={"Message-ID": message_id(notice.pk), "Auto-Submitted": "auto-generated"},
    )


@jobs.app.task(name=MAIL_JOB, retry=jobs.STEADY)
def mail_notice(notice_id: int) -> bool:
    """Mail one notice if its reader wants that and has an address. Gives whether a mail went out."""
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None or _address_loader is None or not wants_mail(notice.party, notice.kind):
        return False
    found = _address_loader(notice.party)
    if found is None or not found[0]:
        return False
    mail_of(notice, Address(*found)).send()
    return True


# -- reading ---------------------------------------------------------------------------------------------------------


def _row(notice: Notice) -> NoticeRow:
    return NoticeRow(
        id=notice.pk,
        kind=notice.kind,
        title=Text(notice.title_vi, notice.title_en),
        body=Text(notice.body_vi, notice.body_en) if notice.body_vi else None,
        path=notice.path,
        created_at=notice.created_at,
        read_at=notice.read_at,
    )


def _all(party: str | tuple[str, ...]) -> tuple[str, ...]:
    return (party,) if isinstance(party, str) else party


def inbox(party: str | tuple[str, ...], after: str | None = None, size: int = 20) -> Page[NoticeRow]:
    """A party's notices, newest first; several keys when records of one person were merged."""
    return keyset(Notice.objects.filter(party__in=_all(party)), ["-created_at", "-id"], after, size).of(_row)


def unread(party: str | tuple[str, ...]) -> int:
    """How many notices wait; counted up to 100, which the page shows as 99+."""
    return len(Notice.objects.filter(party__in=_all(party), read_at__isnull=True).values_list("pk")[:100])


def mark_read(actor: Actor, notice_id: int) -> NoticeRow:
    """Marks one of the actor's own notices. Raises Missing when it is not theirs. The first reading stays."""
    notice = Notice.objects.filter(pk=notice_id, party__in=actor.keys).first()
    if notice is None:
        raise Missing(Text("Không có thông báo này.", "There is no such notice."))
    if notice.read_at is None:
        notice.read_at = actor.moment
        Notice.objects.filter(pk=notice_id, read_at__isnull=True).update(read_at=actor.moment)
    return _row(notice)


def mark_all_read(actor: Actor) -> int:
    """Marks everything that waits for the actor. Gives how many."""
    return Notice.objects.filter(party__in=actor.keys, read_at__isnull=True).update(read_at=actor.moment)


# -- preferences -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preference:
    kind: str
    label: Text
    email: bool


def preferences(party: str) -> tuple[Preference, ...]:
    """Every registered kind, with what the party chose (yes when it chose nothing)."""
    chosen = dict(NoticePreference.objects.filter(party=party).values_list("kind", "email"))
    return tuple(Preference(kind, label, chosen.get(kind, True)) for kind, label in sorted(_kinds.items()))


def choose_mail(actor: Actor, wanted: frozenset[str]) -> None:
    """From now on only kinds in ``wanted`` come by e-mail. Unknown kinds are ignored."""
    NoticePreference.objects.bulk_create(
        [NoticePreference(party=actor.key, kind=kind, email=kind in wanted) for kind in _kinds],
        update_conflicts=True,
        unique_fields=["party", "kind"],
        update_fields=["email"],
    )
