"""Absence, deputies and hand-over: every trace, and a refusal that changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import HandOver, TakeTask
from khue.features.dossiers.usecases import hand_over_task, take_task
from khue.features.missions import usecases as missions
from khue.features.missions.domain.commands import AnswerDelivery, AppraiseCosts, DecideSupport
from khue.features.missions.domain.support import Appraised
from khue.features.missions.models import Appraisal, Tranche
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import EndRole, GrantMandate
from khue.features.staff import queries, usecases
from khue.features.staff.domain.commands import EndAbsence, HandOverDesk, RegisterAbsence
from khue.features.staff.models import Absence
from tests.cast import organisation, setup_actor
from tests.house.stock import project
from tests.missions.stories import a_story, an_order, appraised, running
from tests.staff.cases import (
    TODAY,
    actor_of,
    away,
    colleague,
    holdings,
    in_place_of,
    last_record,
    many_tasks,
    notices_of,
    persona,
    records,
)

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


# -- absence ---------------------------------------------------------------------------------------------------------


def test_an_absence_names_the_deputy_who_is_told_how_much_waits() -> None:
    story = a_story().applied().accepted_for_processing()
    absent = persona("appraiser")
    deputy = colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    task = story.task("appraisal")
    take_task(TakeTask(task), actor=absent)
    number = away(absent, deputy)
    record = last_record("staff.register_absence")
    assert (record.actor, record.subjects) == (absent.key, [absent.key])
    assert dossiers.held_tasks(absent.key)[0].id == task, "an absence that begins while a task is held leaves it there"
    assert any("Vũ Hoàng Nam" in title for title in notices_of(deputy.key))
    line = queries.absences_of(absent.key, TODAY)[0]
    assert (line.id, line.deputy, [scope.vi for scope in line.scope]) == (
        number,
        deputy.key,
        [
            "Cán bộ thẩm định (Phòng Quản lý công nghệ, Sở Khoa học và Công nghệ)",
            "Giám đốc Quỹ (Phòng Quản lý công nghệ, Sở Khoa học và Công nghệ)",
        ],
    )


def test_the_same_form_twice_makes_one_absence() -> None:
    absent, once = persona("appraiser"), uuid4()
    asked = RegisterAbsence(absent.key, "training", TODAY, TODAY + timedelta(days=3), once=once)
    first = usecases.register_absence(asked, actor=absent)
    before = records()
    assert usecases.register_absence(asked, actor=absent) == first
    assert records() == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_until": TODAY}, "staff.period"),
        ({"valid_until": TODAY + timedelta(days=900)}, "staff.too_long"),
        ({"valid_from": TODAY - timedelta(days=9), "valid_until": TODAY - timedelta(days=2)}, "staff.past"),
        ({"reason": "ốm"}, "staff.reason"),
        ({"deputy": "self"}, "staff.own_deputy"),
        ({"deputy": "resident"}, "staff.deputy_not_staff"),
        ({"holdings": ()}, "staff.no_scope"),
        ({"holdings": (1,)}, "staff.scope"),
        ({"deputy": ""}, "staff.no_deputy"),
    ],
)
def test_an_absence_that_does_not_hold_together_changes_nothing(changes: dict[str, object], code: str) -> None:
    absent = persona("appraiser")
    given = {
        "reason": "annual_leave",
        "valid_from": TODAY,
        "valid_until": TODAY + timedelta(days=3),
        "deputy": persona("officer").key,
        "holdings": holdings(absent.key),
        **changes,
    }
    if given["deputy"] in ("self", "resident"):
        given["deputy"] = absent.key if given["deputy"] == "self" else persona("resident").key
    if given["holdings"] == (1,):
        given["holdings"] = holdings(persona("accountant").key)
    before = records()
    with pytest.raises(Refused) as refused:
        usecases.register_absence(RegisterAbsence(absent.key, **given), actor=absent)  # type: ignore[arg-type]  # the test changes fields by name
    assert code in codes(refused)
    assert all(reason.text.vi and reason.text.en for reason in refused.value.decision.reasons)
    assert (records(), Absence.objects.count()) == (before, 0)


def test_two_absences_never_overlap_and_a_deputy_is_not_away() -> None:
    first, second = persona("appraiser"), colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    away(first, second)
    with pytest.raises(Refused) as twice:
        away(first, second)
    assert codes(twice) == {"staff.absent_already"}
    with pytest.raises(Refused) as mutual:
        away(second, first)
    assert codes(mutual) == {"staff.deputy_away"}


def test_who_counted_on_somebody_who_is_now_away_is_told() -> None:
    first, second = persona("appraiser"), colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    away(first, second)
    third = colleague("Đinh Văn Ba", "DOST-QLCN", "appraiser")
    away(second, third)
    assert "Người làm thay ông/bà cũng vắng mặt: Đinh Thị Thay." in notices_of(first.key)


def test_a_head_arranges_for_the_own_unit_and_nobody_else() -> None:
    absent = persona("appraiser")
    asked = RegisterAbsence(absent.key, "other", TODAY, TODAY + timedelta(days=2))
    for unit, role in (("DOST-QLKH", "unit-head"), ("DOST-QLCN", "appraiser")):
        with pytest.raises(NotAllowed):
            usecases.register_absence(asked, actor=colleague(f"Người {role}", unit, role))
    usecases.register_absence(asked, actor=colleague("Trưởng phòng Mẫu", "DOST-QLCN", "unit-head"))
    assert any("vắng mặt" in title for title in notices_of(absent.key))


# -- a deputy at work ------------------------------------------------------------------------------------------------


def test_a_deputy_has_the_absent_persons_rights_within_scope_and_days_only() -> None:
    absent, deputy = persona("appraiser"), persona("clerk")
    number = away(absent, deputy, days=5)
    there = in_place_of(deputy, number)
    assert there.rights == absent.rights
    assert not there.may("dossiers.receive"), "the own rights rest meanwhile"
    assert deputy.person_id is not None
    assert queries.stand_in(deputy.person_id, number, TODAY + timedelta(days=4)) is not None
    assert queries.stand_in(deputy.person_id, number, TODAY + timedelta(days=5)) is None
    stranger = persona("officer").person_id
    assert stranger is not None
    assert queries.stand_in(stranger, number, TODAY) is None


def test_a_deed_of_a_deputy_says_for_whom() -> None:
    story = a_story().applied().accepted_for_processing()
    absent, deputy = persona("appraiser"), persona("officer")
    there = in_place_of(deputy, away(absent, deputy))
    task = story.task("appraisal")
    from khue.features.missions.queries import task_page

    take_task(TakeTask(task), actor=there)
    assert dossiers.task(task, persona("clerk")).assignee_name == f"{deputy.name} (thay {absent.name})"
    lines = task_page(task, there).support.lines
    found = tuple(Appraised(line.no, line.requested) for line in lines)
    missions.appraise_costs(AppraiseCosts(task, found, once=uuid4()), actor=there)
    from khue.kernel import audit

    record = audit.records_of(f"support:{story.support_id}", size=1)[0]
    assert (record.actor, record.mandate.partition(":")[0]) == (deputy.key, "absence")
    assert record.mandate.endswith(absent.key)
    kept = Appraisal.objects.get(support=story.support_id)
    assert (kept.appraiser, kept.appraiser_for) == (deputy.key, absent.key)


def test_whoever_appraised_does_not_decide_as_deputy_of_the_decider() -> None:
    story = appraised()
    decider, appraiser = persona("decider"), persona("appraiser")
    there = in_place_of(appraiser, away(decider, appraiser))
    before = records()
    with pytest.raises(Refused) as refused:
        missions.decide_support(DecideSupport(story.task("decision"), "grant", "", "2026-EQ"), actor=there)
    assert codes(refused) == {"own_appraisal"}
    assert records() == before


def test_a_deed_done_for_somebody_binds_that_person_too() -> None:
    """The officer accepts as the accountant's deputy would pay: after the return the absent one may not pay either."""
    story = running().delivered(1)
    accountant = persona("accountant")
    officer = replace(persona("officer"), stands_in_for=accountant.key, mandate=f"absence:1:{accountant.key}")
    missions.answer_delivery(AnswerDelivery(story.task("acceptance", 1), True), actor=officer)
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    assert (tranche.accepted_by, tranche.accepted_for) == (officer.key, accountant.key)
    with pytest.raises(Refused) as refused:
        missions.order_payment(an_order(story, story.task("payment", 1)), actor=accountant)
    assert "own_acceptance" in codes(refused)


