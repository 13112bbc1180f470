"""YAML and JSON as people write them: names stay names, lines are known, what reads two ways is refused."""

from __future__ import annotations

import pytest

from khue.core.rules.written import Unreadable, read_written


def test_off_as_a_name_stays_a_name_and_as_a_value_means_no() -> None:
    assert read_written("{id: a, off: true, software: no}").content == {"id": "a", "off": True, "software": False}


def test_each_part_knows_its_line_and_a_missing_one_that_of_its_table() -> None:
    found = read_written("from: 2027-01-01\nparameters:\n  - id: a\n    value: 1\n  - {id: b}\n")
    assert [found.line_of(path) for path in ("from", "parameters.1.value", "parameters.2.value", "b")] == [1, 4, 5, 5]
    table = read_written('{\n"parameters": {\n\t"a": 1,\n\t"b": {"value": 2}\n}}')
    assert [table.line_of(path) for path in ("parameters.1.value", "parameters.2", "rules.1")] == [3, 4, 1]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: 1\na: 2", 2, "hai lần"),
        ("a: 1\nb:\n  c: 1\n  c: 2", 4, "hai lần"),
        ("off: 1\noff: 2", 2, "hai lần"),
        ("a: &x 1\nb: *x", 2, "tham chiếu"),
        ("a: 1\nb: c: d", 2, "YAML"),
        ("[" * 5000, None, "YAML"),
        ("a: !!python/object:os.system 1", 1, "YAML"),
        ("{1: a, [2]: b}", None, "YAML"),
    ],
)
def test_what_two_readers_could_understand_differently_is_refused_with_its_line(
    text: str, line: int | None, told: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_written(text)
    assert told in refused.value.text.vi
    assert refused.value.line == line
