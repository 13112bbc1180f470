"""What a definition is read into, what makes two of them the same, and what changed between two versions."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest

from khue.core.bilingual import Text
from khue.core.clock import Term
from khue.features.dossiers.domain.definition import Clock, Condition, build, changes_told, digest_of, read
from tests.dossiers.definitions import SOUND, broken


def test_a_definition_is_read_with_its_fields_columns_steps_and_clocks() -> None:
    found = read(SOUND)
    assert (found.key, found.room, found.name) == ("seat-permit", "missions", Text("Cấp chỗ ngồi", "Seat permit"))
    assert [field.key for field in found.fields()] == ["title", "shared", "reason", "other_reason", "lines"]
    reason, lines, licence = found.field("reason"), found.field("lines"), read(SOUND).sections[1].fields[0].columns[2]
    assert reason is not None
    assert reason.show_when == Condition("shared", ("yes",))
    assert [choice.value for choice in reason.choices] == ["space", "other"]
    assert lines is not None
    assert [(c.key, c.is_money, c.total, c.required) for c in lines.columns[:2]] == [
        ("amount", True, True, True),
        ("software", False, False, False),
    ]
    assert licence.show_when == Condition("software", ("yes",))
    decision, visit = found.step("decision"), found.step("visit")
    assert decision.clock is not None
    assert (decision.clock.parameter, decision.page) == ("seat.clock", "missions:decide")
    assert visit.clock is not None
    assert (visit.clock.term, visit.clock.note) == (Term(5, "working_days"), Text("Theo thông lệ", "By custom"))


def test_long_texts_take_more_than_short_ones_unless_the_file_says_otherwise() -> None:
    found = read(broken('key = "shared"', 'key = "shared"\nlongest = 12'))
    assert [field.longest for field in found.fields()][:4] == [300, 12, 300, 4000]


def test_follow_up_steps_are_not_part_of_the_way_wherever_they_stand() -> None:
    steps = SOUND[SOUND.index("[[steps]]") :]
    visit = SOUND[SOUND.rindex("[[steps]]") :]
    found = read(SOUND[: SOUND.index("[[steps]]")] + visit + steps.replace(visit, ""))
    assert [step.key for step in found.steps] == ["visit", "receipt", "decision"]
    assert [step.key for step in found.main_steps] == ["receipt", "decision"]
    assert found.first_step.key == "receipt"


def test_unknown_names_are_answered_as_such() -> None:
    found = read(SOUND)
    assert found.field("nothing") is None
    assert found.section("nothing") is None
    assert found.step("decision").outcome("nothing") is None
    with pytest.raises(KeyError):
        found.step("nothing")


def test_the_digest_does_not_know_comments_order_or_layout() -> None:
    content = tomllib.loads(SOUND)
    same = tomllib.loads(
        "# comment\n\n" + SOUND.replace('key = "seat-permit"\nroom = "missions"', 'room="missions"\nkey="seat-permit"')
    )
    assert digest_of(content) == digest_of(same) == digest_of(json.loads(json.dumps(content)))


@pytest.mark.parametrize(
    ("old", "new"), [("Cấp chỗ ngồi", "Cấp chỗ"), ("amount = 5", "amount = 6"), ("total = true", "total = false")]
)
def test_the_digest_knows_every_change_of_content(old: str, new: str) -> None:
    assert digest_of(tomllib.loads(SOUND)) != digest_of(tomllib.loads(broken(old, new)))


def test_what_is_stored_as_json_builds_the_same_procedure() -> None:
    content = tomllib.loads(SOUND)
    assert build(json.loads(json.dumps(content))) == read(SOUND)


def test_a_writer_is_told_what_a_newer_version_asks_changes_and_drops() -> None:
    old = read(SOUND)
    new = read(
        broken('vi = "Dùng chung"', 'vi = "Dùng chung với đơn vị khác"').replace(
            'key = "title"\nkind = "text"\nlabel = { vi = "Tên", en = "Title" }',
            'key = "purpose"\nkind = "text"\nlabel = { vi = "Mục đích" }',
        )
    )
    assert [text.vi for text in changes_told(old, new)] == [
        "Câu hỏi mới: Mục đích",
        "Câu hỏi đã thay đổi: Dùng chung với đơn vị khác",
        "Không còn hỏi: Tên",
    ]
    assert changes_told(old, old) == ()


def test_a_writer_is_told_of_papers_words_and_steps_too() -> None:
    old = read(SOUND)
    first = old.steps[0]
    new = replace(
        old,
        needs=(*old.needs, Text("Ảnh nơi đặt máy", "A photo of the place")),
        who=Text("Mọi tổ chức", "Every organisation"),
        steps=(replace(first, clock=Clock(term=Term(9, "working_days"))), *old.steps[1:]),
    )
    assert [text.into("en") for text in changes_told(old, new)] == [
        "New paper to prepare: A photo of the place",
        "Who may apply, now: Every organisation",
        f"The clock of a step changed: {first.name.into('en')}",
    ]
    gone = changes_told(new, replace(old, steps=old.steps[1:]))
    assert "Không còn cần chuẩn bị: Ảnh nơi đặt máy" in [text.vi for text in gone]
    assert f"Không còn bước: {first.name.vi}" in [text.vi for text in gone]