def test_a_deputy_is_kept_from_cases_of_either() -> None:
    story = a_story().applied().accepted_for_processing()
    absent, deputy = persona("appraiser"), persona("officer")
    ground = "Giấy ủy quyền mẫu"
    mandate = GrantMandate(absent.key, organisation("VLSH"), "view", TODAY, None, ground)
    registering.grant_mandate(mandate, actor=setup_actor())
    there = in_place_of(deputy, away(absent, deputy))
    with pytest.raises(Refused) as refused:
        take_task(TakeTask(story.task("appraisal")), actor=there)
    assert codes(refused) == {"own_case"}


def test_coming_back_earlier_ends_the_deputys_rights() -> None:
    absent, deputy = persona("appraiser"), persona("officer")
    number = away(absent, deputy)
    usecases.end_absence(EndAbsence(number, TODAY), actor=absent)
    assert deputy.person_id is not None
    assert queries.stand_in(deputy.person_id, number, TODAY) is None
    assert any("đi làm lại" in title for title in notices_of(deputy.key))
    with pytest.raises(Refused) as late:
        usecases.end_absence(EndAbsence(number, TODAY + timedelta(days=2)), actor=absent)
    assert codes(late) == {"staff.ends_on"}


def test_a_role_that_ends_takes_the_deputys_right_with_it() -> None:
    absent, deputy = persona("appraiser"), persona("officer")
    number = away(absent, deputy)
    for holding in holdings(absent.key):
        registering.end_role(EndRole(holding, TODAY), actor=setup_actor())
    assert deputy.person_id is not None
    assert queries.stand_in(deputy.person_id, number, TODAY) is None


