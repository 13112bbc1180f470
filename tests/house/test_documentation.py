"""Documentation can't lie: what it names exists, what exists is named, and every link leads somewhere."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from django.urls import NoReverseMatch

from khue.core.events import Event
from khue.site import reference
from khue.site.reference import commands, environment, events, rights, routes

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
VARIABLE = re.compile(r"\b(KHUE_[A-Z_]+|DATABASE_[A-Z_]+|OIDC_[A-Z_]+)\b")
PARTS = ("Context", "Decision", "Consequences", "Rejected")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


# -- reference pages are the code --------------------------------------------------------------------------------------


def test_the_reference_pages_say_what_the_code_does() -> None:
    lines = reference.stale()
    assert not lines, "\n".join([*lines[:60], "", "write them anew: .venv/bin/khue reference write"])


def test_a_setting_that_nobody_explains_is_found_and_so_is_one_that_nobody_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = dict(environment.MEANINGS)
    monkeypatch.setattr(environment, "MEANINGS", {k: v for k, v in known.items() if k != "PORT"})
    with pytest.raises(ValueError, match="does not explain PORT"):
        environment.page()
    monkeypatch.setattr(environment, "MEANINGS", {**known, "KHUE_STRAY": ("Server", "nothing")})
    with pytest.raises(ValueError, match="what nothing reads: KHUE_STRAY"):
        environment.page()


def test_every_setting_belongs_to_a_shown_group() -> None:
    assert {group for group, _ in environment.MEANINGS.values()} <= set(environment.GROUPS)


def test_every_command_says_what_it_does() -> None:
    from khue.site.cli import app

    silent = [path for path, command in commands.leaves(typer.main.get_command(app), "khue") if not command.help]
    assert silent == []


def test_every_event_has_a_wire_name_of_its_room_and_a_sentence() -> None:
    found = events.all_events()
    wires = [event.wire for event in found]
    assert len(wires) == len(set(wires))
    for event in found:
        room = event.__module__.split(".")[2]
        assert re.fullmatch(rf"{room}\.[a-z_]+", event.wire), event
        assert event.line is not Event.line, f"{event.__name__} has no sentence"


def test_jobs_are_wired_to_events_that_exist_and_to_tasks_that_exist() -> None:
    from khue.kernel import events as wiring
    from khue.kernel.jobs import app

    app.perform_import_paths()
    wires = {event.wire for event in events.all_events()}
    for wire, names in wiring._subscriptions.items():
        assert wire in wires, f"a job waits for {wire}, which no event has"
        assert set(names) <= app.tasks.keys(), f"{wire} wakes a job that does not exist"


def test_no_code_and_no_procedure_asks_for_a_right_that_nobody_can_hold() -> None:
    steps = {right for right, asked in rights.asked_for().items() if asked.steps}
    assert steps <= rights.held()


def test_no_role_brings_a_right_that_nothing_asks_for() -> None:
    assert sorted(rights.held() - rights.asked_for().keys()) == []


def test_every_route_has_a_name_that_leads_back_to_it() -> None:
    from django.urls import reverse

    nameless = [route.path for route in routes.all_routes() if not route.name]
    assert nameless == []
    for route in routes.all_routes():
        if not route.arguments:
            try:
                reverse(route.name)
            except NoReverseMatch:
                pytest.fail(f"{route.name} does not lead anywhere")


# -- written by hand ---------------------------------------------------------------------------------------------------


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for path in DOCS:
        text = path.read_text("utf-8")
        asked = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.M))
        assert asked <= targets, f"{named(path)} names make {asked - targets}"


def test_every_khue_command_that_a_document_names_exists() -> None:
    from khue.site.cli import app

    root = typer.main.get_command(app)
    for path in DOCS:
        for words in _commands_in(path.read_text("utf-8")):
            command = root
            for word in words:
                inner = getattr(command, "commands", None)
                if inner is None:
                    break
                assert word in inner, f"{named(path)} names khue {' '.join(words)}"
                command = inner[word]


def _commands_in(text: str) -> Iterator[list[str]]:
    """``khue audit export FILE`` in backquotes or at the start of a line of a code block; words until the first argument."""
    for match in re.findall(r"(?:`|^\s*\$?\s*)(?:\.venv/bin/)?khue ((?:[a-z]+[ `\n]?)+)", text, re.M):
        words = match.replace("`", " ").split()
        if words:
            yield words


def test_every_setting_that_a_document_names_is_read_by_the_code() -> None:
    read = {setting.name for setting in environment.read_variables()}
    tools = [
        ROOT / "Makefile",
        *(ROOT / "scripts").glob("*.sh"),
        *(ROOT / "bench").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
    ]
    read |= {name for tool in tools for name in VARIABLE.findall(tool.read_text("utf-8"))}
    for path in [path for path in DOCS if path.parent.name != "decisions"]:
        asked = set(VARIABLE.findall(path.read_text("utf-8")))
        assert asked <= read, f"{named(path)} names {sorted(asked - read)}"


def test_every_file_that_the_tour_and_the_how_tos_name_exists() -> None:
    guilty = []
    for path in [ROOT / "docs/tour.md", *sorted((ROOT / "docs/how-to").glob("*.md")), ROOT / "README.md"]:
        for name in re.findall(r"`((?:src|tests|docs|scripts|bench|requirements)/[\w./-]+)`", path.read_text("utf-8")):
            if not (ROOT / name).exists() and "<" not in name:
                guilty.append(f"{named(path)}: {name}")
    assert guilty == []


def test_every_function_that_the_tour_names_exists() -> None:
    """The tour writes them as ``file.py: name``; a name that moved is found by looking into the file."""
    text = (ROOT / "docs/tour.md").read_text("utf-8")
    steps = re.findall(r"`(src/[\w/]+\.(?:py|html|toml))`[^`\n]*?`(\w+)`", text)
    assert len(steps) >= 8, "the tour should go through the floors"
    for file, name in steps:
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8")), f"{file} has no {name}"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_was_not_chosen(path: Path) -> None:
    text = path.read_text("utf-8")
    missing = [part for part in PARTS if not re.search(rf"^(?:## |\*\*){part}", text, re.M)]
    assert missing == []
    assert re.match(r"# \d{4} \S", text)
    assert path.name.startswith(text[2:6])


def test_decisions_are_numbered_without_a_twin() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(numbers) == len(set(numbers))


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        anchors = _anchors(there.read_text("utf-8")) if there.suffix == ".md" and there.exists() else set()
        if not there.exists() or (anchor and anchor not in anchors):
            broken.append(target)
    assert broken == []


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_document_is_reached_from_the_front_page() -> None:
    """README, or a page that it leads to; folders that it links count for the files in them."""
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.is_dir():
            waiting += sorted(path.glob("*.md"))
        elif path.suffix == ".md":
            for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
                there = (path.parent / target).resolve()
                if there.exists() and there.is_relative_to(ROOT):
                    waiting.append(there)
    lost = [named(path) for path in DOCS if path not in seen and path.name not in {"CHANGELOG.md"}]
    assert lost == []
