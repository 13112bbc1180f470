"""The table of rules and facts is whole: every row once, every rule named exists, every rule of the city is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.city_rules.test_city_rules import hanoi

TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules-and-facts.md"
ROWS = [
    *(f"fund:{letter}-{number:02}" for letter, last in (("A", 20), ("B", 19), ("C", 10), ("D", 12)) for number in range(1, last + 1)),
    *(f"pol:{number}" for number in range(1, 18)),
    *(f"pol:clock.{each}" for each in (
        "call", "result-notice", "completion", "appraisal", "approval", "contract", "recognition", "test",
    )),
    *("pol:council", "pol:regime", "pol:C20", "pol:C26", "pol:A17", "pol:A19", "pol:C32", "pol:C33", "pol:6.support"),
    *(f"con:6.1.{number}" for number in range(1, 10)),
    "con:6.2",
    *(f"con:6.3.{number}" for number in range(1, 8)),
    *(f"con:6.4.{number}" for number in range(1, 9)),
    *(f"con:6.5.{each}" for each in (
        "reply", "carry-out", "breach", "impact-file", "impact-review", "retention", "sharing",
    )),
    "con:6.6",
    "con:6.7.effect",
]  # fmt: skip
"""The rows of the fact files that ask something of the software."""


def table() -> list[tuple[str, str, tuple[str, ...], str]]:
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 4 and re.match(r"(fund|pol|con):", cells[0]):
            found.append((cells[0], cells[1], tuple(re.findall(r"`([^`]+)`", cells[2])), cells[3]))
    return found


def test_every_row_stands_once_in_the_order_of_the_files() -> None:
    assert [row for row, *_ in table()] == ROWS


@pytest.mark.parametrize(("row", "what", "rules", "why"), table())
def test_a_row_names_rules_that_exist_or_says_why_there_is_none(
    row: str, what: str, rules: tuple[str, ...], why: str
) -> None:
    assert what
    assert bool(rules) != bool(why), f"{row}: rules, or why none"
    assert set(rules) <= set(hanoi().rules), row


def test_every_rule_of_the_city_is_named() -> None:
    named = {rule for _row, _what, rules, _why in table() for rule in rules}
    assert set(hanoi().rules) - named == set()
