"""``khue doctor`` and its table."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from khue.kernel.loading import django_ready
from khue.site.doctor.findings import Finding, run, worst

MARKS = {"ok": "[green]✓ in order", "warn": "[yellow]! look at it", "bad": "[red]✗ wrong"}


def doctor(
    whole: Annotated[
        bool, typer.Option("--all", help="every file, the whole audit and ledger: takes its time")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> None:
    """Look at machine, settings, database, record and work. Exit code 0: in order, 1: something wants a look, 2: wrong."""
    findings = examine(whole)
    if as_json:
        typer.echo(json.dumps([asdict(found) for found in findings], indent=1, ensure_ascii=False))
    else:
        table = Table("what", "state", "how it stands", "what to do", box=None, pad_edge=False)
        for found in findings:
            table.add_row(found.check, MARKS[found.state], found.what, found.remedy)
        Console(highlight=False).print(table)
    raise typer.Exit(worst(findings))


def examine(whole: bool = False) -> list[Finding]:
    """Every finding. Without a database only the machine is looked at. Starts nothing, changes nothing."""
    django_ready()
    from khue.site.doctor import database, machine, record

    found = list(
        run(
            [
                machine.python,
                machine.disk,
                machine.keys,
                machine.certificates,
                machine.settings_of_a_real_server,
                machine.mail,
            ]
        )
    )
    there = list(run([database.reachable]))
    found += there
    if any(each.state == "bad" for each in there):
        return found
    found += run([database.owner_answers, database.clocks, database.migrations])
    if any(each.check == "migrations" and each.state == "bad" for each in found):
        return [*found, *run([database.rights])]
    rest = [database.mode, database.rights, database.connections_left, *record.checks(whole)]
    return [*found, *run(rest)]
