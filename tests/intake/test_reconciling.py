"""Two lists of one day: every difference with why and what to do; reports kept, run again, and told of at night."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.models import Task
from khue.features.intake import queries, usecases
from khue.features.intake.domain.reconciling import CompareAgain, GiveList, Listed, Ours, compare, read_csv
from khue.features.intake.models import Difference, IntakeCase, PortalList, Reconciliation
from khue.kernel.models import AuditRecord, Notice
from tests.cast import MOMENT, persona
from tests.intake.portal import FIRST, Sent, caller, new_source, organisation, the_case

DAY = date(2026, 3, 2)
LATER = MOMENT + timedelta(hours=6)


def ours(external: str = "a", **change: Any) -> Ours:
    return replace(Ours(external, 1, "submitted", "none", "not_ready", "sent"), **change)


def kinds(found: Any) -> list[tuple[str, str]]:
    return [(line.kind, line.external_id) for line in found]


def test_lists_that_agree_differ_in_nothing_and_states_that_are_not_told_are_not_compared() -> None:
    assert compare([Listed("a", "submitted", "none", "not_ready"), Listed("b")], [ours(), ours("b")], {}) == ()


def test_every_difference_is_named_once_with_why_and_what_to_do() -> None:
    theirs = [Listed("a", "granted", "fee_paid"), Listed("x", "submitted"), Listed("x", "submitted"), Listed("y")]
    found = compare(theirs, [ours(), ours("b", case_id=2)], {"y": date(2026, 3, 1)})
    assert kinds(found) == [
        ("business", "a"), ("payment", "a"), ("twice", "x"), ("missing_here", "x"), ("missing_here", "y"), ("missing_there", "b"),
    ]  # fmt: skip
    assert all(line.why.vi and line.why.en and line.next_step.vi and line.next_step.en for line in found)
    assert "01/03/2026" in found[4].why.vi


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sync": "pending"}, "đang chờ gửi"),
        ({"sync": "failed"}, "đã dừng gửi"),
        ({"sync": "acknowledged"}, "đã nhận thông điệp"),
        ({"business": "refused_content"}, "chưa hợp lệ"),
    ],
)
def test_why_a_state_differs_follows_from_what_was_told(change: dict[str, str], said: str) -> None:
    (found,) = compare([Listed("a", "granted")], [ours(**change)], {})
    assert said in found.why.vi


LISTED = st.builds(Listed, st.sampled_from("abcdef"), st.sampled_from(["", "submitted", "granted"]))


@given(st.lists(LISTED, max_size=8), st.sets(st.sampled_from("abcdef")))
def test_nothing_is_lost_between_two_lists(theirs: list[Listed], here: set[str]) -> None:
    found = compare(theirs, [ours(name) for name in sorted(here)], {})
    listed = {line.external_id for line in theirs}
    assert {line.external_id for line in found if line.kind == "missing_here"} == listed - here
    assert {line.external_id for line in found if line.kind == "missing_there"} == here - listed
    assert all(line.external_id in listed & here for line in found if line.kind == "business")


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (b"external_id,business\r\na,submitted\r\n\r\nb,\r\n", 2),
        ("\ufeffexternal_id;business\na;submitted\n".encode(), 1),
        (b"business,external_id\nsubmitted,a\n", 1),
    ],
)
def test_a_file_is_read_as_offices_write_it(raw: bytes, count: int) -> None:
    lines, reasons = read_csv(raw)
    assert (len(lines), reasons) == (count, [])
    assert lines[0] == Listed("a", "submitted")


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(raw: bytes) -> None:
    lines, reasons = read_csv(raw)
    assert isinstance(lines, tuple)
    assert all(reason.field == "file" for reason in reasons)


# -- with the database -----------------------------------------------------------------------------------------------


def night(days: int = 1) -> Actor:
    moment = MOMENT + timedelta(days=days)
    return Actor("job:intake.reconcile", "night", moment, rights=frozenset({"job.intake.reconcile"}))


def given_by_clerk(source: Any, *lines: Listed, at: Any = LATER, once: Any = None) -> Reconciliation:
    asked = GiveList(source.pk, DAY, at, lines, "page", once)
    return Reconciliation.objects.get(pk=usecases.give_list(asked, actor=replace(persona("clerk"), moment=LATER)))


@pytest.mark.django_db
def test_a_list_is_kept_and_compared_with_the_states_of_its_moment() -> None:
    source = new_source()
    Sent().take(source)
    Sent("G12.99-260302-0002", applicant=organisation(952), certified=False).take(source)
    early = MOMENT + timedelta(hours=1)
    task = Task.objects.get(dossier_id=the_case().dossier_id).pk
    late = replace(persona("clerk"), moment=MOMENT + timedelta(hours=2))
    dossiers.accept_for_processing(CompleteStep(task, "accept", once=uuid4()), actor=late)
    before = given_by_clerk(source, Listed(FIRST, "submitted"), at=early)
    assert (before.count_ours, before.count_theirs, before.count_same, before.count_different) == (2, 1, 1, 1)
    assert Difference.objects.get(report=before).kind == "missing_there"
    after = given_by_clerk(source, Listed(FIRST, "submitted"), Listed("G12.99-260302-0002", "submitted"))
    assert (after.run, after.count_different) == (2, 2)
    page = queries.report(after.pk, persona("clerk"))
    assert page.kinds == {"business": 2}
    assert [run for run, _pk in page.runs] == [1, 2]
    assert AuditRecord.objects.filter(deed="intake.give_list").count() == 2
    assert the_case().revision == 1  # a comparison changes no case


@pytest.mark.django_db
def test_the_same_form_twice_is_one_report_and_reports_never_change() -> None:
    source = new_source()
    once = uuid4()
    first = given_by_clerk(source, Listed("G12.99-9", "submitted"), once=once)
    assert given_by_clerk(source, Listed("G12.99-9", "submitted"), once=once) == first
    assert PortalList.objects.count() == 1
    for row in (first, Difference.objects.get(), PortalList.objects.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(id=row.pk)


@pytest.mark.django_db
def test_the_night_writes_our_side_down_and_tells_who_reconciles() -> None:
    source = new_source()
    Sent().take(source)
    notices = Notice.objects.filter(kind="intake")
    first = usecases.reconcile_day(CompareAgain(source.pk, DAY), actor=night())
    report = Reconciliation.objects.get(pk=first)
    assert (report.portal_id, report.count_ours, report.count_theirs) == (None, 1, None)
    assert report.ours == [[FIRST, "submitted", "none", "not_ready"]]
    told = notices.count()
    assert told >= 2
    given_by_clerk(source, Listed(FIRST, "submitted"))
    usecases.reconcile_day(CompareAgain(source.pk, DAY), actor=night(2))
    assert notices.count() == told  # it agrees: nobody is disturbed
    given_by_clerk(source, Listed(FIRST, "granted"))
    usecases.reconcile_day(CompareAgain(source.pk, DAY), actor=night(3))
    assert notices.count() > told


@pytest.mark.django_db
@pytest.mark.parametrize("line", [Listed("a b"), Listed("x" * 90), Listed("a", "ended"), Listed("a", "", "rich")])
def test_a_line_that_can_not_be_is_refused_with_its_number(line: Listed) -> None:
    source = new_source()
    with pytest.raises(Refused) as error:
        given_by_clerk(source, Listed("ok", "submitted"), line)
    assert error.value.decision.reasons[0].field.startswith("lines.2.")
    assert not Reconciliation.objects.exists()


@pytest.mark.django_db
def test_only_who_may_and_only_its_own() -> None:
    source, other = new_source(), new_source("khac")
    asked = GiveList(source.pk, DAY, LATER, (), "program")
    with pytest.raises(Missing):
        usecases.give_list(asked, actor=caller(other))
    with pytest.raises(NotAllowed):
        usecases.give_list(asked, actor=persona("officer"))
    with pytest.raises(NotAllowed):
        usecases.reconcile_day(CompareAgain(source.pk, DAY), actor=persona("researcher"))
    with pytest.raises(Refused):
        usecases.give_list(replace(asked, day=DAY + timedelta(days=9)), actor=caller(source))
    assert not Reconciliation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "values"),
    [(IntakeCase, {"external_id": "other"}), (IntakeCase, {"dossier": None}), (IntakeCase, {"revision": 0})],
)
def test_a_case_stays_what_it_is(model: Any, values: dict[str, Any]) -> None:
    Sent().take(new_source())
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)
