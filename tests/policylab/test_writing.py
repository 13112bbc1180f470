"""Writing a study: what is kept, what is refused and changes nothing, what was run stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.features.policylab import usecases
from khue.features.policylab.domain import (
    ChangeAssumptions,
    ChangeOutline,
    ChangeReform,
    CopyStudy,
    OrderRun,
    PublishStudy,
    StartStudy,
    weight_field,
)
from khue.features.policylab.models import Publication, Study, StudyVersion
from khue.kernel.models import AuditRecord
from tests.cast import persona
from tests.policylab.studies import CAP, EQUIPMENT, NEW_YEAR, author, now, outline, published, ran, sixty, started

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> dict[str, str]:
    return {reason.code.partition(".")[2]: reason.field for reason in refused.value.decision.reasons}


def deeds(name: str) -> int:
    return AuditRecord.objects.filter(deed=f"policylab.{name}").count()


def reform(study: int, **changed: Any) -> ChangeReform:
    return replace(ChangeReform(study, NEW_YEAR, None, {CAP: 60}, (), now(study).stamp), **changed)


def test_a_study_begins_over_the_law_of_its_day_and_leaves_a_record() -> None:
    found = now(started())
    assert found.state == "draft"
    assert found.number == 1
    assert found.mine
    assert found.content.law_edition
    assert not found.content.changes_something
    record = AuditRecord.objects.get(deed="policylab.start_study")
    assert record.subjects == [f"study:{found.study_id}"]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"title_vi": " "}, {"title_vi"}),
        ({"title_vi": "x" * 121}, {"title_vi"}),
        ({"title_en": "x" * 121}, {"title_en"}),
        ({"question_vi": "x" * 1001}, {"question_vi"}),
        ({"question_vi": "", "question_en": "How much?"}, {"question_vi"}),
        ({"question_vi": " \n"}, {"question_vi"}),
        ({"first_year": 2023}, {"first_year"}),
        ({"last_year": 2025}, {"last_year"}),
        ({"last_year": 2036}, {"last_year"}),
        ({"programmes": ()}, {"programmes"}),
        ({"programmes": ("sandbox.term",)}, {"programmes"}),
        ({"title_vi": "", "programmes": (), "last_year": 1}, {"title_vi", "programmes", "last_year"}),
    ],
)
def test_an_outline_that_cannot_be_says_why_at_each_field_and_keeps_nothing(
    asked: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        started(**asked)
    assert set(codes(refused).values()) == fields
    assert not Study.objects.exists()
    assert not deeds("start_study")


def test_a_form_that_is_sent_twice_does_its_deed_once() -> None:
    once = uuid4()
    first = usecases.start_study(StartStudy(outline(), once), actor=author())
    assert usecases.start_study(StartStudy(outline(), once), actor=author()) == first
    asked = reform(first, once=uuid4())
    assert usecases.change_reform(asked, actor=author()) == usecases.change_reform(asked, actor=author()) == 1
    figures = ChangeAssumptions(first, 7, {}, now(first).stamp, uuid4())
    for _ in range(2):
        usecases.change_assumptions(figures, actor=author())
    words = ChangeOutline(first, outline(title_vi="Tên khác"), now(first).stamp, uuid4())
    for _ in range(2):
        usecases.change_outline(words, actor=author())
    copy = CopyStudy(first, 1, uuid4())
    assert usecases.copy_study(copy, actor=author()) == usecases.copy_study(copy, actor=author())
    assert Study.objects.count() == 2
    for name in ("start_study", "change_reform", "change_assumptions", "change_outline", "copy_study"):
        assert deeds(name) == 1, name


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"values": {CAP: 101}}, "value", "value-" + CAP.replace(".", "-")),
        ({"values": {CAP: "sáu mươi"}}, "value", "value-" + CAP.replace(".", "-")),
        ({"values": {CAP: 50}}, "same_value", "value-" + CAP.replace(".", "-")),
        ({"values": {"venture.investees": 3}}, "not_used", "value-venture-investees"),
        ({"off": (EQUIPMENT,)}, "contradiction", "value-" + CAP.replace(".", "-")),
        ({"off": ("sandbox.term",)}, "rule", "off"),
        ({"since": date(2025, 12, 31)}, "since", "since"),
        ({"since": date(2028, 7, 2)}, "since", "since"),
        ({"until": NEW_YEAR}, "until", "until"),
    ],
)
def test_a_reform_that_cannot_be_or_contradicts_itself_is_refused_at_its_field(
    changed: dict[str, Any], code: str, field: str
) -> None:
    study = started()
    with pytest.raises(Refused) as refused:
        usecases.change_reform(reform(study, **changed), actor=author())
    assert codes(refused)[code] == field
    assert not now(study).content.changes_something
    assert not deeds("change_reform")


@pytest.mark.parametrize(
    ("seed", "figures", "field"),
    [
        (0, {}, "seed"),
        (1, {"equipment.growth": "much"}, "figure-equipment-growth"),
        (1, {"equipment.growth": "-1"}, "figure-equipment-growth"),
        (1, {"equipment.software": "2"}, "figure-equipment-software"),
        (1, {"nothing": "1"}, "figure-nothing"),
    ],
)
def test_an_assumption_that_is_no_number_or_no_share_is_refused(seed: int, figures: dict[str, str], field: str) -> None:
    study = started()
    with pytest.raises(Refused) as refused:
        usecases.change_assumptions(ChangeAssumptions(study, seed, figures, now(study).stamp), actor=author())
    assert set(codes(refused).values()) == {field}
    assert now(study).content.figures == {}


SMALL, LARGE, PUBLIC = (f"{EQUIPMENT}/size/{code}" for code in ("small", "large", "public"))


def weighed(study: int, weights: dict[str, str]) -> None:
    seen = now(study).stamp
    usecases.change_assumptions(ChangeAssumptions(study, 5, {}, seen, weights=weights), actor=author())


@pytest.mark.parametrize(
    ("weights", "code", "field", "told"),
    [
        ({SMALL: "much"}, "weight", SMALL, "0 đến 100"),
        ({SMALL: "3/2"}, "weight", SMALL, "0 đến 100"),
        ({SMALL: "1/2"}, "weights_do_not_add_up", SMALL, "cộng lại là 90"),
        ({SMALL: "1/3", LARGE: "1/3", PUBLIC: "333/1000"}, "weights_do_not_add_up", PUBLIC, "phải đúng 100"),
        ({f"{EQUIPMENT}/size/giant": "1"}, "weight_not_used", f"{EQUIPMENT}/size/giant", "giant"),
        ({"startups.interest-support/size/micro": "1"}, "weight_not_used", "startups.interest-support/size/micro", ""),
    ],
)
def test_a_weight_that_is_none_or_does_not_add_up_is_refused_at_its_field(
    weights: dict[str, str], code: str, field: str, told: str
) -> None:
    study = started()
    with pytest.raises(Refused) as refused:
        weighed(study, weights)
    (reason,) = refused.value.decision.reasons
    assert (reason.code, reason.field) == (f"policylab.{code}", weight_field(field))
    assert told in reason.text.vi
    assert now(study).content.weights == {}
    assert not deeds("change_assumptions")


def test_weights_are_kept_whole_in_the_version_and_change_its_sign() -> None:
    study = sixty()
    sign = now(study).inputs_digest
    weighed(study, {SMALL: "6/10"})
    assert now(study).content.weights == {}, "as in the city's file"
    weighed(study, {SMALL: "1/2", LARGE: "1/4"})
    assert now(study).content.weights == {SMALL: "1/2", LARGE: "1/4", PUBLIC: "1/4"}
    assert now(study).inputs_digest != sign
    assert "weights" not in now(sixty()).content.to_json(), "the sign of older studies stays what it was"


def test_assumptions_that_are_those_of_the_city_are_not_kept_as_changes() -> None:
    study = started()
    figures = {"equipment.growth": "0.08", "equipment.software": "1/2"}
    usecases.change_assumptions(ChangeAssumptions(study, 5, figures, now(study).stamp), actor=author())
    assert now(study).content.figures == {"equipment.software": "1/2"}


def test_a_page_left_open_changes_nothing_that_moved_on() -> None:
    study = started()
    old = now(study).stamp
    sixty(study)
    with pytest.raises(Stale):
        usecases.change_reform(reform(study, seen=old, values={CAP: 70}), actor=author())
    assert now(study).content.reform["parameters"][0]["value"] == 60


def test_what_was_run_stays_and_a_change_makes_the_next_version() -> None:
    study = ran()
    sixty(study, 70)
    first, second = now(study, 1), now(study)
    assert (first.state, second.state, second.number) == ("done", "draft", 2)
    assert first.content.reform["parameters"][0]["value"] == 60
    assert not first.newest
    with pytest.raises(DatabaseError), transaction.atomic():
        StudyVersion.objects.filter(pk=first.id).update(content={})
    with pytest.raises(DatabaseError), transaction.atomic():
        StudyVersion.objects.filter(pk=first.id).update(result={})
    with pytest.raises(DatabaseError), transaction.atomic():
        StudyVersion.objects.filter(pk=first.id).delete()


def test_only_the_author_changes_and_runs_a_study_and_only_the_lab_sees_it() -> None:
    study = sixty()
    for who in ("officer", "decider", "administrator", "resident"):
        with pytest.raises(NotAllowed):
            usecases.start_study(StartStudy(outline()), actor=persona(who))
        with pytest.raises(NotAllowed):
            usecases.publish_study(PublishStudy(study, 1, "x"), actor=persona(who))
    colleague = replace(persona("officer"), rights=author().rights)
    with pytest.raises(NotAllowed):
        usecases.change_reform(reform(study), actor=colleague)
    with pytest.raises(NotAllowed):
        usecases.order_run(OrderRun(study, 1), actor=colleague)
    copied = usecases.copy_study(CopyStudy(study, 1), actor=colleague)
    assert now(copied).content == now(study).content
    assert now(copied).owner == colleague.key
    assert deeds("copy_study") == 1
    with pytest.raises(Missing):
        usecases.copy_study(CopyStudy(999, 1), actor=colleague)


# ---- publishing ------------------------------------------------------------------------------------------------------


def test_a_publication_is_for_good() -> None:
    study = published()
    found = now(study)
    assert (found.state, found.slug) == ("published", "sau-muoi")
    assert deeds("publish_study") == 1
    for change in ({"state": "done"}, {"result": None}, {"past": []}):
        with pytest.raises(DatabaseError), transaction.atomic():
            StudyVersion.objects.filter(pk=found.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(slug="anderswo")


def test_a_publication_asks_for_a_result_and_an_address_of_its_own() -> None:
    published()
    study = ran()
    for slug, code in (("Sáu mươi", "slug"), ("studies", "slug"), ("-a", "slug"), ("sau-muoi", "slug_taken")):
        with pytest.raises(Refused) as refused:
            usecases.publish_study(PublishStudy(study, 1, slug), actor=author())
        assert set(codes(refused)) == {code}
    with pytest.raises(Refused):
        usecases.publish_study(PublishStudy(sixty(), 1, "khac"), actor=author())
    with pytest.raises(Missing):
        usecases.publish_study(PublishStudy(study, 2, "khac"), actor=author())
    assert Publication.objects.count() == 1
    once = uuid4()
    for _ in range(2):
        usecases.publish_study(PublishStudy(study, 1, "khac", once), actor=author())
    assert deeds("publish_study") == 2
