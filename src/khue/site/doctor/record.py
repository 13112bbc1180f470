"""What must never be wrong: audit, ledger, files; and the work that has to go on: jobs, worker, seals, backups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from khue.core import proof
from khue.kernel import files as store
from khue.kernel import health
from khue.kernel.jobs import queue
from khue.kernel.metrics.kept import last_backup
from khue.kernel.models import AuditCheckpoint, AuditRecord, StoredFile
from khue.site.doctor.findings import Check, Finding, bad, ok, warn

SAMPLE = 50  # files, and records of the audit, that a quick look takes
A_NIGHT = timedelta(hours=26)


def audit(whole: bool) -> Iterator[Finding]:
    """The newest records hash to what is kept and continue their chains; ``whole``: everything, as an outsider would."""
    if whole:
        yield from _whole_audit()
    else:
        broken = 0
        for record in AuditRecord.objects.order_by("-id")[:SAMPLE]:
            before = (
                AuditRecord.objects.filter(chain=record.chain, seq=record.seq - 1)
                .values_list("hash", flat=True)
                .first()
            )
            linked = before is None or bytes(before).hex() in record.body
            broken += proof.digest_of(record.body) != bytes(record.hash) or not linked
        if broken:
            yield bad(
                "audit",
                f"{broken} of the last {SAMPLE} records do not fit their hash or chain",
                "khue audit export, khue audit verify: it says where.",
            )
        else:
            yield ok("audit", f"the last {SAMPLE} records fit their hashes and chains")
    newest = AuditCheckpoint.objects.order_by("-n").first()
    sealed = newest.last_id if newest else 0
    oldest = AuditRecord.objects.filter(id__gt=sealed).order_by("id").values_list("id", flat=True).first()
    last = AuditRecord.objects.order_by("-id").values_list("id", flat=True).first() or 0
    age = timezone.now() - newest.at if newest else None
    if oldest is not None and (age is None or age > A_NIGHT):
        since = (
            f"since checkpoint {newest.n} of {newest.at:%Y-%m-%d %H:%M}" if newest else "and there is no checkpoint yet"
        )
        yield warn(
            "checkpoint",
            f"{last - sealed} records are unsealed {since}",
            "The worker seals every night; or khue audit checkpoint.",
        )
    else:
        yield ok("checkpoint", f"number {newest.n}, {last - sealed} records since" if newest else "nothing to seal yet")


def _whole_audit() -> Iterator[Finding]:
    import tempfile

    from khue.kernel import audit as kernel_audit

    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as stream:
        kernel_audit.export(stream, with_values=True, city=settings.KHUE_CITY)
        stream.seek(0)
        report = proof.verify_export(line.encode() for line in stream)
    if report.ok:
        yield ok("audit", f"all {report.records} records in {report.chains} chains, {report.checkpoints} checkpoints")
    else:
        yield bad(
            "audit", str(report.findings[0]), "Keep everything as it is, and compare with the published checkpoints."
        )


def ledger(whole: bool) -> Iterator[Finding]:
    """Kept balances against kept totals; ``whole``: everything recomputed from the postings."""
    if whole:
        from khue.features.ledger.queries import verify

        report = verify()
        if report.sound:
            yield ok("ledger", str(report))
        else:
            first = report.findings[0]
            yield bad("ledger", f"{first.check}: {first.what}", "Stop payments; khue ledger verify lists everything.")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT account_id || ' ' || currency || ': balances ' || coalesce(b.amount, 0) || ', total ' || coalesce(t.amount, 0)
            FROM (SELECT account_id, currency, sum(amount) AS amount FROM ledger_balance GROUP BY 1, 2) b
            FULL JOIN (SELECT account_id, currency, sum(amount) AS amount FROM ledger_accounttotal GROUP BY 1, 2) t
            USING (account_id, currency) WHERE coalesce(b.amount, 0) <> coalesce(t.amount, 0)"""
        )
        wrong = [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM ledger_accounttotal")
        rest = int(cursor.fetchone()[0])
    if wrong or rest:
        yield bad(
            "ledger",
            wrong[0] if wrong else f"the books are off by {rest}",
            "Stop payments; khue ledger verify lists everything.",
        )
    else:
        yield ok("ledger", "balances and totals agree, and the books balance")


def files(whole: bool) -> Iterator[Finding]:
    """Stored files are there, with the bytes that their records name; some of them, or all."""
    rows = StoredFile.objects.order_by("?")[:SAMPLE] if not whole else StoredFile.objects.order_by("id").iterator()
    looked, missing, changed = 0, [], []
    for row in rows:
        looked += 1
        path = store.path_of(row.id)
        if not path.is_file():
            missing.append(str(row.id))
        elif _sha256(path) != row.sha256:
            changed.append(str(row.id))
    for what, names in (("missing", missing), ("changed on the disk", changed)):
        if names:
            yield bad(
                "files",
                f"{len(names)} of {looked} looked at are {what}: {names[0]}",
                "Bring them back from a backup: khue restore into another folder, then copy.",
            )
    if not missing and not changed:
        yield ok("files", f"{looked} {'in all' if whole else 'picked at random'}: there and unchanged")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def worker() -> Iterator[Finding]:
    found = health._worker()
    age = found.facts.get("heartbeat_age_s")
    if found.ok:
        yield ok("worker", f"gave a sign of life {age:.0f} s ago")
    else:
        when = "none has ever run here" if age is None else f"its last sign of life was {age:.0f} s ago"
        yield warn("worker", when, "khue run starts one; on several machines: python -m khue.site.worker.")


def jobs() -> Iterator[Finding]:
    counts = queue.counts()
    late = [kind for kind in queue.kinds() if kind.oldest and timezone.now() - kind.oldest > timedelta(minutes=5)]
    if counts["stuck"]:
        yield bad(
            "jobs",
            f"{counts['stuck']} run for a worker that is gone",
            "A running worker puts them back within a minute.",
        )
    if counts["failed"]:
        yield warn("jobs", f"{counts['failed']} have failed for good", "khue jobs list, or the page Operations › Jobs.")
    if late:
        yield warn(
            "jobs",
            f"{late[0].task} has been due for more than five minutes",
            "The worker does not keep up, or it stands.",
        )
    if not (counts["stuck"] or counts["failed"] or late):
        yield ok("jobs", f"{counts['waiting']} waiting, {counts['running']} running, none failed")


def backup() -> Iterator[Finding]:
    found = last_backup()
    if found is None:
        if settings.KHUE_SAMPLE:
            yield ok("backup", "none was made; a sample city can be made again")
        else:
            yield warn(
                "backup",
                "none was made on this machine",
                "khue backup every night: docs/how-to/back-up-and-restore.md.",
            )
        return
    made_at, said = found
    what = f"{said['file']}, {said['bytes'] / 1e6:,.1f} MB, {made_at:%Y-%m-%d %H:%M} UTC"
    if datetime.now(UTC) - made_at > A_NIGHT:
        yield warn("backup", f"the last one is old: {what}", "Look at the timer that calls khue backup.")
    else:
        yield ok("backup", what)


def checks(whole: bool) -> list[Check]:
    """The checks of this module, each with a name that a broken one is reported under."""
    made: list[Check] = []
    for check in (audit, ledger, files):
        bound = partial(check, whole)
        bound.__name__ = check.__name__  # type: ignore[attr-defined]  # a partial takes a name as well
        made.append(bound)
    return [*made, worker, jobs, backup]
