"""``khue privacy``: lawful erasures that a restore undid, listed and carried out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

privacy = typer.Typer(no_args_is_help=True, help="Personal data: what was lawfully erased stays erased.")


@privacy.callback()
def _group() -> None:
    """Personal data: what was lawfully erased stays erased."""


@privacy.command("erasures")
def erasures(
    database: Annotated[str, typer.Option(help="the database that a restore put aside")] = "",
    audit: Annotated[Path | None, typer.Option(help="an export of the audit, made with its values")] = None,
    repeat: Annotated[bool, typer.Option(help="carry them out again")] = False,
) -> None:
    """Erasures that the later audit tells and whose data are here again. Exit code 1 while there are some."""
    from khue.site.jobs_cli import _ready, _stop

    if bool(database) == (audit is not None):
        _stop("where does the later audit stand? Give --database NAME or --audit FILE, one of the two")
    with _ready():
        from khue.site.backup import erasures as told

        if audit is not None:
            if not audit.is_file():
                _stop(f"there is no file {audit}")
            with audit.open(encoding="utf-8", newline="\n") as lines:
                found = told.undone(told.told_by_export(lines))
        else:
            from khue.site.backup.programs import Place

            with Place.of_settings().called(database).connect() as there:
                known = told.told_by_database(there)
            found = told.undone(known)
        if not found:
            typer.echo("nothing that was lawfully erased is here again")
            return
        if not repeat:
            for each in found:
                typer.echo(f"{each.at:%Y-%m-%d}  {each.kind}  {each.subject}  {each.ground}")
            typer.echo(f"{len(found)} erasures are undone: run this again with --repeat")
            raise typer.Exit(1)
        held = 0
        for each, why in told.repeat(found):
            held += bool(why)
            typer.echo(f"{each.subject}: {f'not erased, {why}' if why else 'erased again'}")
        if held:
            typer.echo(f"{held} are held back: the personal-data officer proposes them anew")
            raise typer.Exit(1)
