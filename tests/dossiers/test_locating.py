"""Lines of keys, tables and list elements in a TOML text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from khue.features.dossiers.domain.locating import line_of, lines_of
from tests.dossiers.definitions import SOUND, line_with

NESTED = '''\
# first
[[steps]]
key = "a" # not [[steps]]
[[steps.outcomes]]
next = "b"
[[steps.outcomes]]
next = "c"

[[steps]]
key = "b"
outcomes = [
  { key = "x", label = { vi = "]" } }, # }
  # the second one
  { key = "y" },
]
note = """
[[steps]]
key = "no"
"""
[[steps]]
"key" = 'it is # ] not'
clock.amount = 3
clock.unit = "d"
[steps.who]
vi = "\\"x"
[ "a b" . 'c' ]
d = [[1, 2], [
 3]]
'''


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here for key, item in items for here in [(*path, key), *paths_of(item, (*path, key))]]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("steps", 0, "key"), 3),
        (("steps", 0, "outcomes", 0, "next"), 5),
        (("steps", 0, "outcomes", 1), 6),
        (("steps", 0, "outcomes", 1, "next"), 7),
        (("steps", 1), 9),
        (("steps", 1, "outcomes"), 11),
        (("steps", 1, "outcomes", 0, "label", "vi"), 12),
        (("steps", 1, "outcomes", 1), 14),
        (("steps", 1, "outcomes", 1, "key"), 14),
        (("steps", 1, "note"), 16),
        (("steps", 2), 20),
        (("steps", 2, "key"), 21),
        (("steps", 2, "clock"), 22),
        (("steps", 2, "clock", "unit"), 23),
        (("steps", 2, "who", "vi"), 25),
        (("a b", "c", "d", 1), 27),
        (("a b", "c", "d", 1, 0), 28),
    ],
)
def test_each_thing_stands_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert lines_of(NESTED)[path] == line


@pytest.mark.parametrize("text", [NESTED, SOUND, NESTED.replace("\n", "\r\n"), ""])
def test_everything_that_toml_finds_has_a_line(text: str) -> None:
    assert set(paths_of(tomllib.loads(text))) <= set(lines_of(text))


def test_every_file_of_the_city_is_located_completely() -> None:
    import khue_hanoi

    files = sorted(Path(khue_hanoi.path()).rglob("*.toml"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert set(paths_of(tomllib.loads(text))) <= set(lines_of(text)), file.name


def test_a_line_separator_inside_a_text_is_not_a_line() -> None:
    assert lines_of('a = "x\u2028y"\nb = 1\n')[("b",)] == 2


def test_the_nearest_thing_around_answers_for_what_is_missing() -> None:
    lines = lines_of(SOUND)
    step = line_with(SOUND, "[[steps]]", nth=2)
    assert line_of(lines, ("steps", 1, "colour", "vi")) == step
    assert line_of(lines, ("nothing",)) == 1


@pytest.mark.parametrize("text", ["a = [1, {b = ", "[", "[[a", "= 3", 'a = "x', "a = [[[", "]", "a = {,}", "é = 1"])
def test_text_that_is_no_toml_comes_to_an_end(text: str) -> None:
    assert all(line == 1 for line in lines_of(text).values())
