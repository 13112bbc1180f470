"""Template versions: the city package seeds, staff publish; nothing that made a document ever changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.documents import access
from khue.features.documents.domain import PublishTemplate
from khue.features.documents.domain.templates import FROM_CITY, may_publish
from khue.features.documents.events import TemplatePublished
from khue.features.documents.models import TemplateVersion
from khue.kernel import documents as sheets
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

SETUP_JOB = "job.setup"
PUBLISHING = 1265137012
"""The advisory lock of whoever publishes a template version."""


def digest_of(texts: Mapping[str, Text]) -> str:
    """SHA-256 of the texts in one writing."""
    plain = json.dumps({key: texts[key].to_json() for key in sorted(texts)}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def load_templates(*, actor: Actor) -> int:
    """Add a version for each kind whose seed texts were never seen; the number added. Safe to repeat."""
    if not actor.may(SETUP_JOB):
        actor.require(access.TEMPLATES)
    added = 0
    for kind in sheets.kinds():
        texts = sheets.seed_texts(kind.key)
        if not texts or TemplateVersion.objects.filter(kind=kind.key, digest=digest_of(texts)).exists():
            continue
        with command("documents.load_template", actor, subject=f"template:{kind.key}") as deed:
            first = not TemplateVersion.objects.filter(kind=kind.key).exists()
            # The first version made every document so far; a later seed counts from the day of the upgrade.
            day = deed.today.replace(year=2000, month=1, day=1) if first else deed.today
            _add(kind.key, texts, day, FROM_CITY.vi, deed=deed)
            added += 1
    return added


def check_template(asked: PublishTemplate, *, actor: Actor, same_is_fine: bool = False) -> None:
    """Raises Refused as ``publish_template`` would, without writing: for the comparison and the print before it."""
    actor.require(access.TEMPLATES)
    newest = TemplateVersion.objects.filter(kind=asked.kind).order_by("-number").first()
    before = {key: Text.from_json(value) for key, value in newest.texts.items()} if newest and not same_is_fine else {}
    require(may_publish(sheets.blocks_of(asked.kind), asked.texts, before, asked.valid_from, actor.today))


def publish_template(asked: PublishTemplate, *, actor: Actor) -> int:
    """New texts of a kind from a day on; the number of the version.

    Raises Refused with every reason (a text missing, too long, an unknown placeholder, a day in the past, nothing changed),
    Conflict when a colleague published meanwhile, Missing, NotAllowed.
    """
    actor.require(access.TEMPLATES)
    with command("documents.publish_template", actor, subject=f"template:{asked.kind}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        # Versions are only ever added: there is no row to lock, so who publishes holds the room's lock.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
        newest = TemplateVersion.objects.filter(kind=asked.kind).order_by("-number").first()
        require_seen(asked.seen, newest.number if newest else 0)
        before = {key: Text.from_json(value) for key, value in newest.texts.items()} if newest else {}
        texts = {key: text for key, text in asked.texts.items() if text.vi.strip()}
        require(may_publish(sheets.blocks_of(asked.kind), asked.texts, before, asked.valid_from, deed.today))
        number = _add(asked.kind, texts, asked.valid_from, asked.note.strip(), deed=deed)
        deed.emit(
            TemplatePublished(
                subject=deed.subject, kind=asked.kind, number=number, valid_from=asked.valid_from.isoformat()
            )
        )
        deed.result(number)
        return number


def _add(kind: str, texts: Mapping[str, Text], valid_from: date, note: str, *, deed: Deed) -> int:
    last = TemplateVersion.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    row = TemplateVersion.objects.create(
        kind=kind,
        number=last + 1,
        valid_from=valid_from,
        texts={key: text.to_json() for key, text in texts.items()},
        digest=digest_of(texts),
        note=note[:300],
        published_by=deed.actor.key,
        published_by_name=deed.actor.name,
        published_at=deed.moment,
    )
    deed.after(version=row.number, valid_from=str(row.valid_from), digest=row.digest)
    return row.number
