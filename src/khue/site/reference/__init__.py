"""``khue reference``: the reference pages that are read off the code, and the check that none of them is stale."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

import typer

from khue.kernel.loading import django_ready
from khue.site.environment import ROOT

reference = typer.Typer(no_args_is_help=True, help="The reference pages of the documentation.")
FOLDER = ROOT / "docs/reference"
NOTE = "<!-- Written by `khue reference write`; a change here is lost. -->"


def pages() -> Mapping[str, str]:
    """File name to the text that it should have. Needs Django to be set up."""
    from khue.site.reference import commands, environment, events, rights, routes

    sources: dict[str, Callable[[], str]] = {
        "settings.md": environment.page,
        "commands.md": commands.page,
        "events.md": events.page,
        "rights.md": rights.page,
        "routes.md": routes.page,
    }
    return {name: f"{NOTE}\n\n{make().rstrip()}\n" for name, make in sources.items()}


def stale(folder: Path = FOLDER) -> list[str]:
    """What the files do not say, as lines of a comparison; empty when all are as the code is."""
    found: list[str] = []
    for name, wanted in pages().items():
        path = folder / name
        said = path.read_text("utf-8") if path.exists() else ""
        if said != wanted:
            lines = difflib.unified_diff(said.splitlines(), wanted.splitlines(), name, "the code", lineterm="", n=0)
            found += list(lines)
    return found


@reference.command("write")
def write_reference() -> None:
    """Write the reference pages anew from settings, commands, events, rights and routes."""
    django_ready()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
        typer.echo(f"docs/reference/{name}")


@reference.command("check")
def check_reference() -> None:
    """Fail when a reference page does not say what the code does."""
    django_ready()
    found = stale()
    for line in found:
        typer.echo(line)
    if found:
        typer.echo("write them anew: .venv/bin/khue reference write")
        raise typer.Exit(1)
    typer.echo("the reference pages are as the code is")
