"""A member's part through the interface: own seat, items, sheet, interests; what is closed stays closed; the register for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from khue.features.councils.models import Minutes, ScoreSheet, SheetDraft
from khue.kernel import clock
from tests.api.conftest import Program, new_key
from tests.councils import cases
from tests.councils.test_meetings import finished
from tests.desk.browsers import browser

SCORES = {"points": [{"criterion": "science", "points": 8}, {"criterion": "use", "points": 4}], "comment": "Mới và rõ."}
pytestmark = pytest.mark.django_db


def as_(persona: str) -> Program:
    return Program(browser(persona))


def read(program: Program, path: str, status: int = 200) -> Any:
    answer = program.get(path)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_member_reads_the_own_part_and_nobody_else_does() -> None:
    work = cases.at_work(at=clock.now())
    founder, council = as_("founder"), work.city.council
    [seat] = read(founder, "/council-seats")["items"]
    assert (seat["id"], seat["seat"]["role"]["code"]) == (council, "chair")
    shown = read(founder, f"/councils/{council}")
    assert (len(shown["sitting"]), shown["seat"]["number"]) == (5, 1)
    assert [one["id"] for one in shown["meetings"]] == [work.meeting]
    items = {one["id"]: one for one in read(founder, f"/councils/{council}/items")["items"]}
    assert items[work.city.item]["parties"]
    assert items[work.scored_item]["parties"] == [], "scored blind"
    assert read(founder, f"/council-items/{work.scored_item}")["blind"] is True
    [line] = read(founder, f"/council-meetings/{work.meeting}")["agenda"]
    assert (line["base"], line["present"], line["reached"]) == (5, 5, True)
    assert "ballots" not in line
    assert read(as_("officer"), "/councils")["items"]
    assert read(as_("researcher"), "/councils", 403)
    for path in (f"/councils/{council}", f"/council-items/{work.city.item}", f"/score-sheets/{work.assignment}"):
        assert read(as_("researcher"), path, 404)
        assert Program(token=new_key().secret).get(path).status_code == 403


def test_a_sheet_is_saved_on_what_was_read_and_handed_in_once() -> None:
    work = cases.at_work(at=clock.now())
    founder, here = as_("founder"), f"/score-sheets/{work.assignment}"
    [line] = read(founder, "/score-sheets")["items"]
    assert (line["id"], line["given"]) == (work.assignment, False)
    tag = founder.get(here)["ETag"]
    half = {"points": SCORES["points"][:1]}
    assert founder.post(f"{here}/save", half).status_code == 428
    assert founder.post(f"{here}/save", half, if_match=tag).status_code == 200
    assert founder.post(f"{here}/save", SCORES, if_match=tag).status_code == 412, "it was saved meanwhile"
    assert read(founder, here)["draft"] == {"points_science": "8", "comment": ""}
    lacking = founder.post(f"{here}/submit", half)
    assert (lacking.status_code, ScoreSheet.objects.count()) == (422, 0)
    twice = {**SCORES, "points": [*SCORES["points"], SCORES["points"][0]]}
    assert founder.post(f"{here}/submit", twice).status_code == 422
    assert founder.post(f"{here}/submit", SCORES).status_code == 200
    sheet = ScoreSheet.objects.get()
    assert (sheet.points, SheetDraft.objects.count()) == ({"science": 8, "use": 4}, 0)
    [shown] = read(founder, here)["sheets"]
    assert (shown["total"], shown["comment"]) == (sheet.total, "Mới và rõ.")


def test_an_interest_that_is_declared_closes_the_item_at_once() -> None:
    work = cases.at_work(at=clock.now())
    founder, council, item = as_("founder"), work.city.council, work.scored_item
    path = f"/councils/{council}/declarations"
    asked = {"ground": "Là anh em họ của chủ nhiệm.", "item": item}
    assert as_("researcher").post(path, asked).status_code == 404
    assert founder.post(path, {"ground": "Không nói về gì."}).status_code == 422
    assert founder.post(path, asked).status_code == 201
    [line] = read(founder, path)["items"]
    assert (line["state"], line["item"]) == ("stands", item)
    assert founder.get(f"/council-items/{item}").status_code == 403
    assert founder.get(f"/score-sheets/{work.assignment}").status_code == 403
    assert founder.post(f"/score-sheets/{work.assignment}/submit", SCORES).status_code == 422
    assert founder.post(path, asked).status_code == 422, "declared already"


def test_the_register_is_open_to_programs_without_titles_and_votes() -> None:
    city = cases.founded_council()
    Minutes.objects.filter(pk=finished(city)).update(signed_at=clock.now())
    program = Program()
    [row] = read(program, "/council-register?q=tuyển")["items"]
    assert (row["members"], row["decided"], "id" in row) == (5, 1, False)
    found = program.get(f"/council-register/{row['number']}")
    assert sum(role["members"] for role in found.json()["sitting"]) == 5
    [line] = read(program, f"/council-register/{row['number']}/decisions")["items"]
    assert (line["number"], line["outcome"]["code"]) == (1, "approved")
    assert "sợi tre" not in found.content.decode() + str(line)
    assert read(program, "/council-register/HD-1999-001", 404)
