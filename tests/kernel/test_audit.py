"""The audit in the database: it only grows, links itself, is sealed without a gap and proven outside."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from pytest_django import DjangoAssertNumQueries
from typer.testing import CliRunner

from khue.core import proof
from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.kernel import audit
from khue.kernel.audit_cli import audit as audit_commands
from khue.kernel.deeds import command
from khue.kernel.models import AuditCheckpoint, AuditRecord, AuditValues

# Subjects and deeds of their own: the template database holds the records of the cast too.
MOMENT = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
ACTOR = Actor(key="party:5", name="Trần Thị Bình", moment=MOMENT, mandate="director of party:9", request_id="r-1")


@pytest.fixture(autouse=True)
def key_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.KHUE_AUDIT_KEY = tmp_path / "audit-key.pem"


@pytest.fixture
def owner(clone_db: str) -> Iterator[Any]:
    """Statements as the owner of the tables, whom only triggers stop."""
    with connections["owner"].cursor() as cursor:
        yield cursor


def write(chain: str = "probe:12", *, actor: Actor = ACTOR, deed: str = "a.deed", **values: Any) -> AuditRecord:
    with transaction.atomic():
        return audit.append(
            chain=chain,
            actor=actor,
            deed=deed,
            subjects=[chain, "probe:tranche"],
            values=values or None,
            entries=["e-1"],
            request=actor.request_id,
        )


def exported(*, with_values: bool = False) -> list[bytes]:
    stream = io.StringIO(newline="\n")
    audit.export(stream, with_values=with_values, city="khue_hanoi")
    return stream.getvalue().encode().splitlines(keepends=True)


def verified(lines: list[bytes]) -> proof.Report:
    return proof.verify_export(lines, anchor=audit.latest_checkpoint())


# -- one record per command -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_record_says_who_under_which_mandate_when_what_and_links_to_the_one_before() -> None:
    first, second = write(after={"state": "draft"}), write(after={"state": "submitted"})
    [newest, oldest] = audit.records_of("probe:12")
    assert (newest.seq, oldest.seq) == (2, 1)
    assert (newest.actor, newest.mandate, newest.at) == ("party:5", "director of party:9", MOMENT)
    assert newest.values == {"after": {"state": "submitted"}}
    assert (newest.entries, newest.request) == (("e-1",), "r-1")
    assert f'"prev":"{bytes(first.hash).hex()}"' in second.body
    assert f'"prev":"{proof.ZERO}"' in first.body


@pytest.mark.django_db
def test_the_chain_holds_no_value_in_clear_text() -> None:
    record = write(after={"amount": 1_850_000_000}, personal={"phone": "0912345678"})
    assert "1850000000" not in record.body
    assert "0912345678" not in record.body


@pytest.mark.django_db
def test_the_decision_is_kept_with_the_values() -> None:
    refusal = Decision.refuse(Reason("too-late", Text("Đã quá hạn.", "The term is over.")))
    with transaction.atomic():
        audit.append(
            chain="probe:1",
            actor=ACTOR,
            deed="a.deed",
            subjects=["probe:1"],
            values=None,
            decision=refusal,
            edition="e7",
        )
    [line] = audit.records_of("probe:1")
    assert line.values == {"decision": refusal.to_json()}
    assert line.edition == "e7"


@pytest.mark.django_db
def test_who_did_what_is_found_by_subject_actor_deed_and_time_in_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    later = ACTOR.at(MOMENT + timedelta(days=1))
    for number in range(5):
        write(f"probe:{number}", after={"number": number})
    write("probe:1", actor=later, deed="another.deed", personal={"name": "Bình"})
    with django_assert_num_queries(2):
        found = audit.records_of("probe:1")
    assert [line.deed for line in found] == ["another.deed", "a.deed"]
    assert found[0].personal is None
    assert audit.records_of("probe:1", with_personal=True)[0].personal == {"name": "Bình"}
    assert len(audit.records_of("probe:tranche", size=2)) == 2
    assert len(audit.records_of(deed="a.deed", before=found[0].id)) == 5
    assert len(audit.records_of(deed="another.deed", actor="party:5", since=later.moment)) == 1
    assert audit.records_of(deed="a.deed", until=MOMENT) == ()
    assert audit.records_of("probe:none") == ()


def test_a_deed_that_fails_leaves_no_record(clone_db: str) -> None:
    before = AuditRecord.objects.count()

    def failing() -> None:
        with command("a.deed", ACTOR, "probe:1") as deed:
            deed.after(state="draft")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert AuditRecord.objects.count() == before
    with command("a.deed", ACTOR, "probe:1") as deed:
        deed.after(state="draft")
    assert AuditRecord.objects.count() == before + 1


@pytest.mark.django_db
def test_values_that_are_not_json_are_refused() -> None:
    with pytest.raises(TypeError, match="plain JSON"):
        write(after={"what": object()})


# -- guards -----------------------------------------------------------------------------------------------------------


def forge(**changes: Any) -> AuditRecord:
    """The next record of probe:12 as it should be, but for ``changes`` in body or columns."""
    last = AuditRecord.objects.filter(chain="probe:12").order_by("-seq").first()
    facts: dict[str, Any] = {
        "chain": "probe:12",
        "seq": (last.seq if last else 0) + 1,
        "prev": bytes(last.hash).hex() if last else proof.ZERO,
        "at": MOMENT,
        "actor": "party:5",
        "deed": "a.deed",
        "subjects": ["probe:12"],
    }
    columns = {name: changes.pop(name) for name in ("hash", "id") if name in changes}
    told = {name[len("column_") :]: changes.pop(name) for name in list(changes) if name.startswith("column_")}
    facts |= changes
    body = proof.record_body(wall=MOMENT, mandate="", values=None, personal=None, **facts)
    row = {name: value for name, value in facts.items() if name != "prev"} | told
    return AuditRecord(**row, body=body, **({"hash": proof.digest_of(body)} | columns))


@pytest.mark.django_db
def test_a_record_that_fits_may_be_inserted() -> None:
    write()
    forge().save(force_insert=True)
    assert AuditRecord.objects.filter(chain="probe:12").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"hash": bytes(32)}, "not that of the body"),
        ({"prev": "1" * 64}, "does not link"),
        ({"prev": proof.ZERO}, "does not link"),
        ({"seq": 3}, "does not link"),
        ({"seq": 1}, "does not link"),
        ({"id": 0}, "does not link"),
        ({"column_actor": "party:6"}, "do not say what the body says"),
        ({"column_deed": "b.deed"}, "do not say what the body says"),
        ({"column_at": MOMENT + timedelta(seconds=1)}, "do not say what the body says"),
        ({"column_subjects": ["probe:13"]}, "do not say what the body says"),
        ({"column_seq": 3}, "do not say what the body says"),
    ],
)
def test_the_database_refuses_a_record_that_does_not_fit(changes: dict[str, Any], why: str) -> None:
    write()
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        forge(**changes).save(force_insert=True)


@pytest.mark.parametrize("table", ["kernel_auditrecord", "kernel_auditcheckpoint", "kernel_auditvalues"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET body = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_not_even_the_owner_changes_or_removes_what_is_recorded(owner: Any, table: str, statement: str) -> None:
    write(after={"state": "draft"})
    audit.seal_checkpoint(MOMENT)
    with pytest.raises(IntegrityError, match=r"only grows|only be erased"):
        owner.execute(statement.format(table))


@pytest.mark.parametrize("table", ["kernel_auditrecord", "kernel_auditcheckpoint", "kernel_auditvalues"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET body = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_changes_or_removes_nothing_recorded(clone_db: str, table: str, statement: str) -> None:
    write(after={"state": "draft"})
    audit.seal_checkpoint(MOMENT)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.django_db
def test_values_that_the_record_does_not_commit_to_are_refused() -> None:
    record = write()
    with pytest.raises(IntegrityError, match="does not commit"), transaction.atomic():
        AuditValues.objects.create(record=record, part="values", salt=bytes(16), body="{}")


def test_a_record_cannot_be_slipped_into_a_sealed_range(clone_db: str) -> None:
    record = write()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('kernel_auditrecord', 'id'))")
        unused = cursor.fetchone()[0]
    write()
    audit.seal_checkpoint(MOMENT)
    slipped = forge(id=unused, chain="probe:99", seq=1, prev=proof.ZERO)
    with pytest.raises(IntegrityError, match="sealed checkpoint"):
        slipped.save(force_insert=True)
    assert unused > record.id


def test_a_checkpoint_that_does_not_fit_is_refused(clone_db: str) -> None:
    write()
    sealed = audit.seal_checkpoint(MOMENT)
    assert sealed is not None
    row = AuditCheckpoint.objects.get(n=sealed.n)
    row.n, row.last_id = row.n + 1, row.last_id + 1
    with pytest.raises(IntegrityError, match="does not fit"):
        row.save(force_insert=True)


# -- erasure ----------------------------------------------------------------------------------------------------------


def test_an_erasure_removes_the_personal_values_and_breaks_no_proof(clone_db: str) -> None:
    record = write(after={"state": "draft"}, personal={"phone": "0912345678"})
    audit.seal_checkpoint(MOMENT)
    with command("probe.erase_values", ACTOR, "party:5") as deed:
        assert audit.erase_values([record.id], "request of the person", deed=deed) == 1
    [line] = audit.records_of("probe:12", with_personal=True)
    assert line.values == {"after": {"state": "draft"}}
    assert line.personal is None
    assert (line.erased_at, line.erased_on_ground) == (MOMENT, "request of the person")
    lines = exported(with_values=True)
    assert not any(b"0912345678" in told for told in lines)
    report = verified(lines)
    assert report.ok
    assert report.values_absent == 1
    [erasure] = audit.records_of(deed="probe.erase_values")
    assert erasure.values is not None
    assert f"personal of record {record.id}" in erasure.values["after"]["erased"]


@pytest.mark.django_db
def test_values_cannot_be_rewritten_or_erased_without_ground() -> None:
    record = write(after={"state": "draft"})
    row = AuditValues.objects.filter(record=record)
    for change in (
        {"body": "{}"},
        {"salt": None, "body": None, "erased_at": MOMENT, "erased_on_ground": "  "},
        {"salt": None, "body": None, "erased_at": MOMENT, "erased_on_ground": "a ground", "part": "personal"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)
    row.update(salt=None, body=None, erased_at=MOMENT, erased_on_ground="a ground")
    with pytest.raises(IntegrityError, match="only be erased, once"), transaction.atomic():
        row.update(erased_on_ground="another ground")


# -- many at once -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_writers_on_one_chain_at_once_leave_no_gap(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    def ten() -> list[int]:
        return [write("probe:budget", after={"number": number}).seq for number in range(10)]

    results = in_threads(*[ten] * 6)
    assert sorted(seq for found in results for seq in found) == list(range(1, 61))
    audit.seal_checkpoint(MOMENT)
    assert verified(exported()).ok


@pytest.mark.slow
def test_a_checkpoint_waits_for_the_writer_in_flight_and_loses_none(clone_db: str) -> None:
    written, may_commit = threading.Event(), threading.Event()
    ids: list[int] = []

    def slow() -> None:
        with transaction.atomic():
            ids.append(write("probe:1").id)
            written.set()
            may_commit.wait(20)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert written.wait(20)
    later = write("probe:2")  # a higher number, committed first
    threading.Timer(0.5, may_commit.set).start()
    sealed = audit.seal_checkpoint(MOMENT)
    writer.join(20)
    assert sealed is not None
    assert ids[0] < later.id
    assert sealed.first <= ids[0]
    report = verified(exported())
    assert report.ok
    assert report.unsealed == 0


@pytest.mark.slow
def test_checkpoints_among_many_writers_seal_every_record_once(
    clone_db: str, in_threads: Callable[..., list[Any]]
) -> None:
    before = AuditRecord.objects.count()

    def writes(number: int) -> Callable[[], None]:
        def run() -> None:
            for turn in range(25):
                write(f"probe:{(number + turn) % 7}", after={"turn": turn})

        return run

    def seals() -> int:
        return sum(audit.seal_checkpoint(MOMENT) is not None for _ in range(12))

    results = in_threads(*[writes(number) for number in range(4)], seals, seals)
    assert not [result for result in results if isinstance(result, Exception)]
    audit.seal_checkpoint(MOMENT)
    report = verified(exported(with_values=True))
    assert report.ok
    assert report.records == report.sealed == before + 100
    assert audit.seal_checkpoint(MOMENT) is None


# -- outside ----------------------------------------------------------------------------------------------------------


def test_an_export_proves_itself_and_a_change_in_it_is_found(clone_db: str) -> None:
    for number in range(6):
        write(f"probe:{number % 2}", after={"probe_number": number}, personal={"name": "Nguyễn Văn Á"})
    audit.seal_checkpoint(MOMENT)
    lines = exported(with_values=True)
    report = verified(lines)
    assert report.ok
    assert report.values_proven >= 12
    assert not any(line.startswith(b"V ") for line in exported())
    place = next(index for index, line in enumerate(lines) if b'"probe_number":3' in line)
    lines[place] = lines[place].replace(b'"probe_number":3', b'"probe_number":9')
    assert [finding.line for finding in verified(lines).findings] == [place + 1]


def test_a_change_past_the_guards_is_found_by_the_anchor(owner: Any) -> None:
    write("probe:1", after={"number": 1})
    write("probe:1", after={"number": 2})
    audit.seal_checkpoint(MOMENT)
    owner.execute("ALTER TABLE kernel_auditrecord DISABLE TRIGGER USER")
    owner.execute("UPDATE kernel_auditrecord SET body = replace(body, 'party:5', 'party:6') WHERE chain = 'probe:1'")
    owner.execute("ALTER TABLE kernel_auditrecord ENABLE TRIGGER USER")
    report = verified(exported())
    assert [finding.kind for finding in report.findings] == ["changed", "changed"]
    assert "probe:1 #1" in report.findings[0].text


def test_the_commands_export_seal_and_verify(clone_db: str, tmp_path: Path) -> None:
    write(after={"state": "draft"})
    run = CliRunner().invoke
    file, anchor = tmp_path / "audit.txt", tmp_path / "checkpoint.txt"
    sealed = run(audit_commands, ["checkpoint", "--out", str(anchor)])
    assert sealed.exit_code == 0, sealed.output
    assert run(audit_commands, ["export", str(file), "--values"]).exit_code == 0
    checked = run(audit_commands, ["verify", str(file), "--anchor", str(anchor)])
    assert checked.exit_code == 0, checked.output
    assert "in order" in checked.output
    nowhere = run(audit_commands, ["export", str(tmp_path / "no" / "folder.txt")])
    assert nowhere.exit_code == 2
    assert "Traceback" not in nowhere.output


# -- the key ----------------------------------------------------------------------------------------------------------


def test_the_key_is_made_once_for_its_owner_only(settings: Any) -> None:
    path = audit.ensure_key()
    content = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert audit.ensure_key().read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_a_key_made_by_many_at_once_is_one_key(settings: Any, in_threads: Callable[..., list[Any]]) -> None:
    keys = in_threads(*[lambda: audit.ensure_key().read_bytes()] * 8)
    assert len(set(keys)) == 1
    assert isinstance(keys[0], bytes)


def test_after_a_change_of_key_the_verifier_needs_both(clone_db: str, caplog: pytest.LogCaptureFixture) -> None:
    keys = []
    for number in range(2):
        write(after={"number": number})
        sealed = audit.seal_checkpoint(MOMENT)
        assert sealed is not None
        keys.append(sealed.key)
        audit.ensure_key().unlink()
    assert f"publish {keys[1]}" in caplog.text
    lines = exported()
    assert proof.verify_export(lines, public_keys=keys).ok
    assert [finding.kind for finding in proof.verify_export(lines, public_keys=keys[:1]).findings] == ["key"]


def test_a_file_that_is_no_key_is_told_in_one_sentence(settings: Any) -> None:
    Path(settings.KHUE_AUDIT_KEY).write_text("nonsense")
    with pytest.raises(ValueError, match="not a readable PEM private key"):
        audit.signing_key()
