"""One record for each person and organisation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.people import access, queries, usecases
from khue.features.people.domain import (
    LEGAL_FORMS,
    SOURCES,
    AddressWords,
    CorrectRecord,
    RegisterOrganisation,
    RegisterPerson,
)
from khue.features.people.models import Organisation, Party, Person
from khue.kernel.models import AuditRecord, AuditValues, TimelineRow, User
from tests.people.conftest import SETUP, actor_for, tax_code

HANOI = AddressWords("12 Trần Phú", "Phường Ba Đình", "01")
TAX = tax_code(0)
INSTITUTE = RegisterOrganisation("Viện Vật liệu mới", "institute", TAX, address=HANOI, position="Viện trưởng")


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(reason.code, reason.field) for reason in refused.value.decision.reasons}


def personal_values(deed: str) -> dict[str, Any]:
    """What the last record of this deed keeps in its erasable personal part."""
    record = AuditRecord.objects.filter(deed=deed).latest("id")
    rows = AuditValues.objects.filter(record=record)
    return {row.part: json.loads(row.body) for row in rows if row.body}


# ---- persons ---------------------------------------------------------------------------------------------------------


def test_a_registered_person_leaves_every_trace(person: Callable[..., str]) -> None:
    key = person("Nguyễn  Thị   Mai", citizen_number="001 185 012 345", birth_year=1985, address=HANOI)
    row = Person.objects.select_related("party").get(party__pk=queries.party_id(key))
    assert (row.party.name, row.party.folded, row.citizen_number) == (
        "Nguyễn Thị Mai",
        "nguyen thi mai",
        "001185012345",
    )
    record = AuditRecord.objects.filter(deed="people.register_person").latest("id")
    assert (record.actor, record.chain) == ("job:setup", key)
    assert TimelineRow.objects.filter(party=key, wire="people.person_registered").count() == 1
    kept = personal_values("people.register_person")
    assert "001185012345" in json.dumps(kept)
    assert "001185012345" not in record.body, "the chain must hold no personal value in clear"


def test_a_foreigner_is_told_apart_by_passport(person: Callable[..., str]) -> None:
    key = person(
        "Anna Müller", passport_number="c01x00t47", passport_country="DE", nationality="DE", no_number_reason=""
    )
    assert {line.field: line.value for line in queries.record(key)}["passport"] == "C01X00T47 (DE)"
    with pytest.raises(Refused) as refused:
        person("Anna Mueller", passport_number="C01X00T47", passport_country="DE", no_number_reason="")
    assert codes(refused) == {("people.person_known", "citizen_number")}


def test_a_citizen_number_belongs_to_one_record(person: Callable[..., str]) -> None:
    person(citizen_number="001185012345")
    before = Party.objects.count(), AuditRecord.objects.count()
    with pytest.raises(Refused) as refused:
        person("Người khác", citizen_number="001185012345")
    assert codes(refused) == {("people.person_known", "citizen_number")}
    assert (Party.objects.count(), AuditRecord.objects.count()) == before


def test_somebody_without_number_and_reason_is_not_recorded(person: Callable[..., str]) -> None:
    with pytest.raises(Refused) as refused:
        person(no_number_reason=" ")
    assert codes(refused) == {("people.identification", "citizen_number")}


def test_all_mistakes_are_told_at_once(person: Callable[..., str]) -> None:
    with pytest.raises(Refused) as refused:
        person(
            " ",
            citizen_number="12",
            email="không phải thư",
            phone="abc",
            birth_year=1850,
            address=AddressWords("", "", "99"),
        )
    assert {field for _, field in codes(refused)} == {
        "name", "citizen_number", "email", "phone", "birth_year", "line", "province", "commune",
    }  # fmt: skip


def test_a_name_of_a_thousand_letters_is_refused(person: Callable[..., str]) -> None:
    with pytest.raises(Refused) as refused:
        person("N" * 1000)
    assert codes(refused) == {("people.too_long", "name")}


def test_a_resident_may_not_open_records_of_others(person: Callable[..., str]) -> None:
    me = actor_for(person())
    with pytest.raises(NotAllowed):
        usecases.register_person(RegisterPerson("Ai đó", no_number_reason="x"), actor=me)


# ---- organisations ---------------------------------------------------------------------------------------------------


def test_who_registers_an_organisation_may_act_for_it(person: Callable[..., str]) -> None:
    me = actor_for(person())
    key = usecases.register_organisation(INSTITUTE, actor=me)
    card = queries.party(key)
    assert (card.tax_code, card.legal_form, card.is_private_person) == (TAX, "institute", False)
    assert card.address == "12 Trần Phú, Phường Ba Đình, Thành phố Hà Nội"
    assert actor_for(me.key).may_act_for(key, "submit")
    assert [m.ground for m in queries.mandates_of(key, me.today)] == [
        "Người đăng ký tự khai là người đại diện: Viện trưởng"
    ]
    assert AuditRecord.objects.filter(deed="people.register_organisation", chain=key).count() == 1
    assert set(TimelineRow.objects.filter(subject=key).values_list("party", flat=True)) == {key, me.key}


def test_a_known_tax_code_leads_to_asking_for_a_mandate(person: Callable[..., str]) -> None:
    usecases.register_organisation(INSTITUTE, actor=actor_for(person()))
    other = actor_for(person("Lê Văn Hai"))
    before = Organisation.objects.count(), AuditRecord.objects.count()
    with pytest.raises(Refused) as refused:
        usecases.register_organisation(INSTITUTE, actor=other)
    reason = refused.value.decision.reasons[0]
    assert (reason.code, reason.field) == ("people.tax_code_taken", "tax_code")
    assert reason.next_step is not None
    assert "ủy quyền" in reason.next_step.vi
    assert (Organisation.objects.count(), AuditRecord.objects.count()) == before
    assert actor_for(other.key).acts_for == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tax_code": "0100109107"}, ("people.tax_code.check_digit", "tax_code")),
        ({"tax_code": ""}, ("people.tax_code_missing", "tax_code")),
        ({"legal_form": "kingdom"}, ("people.legal_form", "legal_form")),
        ({"legal_form": "group"}, ("people.group_tax_code", "tax_code")),
        ({"name": "…"}, ("people.name", "name")),
        ({"short_name": "x" * 61}, ("people.too_long", "short_name")),
        ({"address": AddressWords("1", "", "01")}, ("people.commune", "commune")),
    ],
)
def test_a_wrong_organisation_is_refused_with_its_field(
    person: Callable[..., str], changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    values = {"name": "Công ty A", "legal_form": "enterprise", "tax_code": TAX} | changes
    with pytest.raises(Refused) as refused:
        usecases.register_organisation(RegisterOrganisation(**values), actor=actor_for(person()))
    assert expected in codes(refused)


def test_a_form_posted_twice_registers_once(person: Callable[..., str]) -> None:
    from uuid import uuid4

    me = actor_for(person())
    group = RegisterOrganisation("Nhóm sinh viên robot", "group", once=uuid4())
    assert usecases.register_organisation(group, actor=me) == usecases.register_organisation(group, actor=me)
    assert Organisation.objects.filter(party__name="Nhóm sinh viên robot").count() == 1


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_two_registrations_of_one_tax_code_at_once_make_one_party(in_threads: Callable[..., list[Any]]) -> None:
    keys = [
        usecases.register_person(RegisterPerson(name, no_number_reason="x"), actor=SETUP) for name in ("Một", "Hai")
    ]
    actors = [actor_for(key) for key in keys]
    before = AuditRecord.objects.count()
    results = in_threads(*[lambda a=actor: usecases.register_organisation(INSTITUTE, actor=a) for actor in actors])
    refused = [result for result in results if isinstance(result, Refused)]
    made = [result for result in results if isinstance(result, str)]
    assert (len(made), len(refused)) == (1, 1), results
    assert refused[0].decision.reasons[0].code == "people.tax_code_taken"
    assert Organisation.objects.filter(tax_code=TAX).count() == 1
    assert AuditRecord.objects.filter(deed="people.register_organisation", chain=made[0]).count() == 1
    assert AuditRecord.objects.count() == before + 1
    assert len(queries.mandates_of(made[0], SETUP.today)) == 1


# ---- correcting ------------------------------------------------------------------------------------------------------


def correction(version: int = 1, **changes: Any) -> CorrectRecord:
    values: dict[str, Any] = {
        "name": "Nguyễn Thị Mai",
        "email": "",
        "phone": "",
        "address": None,
        "birth_year": None,
        "language": "vi",
        "version": version,
    }
    return CorrectRecord(**(values | changes))


def test_a_correction_keeps_the_old_value_in_the_audit_and_says_where_the_new_one_is_from(
    person: Callable[..., str],
) -> None:
    me = actor_for(person(email="old@example.org"))
    usecases.correct_own_record(correction(email="new@example.org", address=HANOI), actor=me)
    lines = {line.field: line for line in queries.record(me.key)}
    assert lines["email"].value == "new@example.org"
    assert (lines["email"].source.vi, lines["email"].on) == ("Tự khai", me.today)  # type: ignore[union-attr]  # it is there, or the test fails here
    assert lines["name"].source.vi == "Cán bộ ghi tại bộ phận một cửa"  # type: ignore[union-attr]  # it is there, or the test fails here
    kept = personal_values("people.correct_own_record")["personal"]
    assert (kept["before"]["email"], kept["after"]["email"]) == ("old@example.org", "new@example.org")
    assert "thư điện tử" in TimelineRow.objects.filter(party=me.key).latest("id").text_vi


def test_a_page_left_open_cannot_undo_a_later_correction(person: Callable[..., str]) -> None:
    me = actor_for(person())
    usecases.correct_own_record(correction(email="a@example.org"), actor=me)
    with pytest.raises(Conflict):
        usecases.correct_own_record(correction(email="b@example.org"), actor=me)
    assert queries.party(me.key).email == "a@example.org"


def test_a_name_from_the_national_identity_is_not_corrected_here(person: Callable[..., str]) -> None:
    me = actor_for(person(source="identity"))
    with pytest.raises(Refused) as refused:
        usecases.correct_own_record(correction(name="Tên khác"), actor=me)
    assert codes(refused) == {("people.from_identity", "name")}
    assert queries.party(me.key).name == "Nguyễn Thị Mai"


def test_a_name_with_html_is_kept_as_typed(person: Callable[..., str]) -> None:
    assert queries.party(person("<b>Mai</b> & con")).name == "<b>Mai</b> & con"


# ---- finding ---------------------------------------------------------------------------------------------------------


def test_parties_are_found_without_marks_by_tax_code_and_in_vietnamese_order(person: Callable[..., str]) -> None:
    me = actor_for(person())
    names = ("Xưởng thử Đo lường", "Xưởng thử Dầu khí", "Xưởng thử Ăn")
    for place, name in enumerate(names, 1):
        usecases.register_organisation(RegisterOrganisation(name, "institute", tax_code(place)), actor=me)
    found = [card.name for card in queries.find_parties("xuong thu")]
    assert found == ["Xưởng thử Ăn", "Xưởng thử Dầu khí", "Xưởng thử Đo lường"]
    assert [card.name for card in queries.find_parties("ĐO luong xuong")] == ["Xưởng thử Đo lường"]
    spaced = f"{tax_code(2)[:4]} {tax_code(2)[4:]}"
    assert [card.name for card in queries.find_parties(spaced)] == ["Xưởng thử Dầu khí"]
    assert all(card.kind == "organisation" for card in queries.find_parties("nguyen"))
    assert me.key in [card.key for card in queries.find_parties("nguyen thi mai", 500, kind="")]
    assert queries.find_parties("%") == ()


def test_an_account_belongs_to_one_person(person: Callable[..., str]) -> None:
    key = person()
    user_id = usecases.give_account(key, "mai", "một mật khẩu dài", actor=SETUP)
    assert User.objects.get(pk=user_id).check_password("một mật khẩu dài")
    with pytest.raises(Refused):
        usecases.give_account(person("Khác"), "mai", "một mật khẩu dài", actor=SETUP)


def test_what_a_registrar_writes_down_is_recorded_at_the_counter_and_gives_no_mandate(
    person: Callable[..., str],
) -> None:
    clerk = actor_for(person(), access.WRITE)
    key = usecases.register_organisation(INSTITUTE, actor=clerk)
    lines = {line.field: line for line in queries.record(key)}
    assert lines["name"].source == SOURCES["counter"]
    assert (lines["legal_form"].shown, queries.mandates_of(key, clerk.today)) == (LEGAL_FORMS["institute"], ())