# -- the whole desk --------------------------------------------------------------------------------------------------


def test_a_whole_desk_goes_over_and_what_cannot_go_stays_with_words() -> None:
    officer = persona("appraiser")
    first, second = (
        a_story(project(number)).applied().accepted_for_processing().task("appraisal") for number in (1, 2)
    )
    clerks = a_story(project(3)).applied().task("completeness")
    for task in (first, second):
        take_task(TakeTask(task), actor=officer)
    both = replace(persona("clerk"), key=officer.key, name=officer.name)
    take_task(TakeTask(clerks), actor=both)
    receiver = colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    once = uuid4()
    asked = HandOverDesk(officer.key, receiver.key, (first, second, clerks), "Chuyển công tác", once)
    found = usecases.hand_over_desk(asked, actor=officer)
    assert found.moved == (first, second)
    assert [(task, reason.code) for task, reason in found.staying] == [(clerks, "no_right")]
    assert {task.id for task in dossiers.held_tasks(receiver.key)} == {first, second}
    assert [task.id for task in dossiers.held_tasks(officer.key)] == [clerks]
    record = last_record("staff.hand_over_desk")
    assert {f"dossier:{task.dossier_id}" for task in dossiers.held_tasks(receiver.key)} < set(record.subjects)
    assert len(notices_of(receiver.key)) == 1
    before = records()
    assert usecases.hand_over_desk(asked, actor=officer).moved == (first, second)
    assert records() == before, "the same form twice moves nothing more"


