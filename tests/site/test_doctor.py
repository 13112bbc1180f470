"""``khue doctor``: each check in its good and in its bad state; a broken check is a finding, never a crash."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from khue.kernel import clock, files
from khue.kernel.deeds import command
from khue.kernel.models import StoredFile
from khue.site.doctor import database, findings, machine, record
from khue.site.doctor.findings import Finding
from tests.conftest import ROOT, Cluster


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    monkeypatch.setenv("KHUE_VAR", str(tmp_path))
    settings.KHUE_FILES = tmp_path / "files"
    settings.KHUE_AUDIT_KEY = tmp_path / "audit-key.pem"
    return tmp_path


def told(check: Any, *given: Any) -> list[tuple[str, str]]:
    return [(found.check, found.state) for found in findings.run([lambda: check(*given)])]


def test_keys_that_others_may_read_and_a_missing_audit_key_are_wrong(var: Path) -> None:
    assert told(machine.keys) == [("keys", "bad")]
    key = var / "audit-key.pem"
    key.write_text("key")
    key.chmod(0o600)
    assert told(machine.keys) == [("keys", "ok")]
    key.chmod(0o640)
    assert told(machine.keys) == [("keys", "bad")]


@pytest.mark.parametrize(("days", "state"), [(400, "ok"), (20, "warn"), (-1, "bad")])
def test_certificates_are_told_before_they_run_out(var: Path, days: int, state: str) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=500)).not_valid_after(now + timedelta(days=days))
    (var / "signing").mkdir()
    (var / "signing" / "city.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    assert told(machine.certificates) == [("certificates", state)]


def test_settings_that_are_unsafe_in_the_open_are_named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(machine.settings_of_a_real_server) == [("settings", "ok")]  # a sample city
    settings.KHUE_SAMPLE, settings.DEBUG, settings.KHUE_SECURE = False, True, False
    monkeypatch.setenv("KHUE_SECRET", "short")
    states = [state for _check, state in told(machine.settings_of_a_real_server)]
    assert states.count("bad") >= 3
    assert "warn" in states


def test_a_mail_server_that_does_not_answer_is_wrong(settings: Any) -> None:
    assert told(machine.mail) == [("mail", "ok")]
    settings.KHUE_SAMPLE = False
    assert told(machine.mail) == [("mail", "warn")]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        assert told(machine.mail) == [("mail", "bad")]


@pytest.mark.django_db
class TestDatabase:
    def test_a_sound_one_is_in_order(self) -> None:
        for check in (database.reachable, database.clocks, database.migrations, database.mode, database.rights):
            assert [state for _check, state in told(check)] == ["ok"], check.__name__

    def test_a_mode_that_does_not_fit_and_personas_among_real_records_are_wrong(self, settings: Any) -> None:
        settings.KHUE_SAMPLE = False
        assert told(database.mode) == [("mode", "bad")]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_businessclock SET sample = false, shift_days = 0")
        assert told(database.mode) == [("mode", "bad")]

    def test_a_waiting_migration_is_wrong(self) -> None:
        with connection.cursor() as cursor:
            newest = "SELECT max(id) FROM django_migrations WHERE app = 'kernel'"
            cursor.execute(f"DELETE FROM django_migrations WHERE id = ({newest})")
        assert told(database.migrations) == [("migrations", "bad")]

    def test_a_total_that_is_off_is_wrong(self) -> None:
        assert told(record.ledger, False) == [("ledger", "ok")]
        assert told(record.ledger, True) == [("ledger", "ok")]

    def test_silent_workers_failed_and_stuck_jobs_are_told(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
            cursor.execute("DELETE FROM procrastinate_workers")
            assert told(record.worker) == [("worker", "warn")]
            assert told(record.jobs) == [("jobs", "ok")]
            insert = "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'x', %s)"
            cursor.execute(insert, ["failed"])
            cursor.execute(insert, ["doing"])
        assert told(record.jobs) == [("jobs", "bad"), ("jobs", "warn")]

    def test_files_that_are_missing_or_changed_are_wrong(self, var: Path) -> None:
        StoredFile.objects.all().delete()
        with command("test.store", clock.job_actor("test"), subject="party:1") as deed:
            upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n")
            row = files.store(upload, deed=deed, owner="party:1", kind="quote")
        assert told(record.files, False) == [("files", "ok")]
        path = files.path_of(row.id)
        path.write_bytes(b"another")
        assert told(record.files, True) == [("files", "bad")]
        path.unlink()
        assert told(record.files, False) == [("files", "bad")]

    def test_backups_are_missed(self, var: Path, settings: Any) -> None:
        settings.KHUE_SAMPLE = False
        assert told(record.backup) == [("backup", "warn")]
        said = {"file": "a.age", "bytes": 5, "made_at": datetime.now(UTC).isoformat()}
        (var / "backup.json").write_text(json.dumps(said))
        assert told(record.backup) == [("backup", "ok")]
        said["made_at"] = (datetime.now(UTC) - timedelta(days=3)).isoformat()
        (var / "backup.json").write_text(json.dumps(said))
        assert told(record.backup) == [("backup", "warn")]


@pytest.fixture
def tampered(clone_db: str, cluster: Cluster) -> Iterator[Any]:
    with connections["owner"].cursor() as cursor:
        yield cursor


@pytest.mark.slow
def test_rights_and_guards_that_were_changed_behind_our_back_are_wrong(tampered: Any) -> None:
    assert told(database.rights) == [("rights", "ok")]
    tampered.execute("GRANT UPDATE ON kernel_auditrecord TO khue_app")
    tampered.execute("GRANT TRUNCATE ON ledger_entry TO khue_app")
    (found,) = findings.run([database.rights])
    assert found.state == "bad"
    assert "TRUNCATE on ledger_entry" in found.what
    assert "UPDATE on kernel_auditrecord" in found.what
    tampered.execute("ALTER TABLE ledger_posting DISABLE TRIGGER USER")
    assert [state for _check, state in told(database.rights)] == ["bad", "bad"]


@pytest.mark.slow
def test_a_record_and_a_total_changed_past_the_guards_are_wrong(tampered: Any) -> None:
    assert told(record.audit, True)[0] == ("audit", "ok")
    tampered.execute("ALTER TABLE kernel_auditrecord DISABLE TRIGGER USER")
    tampered.execute(
        "UPDATE kernel_auditrecord SET body = replace(body, 'job:', 'jox:') WHERE id = (SELECT max(id) FROM kernel_auditrecord)"
    )
    assert told(record.audit, False)[0] == ("audit", "bad")
    assert told(record.audit, True)[0] == ("audit", "bad")
    tampered.execute("ALTER TABLE ledger_accounttotal DISABLE TRIGGER USER")
    tampered.execute(
        "INSERT INTO ledger_accounttotal (account_id, currency, lane, amount) SELECT code, 'VND', 0, 5 FROM ledger_account LIMIT 1 ON CONFLICT DO NOTHING"
    )
    assert told(record.ledger, False) == [("ledger", "bad")]
    assert told(record.ledger, True) == [("ledger", "bad")]


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> Iterator[Finding]:
        raise RuntimeError("first line\nsecond")

    (found,) = findings.run([broken])
    assert (found.check, found.state) == ("broken", "bad")
    assert "first line" in found.what
    assert findings.worst([found]) == 2
    assert findings.worst([]) == 0


@pytest.mark.slow
def test_without_a_database_the_command_says_so_and_ends_with_two(tmp_path: Path) -> None:
    given = [sys.executable, "-m", "khue.site.cli", "doctor", "--json"]
    environment = {"KHUE_VAR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(given, capture_output=True, text=True, timeout=60, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 2
    said = {line["check"]: line["state"] for line in json.loads(done.stdout)}
    assert said["database"] == "bad"
    assert said["python"] == "ok"
