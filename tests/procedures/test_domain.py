"""Places, words of a comparison, the file, the drawing: plain values."""

from __future__ import annotations

import itertools
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import khue_hanoi
from khue.core.bilingual import Text
from khue.features.dossiers.domain.definition import digest_of
from khue.features.procedures.domain.comparison import compare
from khue.features.procedures.domain.flow import draw
from khue.features.procedures.domain.places import Place, mark, part, place_of, put, shifted, without
from khue.features.procedures.domain.publishing import DraftFacts, may_publish
from khue.features.procedures.domain.writing import to_toml
from tests.dossiers.definitions import SOUND

FILES = sorted(Path(khue_hanoi.path("procedures")).glob("*.toml"))


def sound() -> dict[str, Any]:
    return tomllib.loads(SOUND)


def told(old: dict[str, Any], new: dict[str, Any], language: str = "en") -> list[str]:
    return [difference.text.into(language) for difference in compare(old, new)]


# -- the file ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_definition_of_the_city_is_written_back_with_the_same_digest(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    again = tomllib.loads(to_toml(content))
    assert again == content
    assert digest_of(again) == digest_of(content)


def test_what_is_hard_in_a_file_survives_it() -> None:
    content = sound()
    content["name"] = {"vi": 'Dấu "ngoặc", \\ gạch\nxuống dòng\ttab \x7f 😀', "en": "''' # ="}
    content["needs"] = []
    content["steps"][-1]["outcomes"][-1]["next"] = ""
    assert tomllib.loads(to_toml(content)) == content


def test_a_value_that_no_definition_holds_is_refused() -> None:
    with pytest.raises(TypeError):
        to_toml({"key": 1.5})


# -- places ------------------------------------------------------------------------------------------------------------


def test_a_part_is_put_moved_and_taken_out_and_nothing_else_changes() -> None:
    before = sound()
    place = Place("field", ("main", "title"))
    kept = deepcopy(before)
    changed = put(before, place, {"kind": "longtext", "label": {"vi": "Tên gọi"}})
    assert before == kept, "the content given is never changed"
    assert part(changed, place) == {"key": "title", "kind": "longtext", "label": {"vi": "Tên gọi"}}
    assert [f["key"] for f in shifted(changed, place, 1)["sections"][0]["fields"]][:2] == ["shared", "title"]
    assert shifted(changed, place, -1) == changed, "the first stays first"
    assert part(without(changed, place), place) is None


def test_a_section_keeps_its_fields_and_a_table_its_columns() -> None:
    before = sound()
    head = put(before, Place("section", ("costs",)), {"title": {"vi": "Kinh phí"}})
    assert [f["key"] for f in head["sections"][1]["fields"]] == ["lines"]
    table = put(before, Place("field", ("costs", "lines")), {"kind": "table", "label": {"vi": "Dòng"}})
    assert [c["key"] for c in part_whole(table)["columns"]] == ["amount", "software", "licence"]


def part_whole(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["sections"][1]["fields"][0]
    return found


def test_the_mark_of_a_part_changes_with_the_part_only() -> None:
    before = sound()
    place = Place("step", (before["steps"][0]["key"],))
    other = put(before, Place("field", ("main", "title")), {"kind": "text", "label": {"vi": "Khác"}})
    assert mark(part(before, place)) == mark(part(other, place))
    changed = put(before, place, {**part(before, place), "name": {"vi": "Khác"}})
    assert mark(part(before, place)) != mark(part(changed, place))


def test_problems_of_the_checker_find_their_place() -> None:
    content = sound()
    assert place_of(content, ("sections", 0, "fields", 2, "show_when")) == Place("field", ("main", "reason"))
    assert place_of(content, ("sections", 1, "fields", 0, "columns", 0, "total")).keys == ("costs", "lines", "amount")
    assert place_of(content, ("steps", 0)).kind == "step"
    assert place_of(content, ("name",)).kind == "texts"
    assert place_of(content, ()).kind == "all"


# -- comparison --------------------------------------------------------------------------------------------------------


def test_the_same_content_has_no_difference() -> None:
    assert compare(sound(), sound()) == ()


def test_a_changed_clock_a_new_field_and_a_condition_are_said_in_words() -> None:
    old, new = sound(), sound()
    step = new["steps"][0]
    old["steps"][0]["clock"] = {"amount": 5, "unit": "working_days", "note": {"vi": "Quy chế"}}
    step["clock"] = {"amount": 3, "unit": "working_days", "note": {"vi": "Quy chế"}}
    new["sections"][0]["fields"].append(
        {"key": "note", "kind": "longtext", "label": {"vi": "Ghi chú", "en": "Note"}, "required": False}
    )
    new["sections"][0]["fields"][2]["show_when"]["values"] = ["no"]
    found = told(old, new)
    name = step["name"]["en"]
    assert f"Changed the clock of step “{name}”: 5 working days → 3 working days" in found
    assert "Added the field “Note” in “About” (long text, optional)" in found
    assert "Changed the condition “Reason”: when “Shared” is “Yes” → when “Shared” is “No”" in found
    assert len(found) == 3
    assert "Thêm câu hỏi “Ghi chú” vào mục “Thông tin” (đoạn văn, không bắt buộc)" in told(old, new, "vi")


def test_removed_moved_and_renamed_things_are_told_apart() -> None:
    old, new = sound(), sound()
    moved = new["sections"][0]["fields"].pop(0)
    new["sections"][1]["fields"].append(moved)
    new["sections"][0]["fields"].pop()
    new["sections"][0]["title"] = {"vi": "Thông tin khác", "en": "Other"}
    found = told(old, new)
    assert any(line.startswith("Moved (field to another section): “Title”") for line in found)
    assert "Removed (field): “Other reason”" in found
    assert any(line.startswith("Changed the title of section") for line in found)


def test_an_english_text_that_changed_alone_is_seen() -> None:
    old, new = sound(), sound()
    new["name"]["en"] = "Permit for a seat"
    found = compare(old, new)
    assert [(d.before, d.after) for d in found] == [
        (Text("Seat permit", "Seat permit"), Text("Permit for a seat", "Permit for a seat"))
    ]


# -- the drawing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_and_every_way_of_the_city_is_drawn_without_overlap(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    drawn = draw(content)
    keys = [box.key for box in drawn.boxes]
    assert {step["key"] for step in content["steps"]} <= set(keys)
    assert len(set(keys)) == len(keys)
    spans = sorted((box.y, box.y + box.high) for box in drawn.boxes)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(spans))
    ways = sum(bool(o.get("next")) for s in content["steps"] if s["kind"] != "follow" for o in s["outcomes"])
    assert len(drawn.ways) == ways
    assert all(box.y + box.high < drawn.high for box in drawn.boxes)


def test_a_content_without_steps_is_drawn_as_nothing() -> None:
    assert draw({}).boxes == ()


# -- publication -------------------------------------------------------------------------------------------------------


def codes(facts: DraftFacts, publisher: str) -> set[str]:
    return {reason.code for reason in may_publish(facts, publisher).reasons}


def test_four_eyes_order_and_base_are_asked_for_at_once() -> None:
    assert may_publish(DraftFacts(True, ("party:1",), 2, 2, 0), "party:2").granted
    assert codes(DraftFacts(True, ("party:1",), 1, 2, 3), "party:1") == {"own_draft", "problems", "newer_base"}
    assert codes(DraftFacts(True, (), 2, 2, 0), "party:1") == {"no_change"}
    assert codes(DraftFacts(False, ("party:1",), 2, 2, 0), "party:2") == {"not_open"}
