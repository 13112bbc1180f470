"""Lawful erasure: two officers, nothing that is held back, nothing left that names the person, and an audit that still proves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers.models import Dossier, DraftFile
from khue.features.people import usecases as people_usecases
from khue.features.people.domain import AskForMandate, MergeDuplicates, Paper, RegisterPerson, RenameParty
from khue.features.people.models import Party, Person, PersonErasure, RecordChange, Succession
from khue.features.privacy import queries, usecases
from khue.features.privacy.domain.commands import AcceptRequest, EnterRequest
from khue.features.privacy.domain.consents import GiveConsent
from khue.features.privacy.domain.erasing import (
    ConfirmErasure,
    DeclineErasure,
    ProposeErasure,
    months_before,
)
from khue.features.privacy.models import Erasure, SubjectRequest
from khue.kernel import files, search, viewing
from khue.kernel.models import AuditRecord, AuditValues, Notice, PersonalView, StoredFile, TimelineRow
from khue.site.sample.applications import write_draft
from tests.cast import MOMENT, organisation, persona, setup_actor
from tests.house.stock import SELLER, project
from tests.privacy.stories import TODAY, asked, officer

pytestmark = pytest.mark.django_db
NAME = "Tạ Thị Bỏ Quên (mẫu)"
LATER = 400  # days: past every time that the sample city confirmed


def second(days: int = LATER):  # type: ignore[no-untyped-def]  # a fixture of a library without types
    return persona("administrator", days=days)


def forgotten_person() -> str:
    return people_usecases.register_person(
        RegisterPerson(
            name=NAME, citizen_number="001190000123", birth_year=1990, email="bo.quen@sample.example", phone="0912000111",
            source="sample",
        ),
        actor=setup_actor(),
    )  # fmt: skip


def forgotten_draft() -> int:
    return write_draft(project(7), organisation("VLSH"), actor=persona("researcher"), seller=SELLER)


def proposed(kind: str, subject: str, days: int = LATER) -> int:
    command = ProposeErasure(kind, subject, "Hết thời hạn lưu bản nháp", once=uuid4())
    made = usecases.propose_erasure(command, actor=officer(days))
    assert usecases.propose_erasure(command, actor=officer(days)) == made
    return made


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_months_are_counted_back_on_the_calendar() -> None:
    assert months_before(TODAY.replace(month=8, day=31), 6).isoformat() == "2026-02-28"
    assert months_before(TODAY, 14).isoformat() == "2025-01-02"


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_a_forgotten_draft_goes_with_its_files_and_values_by_two_officers() -> None:
    number = forgotten_draft()
    subject = f"dossier:{number}"
    listed = queries.retention("draft", officer(LATER), None)
    assert [row.verdict.code for row in listed.found.rows] == ["free"]
    stored = list(StoredFile.objects.filter(subject=subject).values_list("pk", flat=True))
    assert stored
    assert all(files.path_of(identity).exists() for identity in stored)
    made = proposed("draft", subject)
    assert Notice.objects.filter(party=second().key, title_vi__contains="xóa dữ liệu").exists()
    with pytest.raises(Refused) as refused:
        usecases.confirm_erasure(ConfirmErasure(made), actor=officer(LATER))
    assert codes(refused) == {"same_person"}
    assert Dossier.objects.get(pk=number).answers, "a refusal erases nothing"
    counts = usecases.confirm_erasure(ConfirmErasure(made, once=uuid4()), actor=second())
    row = Dossier.objects.get(pk=number)
    assert (row.answers, row.state, row.title) == ({}, "withdrawn", "Bản nháp đã xóa")
    assert counts["files"] == len(stored)
    assert counts["audit_values"] > 0
    assert not DraftFile.objects.filter(dossier=number).exists()
    left = AuditValues.objects.filter(record__subjects__contains=[subject], part="personal", erased_at=None)
    assert not left.exists()
    assert AuditRecord.objects.filter(deed="privacy.confirm_erasure").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.filter(pk=made).update(ground="khác")


def test_the_bytes_go_when_the_deed_is_committed(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]  # a fixture of a library without types
    number = forgotten_draft()
    paths = [
        files.path_of(UUID(str(pk)))
        for pk in StoredFile.objects.filter(subject=f"dossier:{number}").values_list("pk", flat=True)
    ]
    made = proposed("draft", f"dossier:{number}")
    with django_capture_on_commit_callbacks(execute=True):
        usecases.confirm_erasure(ConfirmErasure(made), actor=second())
    assert paths
    assert not any(path.exists() for path in paths)


def test_a_draft_that_is_written_on_or_kept_with_consent_stays() -> None:
    number = forgotten_draft()
    subject = f"dossier:{number}"
    with pytest.raises(Refused) as refused:
        proposed("draft", subject, days=30)
    assert codes(refused) == {"not_due"}
    usecases.give_consent(GiveConsent("keep-drafts", 1), actor=persona("researcher"))
    row = queries.retention("draft", officer(LATER), None).found.rows[0]
    assert row.verdict.code == "held"
    with pytest.raises(Refused) as refused:
        proposed("draft", subject)
    assert codes(refused) == {"held"}


def test_what_was_handed_in_since_the_proposal_is_not_erased() -> None:
    number = forgotten_draft()
    made = proposed("draft", f"dossier:{number}")
    Dossier.objects.filter(pk=number).update(state="withdrawn", ended_on=TODAY)
    with pytest.raises(Refused) as refused:
        usecases.confirm_erasure(ConfirmErasure(made), actor=second())
    assert "held" in codes(refused)
    assert Dossier.objects.get(pk=number).answers
    usecases.decline_erasure(DeclineErasure(made, "Hồ sơ đã nộp"), actor=second())
    assert Erasure.objects.get(pk=made).state == "declined"


def test_unset_times_make_nothing_old(settings) -> None:  # type: ignore[no-untyped-def]  # a fixture of a library without types
    settings.KHUE_SAMPLE = False
    number = forgotten_draft()
    page = queries.retention("draft", officer(LATER), None)
    assert not page.applies
    assert page.found.rows == ()
    with pytest.raises(Refused) as refused:
        proposed("draft", f"dossier:{number}")
    assert codes(refused) == {"not_due"}


# -- persons -----------------------------------------------------------------------------------------------------------


def test_everything_that_names_a_person_goes_and_the_key_stays() -> None:
    key = forgotten_person()
    number = int(key.partition(":")[2])
    change = RecordChange.objects.create(
        party_id=number, field="name", effective_on=TODAY, before="Tên cũ", after=NAME, document="01", document_on=TODAY,
        issuer="UBND", recorded_at=MOMENT, recorded_by="job:sample",
    )  # fmt: skip
    viewing.note_view(persona("clerk"), key, "contact")
    made = proposed("person", key)
    counts = usecases.confirm_erasure(ConfirmErasure(made), actor=second())
    person, party = Person.objects.get(pk=number), Party.objects.get(pk=number)
    assert (person.citizen_number, person.email, person.phone, person.birth_year, person.user_id) == (
        None,
        "",
        "",
        None,
        None,
    )
    assert party.name == "Người đã xóa dữ liệu"
    assert "quen" not in party.folded
    change.refresh_from_db()
    assert (change.before, change.after) == ("", "(đã xóa)")
    assert counts["history"] == 1
    assert not Notice.objects.filter(party=key).exists()
    assert not TimelineRow.objects.filter(party=key).exists()
    assert PersonalView.objects.filter(party=key).count() == 1, "who looked is still known"
    assert Erasure.objects.get(pk=made).label == ""
    assert PersonErasure.objects.get(pk=number).proposed_by == officer().key
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_auditvalues WHERE body LIKE %s", [f"%{NAME}%"])
        assert cursor.fetchone()[0] == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=number).update(citizen_number="001190000123")
    with pytest.raises(Refused):
        proposed("person", key)


def test_the_name_goes_from_timelines_of_others_and_from_the_log_of_looks() -> None:
    key = forgotten_person()
    person = replace(persona("resident"), key=key, name=NAME, person_id=int(key.partition(":")[2]))
    people_usecases.ask_for_mandate(AskForMandate(organisation("VLSH"), "view", "Cộng tác viên"), actor=person)
    viewing.note_view(person, persona("founder").key, "contact")
    lines = TimelineRow.objects.filter(party=organisation("VLSH"), text_vi__contains=NAME)
    assert lines.exists()
    counts = usecases.confirm_erasure(ConfirmErasure(proposed("person", key)), actor=second())
    assert counts["looks"] == 1
    assert not lines.exists()
    assert TimelineRow.objects.filter(party=organisation("VLSH"), text_vi__contains="(đã xóa)").exists()
    assert PersonalView.objects.get(viewer=key).viewer_name == ""


def test_records_that_were_merged_go_together_and_take_no_name_again() -> None:
    key = forgotten_person()
    twin = people_usecases.register_person(
        RegisterPerson(name=NAME, no_number_reason="Khai lại", email="khac@sample.example", source="sample"),
        actor=setup_actor(),
    )
    merge = MergeDuplicates(twin, key, ("email",), "Cùng một người", (1, 1))
    people_usecases.merge_duplicates(merge, actor=persona("clerk"))
    with pytest.raises(Refused) as refused:
        proposed("person", twin)
    assert "held" in codes(refused), "it goes with the record that it went into"
    usecases.confirm_erasure(ConfirmErasure(proposed("person", key)), actor=second())
    assert [Party.objects.get(pk=int(each[6:])).name for each in (key, twin)] == ["Người đã xóa dữ liệu"] * 2
    assert Succession.objects.get().taken == {}
    paper = Paper("02/QĐ", TODAY, "UBND phường (mẫu)")
    with pytest.raises(Refused) as refused:
        people_usecases.rename_party(RenameParty(key, NAME, TODAY, paper), actor=persona("clerk", days=LATER))
    assert codes(refused) == {"people.erased"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Party.objects.filter(pk=int(key[6:])).update(name=NAME)


def test_history_gives_way_to_an_erasure_only() -> None:
    number = int(forgotten_person().partition(":")[2])
    RecordChange.objects.create(
        party_id=number, field="name", effective_on=TODAY, before="Tên cũ", after=NAME, document="01", document_on=TODAY,
        issuer="UBND", recorded_at=MOMENT, recorded_by="job:sample",
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        RecordChange.objects.filter(party=number).update(before="", after="(đã xóa)")
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonalView.objects.update(viewer_name="")
    with pytest.raises(DatabaseError), transaction.atomic():
        PersonErasure.objects.create(
            party_id=number, ground="x", erased_at=MOMENT, proposed_by="party:1", erased_by="party:1"
        )


@pytest.mark.parametrize("who", ["clerk", "researcher"])
def test_staff_and_who_acts_for_others_are_held_back(who: str) -> None:
    key = persona(who).key
    with pytest.raises(Refused) as refused:
        proposed("person", key, days=2000)
    assert "held" in codes(refused)
    assert not Erasure.objects.exists()


def test_a_wish_to_be_erased_is_carried_out_with_the_erasure_before_any_time_is_over() -> None:
    key = forgotten_person()
    entered = EnterRequest(key, "erase", "Tôi không dùng nữa", "Thẻ căn cước", once=uuid4())
    request = usecases.enter_request(entered, actor=persona("clerk"))
    with pytest.raises(Refused) as refused:
        usecases.propose_erasure(ProposeErasure("person", key, "Luật 91/2025/QH15", request), actor=officer(2))
    assert "not_due" in codes(refused), "a wish counts once it was accepted"
    usecases.accept_request(
        AcceptRequest(request, "Sẽ xóa.", promised_on=TODAY + timedelta(days=9), told="Thư", once=uuid4()),
        actor=officer(1),
    )
    command = ProposeErasure("person", key, "Luật 91/2025/QH15", request, uuid4())
    made = usecases.propose_erasure(command, actor=officer(2))
    usecases.confirm_erasure(ConfirmErasure(made, "Thư bảo đảm"), actor=second(3))
    row = SubjectRequest.objects.get(pk=request)
    assert (row.state, row.party_name, row.details, row.outcome) == ("done", "(đã xóa)", "", "(đã xóa)")
    assert row.ended_on == TODAY + timedelta(days=3)
    with pytest.raises(DatabaseError), transaction.atomic():
        SubjectRequest.objects.filter(pk=request).update(details="lại")


def test_an_ended_request_of_a_living_record_gives_way_to_nothing() -> None:
    row = asked().accepted().finished().row
    with pytest.raises(DatabaseError), transaction.atomic():
        SubjectRequest.objects.filter(pk=row.pk).update(party_name="(đã xóa)", details="")


def test_without_the_right_nothing_is_proposed_confirmed_or_seen() -> None:
    key = forgotten_person()
    for who in ("clerk", "auditor", "administrator"):
        with pytest.raises(NotAllowed):
            usecases.propose_erasure(ProposeErasure("person", key, "x"), actor=persona(who, days=LATER))
    made = proposed("person", key)
    with pytest.raises(NotAllowed):
        usecases.confirm_erasure(ConfirmErasure(made), actor=persona("auditor", days=LATER))
    with pytest.raises(NotAllowed):
        queries.retention("person", persona("clerk"), None)
    for kind, subject in (
        ("person", "dossier:1"),
        ("draft", "dossier:x"),
        ("ledger", "entry:1"),
        ("breach", "breach:99"),
    ):
        with pytest.raises(Missing):
            usecases.propose_erasure(ProposeErasure(kind, subject, "x"), actor=officer(LATER))


def test_an_erased_person_is_not_found_any_more_by_the_search_that_follows_the_audit() -> None:
    key = forgotten_person()
    source = search.known()["party"]
    assert any(NAME in entry.title for entry in source.some([key]))
    usecases.confirm_erasure(ConfirmErasure(proposed("person", key)), actor=second())
    record = AuditRecord.objects.get(deed="privacy.confirm_erasure")
    assert key in record.subjects, "so the index takes the record anew"
    assert not any(
        NAME in f"{entry.title} {entry.body} {entry.aliases}" for entry in source.some(source.touched({key}))
    )


def test_a_conflict_is_said_when_the_draft_was_handed_in_meanwhile() -> None:
    from khue.features.dossiers.usecases import erase_draft
    from khue.kernel.deeds import command

    number = forgotten_draft()
    Dossier.objects.filter(pk=number).update(state="withdrawn", ended_on=TODAY)
    with pytest.raises(Conflict), command("test.erase", officer(), subject="test:1") as deed:
        erase_draft(number, deed=deed)


@pytest.mark.parametrize("kind", ["person", "draft"])
def test_the_list_of_what_is_past_its_time_asks_as_often_for_many_as_for_one(kind: str) -> None:
    def asked_for() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows = queries.retention(kind, officer(LATER), None).found.rows
        assert len(rows) >= 1
        assert all(row.holds == () for row in rows if "Bỏ Quên" in row.label)
        return len(captured)

    def another(number: int) -> None:
        if kind == "draft":
            write_draft(project(50 + number), organisation("VLSH"), actor=persona("researcher"), seller=SELLER)
        else:
            name = RegisterPerson(name=f"{NAME} {number}", no_number_reason="Người mẫu của kiểm thử")
            people_usecases.register_person(name, actor=setup_actor())

    another(0)
    asked_for()  # what is read once per process is read now
    one = asked_for()
    for number in range(1, 12):
        another(number)
    assert len(queries.retention(kind, officer(LATER), None).found.rows) >= 12
    assert asked_for() == one
    assert one < 40
