"""docs/how-to/back-up-and-restore.md, done: a dump made and restored as written there is the same city, still guarded."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core import proof
from khue.features.ledger.queries import verify
from khue.kernel import audit
from khue.kernel.models import AuditRecord
from khue.site.postgres import Postgres, packaged_bin
from tests.conftest import Cluster, pointed_at


@pytest.mark.slow
def test_a_restored_dump_proves_itself_and_keeps_its_guards(clone_db: str, cluster: Cluster, tmp_path: Path) -> None:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("pg_dump must be as new as the server: tried on the embedded one")
    server = Postgres(Path(os.environ["KHUE_VAR"]))
    records, export = AuditRecord.objects.count(), _export()
    assert records > 0
    dump, restored = tmp_path / "khue.dump", f"{clone_db}_restored"
    owner = server.url("khue_owner", clone_db)
    _run("pg_dump", "--format=custom", f"--file={dump}", owner)
    cluster.sql(f'CREATE DATABASE "{restored}" OWNER khue_owner')
    try:
        there = server.url("khue_owner", restored)
        _run("pg_restore", "--no-owner", "--role=khue_owner", "--exit-on-error", f"--dbname={there}", str(dump))
        with pointed_at(restored):
            # The first line says when the export was made.
            assert _export().split(b"\n", 1)[1] == export.split(b"\n", 1)[1]
            assert AuditRecord.objects.count() == records
            assert proof.verify_export(io.BytesIO(export)).ok
            assert verify().sound
            for sql in (
                "UPDATE kernel_auditrecord SET actor = 'x'",
                "DELETE FROM ledger_entry",
                "TRUNCATE ledger_posting",
            ):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql)
    finally:
        cluster.drop(restored)


def _export() -> bytes:
    stream = io.StringIO()
    audit.export(stream, with_values=True, city="khue_hanoi")
    return stream.getvalue().encode()


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run([str(packaged_bin() / program), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