def test_a_desk_that_holds_more_than_can_be_marked_goes_over_whole() -> None:
    officer = persona("appraiser")
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=officer)
    many_tasks(task, usecases.MOST)
    assert dossiers.held_count(officer.key) == usecases.MOST + 1
    ids = tuple(held.id for held in dossiers.held_tasks(officer.key, usecases.WHOLE))
    with pytest.raises(Refused) as refused:
        usecases.hand_over_desk(HandOverDesk(officer.key, "", ids, "Chuyển công tác"), actor=officer)
    assert [reason.code for reason in refused.value.decision.reasons] == ["staff.too_many"]
    assert dossiers.held_count(officer.key) == usecases.MOST + 1
    receiver = colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    asked = HandOverDesk(officer.key, receiver.key, (), "Chuyển công tác", uuid4(), everything=True)
    found = usecases.hand_over_desk(asked, actor=officer)
    assert (len(found.moved), found.staying) == (usecases.MOST + 1, ())
    assert (dossiers.held_count(officer.key), dossiers.held_count(receiver.key)) == (0, usecases.MOST + 1)
    assert usecases.hand_over_desk(asked, actor=officer).moved == found.moved


def test_tasks_go_back_to_the_queue_of_the_unit() -> None:
    officer = persona("appraiser")
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=officer)
    usecases.hand_over_desk(HandOverDesk(officer.key, "", (task,), "Nghỉ dài ngày"), actor=officer)
    found = dossiers.task(task, officer)
    assert (found.assignee, found.may_act) == ("", True)


def test_a_desk_is_not_handed_to_the_applicants_side_nor_by_a_stranger() -> None:
    officer = persona("appraiser")
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=officer)
    receiver = colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    mandate = GrantMandate(receiver.key, organisation("VLSH"), "view", TODAY, None, "Giấy ủy quyền mẫu")
    registering.grant_mandate(mandate, actor=setup_actor())
    found = usecases.hand_over_desk(HandOverDesk(officer.key, receiver.key, (task,), "Chuyển"), actor=officer)
    assert [reason.code for _task, reason in found.staying] == ["own_case"]
    with pytest.raises(NotAllowed):
        usecases.hand_over_desk(HandOverDesk(officer.key, "", (task,), "Chuyển"), actor=persona("clerk"))
    assert [held.id for held in dossiers.held_tasks(officer.key)] == [task]


def test_a_hand_over_says_what_is_missing() -> None:
    officer = persona("appraiser")
    before = records()
    with pytest.raises(Refused) as refused:
        usecases.hand_over_desk(HandOverDesk(officer.key, officer.key, (), " "), actor=officer)
    assert codes(refused) == {"staff.no_tasks", "staff.same_person", "staff.no_ground"}
    assert records() == before


def test_the_last_administrator_cannot_be_removed() -> None:
    last = persona("administrator")
    holding = holdings(last.key)[0]
    before = records()
    with pytest.raises(Refused) as refused:
        registering.end_role(EndRole(holding, TODAY), actor=setup_actor())
    assert codes(refused) == {"people.last_administrator"}
    assert records() == before
    colleague("Quản trị Hai", "PLATFORM", "administrator")
    registering.end_role(EndRole(holding, TODAY), actor=setup_actor())
    assert people.rights_on(last.key, TODAY) == frozenset()


def test_a_second_administrator_with_a_last_day_does_not_count_as_the_one_who_stays() -> None:
    colleague("Quản trị Tạm", "PLATFORM", "administrator", until=TODAY + timedelta(days=9))
    with pytest.raises(Refused):
        registering.end_role(EndRole(holdings(persona("administrator").key)[0], TODAY), actor=setup_actor())


def test_single_hand_over_still_works_for_a_deputy() -> None:
    task = a_story().applied().accepted_for_processing().task("appraisal")
    absent, deputy = persona("appraiser"), persona("officer")
    take_task(TakeTask(task), actor=absent)
    there = in_place_of(deputy, away(absent, deputy))
    other = colleague("Đinh Thị Thay", "DOST-QLCN", "appraiser")
    hand_over_task(HandOver(task, other.key, "Giao lại"), actor=there)
    assert dossiers.task(task, actor_of(other.key)).assignee == other.key
