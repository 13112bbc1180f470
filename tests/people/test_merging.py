"""Parties that go on under another: duplicates, mergers in law, divisions; every way has its way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khue.core.actor import Actor
from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_deeds
from khue.features.dossiers.domain.commands import AddEditor, StartDraft, Withdraw
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.people import queries, usecases
from khue.features.people.domain import (
    AddressWords,
    EndSuccession,
    GrantMandate,
    MergeDuplicates,
    Paper,
    RecordSuccession,
    RegisterOrganisation,
)
from khue.features.people.models import Organisation, Party, Passage, Person, Succession
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE, Project, hand_in
from tests.cast import organisation, persona
from tests.house.stock import SELLER, project

TODAY = date(2026, 3, 2)
PAPER = Paper("12/2026/QĐ-ĐHĐCĐ", date(2026, 2, 20), "Đại hội đồng cổ đông")


@pytest.fixture
def twin(db: None) -> str:
    """A second record of the institute, without tax code, with a mandate for the resident."""
    key = usecases.register_organisation(
        RegisterOrganisation(
            "Viện Vật liệu sông Hồng",
            "institute",
            phone="024 3756 0001",
            email="vlsh@sample.example",
            address=AddressWords("18 phố Mẫu Một", "Phường Cầu Giấy", "01"),
        ),
        actor=persona("clerk"),
    )
    grant = GrantMandate(persona("resident").key, key, "all", TODAY, None, "Giấy ủy quyền số 2")
    usecases.grant_mandate(grant, actor=persona("clerk"))
    return key


@dataclass(frozen=True)
class Handed:
    """A dossier that was handed in."""

    number: str
    id: int


def handed(of: Project, applicant: str, *, actor: Actor) -> Handed:
    # The application asks for a tax code; the second record of a party has none of its own to keep.
    record = Organisation.objects.get(pk=queries.party_id(applicant))
    without = record.tax_code is None
    if without:
        Organisation.objects.filter(pk=record.pk).update(tax_code=SELLER)
    number = hand_in(of, applicant, actor=actor, seller=SELLER)
    if without:
        Organisation.objects.filter(pk=record.pk).update(tax_code=None)
    return Handed(number, open_task_of(number=number).dossier_id)


def versions(*keys: str) -> tuple[int, ...]:
    found = dict(Party.objects.values_list("pk", "version"))
    return tuple(found[queries.party_id(key)] for key in keys)


def merging(former: str, survivor: str, *take: str, **more: object) -> MergeDuplicates:
    seen = versions(former, survivor)
    return MergeDuplicates(former, survivor, take, "Cùng một viện, lập hai lần", (seen[0], seen[1]), **more)  # type: ignore[arg-type]  # the test changes fields by name


def merged(former: str, survivor: str, *take: str) -> int:
    return usecases.merge_duplicates(merging(former, survivor, *take), actor=persona("clerk"))


def undo(succession: int) -> None:
    usecases.end_succession(EndSuccession(succession, "Gộp nhầm"), actor=persona("clerk"))


def law(kind: str, formers: tuple[str, ...], successors: tuple[str, ...], **shares: str) -> RecordSuccession:
    given = {subject.replace("_", ":"): holder for subject, holder in shares.items()}
    return RecordSuccession(kind, formers, successors, TODAY, PAPER, "Theo quyết định", given)


def record(*args: object, **shares: str) -> int:
    return usecases.record_succession(law(*args, **shares), actor=persona("administrator"))  # type: ignore[arg-type]  # the test changes fields by name


# ---- duplicates ------------------------------------------------------------------------------------------------------


def test_two_open_dossiers_of_a_merged_party_both_go_on_under_the_survivor(twin: str) -> None:
    institute = organisation("VLSH")
    resident = persona("resident")
    theirs = handed(project(1), twin, actor=resident)
    ours = handed(project(2), institute, actor=persona("researcher"))
    assert [row.number for row in dossiers.my_dossiers(persona("researcher")).rows] == [ours.number]

    merged(twin, institute)

    for who in ("researcher", "resident"):
        actor = persona(who)
        assert {row.number for row in dossiers.my_dossiers(actor).rows} == {theirs.number, ours.number}
        assert actor.may_act_for(institute, "submit")
        assert actor.may_act_for(twin, "submit")
        assert [card.key for card in queries.everyone_i_act_for(actor)] == [actor.key, institute]
    case = dossiers.case(theirs.number, persona("researcher"))
    assert case.is_side
    assert "nay tiếp tục là" in case.notes[0].text.vi
    assert case.notes[0].party == institute
    # Both histories are read as one.
    subjects = {line.subject for line in queries.timeline(queries.same_party(institute), None, 100).rows}
    assert {f"dossier:{theirs.id}", f"dossier:{ours.id}"} <= subjects
    # And the survivor's person acts on the other's dossier.
    dossier_deeds.withdraw_dossier(Withdraw(theirs.id, "Đã gộp"), actor=persona("researcher"))
    assert dossiers.case(theirs.number, resident).facts.state == "withdrawn"


def test_a_merge_leaves_every_trace_and_touches_no_row_of_another_room(twin: str) -> None:
    institute = organisation("VLSH")
    dossier = handed(project(1), twin, actor=persona("resident"))
    number = merged(twin, institute)
    row = Succession.objects.get(pk=number)
    assert (row.kind, row.recorded_by, row.ended_at) == ("duplicate", persona("clerk").key, None)
    assert dossiers.facts(dossier.id).applicant_key == twin
    audit = AuditRecord.objects.filter(deed="people.merge_duplicates").get()
    assert audit.chain == institute
    told = set(Notice.objects.filter(kind="people.changes").values_list("party", flat=True))
    assert told == {persona("resident").key, persona("researcher").key}
    assert TimelineRow.objects.filter(wire="people.party_goes_on", party__in=[twin, institute]).count() == 2


def test_undoing_a_merge_gives_each_its_own_again(twin: str) -> None:
    institute = organisation("VLSH")
    theirs = handed(project(1), twin, actor=persona("resident"))
    undo(merged(twin, institute))
    assert not persona("researcher").may_act_for(twin, "view")
    with pytest.raises(Missing):
        dossiers.case(theirs.number, persona("researcher"))
    assert queries.same_party(twin) == (twin,)
    with pytest.raises(Conflict):
        undo(Succession.objects.latest("pk").pk)
    # It may be merged again, also the other way round.
    merged(institute, twin)


def test_values_are_taken_over_field_by_field_and_go_back_with_the_undo(twin: str) -> None:
    institute = organisation("VLSH")
    code = Organisation.objects.get(pk=queries.party_id(institute)).tax_code
    number = merged(institute, twin, "tax_code", "name")
    kept = Organisation.objects.select_related("party").get(pk=queries.party_id(twin))
    assert (kept.tax_code, kept.party.name) == (code, "Viện Vật liệu Sông Hồng (đơn vị mẫu)")
    assert Organisation.objects.get(pk=queries.party_id(institute)).tax_code is None
    Organisation.objects.filter(pk=kept.pk).update(phone="0900000000")
    undo(number)
    kept.refresh_from_db()
    assert (kept.tax_code, kept.phone) == (None, "0900000000")
    assert Organisation.objects.get(pk=queries.party_id(institute)).tax_code == code


def test_a_value_that_was_corrected_after_the_merge_stays_as_corrected(twin: str) -> None:
    institute = organisation("VLSH")
    number = merged(twin, institute, "phone")
    Organisation.objects.filter(pk=queries.party_id(institute)).update(phone="024 9999 9999")
    undo(number)
    assert Organisation.objects.get(pk=queries.party_id(institute)).phone == "024 9999 9999"


def test_the_same_form_posted_twice_merges_once(twin: str) -> None:
    asked = merging(twin, organisation("VLSH"), once=uuid4())
    first = usecases.merge_duplicates(asked, actor=persona("clerk"))
    assert usecases.merge_duplicates(asked, actor=persona("clerk")) == first
    assert Succession.objects.count() == 1
    end = EndSuccession(first, "Gộp nhầm", uuid4())
    usecases.end_succession(end, actor=persona("clerk"))
    usecases.end_succession(end, actor=persona("clerk"))
    assert AuditRecord.objects.filter(deed="people.end_succession").count() == 1


def test_a_page_left_open_merges_nothing(twin: str) -> None:
    institute = organisation("VLSH")
    asked = merging(twin, institute)
    Party.objects.filter(pk=queries.party_id(twin)).update(version=9)
    with pytest.raises(Conflict):
        usecases.merge_duplicates(asked, actor=persona("clerk"))
    assert not Passage.objects.exists()


def test_what_cannot_be_one_is_refused_with_every_reason(twin: str) -> None:
    institute, firm = organisation("VLSH"), organisation("TLX")

    def codes(former: str, survivor: str, who: str = "clerk", ground: str = "Trùng") -> set[str]:
        asked = replace(merging(former, survivor), ground=ground)
        with pytest.raises(Refused) as refused:
            usecases.merge_duplicates(asked, actor=persona(who))
        return {reason.code for reason in refused.value.decision.reasons}

    assert codes(firm, institute) == {"people.merge_numbers"}
    assert codes(twin, persona("resident").key, ground="") == {"people.ground", "people.merge_kinds"}
    assert codes(twin, twin) == {"people.merge_same"}
    merged(twin, institute)
    assert codes(twin, institute) == {"people.goes_on"}
    with pytest.raises(NotAllowed):
        usecases.merge_duplicates(merging(twin, institute), actor=persona("officer"))
    assert Succession.objects.count() == 1


def test_nobody_merges_a_record_of_his_own(twin: str) -> None:
    clerk = persona("clerk")
    usecases.grant_mandate(GrantMandate(clerk.key, twin, "view", TODAY, None, "Giấy"), actor=persona("administrator"))
    with pytest.raises(Refused) as refused:
        merged(twin, organisation("VLSH"))
    assert {reason.code for reason in refused.value.decision.reasons} == {"people.own_party"}


def test_nothing_new_starts_under_the_former_record(twin: str) -> None:
    merged(twin, organisation("VLSH"))
    with pytest.raises(Refused) as refused:
        dossier_deeds.start_draft(StartDraft(PROCEDURE, twin), actor=persona("resident"))
    assert refused.value.decision.reasons[0].code == "people.goes_on"
    dossier_deeds.start_draft(StartDraft(PROCEDURE, organisation("VLSH")), actor=persona("resident"))


def test_chains_lead_to_the_party_of_today_and_never_run_in_a_circle(twin: str) -> None:
    institute = organisation("VLSH")
    third = usecases.register_organisation(RegisterOrganisation("Viện VLSH", "institute"), actor=persona("clerk"))
    merged(third, twin)
    merged(twin, institute)
    assert queries.same_party(third) == queries.same_party(institute)
    assert queries.same_party(third)[0] == institute
    with pytest.raises(Refused):
        merged(institute, third)
    step = Passage.objects.get(former=queries.party_id(third))
    row = Succession.objects.create(
        kind="duplicate", effective_on=TODAY, ground="x", recorded_at=persona("clerk").moment
    )
    with pytest.raises(IntegrityError, match="goes on under another"), transaction.atomic():
        Passage.objects.create(succession=row, former_id=queries.party_id(institute), successor=step.former)


def test_what_was_recorded_stays_recorded(twin: str) -> None:
    number = merged(twin, organisation("VLSH"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.filter(pk=number).delete()
    undo(number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.filter(pk=number).update(ended_at=None, end_ground="")


# ---- persons ---------------------------------------------------------------------------------------------------------


def test_merged_persons_are_one_also_when_they_sign_in_with_the_old_account(db: None) -> None:
    resident, founder = persona("resident"), persona("founder")
    draft = dossier_deeds.start_draft(StartDraft(PROCEDURE, resident.key), actor=resident)
    with pytest.raises(Refused):  # two citizen numbers: two people
        merged(resident.key, founder.key)
    Person.objects.filter(pk=resident.person_id).update(citizen_number=None, no_number_reason="Chưa có")
    merged(resident.key, founder.key)
    old_account = persona("resident")
    assert (old_account.key, old_account.former_keys) == (founder.key, (resident.key,))
    assert old_account.may_act_for(organisation("TLX"), "submit")
    assert f"dossier:{draft}" in {line.subject for line in queries.timeline(old_account.keys).rows}
    assert next(card.key for card in queries.everyone_i_act_for(old_account)) == founder.key
    dossier_deeds.add_editor(AddEditor(draft, persona("researcher").key), actor=persona("founder"))


# ---- in law ----------------------------------------------------------------------------------------------------------


def test_after_a_merger_the_successor_acts_and_mandates_of_the_former_lapse(db: None) -> None:
    institute, university = organisation("VLSH"), organisation("ĐHTH")
    dossier = handed(project(1), institute, actor=persona("researcher"))
    usecases.grant_mandate(
        GrantMandate(persona("resident").key, university, "submit", TODAY, None, "Giấy"), actor=persona("clerk")
    )
    record("merger", (institute,), (university,))
    assert not persona("researcher").may_act_for(institute, "view")
    assert dossiers.case(dossier.number, persona("resident")).is_side
    # Who wrote the dossier, and who goes on with it, both hear of it.
    clerk = persona("clerk")
    assert set(queries.readers([persona("researcher").key], [f"dossier:{dossier.id}"], institute, TODAY)) == {
        persona("researcher").key,
        persona("resident").key,
    }
    assert clerk.key not in queries.representatives([queries.party_id(university)], TODAY)
    line = queries.successions_of(university)[0]
    assert (line.formers[0][0], "12/2026" in line.paper) == (institute, True)


def test_a_change_in_law_needs_its_paper_and_a_day_that_has_come(db: None) -> None:
    institute, university = organisation("VLSH"), organisation("ĐHTH")
    asked = replace(
        law("merger", (institute,), (university,)),
        paper=Paper("", None, ""),
        effective_on=TODAY + timedelta(days=1),
    )
    with pytest.raises(Refused) as refused:
        usecases.record_succession(asked, actor=persona("administrator"))
    codes = {reason.code.removeprefix("people.") for reason in refused.value.decision.reasons}
    assert codes == {"paper_number", "paper_on", "paper_issuer", "effective_future"}
    assert not Succession.objects.exists()


def test_a_division_says_who_takes_each_open_matter(db: None) -> None:
    institute, first, second = organisation("VLSH"), organisation("ĐHTH"), organisation("SHĐĐ")
    dossier = handed(project(1), institute, actor=persona("researcher"))
    for who, party in (("resident", first), ("founder", second)):
        mandate = GrantMandate(persona(who).key, party, "submit", TODAY, None, "Giấy")
        usecases.grant_mandate(mandate, actor=persona("clerk"))
    with pytest.raises(Refused) as refused:
        record("division", (institute,), (first, second))
    assert {reason.code for reason in refused.value.decision.reasons} == {"people.share_left"}
    number = record("division", (institute,), (first, second), **{f"dossier_{dossier.id}": second})
    taker, other = persona("founder"), persona("resident")
    assert taker.holds_subject(f"dossier:{dossier.id}", "submit")
    assert [row.number for row in dossiers.my_dossiers(taker).rows] == [dossier.number]
    # The first successor goes on for everything else: it may read this one, not act on it.
    assert dossiers.case(dossier.number, other).is_side
    with pytest.raises(NotAllowed):
        dossier_deeds.withdraw_dossier(Withdraw(dossier.id, "Rút"), actor=other)
    dossier_deeds.withdraw_dossier(Withdraw(dossier.id, "Rút"), actor=taker)
    undo_by_admin = EndSuccession(number, "Ghi nhầm")
    usecases.end_succession(undo_by_admin, actor=persona("administrator"))
    assert not persona("founder").holds
    assert persona("researcher").may_act_for(institute, "submit")


def test_a_consolidation_ends_two_and_a_separation_none(db: None) -> None:
    institute, university, bio = organisation("VLSH"), organisation("ĐHTH"), organisation("SHĐĐ")
    number = record("consolidation", (institute, university), (bio,))
    assert set(queries.same_party(bio)) == {institute, university, bio}
    usecases.end_succession(EndSuccession(number, "Nhầm"), actor=persona("administrator"))
    dossier = handed(project(1), institute, actor=persona("researcher"))
    record("separation", (institute,), (bio,), **{f"dossier_{dossier.id}": bio})
    assert queries.same_party(institute) == (institute,)
    told = TimelineRow.objects.get(party=institute, wire="people.party_goes_on", text_vi__startswith="Tách")
    assert "một phần của" in told.text_vi  # it goes on as nobody
    assert "passes to" in told.text_en
    assert queries.holder([f"dossier:{dossier.id}"], institute) == bio
    assert not queries.present([institute])


def test_officers_with_an_open_dossier_hear_of_it_once(db: None) -> None:
    from khue.core.bilingual import Text
    from khue.features.dossiers.domain.commands import TakeTask
    from khue.features.dossiers.models import Task

    institute, university = organisation("VLSH"), organisation("ĐHTH")
    dossier = handed(project(1), institute, actor=persona("researcher"))
    dossier_deeds.take_task(TakeTask(Task.objects.get(dossier=dossier.id).pk), actor=persona("clerk"))
    record("merger", (institute,), (university,))
    for _ in range(2):
        told = dossier_deeds.tell_officers_of_party(
            [institute, university], Text("Sáp nhập", "Merged"), mark="succession:1", actor=persona("clerk")
        )
    assert told == 1
    assert Notice.objects.filter(kind="task", party=persona("clerk").key, title_vi="Sáp nhập").count() == 1


def test_a_long_chain_costs_the_same_questions_as_a_short_one(twin: str) -> None:
    institute = organisation("VLSH")

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            persona("researcher")
        return len(counted)

    merged(twin, institute)
    before = cost()
    for number in range(3):
        other = usecases.register_organisation(
            RegisterOrganisation(f"Viện VLSH {number}", "institute"), actor=persona("clerk")
        )
        merged(other, institute)
    assert cost() == before


def test_no_mandate_is_given_for_a_former_record(twin: str) -> None:
    merged(twin, organisation("VLSH"))
    grant = GrantMandate(persona("founder").key, twin, "view", TODAY, None, "Giấy")
    with pytest.raises(Refused) as refused:
        usecases.grant_mandate(grant, actor=persona("administrator"))
    assert {reason.code for reason in refused.value.decision.reasons} == {"people.goes_on"}


def test_a_key_of_an_organisation_that_was_merged_away_in_law_opens_nothing(db: None) -> None:
    from khue.features.people.queries.keys import key_holder

    institute, university = organisation("VLSH"), organisation("ĐHTH")
    before = key_holder(persona("researcher").key, institute, TODAY)
    assert before is not None
    assert before.mandates
    record("merger", (institute,), (university,))
    after = key_holder(persona("researcher").key, institute, TODAY)
    assert after is not None
    assert after.mandates == ()
