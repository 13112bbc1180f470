"""A restriction bites: who handles it reads on, everybody else is told why; lists, search and public pages leave the person out."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from khue.core.errors import NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import StartDraft, TakeTask
from khue.features.dossiers.models import Dossier
from khue.features.dossiers.queries import RegisterAsked
from khue.features.dossiers.usecases import start_draft, take_task
from khue.features.missions import queries as missions
from khue.features.missions.domain.application import PRIVATE
from khue.features.missions.models import EquipmentSupport
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.privacy import usecases
from khue.features.privacy.domain.commands import EndRestriction
from khue.kernel import search
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE, hand_in
from tests.api.conftest import signed_in
from tests.cast import persona
from tests.desk.browsers import browser, path, text
from tests.dossiers.cases import accepted, the_task
from tests.house.stock import SELLER, project
from tests.missions.stories import appraised
from tests.privacy.stories import Asked, asked, officer

pytestmark = pytest.mark.django_db
DAYS = 7


def resident_dossier() -> Dossier:
    """A case under way like the institute's, in the name of a private person: no procedure of the sample takes one yet."""
    case = accepted()
    task = the_task(case)
    case.pk, case._state.adding = None, True
    case.number, case.applicant_id = "HN-2026-000900", persona("resident").person_id
    case.applicant_name = people.party(persona("resident").key).name
    case.save()
    task.pk, task._state.adding = None, True
    task.dossier_id, task.dossier_number, task.applicant_name = case.pk, case.number, case.applicant_name
    task.save()
    return case


def restricted() -> Asked:
    return asked("restrict", details="Ngừng dùng dữ liệu của tôi.").accepted().finished()


def test_the_request_restricts_in_the_deed_that_carries_it_out_and_once() -> None:
    case = resident_dossier()
    story = asked("restrict", details="Ngừng dùng dữ liệu của tôi.").accepted()
    assert not people.is_restricted(persona("resident").key), "an accepted request is not carried out yet"
    story.finished()
    row = Restriction.objects.get()
    assert (row.party_id, row.request, row.handler) == (persona("resident").person_id, story.row.number, officer().key)
    record = AuditRecord.objects.get(deed="privacy.finish_request")
    assert {persona("resident").key, f"dossier:{case.pk}"} <= set(record.subjects), "so the index takes them anew"
    assert TimelineRow.objects.filter(party=persona("resident").key, wire="privacy.processing_restricted").count() == 1
    restricted()
    assert Restriction.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.create(party_id=row.party_id, request="x", handler="y", begun_at=row.begun_at)


def test_other_requests_restrict_nothing() -> None:
    asked("object", details="Tôi phản đối.").accepted().finished()
    assert not Restriction.objects.exists()


def test_officers_without_the_matter_read_nothing_and_are_told_why() -> None:
    case = resident_dossier()
    number = restricted().row.number
    address = path("people:party", str(persona("resident").person_id))
    for reader, page in (("clerk", address), ("decider", path("dossiers:follow", case.number))):
        answer = browser(reader).get(page)
        assert answer.status_code == 403, reader
        assert number in text(answer)
        assert "đang được hạn chế" in text(answer)
    told = signed_in("decider").get(f"/dossiers/{case.number}")
    assert (told.status_code, number in told.json()["detail"]) == (403, True)
    files = dossiers.may_read_subject(persona("decider"), f"dossier:{case.pk}")
    assert not files


def test_the_person_the_data_officer_and_who_holds_the_task_read_on() -> None:
    case = resident_dossier()
    take_task(TakeTask(the_task(case).pk, uuid4()), actor=persona("appraiser"))
    restricted()
    for reader in ("resident", "appraiser"):
        assert dossiers.case(case.number, persona(reader)).facts.id == case.pk
    assert people.bars(persona("appraiser"), persona("resident").key)
    assert not people.bars(officer(DAYS), persona("resident").key)
    assert browser("resident").get(path("people:me")).status_code == 200


