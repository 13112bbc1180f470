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
AWAITED: dict[str, str] = DECLARED["awaited"]
ROOMS_IN_THE_MAKING = {"desk", "intake"}
ROOMS_WITH_DOORS = [
    "people", "ledger", "dossiers", "missions", "treasury", "documents", "appeals", "procedures", "staff", "privacy",
]  # fmt: skip


def operations() -> set[str]:
    from khue.site.api import schema

    return {told["operationId"] for methods in schema()["paths"].values() for told in methods.values()}


def test_every_page_has_its_door_or_a_reason() -> None:
    beginnings = tuple(DECLARED["none_by_beginning"])
    lines = {*DECLARED["doors"], *DECLARED["none"], *AWAITED}
    missing = sorted(
        route.name
        for route in all_routes()
        if route.name.partition(":")[0] not in AWAITED
        and route.name not in lines
        and not route.name.startswith(beginnings)
    )
    assert not missing, "add to tests/house/doors.toml an operation that does the same, or a reason: " + ", ".join(
        missing
    )


def test_no_line_outlives_its_route() -> None:
    names = {route.name for route in all_routes()}
    rooms = {name.partition(":")[0] for name in names}
    assert {*DECLARED["doors"], *DECLARED["none"], *AWAITED} - names - rooms - ROOMS_IN_THE_MAKING == set()


def test_a_door_is_awaited_with_a_reason_and_only_while_its_room_is_being_made() -> None:
    """Nothing new is put off: a page comes with its door, or says in [none] why it needs none."""
    for name, reason in AWAITED.items():
        assert name.partition(":")[0] in ROOMS_IN_THE_MAKING, f"{name}: build its door with it"
        assert len(reason.split()) >= 4, f"{name}: say why its door is not there yet"


def test_every_door_that_a_line_names_is_there_and_none_stands_without_a_page() -> None:
    named = {name for names in DECLARED["doors"].values() for name in names}
    assert named - operations() == set()
    assert {name for name in operations() - named if not _is_of_a_room_in_the_making(name)} == set()


def _is_of_a_room_in_the_making(operation: str) -> bool:
    from khue.site.api import schema

    tags = {t["operationId"]: t["tags"][0] for m in schema()["paths"].values() for t in m.values()}
    return tags[operation] in ROOMS_IN_THE_MAKING - {"desk"}


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
