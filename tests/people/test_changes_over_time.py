"""Names, addresses, members and the end of organisations: each from a day, with its document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_deeds
from khue.features.dossiers.domain.commands import StartDraft, SubmitDossier
from khue.features.people import queries, usecases
from khue.features.people.domain import (
    AddMember,
    AddressWords,
    CorrectRecord,
    DissolveParty,
    EndDissolution,
    EndMember,
    GrantMandate,
    MoveParty,
    Paper,
    RegisterOrganisation,
    RenameParty,
)
from khue.features.people.models import Dissolution, GroupMember, Mandate, RecordChange
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE, write_draft
from tests.cast import later, organisation, persona
from tests.house.stock import SELLER, project
from tests.missions.stories import a_story

TODAY = date(2026, 3, 2)
PAPER = Paper("45/QĐ-UBND", date(2026, 2, 10), "UBND Thành phố")


def renaming(name: str, on: date = TODAY, **more: object) -> RenameParty:
    return RenameParty(organisation("VLSH"), name, on, PAPER, **more)  # type: ignore[arg-type]  # the test changes fields by name


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("people.") for reason in refused.value.decision.reasons}


def test_a_dossier_keeps_the_name_of_its_day_and_the_register_says_the_present_one(db: None) -> None:
    story = a_story().applied()
    story.accepted_for_processing()
    clerk = later(persona("clerk"), days=10)
    usecases.rename_party(renaming("Viện Vật liệu Kinh Bắc", TODAY + timedelta(days=9)), actor=clerk)
    institute = organisation("VLSH")
    assert queries.party(institute).name == "Viện Vật liệu Kinh Bắc"
    asked = dossiers.RegisterAsked(TODAY, TODAY + timedelta(days=5))
    (row,) = dossiers.register(clerk, asked).rows
    assert (row.applicant, row.applicant_now) == ("Viện Vật liệu Sông Hồng (đơn vị mẫu)", "Viện Vật liệu Kinh Bắc")
    assert [r.applicant_now for r in dossiers.whole_register(clerk, asked)] == ["Viện Vật liệu Kinh Bắc"]
    assert queries.names_on([institute], TODAY)[institute] == "Viện Vật liệu Sông Hồng (đơn vị mẫu)"
    assert queries.names_on([institute], TODAY + timedelta(days=9))[institute] == "Viện Vật liệu Kinh Bắc"


def test_a_rename_leaves_its_traces_and_finds_the_party_by_its_new_name(db: None) -> None:
    asked = renaming("Viện Vật liệu Kinh Bắc", once=uuid4())
    usecases.rename_party(asked, actor=persona("clerk"))
    usecases.rename_party(asked, actor=persona("clerk"))
    assert RecordChange.objects.count() == 1
    assert AuditRecord.objects.filter(deed="people.rename_party").count() == 1
    assert TimelineRow.objects.filter(wire="people.party_renamed", party=organisation("VLSH")).count() == 1
    assert Notice.objects.filter(kind="people.changes", party=persona("researcher").key).count() == 1
    assert [card.key for card in queries.find_parties("kinh bac")] == [organisation("VLSH")]
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordChange.objects.update(after="khác")


def test_what_is_wrong_with_a_rename_is_said_at_once(db: None) -> None:
    with pytest.raises(Refused) as refused:
        usecases.rename_party(
            replace(renaming("  ", TODAY + timedelta(days=1)), paper=Paper("", None, "")), actor=persona("clerk")
        )
    assert codes(refused) == {"name", "paper_number", "paper_on", "paper_issuer", "effective_future"}
    usecases.rename_party(renaming("Viện Hai"), actor=persona("clerk"))
    with pytest.raises(Refused) as refused:
        usecases.rename_party(renaming("Viện Ba", TODAY - timedelta(days=1)), actor=persona("clerk"))
    assert codes(refused) == {"effective_order"}
    with pytest.raises(NotAllowed):
        usecases.rename_party(renaming("Viện Ba"), actor=persona("officer"))
    assert RecordChange.objects.count() == 1


def test_addresses_over_time_stay_readable(db: None) -> None:
    institute = organisation("VLSH")
    before = queries.party(institute).address
    new = AddressWords("8 phố Mẫu Mới", "Phường Ba Đình", "01")
    asked = MoveParty(institute, new, TODAY, PAPER, uuid4())
    for _ in range(2):
        usecases.move_party(asked, actor=persona("clerk"))
    (line,) = queries.changes_of(institute)
    assert (line.before, line.after) == (before, queries.party(institute).address)
    assert "8 phố Mẫu Mới" in line.after
    with pytest.raises(Refused) as refused:
        usecases.move_party(replace(asked, address=None, once=None), actor=persona("clerk"))
    assert codes(refused) == {"line", "effective_order"}


def test_nothing_new_is_begun_for_an_organisation_that_is_no_more(db: None) -> None:
    institute = organisation("VLSH")
    draft = write_draft(project(1), institute, actor=persona("researcher"), seller=SELLER)
    asked = DissolveParty(institute, "dissolved", TODAY, PAPER, uuid4())
    number = usecases.dissolve_party(asked, actor=persona("clerk"))
    assert usecases.dissolve_party(asked, actor=persona("clerk")) == number
    researcher = persona("researcher")
    with pytest.raises(Refused) as refused:
        dossier_deeds.start_draft(StartDraft(PROCEDURE, institute), actor=researcher)
    assert codes(refused) == {"dissolved"}
    with pytest.raises(Refused) as refused:
        dossier_deeds.submit_dossier(SubmitDossier(draft, certified=True), actor=researcher)
    assert codes(refused) == {"dissolved"}
    assert "chấm dứt hoạt động" in queries.notes_of(institute, TODAY)[0].text.vi
    with pytest.raises(Refused):
        usecases.dissolve_party(replace(asked, once=None), actor=persona("clerk"))
    end = EndDissolution(number, "Ghi nhầm tổ chức", uuid4())
    for _ in range(2):
        usecases.end_dissolution(end, actor=persona("clerk"))
    with pytest.raises(Conflict):
        usecases.end_dissolution(replace(end, once=None), actor=persona("clerk"))
    dossier_deeds.submit_dossier(SubmitDossier(draft, certified=True), actor=researcher)
    assert Dissolution.objects.get().end_ground == "Ghi nhầm tổ chức"
    assert AuditRecord.objects.filter(deed="people.end_dissolution").count() == 1


def test_a_person_is_not_dissolved(db: None) -> None:
    asked = DissolveParty(persona("resident").key, "closed", TODAY, PAPER)
    with pytest.raises(Refused) as refused:
        usecases.dissolve_party(asked, actor=persona("clerk"))
    assert codes(refused) == {"dissolution_kind", "dissolve_person"}


def test_members_come_and_go_and_stay_readable(db: None) -> None:
    group = usecases.register_organisation(RegisterOrganisation("Nhóm Khuê", "group"), actor=persona("founder"))
    add = AddMember(group, persona("resident").key, TODAY, "thành viên", uuid4())
    member = usecases.add_member(add, actor=persona("founder"))
    assert usecases.add_member(add, actor=persona("founder")) == member
    end = EndMember(member, TODAY + timedelta(days=3), uuid4())
    for _ in range(2):
        usecases.end_member(end, actor=persona("resident"))
    (line,) = queries.members_of(group)
    assert (line.person_key, line.valid_until) == (persona("resident").key, TODAY + timedelta(days=3))
    assert [m.group_key for m in queries.memberships_of([persona("resident").person_id or 0])] == [group]
    assert GroupMember.objects.count() == 1
    with pytest.raises(Missing):
        queries.member(0)


def test_every_deed_of_the_room_is_done_once(db: None) -> None:
    grant = GrantMandate(persona("resident").key, organisation("VLSH"), "view", TODAY, None, "Giấy", once=uuid4())
    first = usecases.grant_mandate(grant, actor=persona("clerk"))
    assert usecases.grant_mandate(grant, actor=persona("clerk")) == first
    assert Mandate.objects.filter(person=persona("resident").person_id).count() == 1
    held = queries.own_record(persona("resident"))
    asked = CorrectRecord(held.name, "moi@sample.example", "", None, held.birth_year, "vi", held.version, uuid4())
    for _ in range(2):
        usecases.correct_own_record(asked, actor=persona("resident"))
    assert AuditRecord.objects.filter(deed="people.correct_own_record").count() == 1


def test_nationality_is_a_country_and_no_code(db: None) -> None:
    line = next(line for line in queries.record(persona("resident").key) if line.field == "nationality")
    assert line.words is not None
    assert (line.words.vi, line.words.into("en")) == ("Việt Nam", "Vietnam")


def test_officers_hear_that_the_applicant_is_no_more_by_the_job_wired_to_the_event(db: None) -> None:
    from khue.features.dossiers.domain.commands import TakeTask
    from khue.features.dossiers.jobs import tell_officers_of_party
    from khue.features.dossiers.models import Task
    from khue.features.people.events import PartyDissolved
    from khue.kernel.events import tasks_for

    story = a_story().applied()
    dossier_deeds.take_task(TakeTask(Task.objects.get(dossier=story.dossier_id).pk), actor=persona("clerk"))
    assert "dossiers.tell_officers_of_party" in tasks_for(PartyDissolved.wire)
    institute = organisation("VLSH")
    event = PartyDissolved(
        subject=institute, parties=(institute,), mark="dissolution:1", name="Viện", kind="dissolved", effective_on="x"
    )
    for _ in range(2):
        tell_officers_of_party(event=event.to_json())
    (title,) = Notice.objects.filter(kind="task", party=persona("clerk").key).values_list("title_vi", flat=True)
    assert "chấm dứt hoạt động" in title
