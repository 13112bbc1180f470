"""Every procedure of the city package is in order, speaks both languages, and rests on law, rights and pages that exist."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import khue_hanoi
from khue.features.dossiers.domain.checking import check_files
from khue.features.dossiers.domain.definition import Procedure, build
from khue.features.rulebook.queries import law_files
from khue.kernel.documents import sides

FILES = sorted(khue_hanoi.path("procedures").glob("*.toml"))
BY_NAME = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
RIGHTS = frozenset(
    right
    for role in tomllib.loads(khue_hanoi.path("roles.toml").read_text("utf-8"))["roles"].values()
    for right in role["rights"]
)


def content_of(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def procedure(file: Path) -> Procedure:
    return build(content_of(file))


def texts_in(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict) and "vi" in value:
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, f"{place}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_in(item, f"{place}.{index}")


def test_the_city_has_procedures() -> None:
    assert "equipment-support" in [file.stem for file in FILES]


def test_every_file_is_in_order_with_the_rights_and_the_law_of_the_city() -> None:
    problems = check_files(
        FILES, rights=RIGHTS, has_parameter=lambda name: name in law_files().entries, documents=sides()
    )
    assert [str(problem) for problem in problems] == []


@BY_NAME
def test_the_file_is_named_as_the_procedure(file: Path) -> None:
    assert file.stem == procedure(file).key


@BY_NAME
def test_every_text_is_there_in_both_languages(file: Path) -> None:
    assert [place for place, text in texts_in(content_of(file)) if not text.get("en", "").strip()] == []


@BY_NAME
def test_labels_are_short_and_have_no_full_stop_while_help_ends_with_one(file: Path) -> None:
    found = procedure(file)
    fields = [field for section in found.sections for top in section.fields for field in (top, *top.columns)]
    labels = [text for field in fields for text in (field.label.vi, field.label.en)]
    assert [label for label in labels if label.endswith(".") or len(label) > 90] == []
    helps = [text for field in fields if field.help for text in (field.help.vi, field.help.en)]
    assert [text for text in helps if not text.endswith(".")] == []


@BY_NAME
def test_every_clock_is_a_number_of_days(file: Path) -> None:
    entries = law_files().entries
    clocks = [step.clock.parameter for step in procedure(file).steps if step.clock and step.clock.parameter]
    assert {entries[clock].unit for clock in clocks} <= {"working_days", "calendar_days"}


@BY_NAME
def test_every_basis_is_a_provision_of_the_law_files(file: Path) -> None:
    assert [basis.provision for basis in procedure(file).basis if basis.provision not in law_files().provisions] == []


def test_the_procedure_of_the_how_to_is_in_order(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parents[2] / "docs/how-to/add-a-procedure.md"
    example = page.read_text("utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "lab-visit.toml").write_text(example, "utf-8")
    assert check_files([tmp_path / "lab-visit.toml"], rights=RIGHTS, has_parameter=lambda name: False) == []
    assert procedure(tmp_path / "lab-visit.toml").basis[0].provision in law_files().provisions


def test_equipment_support_asks_what_the_decision_rests_on() -> None:
    found = procedure(khue_hanoi.path("procedures", "equipment-support.toml"))
    lines, tranches = found.field("lines"), found.field("tranches")
    assert lines is not None
    assert tranches is not None
    required = {column.key for column in lines.columns if column.required}
    assert required == {
        *("description", "cost_class", "amount", "requested", "software", "serves_task_directly", "other_public"),
        "evidence",
    }
    assert {column.key for column in lines.columns} - required == {
        *("own_money", "seller_tax_code", "invoice_symbol", "invoice_number", "invoice_line"),
    }
    assert [(column.key, column.kind) for column in tranches.columns] == [
        ("deliverable", "text"),
        ("amount", "money"),
        ("due_on", "date"),
    ]
    assert [step.key for step in found.main_steps] == ["completeness", "appraisal", "decision", "agreement"]
