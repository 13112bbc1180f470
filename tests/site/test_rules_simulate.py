"""``khue rules simulate`` at the terminal: files, a drawn population, and what can't be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from khue.site.cli import app
from tests.city_rules.test_simulating import EQUIPMENT, equipment_cases

REFORM = "name: 60\nfrom: 2027-01-01\nparameters: {missions.equipment.trial_purchase_cap: 60}\n"


def khue(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(app, ["rules", "simulate", *words, "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, json.loads(done.stdout)


def test_files_are_asked_and_summed(tmp_path: Path) -> None:
    pq.write_table(equipment_cases(500), tmp_path / "in.parquet")
    (tmp_path / "reform.yaml").write_text(REFORM)
    words = ("--in", str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out"), "--on", "2027-02-02", "--keep", "id")
    code, told = khue(EQUIPMENT, *words, "--reform", str(tmp_path / "reform.yaml"))
    assert (code, told["rows"]) == (0, 500)
    assert told["total"] > told["total_before"] > 0
    assert pq.read_table(tmp_path / "out").num_rows == 500


def test_lines_with_nulls_and_faults_are_answered_and_the_first_fault_is_told(tmp_path: Path) -> None:
    good = {"task_kind": "trial-production", "cost_class": "purchase", "amount": 1000, "other_public": 0}
    lines = [json.dumps(good | {"software": False}), "{broken", json.dumps(good | {"amount": None, "software": False})]
    (tmp_path / "cases.ndjson").write_text("\n".join(lines), "utf-8")
    asked = ["--in", str(tmp_path / "cases.ndjson"), "--out", str(tmp_path / "told.ndjson"), "--on", "2026-05-05"]
    code, told = khue(EQUIPMENT, *asked, "--lang", "en")
    assert (code, told["rows"], told["problems"]) == (0, 3, {"unreadable": 1})
    assert told["first_problem"] == "2: The line is not valid JSON (column 2)."
    found = [json.loads(line)["outcome"] for line in (tmp_path / "told.ndjson").read_text("utf-8").splitlines()]
    assert found == ["granted", "problem", "unknown"]


def test_a_reform_is_run_over_the_drawn_population(tmp_path: Path) -> None:
    (tmp_path / "reform.yaml").write_text(REFORM)
    code, told = khue("--population", "--reform", str(tmp_path / "reform.yaml"), "--years", "2026-2027")
    assert (code, sorted(told["total"])) == (0, ["2026", "2027"])
    assert told["total"]["2026"]["gain"] == 0 < told["total"]["2027"]["gain"]
    other = khue("--population", "--years", "2026", "--seed", "7")[1]
    assert other["total"]["2026"]["cost_before"] != told["total"]["2026"]["cost_before"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("nothing.here", "--in", "."), "rule"),
        ((EQUIPMENT, "--in", "/not/there"), "in"),
        ((EQUIPMENT,), "in"),
        ((EQUIPMENT, "--in", ".", "--name", "amount"), "name"),
        ((EQUIPMENT, "--in", ".", "--engine", "abacus"), "engine"),
        ((EQUIPMENT, "--in", ".", "--on", "2025-01-01"), "on"),
        (("--population", "--years", "2030-2026"), "years"),
        (("--population", "--years", "1990"), "years"),
    ],
)
def test_what_cannot_be_used_is_named_by_field(words: tuple[str, ...], field: str) -> None:
    code, told = khue(*words)
    assert (code, [problem["field"] for problem in told["problems"]]) == (2, [field])
