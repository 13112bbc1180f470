"""One word for one thing: every kind of record of the rooms has its row in the glossary."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs/reference/glossary.md"


def rows() -> list[list[str]]:
    """The rows of all tables, without headings."""
    tables = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = ([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in tables)
    return [row for row in cells if row[0] != "Vietnamese" and not set(row[0]) <= {"-"}]


def code_names() -> set[str]:
    return {name for row in rows() for span in re.findall(r"`([^`]+)`", row[2]) for name in span.split(".")}


def test_every_kind_of_record_of_the_rooms_has_its_row() -> None:
    kinds = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("khue.features.") and not model._meta.auto_created
    }
    assert kinds - code_names() == set()


def test_every_row_says_both_languages_and_the_code_name() -> None:
    found = rows()
    assert len(found) > 100
    assert [row for row in found if not all(row)] == []


def test_no_word_stands_for_two_things() -> None:
    english = [row[1] for row in rows()]
    assert sorted({word for word in english if english.count(word) > 1}) == []
