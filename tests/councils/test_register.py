"""The public register of councils: who sits and what was decided, for everybody; never who applied, points or ballots."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khue.core.errors import Missing
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import DissolveCouncil
from khue.features.councils.models import Minutes
from tests.cast import MOMENT
from tests.councils import cases
from tests.councils.test_meetings import finished
from tests.councils.test_restricting import restrict
from tests.desk.browsers import text

pytestmark = pytest.mark.django_db


def numbers(*asked: str) -> list[str]:
    q, kind, state = (*asked, "", "", "")[:3]
    return [row.number for row in queries.council_register(q, kind, state, None).rows]


def test_a_council_is_public_from_its_founding_decision_on() -> None:
    draft = queries.council(cases.prepared_council()).number
    assert numbers() == []
    with pytest.raises(Missing):
        queries.public_council(draft)
    city = cases.founded_council()
    [row] = queries.council_register("", "", "", None).rows
    assert (row.id, row.members, row.decided, row.founded_on, row.ended_on) == (city.council, 5, 0, MOMENT.date(), None)
    usecases.dissolve_council(DissolveCouncil(city.council, "Hết nhiệm kỳ."), actor=cases.decider())
    found = queries.public_council(row.number)
    assert (found.row.state, found.row.ended_on) == ("dissolved", MOMENT.date())


def test_the_search_narrows_by_every_word_kind_and_state() -> None:
    number = queries.council(cases.founded_council().council).number
    assert (
        numbers("tuyển nhiệm") == numbers(number) == numbers("15/QĐ") == numbers("", "selection", "founded") == [number]
    )
    assert numbers("TUYEN chon nhiem vu moi truong") == numbers("hoi dong 15/qd") == [number], "marks or not"
    assert [card.number for card in queries.all_councils("founded", "tuyen chon")] == [number]
    assert numbers("tuyển thuốc") == numbers("", "acceptance") == numbers("", "", "dissolved") == []
    assert numbers("", "no-such", "draft") == [number], "what is no choice narrows nothing"


def test_what_was_decided_is_public_once_the_minutes_are_signed() -> None:
    city = cases.founded_council()
    minutes = finished(city)
    number = queries.council(city.council).number
    before = queries.public_council(number)
    assert (before.minutes, before.row.decided, queries.decided_items(city.council).rows) == ((), 0, ())
    row = Minutes.objects.get(pk=minutes)
    Minutes.objects.filter(pk=minutes).update(signed_at=MOMENT)
    found = queries.public_council(number)
    assert [(one.number, one.present, one.decided) for one in found.minutes] == [(row.number, 5, 1)]
    [line] = queries.decided_items(city.council).rows
    assert (line.number, line.outcome, line.minutes, found.row.decided) == (1, "approved", row.number, 1)


def test_the_page_tells_everybody_how_the_council_is_made_up_and_neither_items_nor_names() -> None:
    city = cases.founded_council()
    Minutes.objects.filter(pk=finished(city)).update(signed_at=MOMENT)
    number = queries.council(city.council).number
    chair, other = city.actors["founder"], city.actors["Ủy viên số 2 (mẫu)"]
    restrict(chair.key)
    path = f"/vi/councils/public/{number}/"
    read = text(Client().get(path))
    assert other.name not in read
    assert chair.name not in read
    assert sum(one.members for one in queries.public_council(number).roles) == 5
    assert queries.item(city.item).title not in read
    assert "Đề nghị chấp thuận" in read
    for party in queries.item(city.item).parties:
        assert party.name not in read
    file = b"".join(Client().get(f"{path}?format=csv").streaming_content).decode()
    assert ("1," in file, queries.item(city.item).title in file) == (True, False)
    assert number in b"".join(Client().get("/vi/councils/public/?format=csv").streaming_content).decode()
    assert Client().get("/vi/councils/public/HD-1999-001/").status_code == 404


def test_the_register_asks_as_often_for_three_councils_as_for_one() -> None:
    counts = []
    for _more in range(2):
        cases.founded_council()
        Client().get("/vi/councils/public/")
        with CaptureQueriesContext(connection) as asked:
            assert Client().get("/vi/councils/public/").status_code == 200
        counts.append(len(asked.captured_queries))
    assert counts[0] == counts[1] < 12
