"""``khue backup`` and ``khue restore``: what comes back is the same city, proven and guarded; what is not whole is refused."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, connections, transaction

from khue.features.ledger.queries import verify
from khue.kernel import clock, files
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord, StoredFile
from khue.site import setup, upgrade
from khue.site.backup import age, archive, making, programs, restoring, retention
from khue.site.environment import BadSetting
from tests.conftest import ROOT, Cluster, pointed_at

pytestmark = pytest.mark.slow
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OWNER = pyrage.x25519.Identity.generate()
LOCK, KEY = age.Recipients((str(OWNER.to_public()),)), age.Identities((str(OWNER),))


@pytest.fixture
def city(clone_db: str, tmp_path: Path, settings) -> making.Source:  # type: ignore[no-untyped-def]  # a fixture of a library without types
    """A clone with three stored files and a folder with keys."""
    settings.KHUE_FILES = tmp_path / "var" / "files"
    with command("test.store", clock.job_actor("test"), subject="party:1") as deed:
        for number in range(3):
            upload = SimpleUploadedFile(f"paper-{number}.pdf", PDF + b"%" + bytes([65 + number]) * 70_000)
            files.store(upload, deed=deed, owner="party:1", kind="quote")
    var = tmp_path / "var"
    (var / "secret").write_text("the secret of sessions")
    (var / "audit-key.pem").write_bytes(Path(settings.KHUE_AUDIT_KEY).read_bytes())
    return making.Source(programs.Place.of_settings().called(clone_db), var / "files", var, "khue_hanoi")


@pytest.fixture
def target(city: making.Source, cluster: Cluster, tmp_path: Path) -> Iterator[restoring.Target]:
    """An address where no database is yet, and an empty folder; what a restore leaves there is dropped."""
    place = city.place.called(f"{city.place.name}_back")
    (tmp_path / "there").mkdir()
    yield restoring.Target(place, tmp_path / "there" / "files", tmp_path / "there")
    for (name,) in cluster.sql(f"SELECT datname FROM pg_database WHERE datname LIKE '{place.name}%'"):
        cluster.drop(name)


def quiet(what: str) -> None: ...


def made(city: making.Source, path: Path, **given: bool) -> Path:
    making.make(path, LOCK, city, **given)
    return path


def test_a_restored_city_is_the_same_proven_and_still_guarded(
    city: making.Source, target: restoring.Target, tmp_path: Path, cluster: Cluster
) -> None:
    path = made(city, tmp_path / "a.age")
    assert path.stat().st_mode & 0o777 == 0o600
    assert PDF[:20] not in path.read_bytes()
    records, stored = AuditRecord.objects.count(), set(StoredFile.objects.values_list("id", "sha256"))

    done = restoring.restore(path, KEY, target, say=quiet)
    assert done.migrated == 0
    assert done.findings == ()
    assert done.before == ""
    assert (target.keys / "secret").read_text() == "the secret of sessions"
    assert not (target.keys / "audit-key.pem").exists()  # it signs, so it is left out unless asked for
    for path_there in target.files.rglob("*.*"):
        assert not path_there.name.endswith(".part")
    with pointed_at(target.place.name):
        assert set(StoredFile.objects.values_list("id", "sha256")) == stored
        for identity, _sha in stored:
            name = f"{identity.hex[:2]}/{identity}"
            assert (target.files / name).read_bytes() == (city.files / name).read_bytes()
        assert AuditRecord.objects.count() == records + 1
        assert AuditRecord.objects.latest("id").deed == "operations.restore_backup"
        assert verify().sound
        for statement in (
            "UPDATE kernel_auditrecord SET actor = 'x'",
            "DELETE FROM ledger_entry",
            "TRUNCATE ledger_posting",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    # A second time the place is taken: refused, or put aside under another name.
    with pytest.raises(restoring.CannotRestore, match="is not empty"):
        restoring.restore(path, KEY, target, say=quiet)
    again = restoring.restore(path, KEY, target, replace=True, say=quiet)
    assert again.before.startswith(f"{target.place.name}_before_")
    assert cluster.has(again.before)
    assert not cluster.has(f"{target.place.name}_restoring")


def test_a_backup_of_an_older_version_is_migrated_and_then_proven(
    city: making.Source, target: restoring.Target, tmp_path: Path
) -> None:
    from django.core.management import call_command

    # The state that an earlier version left: without the guards of the ledger's tables.
    call_command("migrate", "kernel", "0002", database="owner", verbosity=0, interactive=False)
    path = made(city, tmp_path / "old.age")
    done = restoring.restore(path, KEY, target, say=quiet)
    assert done.migrated >= 1
    assert "sound" in done.ledger
    with pointed_at(target.place.name), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'kernel' AND name = '0003_viewing_guards'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT has_table_privilege('khue_app', 'kernel_auditrecord', 'UPDATE')")
        assert cursor.fetchone() == (False,)


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_touched(
    city: making.Source, target: restoring.Target, tmp_path: Path, cluster: Cluster
) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0099_later', now())")
    path = made(city, tmp_path / "new.age")
    with pytest.raises(restoring.CannotRestore, match=r"newer Khuê .*ledger\.0099_later"):
        restoring.restore(path, KEY, target, say=quiet)
    assert not cluster.has(target.place.name)
    assert not target.files.exists()
    # And a newer database itself is refused by an older program.
    with pytest.raises(BadSetting, match=r"newer Khuê \(ledger\.0099_later"):
        setup.migrate(quiet)


def test_whatever_is_not_whole_or_not_ours_is_refused_in_one_line_and_leaves_nothing(
    city: making.Source, target: restoring.Target, tmp_path: Path, cluster: Cluster
) -> None:
    whole = made(city, tmp_path / "whole.age").read_bytes()
    header = whole.index(b"\n---") + 60
    stranger = age.Identities((str(pyrage.x25519.Identity.generate()),))
    cases: dict[str, tuple[bytes, age.Key]] = {
        "wrong key": (whole, stranger),
        "another lock": (whole, age.Passphrase("a long enough passphrase")),
        "truncated in the middle": (whole[: len(whole) // 2], KEY),
        "without its last byte": (whole[:-1], KEY),
        "cut at a border of the format": (whole[: header + 65_552 * 2], KEY),
        "flipped byte": (whole[: len(whole) // 3] + bytes([whole[len(whole) // 3] ^ 1]) + whole[len(whole) // 3 + 1 :], KEY),
        "empty": (b"", KEY),
        "no age file": (b"PK\x03\x04" + whole[4:], KEY),
        "another program's archive": (pyrage.encrypt(b"x" * 20_000, [OWNER.to_public()]), KEY),
    }  # fmt: skip
    for name, (content, key) in cases.items():
        path = tmp_path / "case.age"
        path.write_bytes(content)
        for deed in (restoring.check, lambda path, key: restoring.restore(path, key, target, say=quiet)):
            with pytest.raises((age.CannotOpen, archive.BadBackup)) as refused:
                deed(path, key)
            assert "\n" not in str(refused.value), name
        assert not cluster.has(target.place.name), name
        assert not cluster.has(f"{target.place.name}_restoring"), name
        assert list(target.keys.glob("**/*.*")) == [], name


def test_a_manifest_that_does_not_fit_is_refused(city: making.Source, tmp_path: Path) -> None:
    """Somebody who has the public key can seal an archive of his own making: hashes inside must fit as well."""
    plain = io.BytesIO()
    with age.opening((made(city, tmp_path / "a.age")).open("rb"), KEY) as stream:
        plain.write(stream.read())
    content = plain.getvalue()
    forged = content.replace(b"A" * 70_000, b"B" * 70_000, 1)
    assert forged != content
    (tmp_path / "forged.age").write_bytes(pyrage.encrypt(forged, [OWNER.to_public()]))
    with pytest.raises(archive.BadBackup, match="the files inside are not those of the manifest"):
        restoring.check(tmp_path / "forged.age", KEY)


def test_files_that_are_lost_or_changed_on_the_disk_are_told(city: making.Source, tmp_path: Path) -> None:
    first, second = sorted(path for path in city.files.rglob("*") if path.is_file())[:2]
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1] + b"!")
    told = making.make(tmp_path / "a.age", LOCK, city).manifest
    assert told.missing == (f"{first.parent.name}/{first.name}",)
    assert told.damaged == (f"{second.parent.name}/{second.name}",)


def test_a_backup_that_fails_leaves_nothing_under_its_name(city: making.Source, tmp_path: Path) -> None:
    taken = tmp_path / "taken.age"
    taken.write_text("another")
    with pytest.raises(making.CannotBackUp, match="exists already"):
        made(city, taken)
    assert taken.read_text() == "another"
    with pytest.raises(making.CannotBackUp, match="needs about 900 MB"):
        making.require_space(tmp_path, 900 << 20, "the backup", free=5 << 20)
    # A disk that is full after 64 KB, as the system tells it.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
        with pytest.raises(OSError, match="too large"):
            made(city, tmp_path / "full.age")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    gone = replace(city, place=city.place.called("khue_not_there"))
    with pytest.raises(programs.ProgramFailed, match="can't be used"):
        making.make(tmp_path / "none.age", LOCK, gone)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken.age", "var"]


KILLED = """
import sys
from pathlib import Path
from khue.site.backup import age, making, programs
url, files, out, recipient = sys.argv[1:]
source = making.Source(programs.Place(url, "host=/" in url), Path(files), Path(out).parent, "khue_hanoi")
making.make(Path(out), age.Recipients((recipient,)), source)
"""


def test_a_backup_that_is_killed_leaves_nothing_under_its_name_and_the_next_one_succeeds(
    city: making.Source, tmp_path: Path
) -> None:
    big, path, part = city.files / "ab" / "big", tmp_path / "a.age", tmp_path / ".a.age.part"
    big.parent.mkdir(exist_ok=True)
    with big.open("wb") as sparse:
        sparse.truncate(8 << 30)
    child = subprocess.Popen([sys.executable, "-c", KILLED, city.place.url, str(city.files), str(path), *LOCK.keys])
    try:
        for _ in range(600):
            if part.exists() and part.stat().st_size > 20 << 20:
                break
            assert child.poll() is None
            time.sleep(0.02)
    finally:
        child.kill()
        child.wait()
    assert part.stat().st_size > 20 << 20
    assert not path.exists()
    big.unlink()
    made(city, path)
    assert not part.exists()
    assert restoring.check(path, KEY)[1].files.count == 3


def test_programs_that_are_older_than_the_server_are_refused(city: making.Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    old = tmp_path / "pg_dump"
    old.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 14.2"\n')
    old.chmod(0o755)
    monkeypatch.setenv("KHUE_PG_BIN", str(tmp_path))
    with pytest.raises(programs.ProgramFailed, match=r"of PostgreSQL 14, the server is \d+: install"):
        made(city, tmp_path / "a.age")
    with pytest.raises(programs.ProgramFailed, match="there is no pg_restore"):
        city.place.program("pg_restore", 15)
    assert not (tmp_path / "a.age").exists()


def test_the_passphrase_format_is_that_of_other_age_programs(tmp_path: Path) -> None:
    words, content = "bảy chữ khó đoán lắm", os.urandom(150_000)
    lock, sealed = age.Passphrase(words, work=10), io.BytesIO()
    with age.sealing(sealed, lock) as stream:
        stream.write(content)
    assert pyrage.passphrase.decrypt(sealed.getvalue(), words) == content
    with age.opening(io.BytesIO(sealed.getvalue()), lock) as stream:
        assert stream.read() == content
    for content_changed, words_given, said in (
        (sealed.getvalue(), "another passphrase", "passphrase does not open"),
        (sealed.getvalue()[:-1], words, "damaged or cut off"),
        (sealed.getvalue()[:-65_536], words, "damaged or cut off"),
        (sealed.getvalue().replace(b" 10\n", b" 30\n"), words, "not made with a passphrase"),
        (sealed.getvalue().replace(b"--- ", b"--- A"), words, "header of the file was changed"),
    ):
        with pytest.raises(age.CannotOpen, match=said):
            _read_all(content_changed, age.Passphrase(words_given))
    short = tmp_path / "short"
    short.write_text("short\n")
    with pytest.raises(age.BadKey, match="at least 12"):
        age.Passphrase.read(short)


def _read_all(content: bytes, key: age.Key) -> bytes:
    with age.opening(io.BytesIO(content), key) as stream:
        return stream.read()


def test_retention_keeps_the_newest_of_each_day_week_and_month(tmp_path: Path) -> None:
    now = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
    moments = [now - timedelta(hours=12 * step) for step in range(2 * 200)]
    for moment in moments:
        (tmp_path / moment.strftime(retention.NAME)).touch()
    (tmp_path / "khue-notes.age").touch()
    retention.prune(tmp_path, retention.Rule.read("7d,4w,12m"))
    left = sorted(retention.backups(tmp_path), reverse=True)
    assert left[:7] == [now - timedelta(days=day) for day in range(7)]
    assert {moment.strftime("%Y-%m") for moment in left} == {f"2026-{month:02}" for month in range(1, 7)} | {"2025-12"}
    assert len(left) == 7 + 2 + 6  # of the four weeks, two end within the seven days; of the seven months, one
    assert (tmp_path / "khue-notes.age").exists()
    for rule in ("", "7", "d7", "0d", "7d,,4w", "7x"):
        with pytest.raises(retention.BadRule):
            retention.Rule.read(rule)


def test_an_upgrade_copies_first_and_changes_nothing_without_the_copy(
    city: making.Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.management import call_command

    call_command("migrate", "kernel", "0002", database="owner", verbosity=0, interactive=False)
    monkeypatch.setenv("KHUE_VAR", str(tmp_path / "up"))
    if not os.environ.get("DATABASE_URL"):
        # The embedded server is found by its folder; here only the copies go elsewhere.
        monkeypatch.setenv("DATABASE_OWNER_URL", city.place.url)
        monkeypatch.setenv("KHUE_PG_BIN", str(tmp_path / "nothing"))
        with pytest.raises(BadSetting, match=r"nothing was changed: there is no pg_dump"):
            setup.migrate(quiet)
        assert _waiting() >= 1
        from khue.site.postgres import packaged_bin

        monkeypatch.setenv("KHUE_PG_BIN", str(packaged_bin()))
    said: list[str] = []
    assert setup.migrate(said.append)
    assert _waiting() == 0
    (copy,) = (tmp_path / "up" / "before-upgrade").glob("*.dump")
    assert copy.read_bytes()[:5] == b"PGDMP"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "copied the database before the upgrade" in said[0]
    for _ in range(4):
        upgrade.copy_before(connections["owner"], quiet)
    assert len(list(copy.parent.glob("*.dump"))) == upgrade.COPIES
    monkeypatch.setenv("KHUE_SAFETY_COPY", "0")
    assert upgrade.copy_before(connections["owner"], quiet) is None


def _waiting() -> int:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def test_the_command_says_what_it_needs(tmp_path: Path) -> None:
    def khue(*given: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khue.site.cli", *given]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)

    made = khue("backup", "keygen", str(tmp_path / "key"))
    assert made.stdout.startswith("age1")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    cases: dict[str, tuple[str, ...]] = {
        "with what is it opened": ("restore", str(tmp_path / "x")),
        "there is no file": ("backup", "check", str(tmp_path / "x"), "--identity", str(tmp_path / "key")),
        "can't be read": ("restore", str(tmp_path / "x"), "--identity", str(tmp_path / "y")),
    }
    for words, given in cases.items():
        done = khue(*given)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1), done.stderr
        assert words in done.stderr


def test_what_was_lawfully_erased_after_the_backup_is_told_by_the_restore_and_erased_again(
    city: making.Source, target: restoring.Target, tmp_path: Path
) -> None:
    from khue.features.privacy import usecases as privacy
    from khue.features.privacy.domain.erasing import ConfirmErasure
    from khue.kernel.audit import export
    from khue.site.backup import erasures
    from tests.privacy.test_erasing import NAME, forgotten_draft, forgotten_person, proposed, second

    key, draft = forgotten_person(), f"dossier:{forgotten_draft()}"
    older = made(city, tmp_path / "older.age")
    for kind, subject in (("person", key), ("draft", draft)):
        privacy.confirm_erasure(ConfirmErasure(proposed(kind, subject)), actor=second())
    kept = tmp_path / "audit.khue"
    with kept.open("w", encoding="utf-8", newline="\n") as stream:
        export(stream, with_values=True, city="Mẫu")
    assert erasures.undone(erasures.told_by_database(connection.connection)) == ()
    newer = made(city, tmp_path / "newer.age")

    assert restoring.restore(newer, KEY, target, say=quiet).findings == ()
    done = restoring.restore(older, KEY, target, replace=True, say=quiet)
    told = "\n".join(done.findings)
    assert f"here again: person {key}" in told
    assert f"here again: draft {draft}" in told
    assert f"khue privacy erasures --database {done.before} --repeat" in told
    assert NAME not in told, "the report names keys only"

    with pointed_at(target.place.name):
        with target.place.called(done.before).connect() as there:
            found = erasures.undone(erasures.told_by_database(there))
        with kept.open(encoding="utf-8", newline="\n") as lines:
            assert erasures.undone(erasures.told_by_export(lines)) == found
        assert {each.subject for each in found} == {key, draft}
        assert all(why == "" for _each, why in erasures.repeat(found))
        assert erasures.undone(found) == ()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_party WHERE name = %s", [NAME])
            assert cursor.fetchone() == (0,)
        again = AuditRecord.objects.filter(deed="privacy.repeat_erasure")
        assert again.count() == 2
        assert [why for _each, why in erasures.repeat(found)] == ["", ""]
        assert again.count() == 2, "what is gone is not erased twice"
        assert verify().sound
        # Told by the repetition itself, the erasure keeps its first moment and its two officers.
        (first, *_rest) = erasures.told_by_database(connection.connection)
        assert (first.at, first.proposed_by, first.decided_by) == (
            found[0].at,
            found[0].proposed_by,
            found[0].decided_by,
        )
        newcomer = replace(found[0], subject=forgotten_person(), at=found[0].at.replace(year=2020))
        assert erasures.undone([newcomer]) == (), "a record made after the erasure is another one"