def test_lists_exports_and_the_search_leave_the_person_out() -> None:
    case, resident = resident_dossier(), persona("resident")
    name = people.party(resident.key).name
    kinds = search.known()
    assert list(kinds["dossier"].some([f"dossier:{case.pk}"]))
    assert case.number in {row.number for row in register()}
    restricted()
    assert not list(kinds["dossier"].some([f"dossier:{case.pk}"]))
    assert not list(kinds["party"].some([resident.key]))
    assert not [entry for entry in kinds["document"].every() if case.number in entry.note]
    assert case.number not in {row.number for row in register()}
    assert resident.key not in {card.key for card in people.list_parties(name, "person", None).rows}
    assert people.find_parties(name, kind="person") == ()
    exported = {row.number for row in dossiers.whole_desk(persona("appraiser"), dossiers.DeskFilter())}
    assert case.number not in exported
    shown = {row.number: row for row in dossiers.desk(persona("appraiser"), dossiers.DeskFilter()).rows}
    assert (shown[case.number].applicant, shown[case.number].title) == ("", "Dữ liệu đang được hạn chế xử lý")


def test_what_stands_for_the_name_is_said_in_the_readers_language() -> None:
    case = resident_dossier()
    restricted()
    for code in ("vi", "en"):
        page = text(browser("appraiser").get(path("desk:tasks", language=code)))
        assert case.number in page
        for other in ("vi", "en"):
            assert (people.RESTRICTED.into(other) in page) is (code == other), (code, other)


def register() -> list[dossiers.RegisterRow]:
    day = persona("clerk").today
    asked_for = RegisterAsked(day.replace(month=1, day=1), day.replace(month=12, day=31))
    return list(dossiers.whole_register(persona("clerk"), asked_for))


def test_public_pages_leave_the_person_out() -> None:
    story = appraised().granted()
    EquipmentSupport.objects.filter(pk=story.support_id).update(
        lead_id=persona("resident").person_id, public_name=PRIVATE
    )
    number = EquipmentSupport.objects.get(pk=story.support_id).dossier_number
    assert number in {row.number for row in missions.granted_supports().rows}
    restricted()
    assert number not in {row.number for row in missions.granted_supports().rows}
    assert browser().get(path("portal:support", number)).status_code == 404


def test_nothing_new_begins_and_the_refusal_says_why() -> None:
    case = resident_dossier()
    resident = persona("resident")
    restricted()
    with pytest.raises(Refused) as refused:
        start_draft(StartDraft(PROCEDURE, resident.key), actor=resident)
    (reason,) = refused.value.decision.reasons
    assert reason.code == "people.restricted"
    assert "bỏ hạn chế" in str(reason.next_step)
    with pytest.raises(Refused):
        hand_in(project(60), resident.key, actor=resident, seller=SELLER)
    with pytest.raises(NotAllowed) as kept_out:
        take_task(TakeTask(the_task(case).pk, uuid4()), actor=persona("appraiser"))
    assert "hạn chế" in kept_out.value.text.vi


def test_a_restriction_ends_with_a_ground_by_an_officer_and_everything_is_as_before() -> None:
    case, story = resident_dossier(), restricted()
    for reader in ("clerk", "administrator"):
        with pytest.raises(NotAllowed):
            usecases.end_restriction(EndRestriction(story.id, "Hết lý do"), actor=persona(reader))
    with pytest.raises(Refused):
        usecases.end_restriction(EndRestriction(story.id, " "), actor=officer(DAYS))
    once = uuid4()
    for _again in range(2):
        usecases.end_restriction(EndRestriction(story.id, "Người dân đề nghị bỏ.", once=once), actor=officer(DAYS))
    row = Restriction.objects.get()
    assert (row.ended_by, row.end_ground) == (officer().key, "Người dân đề nghị bỏ.")
    assert AuditRecord.objects.filter(deed="privacy.end_restriction").count() == 1
    assert Notice.objects.filter(party=persona("resident").key, body_vi__contains="Người dân đề nghị bỏ").exists()
    assert dossiers.case(case.number, persona("decider")).facts.id == case.pk
    assert case.number in {found.number for found in register()}
    with pytest.raises(Refused):
        usecases.end_restriction(EndRestriction(story.id, "Lần nữa."), actor=officer(DAYS))


def test_the_page_says_what_follows_and_offers_the_way_back() -> None:
    story = asked("restrict", details="Ngừng dùng dữ liệu của tôi.").accepted()
    me = browser("dataofficer")
    assert "trang công khai" in text(me.get(path("privacy:finish", str(story.id))))
    story.finished()
    page = text(me.get(path("privacy:request", str(story.id))))
    assert path("privacy:end-restriction", str(story.id)) in page
    form = text(me.get(path("privacy:end-restriction", str(story.id))))
    assert "Kết thúc hạn chế" in form
