"""Commands: everything that ``khue`` can be told, with arguments and options."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer.main


def page() -> str:
    from khue.site.cli import app

    lines = ["# Commands", "", "`.venv/bin/khue --help` says the same. Exit code 2: it could not be used as asked."]
    for path, command in leaves(typer.main.get_command(app), "khue"):
        lines += ["", f"## {path}", "", *(_first_part(command.help or ""))]
        rows = [row for row in map(_row, command.params) if row]
        if rows:
            lines += ["", "| | |", "| --- | --- |", *rows]
    return "\n".join(lines)


def leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that call it."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name in sorted(inner):
        yield from leaves(inner[name], f"{path} {name}")


def _first_part(text: str) -> list[str]:
    return [line.replace("``", "`") for line in inspect.cleandoc(text).splitlines()]


def _row(parameter: Any) -> str:
    if parameter.name == "help":
        return ""
    is_option = parameter.param_type_name == "option"
    name = ", ".join([*parameter.opts, *parameter.secondary_opts]) if is_option else (parameter.name or "").upper()
    help_text = str(getattr(parameter, "help", "") or "").replace("``", "`")
    return f"| `{name}` | {help_text} |"
