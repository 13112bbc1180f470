"""The walls that import-linter does not see: which files a room may hold, how long they grow, who reads the clock."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path for path in (ROOT / "src/khue/features").iterdir() if (path / "__init__.py").exists())
FURNITURE = {
    "__init__.py", "apps.py", "domain", "events", "models", "access", "queries", "usecases", "forms",
    "views", "api", "jobs", "urls.py", "templates", "migrations",
}  # fmt: skip
BANNED = {"utils", "helpers", "common", "misc", "manager", "handler", "service", "data", "info", "process"}
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_a_room_holds_only_its_furniture(room: Path) -> None:
    stray = [
        entry.name
        for entry in room.iterdir()
        if entry.name != "__pycache__" and entry.name not in FURNITURE and entry.stem not in FURNITURE
    ]
    assert not stray


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_a_room_says_what_it_is_for_and_imports_nothing_there(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{room.name}/__init__.py has no docstring"
    assert not [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_folder_of_a_room_is_a_package_or_templates(room: Path) -> None:
    folders = [path for path in room.rglob("*") if path.is_dir() and "templates" not in path.parts]
    assert not [path for path in folders if path.name != "__pycache__" and not (path / "__init__.py").exists()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in BANNED


def test_pure_files_know_neither_django_nor_the_clock() -> None:
    pure = [path for path in SOURCES if "core" in path.parts or path.stem == "domain" or "domain" in path.parts]
    pure += sorted((ROOT / "src/khue_hanoi").rglob("*.py"))
    guilty = []
    for path in pure:
        text = path.read_text(encoding="utf-8")
        for word in ("import django", "from django", ".now(", "date.today(", "gettext"):
            if word in text:
                guilty.append(f"{path.relative_to(ROOT)}: {word}")
    assert not guilty


def test_only_middleware_jobs_and_command_line_read_the_clock() -> None:
    allowed = {"clock.py", "middleware.py", "jobs.py", "cli.py", "sample.py", "sign_in.py", "audit.py", "audit_cli.py"}
    guilty = []
    for path in SOURCES:
        parts = path.relative_to(ROOT / "src").parts
        if path.name in allowed or "jobs" in parts or "sample" in parts or parts[1] == "core":
            continue
        text = path.read_text(encoding="utf-8")
        if "features" in parts and ("timezone.now(" in text or "datetime.now(" in text or "date.today(" in text):
            guilty.append(str(path.relative_to(ROOT)))
    assert not guilty


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    guilty = []
    for path in (ROOT / "src").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for word in ("<style", " style=", " onclick=", " onchange=", " onsubmit=", "javascript:", "https://cdn"):
            if word in text:
                guilty.append(f"{path.relative_to(ROOT)}: {word}")
        for piece in text.split("<script")[1:]:
            head = piece.split(">", 1)[0]
            if "src=" not in head and "application/json" not in head:
                guilty.append(f"{path.relative_to(ROOT)}: inline script")
    assert not guilty


def test_templates_and_modules_stay_readable() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in [*SOURCES, *(ROOT / "src").rglob("*.html")]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > (600 if path.suffix == ".py" else 220)
    ]
    assert not long
