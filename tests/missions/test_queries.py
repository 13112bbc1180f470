"""How many questions a page asks the database, and what the public register says of a receiver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khue.features.dossiers.queries import DossierFacts
from khue.features.missions import queries, usecases
from khue.features.missions.models import EquipmentItem, EquipmentSupport, Task, TotalChange
from khue.features.missions.queries.pages import IN_REGISTER
from khue.features.missions.usecases.applying import _public_columns
from khue.features.people.queries import PartyCard
from khue.site.sample.applications import Item, Project
from tests.cast import persona
from tests.missions.stories import TOPIC, TRIAL, a_story, appraised, running

pytestmark = pytest.mark.django_db
LONG = Project(
    "Trạm quan trắc bụi mịn",
    "research-topic",
    "climate-response",
    tuple(Item(f"Cảm biến {n}", "purchase", 1_000_000 * n) for n in range(1, 13)),
    tranches=3,
)


def asked(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


@pytest.fixture
def many_grants() -> int:
    """Forty more lines of the register, beside one that went the whole way."""
    support = EquipmentSupport.objects.get(pk=running().support_id)
    for n in range(40):
        task = Task.objects.create(kind="research-topic", title=f"Nhiệm vụ {n}", folded="", lead_id=support.lead_id)
        EquipmentSupport.objects.create(
            dossier_id=10_000 + n,
            dossier_number=f"HN-2026-9{n:05d}",
            task=task,
            lead_id=support.lead_id,
            state="granted",
            asked=100,
            appraised=100,
            granted=100,
            law_day=date(2026, 3, 2),
            decided_on=date(2026, 3, 1 + n % 28),
            public_name="Viện mẫu",
            folded=f"nhiem vu {n} vien mau",
        )
    return 41


def test_the_register_asks_as_often_for_forty_lines_as_for_five_and_pages_by_keyset(many_grants: int) -> None:
    # The lines, and what their receivers are called on that day and now.
    assert asked(lambda: queries.granted_supports(size=5)) == 3
    assert asked(lambda: queries.granted_supports("vien mau", size=40)) == 3
    found, after = [], None
    while True:
        page = queries.granted_supports(after=after, size=7)
        found += [row.number for row in page.rows]
        after = page.next
        if after is None:
            break
    assert len(found) == len(set(found)) == many_grants
    days = [row.decided_on for row in queries.granted_supports(size=50).rows]
    assert days == sorted(days, reverse=True)


def test_the_front_page_sums_in_one_question(many_grants: int) -> None:
    assert asked(queries.totals) == 1
    totals = queries.totals()
    assert (totals.supports, totals.granted) == (many_grants, 2_400_500_000 + 40 * 100)


def test_search_finds_with_and_without_marks_in_any_order_and_nothing_else(many_grants: int) -> None:
    for words in ("màng lọc", "mang loc", "LỌC màng", "  lọc   nước "):
        assert [row.task_title for row in queries.granted_supports(words).rows] == [TOPIC.title]
    assert not queries.granted_supports("mang%").rows
    assert not queries.granted_supports("xe đạp").rows


def test_a_support_is_read_in_the_same_number_of_questions_whatever_its_size() -> None:
    short, long = running(), running(LONG)
    long.delivered(1).returned("Thiếu ảnh").delivered(1).accepted(1).paid(1).delivered(2)
    actor = persona("auditor")
    counts = {asked(lambda s=story: queries.support_page(s.support_id, actor)) for story in (short, long)}
    assert len(counts) == 1
    assert counts.pop() <= 14


def test_a_step_is_read_in_the_same_number_of_questions_whatever_the_size_of_its_support() -> None:
    actor = persona("officer")
    tasks = [story.delivered(1).task("acceptance", 1) for story in (running(), running(LONG))]
    counts = {asked(lambda t=task: queries.task_page(t, actor)) for task in tasks}
    assert len(counts) == 1
    assert counts.pop() <= 16


def test_the_equipment_register_asks_once(many_grants: int) -> None:
    support = EquipmentSupport.objects.get(state="running")
    line = support.lines.get(no=1)
    EquipmentItem.objects.bulk_create(
        EquipmentItem(
            line=line,
            support=support,
            name=f"Máy {n}",
            folded=f"may {n}",
            serial=f"S{n}",
            location="P.1",
            cost=1,
            in_use_on=date(2026, 3, 2),
            registered_by="party:1",
        )
        for n in range(30)
    )
    assert asked(lambda: queries.equipment("", None, 5)) == 1
    assert asked(lambda: queries.equipment("may", None, 30)) == 1
    assert len(queries.equipment("may", None, 30).rows) == 30


def test_the_public_register_never_names_a_private_person() -> None:
    dossier = DossierFacts(
        1, "HN-2026-000001", "equipment-support", "party:9", "Nguyễn Văn Mẫu", "", "submitted",
        {"task_title": "Máy sấy"}, "party:9", None, None, None, 1, 0,
    )  # fmt: skip
    person = PartyCard(key="party:9", id=9, kind="person", name="Nguyễn Văn Mẫu", is_private_person=True)
    columns = _public_columns(dossier, person)
    assert columns["public_name"] == "Cá nhân"
    assert "mau" not in columns["folded"].split()
    firm = PartyCard(key="party:8", id=8, kind="organisation", name="Công ty Mẫu")
    assert _public_columns(dossier, firm)["public_name"] == "Công ty Mẫu"


def test_a_line_of_the_register_says_amount_basis_and_day_and_is_missing_before_the_decision() -> None:
    story = a_story().applied()
    assert not queries.granted_supports(story.number).rows
    row = running(LONG).number
    found, _card = queries.granted_support(row)
    assert (found.granted, found.decided_on) == (sum(item.amount for item in LONG.items), date(2026, 3, 2))
    assert "34/2025" in found.basis.vi


def _summed() -> queries.Totals:
    """The register's sums the long way, from its rows."""
    rows = EquipmentSupport.objects.filter(IN_REGISTER).values_list("granted", "paid")
    return queries.Totals(len(rows), sum(row[0] for row in rows), sum(row[1] for row in rows))


def test_the_kept_sums_are_what_the_register_adds_up_to_after_every_deed_and_after_gathering() -> None:
    first = appraised()
    assert queries.totals() == _summed() == queries.Totals(0, 0, 0)
    first.granted().agreed().delivered().accepted()
    second = appraised(TRIAL).granted()
    assert queries.totals() == _summed()
    assert queries.totals().supports == 2
    second.withdrawn()
    assert queries.totals() == _summed()
    before = queries.totals()
    usecases.gather_totals()
    usecases.gather_totals()
    assert TotalChange.objects.count() == 1
    assert queries.totals() == before == _summed()


def test_nobody_but_the_trigger_writes_the_kept_sums() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        TotalChange.objects.create(supports=1, granted=1, paid=1)
