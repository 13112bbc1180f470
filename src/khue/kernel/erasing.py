"""Parts of a lawful erasure that lie in the kernel: files with their words, notices, timelines, looks, audit values.

Each joins the deed that is under way and gives how much went. The audit's chain is never touched: only values that lie
beside it go, so every proof still holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Func, TextField, Value

from khue.kernel import audit, files
from khue.kernel.deeds import Deed
from khue.kernel.models import AuditRecord, Notice, NoticePreference, StoredFile, TimelineRow

GONE = "(đã xóa)"
"""What stands where a name stood."""


def erase_files(ids: Collection[UUID], *, deed: Deed) -> int:
    """Rows now; bytes, and the words read out of them, once the deed is committed."""
    rows = list(StoredFile.objects.select_for_update().filter(pk__in=ids))
    gone = [(row.pk, row.sha256) for row in rows]
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _unlink(gone))
    return len(rows)


def _unlink(gone: Iterable[tuple[UUID, str]]) -> None:
    # A process that ends here leaves bytes without a row: the nightly sweep removes them.
    from khue.kernel.search.texts import forget

    for identity, sha256 in gone:
        files.path_of(identity).unlink(missing_ok=True)
        if not StoredFile.objects.filter(sha256=sha256).exists():
            forget(sha256)


def erase_notices(party: str, *, deed: Deed) -> int:
    """Everything that was told to the party in the app, and how it wanted to be told."""
    NoticePreference.objects.filter(party=party).delete()
    return Notice.objects.filter(party=party).delete()[0]


def erase_timeline(party: str, name: str, *, deed: Deed) -> int:
    """The party's own timeline goes; in the timelines of others about the same matters the name goes."""
    own = TimelineRow.objects.filter(party=party)
    matters = list(own.values_list("subject", flat=True).distinct())
    others = TimelineRow.objects.filter(subject__in=[party, *matters]).exclude(party=party)
    for field in ("text_vi", "text_en") if name else ():
        without = Func(F(field), Value(name), Value(GONE), function="replace", output_field=TextField())
        others.filter(**{f"{field}__contains": name}).update(**{field: without})
    return own.delete()[0]


def unname_viewer(party: str, *, deed: Deed) -> int:
    """In the log of looks at others' data the viewer's name goes; the key stays, so the look can still be counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_unname_viewer(%s)", [party])
        return int(cursor.fetchone()[0])


def erase_audit_values(subjects: Collection[str], ground: str, *, deed: Deed) -> int:
    """The personal values of every record about one of these subjects; the records themselves stay as they were sealed."""
    ids = AuditRecord.objects.filter(subjects__overlap=list(subjects)).values_list("pk", flat=True)
    return audit.erase_values(list(ids), ground, deed=deed)
