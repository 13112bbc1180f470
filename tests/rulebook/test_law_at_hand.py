"""The command line knows what officers confirmed, without starting Django, and goes on when no database answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from typer.testing import CliRunner

from khue.features.rulebook import queries
from khue.features.rulebook.domain import ConfirmValue
from khue.features.rulebook.usecases import confirm_value
from khue.site.cli import app
from khue.site.rules import law
from tests.cast import persona

CAP = "missions.equipment.trial_purchase_cap"
CASE = {"task_kind": "trial-production", "cost_class": "purchase", "amount": 1000, "other_public": 0, "software": False}


def value(tmp_path: Path, language: str = "en") -> tuple[int, str]:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE))
    asked = ["rules", "explain", "missions.equipment-support", "--facts", str(file), "--on", "2026-05-05", "--json"]
    asked += ["--lang", language]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["value"], done.stderr


def test_a_confirmation_counts_at_the_command_line(
    clone_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm_value(
        ConfirmValue(CAP, 60, date(2025, 10, 10), None, "Nghị quyết 34 (mẫu)", date(2025, 9, 29), "3", once=uuid4()),
        actor=persona("lawyer"),
    )
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{clone_db}?host={place['HOST']}"
    if place["PASSWORD"] or place["PORT"]:
        url = f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}/{clone_db}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SAMPLE", "1")
    assert law._confirmations() == queries.confirmations()
    assert law.law_at_hand("vi").edition == queries.edition()
    assert value(tmp_path) == (600, "")


def test_without_a_database_the_law_of_the_files_answers_and_the_error_channel_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("KHUE_VAR", str(tmp_path / "nothing"))
    found, said = value(tmp_path)
    assert found == 500
    assert "no database runs here" in said
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    found, said = value(tmp_path)
    assert found == 500
    assert "no database answers" in said
    assert "cơ sở dữ liệu không trả lời" in value(tmp_path, "vi")[1]
