"""``khue messages``: English in the code, Vietnamese in the catalogue, and nothing between the two.

``extract`` and ``check`` read code, templates and installed libraries; ``compile`` makes what Django reads and is part of set-up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

# Babel and Django are imported where they are used: the command line starts without them.
messages = typer.Typer(help="Messages in two languages: collect, translate, check.", no_args_is_help=True)
console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)  # “:100:” is a line number


def compile_messages() -> Path:
    """Write ``django.mo`` when a PO file is newer than it, and say where it is. Needs run-time dependencies only."""
    from khue.site.messages import catalogue

    return catalogue.compile_messages()


@messages.command()
def extract() -> None:
    """Bring the Vietnamese catalogue up to the code: new messages in, unused ones out, translations kept."""
    from khue.site.messages.catalogue import tidy
    from khue.site.messages.sources import library_messages, own_messages

    done = tidy(own_messages(), library_messages())
    for english, vietnamese in done.dropped:
        console.print(f"dropped: “{english}” → “{vietnamese}”")
    for message in done.missing:
        console.print(f"{message.place}: no Vietnamese yet: “{message.msgid}”")
    console.print(
        f"{done.own} messages of our own, {done.library} of libraries, {len(done.missing)} without Vietnamese"
    )


@messages.command()
def merge(
    fragments: Annotated[
        list[Path], typer.Argument(help="PO files that a translator brought", exists=True, dir_okay=False)
    ],
    replace: Annotated[bool, typer.Option(help="take the new wording where there is one already")] = False,
) -> None:
    """Take translations from other PO files. Run extract first, so that every message has its place."""
    from khue.site.messages import catalogue

    for fragment in fragments:
        done = catalogue.merge(fragment, replace=replace)
        for english, ours, theirs in done.other_wordings:
            console.print(f"{fragment}: kept “{ours}”, not “{theirs}”, for “{english}”")
        for english in done.unused:
            console.print(f"{fragment}: nobody says “{english}”")
        console.print(f"{fragment}: {done.filled} taken")


@messages.command("compile")
def compile_command() -> None:
    """Write the file that Django reads, when a translation changed. Part of set-up."""
    console.print(str(compile_messages()))


@messages.command()
def check() -> None:
    """Fail when a sentence has no Vietnamese, or a broken one, in our code or in a library that we show."""
    from khue.site.messages.faults import find_faults

    faults = find_faults()
    for fault in faults:
        console.print(f"{fault.place}: {fault.text}")
    if faults:
        console.print(f"{len(faults)} faults in the messages")
        raise typer.Exit(1)
    console.print("messages: complete in both languages")
