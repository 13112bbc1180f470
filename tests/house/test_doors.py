"""What can be done on a page can be done through the interface, or it is written down why not."""

from __future__ import annotations

import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from khue.site.reference.routes import all_routes

ROOT = Path(__file__).resolve().parents[2]
DECLARED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("doors.toml").read_text("utf-8"))
ROOMS_WITH_DOORS = [
    "people", "ledger", "dossiers", "missions", "treasury", "documents", "appeals", "procedures", "staff", "privacy", "intake", "keytasks", "talent", "results",
    "delivery", "fund",
]  # fmt: skip


def operations() -> set[str]:
    from khue.site.api import schema

    return {told["operationId"] for methods in schema()["paths"].values() for told in methods.values()}


def test_every_page_has_its_door_or_a_reason() -> None:
    beginnings = tuple(DECLARED["none_by_beginning"])
    lines = {*DECLARED["doors"], *DECLARED["none"]}
    missing = sorted(
        route.name for route in all_routes() if route.name not in lines and not route.name.startswith(beginnings)
    )
    assert not missing, "add to tests/house/doors.toml an operation that does the same, or a reason: " + ", ".join(
        missing
    )


def test_no_line_outlives_its_route() -> None:
    names = {route.name for route in all_routes()}
    assert {*DECLARED["doors"], *DECLARED["none"]} - names == set()


def test_every_door_that_a_line_names_is_there_and_none_stands_without_a_page() -> None:
    """`without_page` names what only programs of other systems do: they have no pages here."""
    named = {name for names in DECLARED["doors"].values() for name in names}
    programs = {name for names in DECLARED["without_page"].values() for name in names}
    assert named & programs == set()
    assert operations() == named | programs


@pytest.mark.parametrize("room", ROOMS_WITH_DOORS)
def test_every_command_has_its_door_or_a_reason(room: str) -> None:
    """Commands are use-cases that take ``actor``; those that take ``deed`` join one."""
    usecases = import_module(f"khue.features.{room}.usecases")
    commands = {
        name
        for name in usecases.__all__
        if inspect.isfunction(found := getattr(usecases, name)) and "actor" in inspect.signature(found).parameters
    }
    called = set(re.findall(r"usecases\.(\w+)\(", _sources()))
    missing = commands - called - set(DECLARED["usecases_without_door"])
    assert missing == set()


def _sources() -> str:
    rooms = ROOT / "src/khue/features"
    files = [*rooms.glob("*/api.py"), *rooms.glob("*/api/*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)
