"""Who may act for whom, who holds which role, and what an account is on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.people import access, queries, usecases
from khue.features.people.domain import (
    AddMember,
    AskForMandate,
    AssignRole,
    EndMandate,
    EndMember,
    EndRole,
    GrantMandate,
    RefuseMandateRequest,
    RegisterOrganisation,
)
from khue.features.people.models import Mandate, MandateRequest, RoleHolding, Unit
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.people.conftest import SETUP, TODAY, actor_for, tax_code

Maker = Callable[..., str]


@pytest.fixture
def institute(person: Maker) -> tuple[str, str]:
    """An institute and its director: keys."""
    director = person("Giám đốc")
    key = usecases.register_organisation(
        RegisterOrganisation("Viện A", "institute", tax_code(0)), actor=actor_for(director)
    )
    return key, director


def grant(
    person: str, party: str, scope: str = "submit", start: date = TODAY, until: date | None = None
) -> GrantMandate:
    return GrantMandate(person, party, scope, start, until, "Giấy ủy quyền số 1")


# ---- mandates --------------------------------------------------------------------------------------------------------


def test_a_mandate_holds_from_its_first_day_until_the_day_before_its_end(
    institute: tuple[str, str], person: Maker
) -> None:
    party, director = institute
    clerk = person("Nhân viên")
    usecases.grant_mandate(grant(clerk, party, until=TODAY + timedelta(days=10)), actor=actor_for(director))
    user = usecases.give_account(clerk, "nv", "một mật khẩu dài", actor=SETUP)

    def acts(day: date) -> tuple[tuple[str, str], ...]:
        found = queries.standing(user, day)
        assert found is not None
        return found.acts_for

    assert acts(TODAY - timedelta(days=1)) == ()
    assert acts(TODAY) == acts(TODAY + timedelta(days=9)) == ((party, "submit"),)
    assert acts(TODAY + timedelta(days=10)) == ()
    assert Notice.objects.filter(party=clerk, kind="people.mandate").count() == 1
    assert TimelineRow.objects.filter(party=clerk, wire="people.mandate_granted").count() == 1


def test_a_mandate_to_submit_is_none_to_sign(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    clerk = person("Nhân viên")
    usecases.grant_mandate(grant(clerk, party), actor=actor_for(director))
    me = actor_for(clerk)
    assert me.may_act_for(party, "submit")
    assert not me.may_act_for(party, "sign")
    assert [card.key for card in queries.parties_i_act_for(me, "submit")] == [clerk, party]
    assert [card.key for card in queries.parties_i_act_for(me, "sign")] == [clerk]


def test_the_same_mandate_twice_in_one_period_is_refused(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    clerk = person("Nhân viên")
    usecases.grant_mandate(grant(clerk, party, until=TODAY + timedelta(days=10)), actor=actor_for(director))
    before = AuditRecord.objects.count()
    with pytest.raises(Refused) as refused:
        usecases.grant_mandate(grant(clerk, party, start=TODAY + timedelta(days=9)), actor=actor_for(director))
    assert refused.value.decision.reasons[0].code == "people.overlap"
    assert (Mandate.objects.filter(person__pk=queries.party_id(clerk)).count(), AuditRecord.objects.count()) == (
        1,
        before,
    )
    usecases.grant_mandate(grant(clerk, party, start=TODAY + timedelta(days=10)), actor=actor_for(director))
    usecases.grant_mandate(grant(clerk, party, "sign"), actor=actor_for(director))


def test_the_database_itself_refuses_overlapping_mandates(institute: tuple[str, str]) -> None:
    held = Mandate.objects.get(for_party__pk=queries.party_id(institute[0]))
    again = Mandate(
        person=held.person, for_party=held.for_party, scope="all", valid_from=TODAY, ground="x", granted_by="x"
    )
    with pytest.raises(IntegrityError, match="mandate_once_at_a_time"), transaction.atomic():
        again.save()


def test_only_who_represents_a_party_grants_its_mandates(institute: tuple[str, str], person: Maker) -> None:
    party, _ = institute
    stranger = person("Người lạ")
    with pytest.raises(NotAllowed):
        usecases.grant_mandate(grant(stranger, party), actor=actor_for(stranger))
    assert Mandate.objects.filter(for_party__pk=queries.party_id(party)).count() == 1


def test_who_may_only_submit_cannot_pass_the_mandate_on(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    clerk, friend = person("Nhân viên"), person("Bạn")
    usecases.grant_mandate(grant(clerk, party), actor=actor_for(director))
    with pytest.raises(NotAllowed):
        usecases.grant_mandate(grant(friend, party), actor=actor_for(clerk))


def test_ending_a_mandate_keeps_it_on_record(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    clerk = person("Nhân viên")
    mandate = usecases.grant_mandate(grant(clerk, party), actor=actor_for(director))
    usecases.end_mandate(EndMandate(mandate, TODAY, "Nghỉ việc"), actor=actor_for(clerk))
    row = Mandate.objects.get(pk=mandate)
    assert (row.valid_until, row.end_ground) == (TODAY, "Nghỉ việc")
    assert actor_for(clerk).acts_for == ()
    with pytest.raises(Refused):
        usecases.end_mandate(EndMandate(mandate, TODAY + timedelta(days=5), "Lại"), actor=actor_for(clerk))


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_a_request_reaches_those_who_may_answer_and_is_granted_once(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    clerk = person("Nhân viên")
    asked = AskForMandate(party, "submit", "Hợp đồng lao động")
    request = usecases.ask_for_mandate(asked, actor=actor_for(clerk))
    assert usecases.ask_for_mandate(asked, actor=actor_for(clerk)) == request
    assert Notice.objects.filter(party=director, kind="people.mandate").count() == 1
    assert [line.id for line in queries.about_me(actor_for(director)).requests] == [request]
    answer = GrantMandate(clerk, party, "submit", TODAY, None, "Hợp đồng lao động", request_id=request)
    usecases.grant_mandate(answer, actor=actor_for(director))
    assert MandateRequest.objects.get(pk=request).state == "granted"
    assert actor_for(clerk).may_act_for(party, "submit")
    with pytest.raises(Missing):
        usecases.grant_mandate(answer, actor=actor_for(director))


def test_a_refused_request_says_why_to_the_person(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    clerk = person("Nhân viên")
    request = usecases.ask_for_mandate(AskForMandate(party, "all", "Xin"), actor=actor_for(clerk))
    with pytest.raises(NotAllowed):
        usecases.refuse_mandate_request(RefuseMandateRequest(request, "Không"), actor=actor_for(clerk))
    usecases.refuse_mandate_request(RefuseMandateRequest(request, "Chưa có hợp đồng"), actor=actor_for(director))
    assert Notice.objects.get(party=clerk).body_vi == "Chưa có hợp đồng"
    assert actor_for(clerk).acts_for == ()


def test_nobody_asks_to_act_for_a_private_person(person: Maker) -> None:
    with pytest.raises(Missing):
        usecases.ask_for_mandate(AskForMandate(person("Ai"), "all", "Xin"), actor=actor_for(person("Tôi")))


# ---- roles -----------------------------------------------------------------------------------------------------------


def test_a_role_brings_its_rights_and_unit_until_it_ends(staff: Maker) -> None:
    clerk = staff("one-stop-clerk")
    user = usecases.give_account(clerk, "motcua", "một mật khẩu dài", actor=SETUP)
    found = queries.standing(user, TODAY)
    assert found is not None
    assert found.rights == access.roles()["one-stop-clerk"].rights
    assert found.units == ("DOST-MOTCUA",)
    holding = RoleHolding.objects.get(person__pk=queries.party_id(clerk))
    usecases.end_role(EndRole(holding.pk, TODAY), actor=SETUP)
    after = queries.standing(user, TODAY)
    assert after is not None
    assert (after.rights, after.units) == (frozenset(), ())
    before = queries.standing(user, TODAY - timedelta(days=1))
    assert before is not None
    assert before.units == ("DOST-MOTCUA",)


def test_nobody_gives_a_role_to_himself(staff: Maker) -> None:
    admin = staff("administrator", "PLATFORM")
    with pytest.raises(Refused) as refused:
        usecases.assign_role(AssignRole(admin, "HPC", "decider", TODAY), actor=actor_for(admin, "people.roles"))
    assert refused.value.decision.reasons[0].code == "people.own_role"
    assert RoleHolding.objects.filter(person__pk=queries.party_id(admin)).count() == 1


def test_a_clerk_gives_no_roles(staff: Maker, person: Maker) -> None:
    clerk = staff("one-stop-clerk")
    with pytest.raises(NotAllowed):
        usecases.assign_role(
            AssignRole(person("Bạn"), "HPC", "decider", TODAY), actor=actor_for(clerk, "people.read", "people.write")
        )


def test_unknown_roles_and_units_are_refused_together(person: Maker) -> None:
    with pytest.raises(Refused) as refused:
        usecases.assign_role(AssignRole(person(), "MARS", "king", TODAY), actor=SETUP)
    assert {reason.field for reason in refused.value.decision.reasons} == {"role", "unit"}


def test_the_same_role_twice_in_one_period_is_refused(staff: Maker) -> None:
    clerk = staff("one-stop-clerk")
    with pytest.raises(Refused):
        usecases.assign_role(AssignRole(clerk, "DOST-MOTCUA", "one-stop-clerk", TODAY), actor=SETUP)
    usecases.assign_role(AssignRole(clerk, "DOST-QLCN", "one-stop-clerk", TODAY), actor=SETUP)


def test_people_with_a_right_are_those_who_hold_it_today(staff: Maker) -> None:
    decider = staff("decider", "HPC", "Phó Chủ tịch")
    accountant = staff("accountant", "DOF-KT", "Kế toán")

    def keys(day: date) -> set[str]:
        return {card.key for card in queries.people_with_right("missions.decide", day)}

    assert decider in keys(TODAY)
    assert accountant not in keys(TODAY)
    assert decider not in keys(date(2025, 12, 31))
    assert queries.people_with_right("missions.nothing", TODAY) == ()


def test_standing_asks_one_query_whatever_the_number_of_roles(staff: Maker, person: Maker) -> None:
    clerk = staff("one-stop-clerk")
    user = usecases.give_account(clerk, "motcua", "một mật khẩu dài", actor=SETUP)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.standing(user, TODAY)
        return len(captured)

    few = asked()
    for number, role in enumerate(("auditor", "accountant", "decider")):
        usecases.assign_role(AssignRole(clerk, "HPC", role, TODAY), actor=SETUP)
        owner = person(f"Chủ {number}")
        usecases.grant_mandate(grant(clerk, owner), actor=actor_for(owner))
    assert few == asked() == 1


def test_a_chosen_party_counts_only_with_a_mandate(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    user = usecases.give_account(director, "gd", "một mật khẩu dài", actor=SETUP)
    chosen = queries.standing(user, TODAY, party)
    assert chosen is not None
    assert chosen.mandate == f"mandate:{Mandate.objects.get(for_party__pk=queries.party_id(party)).pk}"
    other = queries.standing(user, TODAY, person("Người khác"))
    assert other is not None
    assert (other.mandate, other.acting_for) == ("", "")


def test_an_account_without_person_has_no_standing(db: None) -> None:
    assert queries.standing(987_654_321, TODAY) is None


@pytest.mark.usefixtures("db")
def test_units_of_the_city_are_loaded_and_loading_again_changes_nothing() -> None:
    assert Unit.objects.get(pk="HPC").name_vi == "Ủy ban nhân dân Thành phố"
    before = AuditRecord.objects.count()
    assert usecases.load_units(actor=SETUP) == 0
    assert AuditRecord.objects.count() == before


# ---- groups ----------------------------------------------------------------------------------------------------------


def test_members_of_a_group_come_and_go_over_time(person: Maker) -> None:
    lead, friend = person("Trưởng nhóm"), person("Thành viên")
    group = usecases.register_organisation(RegisterOrganisation("Nhóm robot", "group"), actor=actor_for(lead))
    member = usecases.add_member(AddMember(group, friend, TODAY, "kỹ thuật"), actor=actor_for(lead))
    with pytest.raises(Refused):
        usecases.add_member(AddMember(group, friend, TODAY), actor=actor_for(lead))
    for nobody in (group, "party:99999999"):
        with pytest.raises(Refused) as refused:
            usecases.add_member(AddMember(group, nobody, TODAY), actor=actor_for(lead))
        assert [reason.field for reason in refused.value.decision.reasons] == ["person"]
    usecases.end_member(EndMember(member, TODAY + timedelta(days=30)), actor=actor_for(friend))
    usecases.add_member(AddMember(group, friend, TODAY + timedelta(days=30)), actor=actor_for(lead))
    assert [(m.person, m.valid_until) for m in queries.members_of(group)] == [
        ("Thành viên", TODAY + timedelta(days=30)),
        ("Thành viên", None),
    ]


def test_an_enterprise_has_no_members(institute: tuple[str, str], person: Maker) -> None:
    party, director = institute
    with pytest.raises(Missing):
        usecases.add_member(AddMember(party, person("Ai"), TODAY), actor=actor_for(director))
