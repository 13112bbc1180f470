"""``khue exchange``: what goes to the national exchange, and what it answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

console = Console(highlight=False)
exchange = typer.Typer(no_args_is_help=True, help="The technology exchange: files for the national exchange.")


@exchange.command("export")
def national_export(
    out: Annotated[Path, typer.Argument(help="The file that is written; an existing one is not overwritten.")],
    batch: Annotated[int, typer.Option("--batch", min=0, help="Write this earlier batch again; 0: a new one.")] = 0,
) -> None:
    """Write what is new, changed or withdrawn since the last batch; nothing is sent twice."""
    from khue.kernel.loading import django_ready
    from khue.site.cli import stop_with

    if out.exists():
        stop_with(f"{out} is there already: choose another name", 1)
    django_ready()
    from khue.features.publicity import queries, usecases
    from khue.kernel import clock

    content = (
        queries.national_batch(batch)
        if batch
        else usecases.export_national(actor=clock.job_actor("publicity.national"))
    )
    if not content:
        stop_with(f"there is no batch {batch}", 1) if batch else console.print("Nothing is new, changed or withdrawn.")
        return
    out.write_text(content, encoding="utf-8")
    console.print(f"{out}: {len(content.splitlines()) - 1} lines")


@exchange.command("receipt")
def national_receipt(file: Annotated[Path, typer.Argument(help="The receipt, one JSON object on each line.")]) -> None:
    """Take in the national exchange's receipt; each bad line is named, the good ones are in."""
    from khue.kernel.loading import django_ready
    from khue.site.cli import stop_with

    if not file.is_file():
        stop_with(f"{file} is no file", 1)
    django_ready()
    from khue.features.publicity import usecases
    from khue.kernel import clock

    text = file.read_bytes().decode("utf-8", errors="replace")
    found = usecases.read_receipt(text, actor=clock.job_actor("publicity.national"))
    for line, says in found.faults:
        console.print(f"line {line}: {says.into('en')}", style="red")
    console.print(f"{found.taken} taken in, {found.old} of versions replaced meanwhile, {len(found.faults)} bad")
    if found.faults:
        raise typer.Exit(1)
