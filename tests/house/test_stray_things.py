"""Nothing lies about: no leftovers in the source, no template that nobody renders, no file that nobody asks for."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.template import engines
from django.template.loaders.app_directories import get_app_template_dirs

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
OURS = sorted(path for path in (ROOT / "src").rglob("templates/**/*") if path.is_file())
LOOKED_UP_BY_LIBRARIES = ("account/", "mfa/", "socialaccount/", "usersessions/", "allauth/", "bootstrap5/")
"""Folders whose templates a library asks for by name: ours stand before the library's own."""
BY_RULE = re.compile(r"errors/\d{3}\.html|(400|403|404|500)\.html")


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the project: what git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        if path.suffix in {
            ".py",
            ".html",
            ".md",
            ".toml",
            ".sh",
            ".css",
            ".js",
            ".txt",
            ".po",
            ".typ",
            ".json",
            ".svg",
            "",
        }:
            try:
                found.append((path, path.read_text("utf-8")))
            except UnicodeDecodeError:
                continue
    return found


def vendored(path: Path) -> bool:
    return "vendor" in path.parts or "fonts" in path.parts


def test_the_source_prints_nothing() -> None:
    guilty = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"print", "breakpoint"}
            ):
                guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert guilty == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK|coming" + r" soon|lorem" + r" ipsum)\b")
    guilty = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        if not vendored(path) and (match := words.search(text))
    ]
    assert guilty == []


def test_no_file_names_a_machine_or_an_address_of_packages() -> None:
    machine = re.compile(
        r"/(?:home|Users)/[a-z]\w+/|/work/(?:main|shared)|/root/|/opt/venv|--(?:extra-)?index-url|--find-links"
    )
    guilty = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts()
        if not vendored(path) and path != Path(__file__).resolve() and (match := machine.search(text))
    ]
    assert guilty == []


def test_no_exception_is_swallowed_whole() -> None:
    guilty = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}: bare except")
            if isinstance(node, ast.ExceptHandler) and len(node.body) == 1 and isinstance(node.body[0], ast.Pass):
                caught = ast.unparse(node.type) if node.type else ""
                if caught in ("Exception", "BaseException"):
                    guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}: except {caught}: pass")
    assert guilty == []


# -- templates ---------------------------------------------------------------------------------------------------------


def template_name(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


@cache
def said_in_source() -> str:
    everything = [path.read_text("utf-8") for path in SOURCES]
    everything += [path.read_text("utf-8") for path in OURS if path.suffix in {".html", ".txt"}]
    return "\n".join(everything)


@pytest.mark.parametrize("path", OURS, ids=template_name)
def test_every_template_is_asked_for_by_somebody(path: Path) -> None:
    name = template_name(path)
    if BY_RULE.fullmatch(name):
        return
    if name.startswith(LOOKED_UP_BY_LIBRARIES):
        known = [Path(folder) / name for folder in get_app_template_dirs("templates") if "site-packages" in str(folder)]
        assert any(other.exists() for other in known) or said_twice(name), f"no library asks for {name}"
        return
    assert said_twice(name), f"nobody renders or includes {name}"


def said_twice(name: str) -> bool:
    quoted = re.escape(name)
    return bool(re.search(rf"""["']{quoted}(?:#[\\w-]+)?["']""", said_in_source()))


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".html"], ids=template_name)
def test_every_template_can_be_read_by_the_engine(path: Path) -> None:
    assert engines["django"].get_template(template_name(path))


# -- static files ------------------------------------------------------------------------------------------------------


def test_every_static_file_of_ours_is_asked_for() -> None:
    everything = said_in_source()
    sheets = [p for p in (ROOT / "src").rglob("static/**/*") if p.suffix in {".css", ".js", ".webmanifest", ".json"}]
    everything += "\n".join(p.read_text("utf-8", "replace") for p in sheets)
    stray = []
    for path in sorted((ROOT / "src").rglob("static/**/*")):
        if not path.is_file() or path.name in {"LICENSE", "LICENSE.txt", "OFL.txt", "VENDORED.toml", "NOTICE"}:
            continue
        if path.name.upper().startswith(("LICENSE", "OFL", "README")) or path.suffix in {".map", ".toml", ".md"}:
            continue
        if path.name not in everything:
            stray.append(str(path.relative_to(ROOT / "src")))
    assert stray == []


# -- size --------------------------------------------------------------------------------------------------------------


def test_the_size_of_the_house_is_told() -> None:
    """Run with -s to see it. Nothing is asserted about numbers, which are a sign and not a goal."""
    lines: Counter[str] = Counter()
    for path, text in texts():
        if not vendored(path) and path.suffix in {".py", ".html", ".toml", ".md", ".css", ".js"}:
            lines[f"{path.relative_to(ROOT).parts[0]}/*{path.suffix}"] += text.count("\n")
    report = "\n".join(f"{count:>8} {kind}" for kind, count in lines.most_common())
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "sizes.txt").write_text(report + "\n", "utf-8")
    assert lines
