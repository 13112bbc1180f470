"""Room ``operations``: its part of the stock."""

from __future__ import annotations

from khue.kernel import clock
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.dossiers.models import Dossier
    from khue.kernel import audit
    from khue.kernel.models import Notice, StoredFile

    audit.seal_checkpoint(clock.now())
    stock.by_room["operations", "job_id"] = failed_job()
    stock.by_room["operations", "task"] = "kernel.mail_notice"
    handed_in = Dossier.objects.get(number=stock.everywhere["number"])
    stock.everywhere["identity"] = StoredFile.objects.filter(subject=f"dossier:{handed_in.pk}").earliest("stored_at").pk
    mine = Notice.objects.filter(party=act("researcher").key)
    stock.everywhere["notice_id"] = (mine or Notice.objects.all()).latest("pk").pk


def failed_job(number: int = 0) -> int:
    """A mail that could not be sent, as the worker leaves it."""
    from django.db import connection

    from khue.kernel.jobs import failures

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'kernel.mail_notice', %s, 'failed', 6) RETURNING id",
            [f'{{"notice_id": {900_000 + number}}}'],
        )
        job_id = int(cursor.fetchone()[0])
    failures.note(job_id, "kernel.mail_notice", 6, ConnectionRefusedError(111, "Connection refused"))
    return job_id
