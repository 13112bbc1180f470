"""``khue``: the command line. Each command loads Django only when it needs it; verify and days do not."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from khue.kernel.audit_cli import audit
from khue.kernel.loading import django_ready
from khue.site.backup import cli as backups
from khue.site.doctor.cli import doctor
from khue.site.environment import BadSetting
from khue.site.exchange_cli import exchange
from khue.site.jobs_cli import jobs
from khue.site.messages import messages
from khue.site.privacy_cli import privacy
from khue.site.reference import reference
from khue.site.rules import rules
from khue.site.search_cli import search

app = typer.Typer(no_args_is_help=True, help="Khuê: the system that runs a city's innovation programme.")
app.add_typer(audit, name="audit")
app.add_typer(messages, name="messages")
app.add_typer(reference, name="reference")
app.add_typer(backups.commands, name="backup")
app.command("restore")(backups.restore)
app.command("doctor")(doctor)
app.add_typer(jobs, name="jobs")
app.add_typer(rules, name="rules")
app.add_typer(privacy, name="privacy")
console = Console(highlight=False)

days = typer.Typer(no_args_is_help=True, help="The city's working days.")
procedures = typer.Typer(no_args_is_help=True, help="Procedure definitions.")
ledger = typer.Typer(no_args_is_help=True, help="The ledger.")
app.add_typer(days, name="days")
app.add_typer(procedures, name="procedures")
app.add_typer(ledger, name="ledger")
app.add_typer(search, name="search")
app.add_typer(exchange, name="exchange")


def stop_with(message: str, code: int = 2) -> None:
    """One clear line on the error channel, and a non-zero exit."""
    Console(stderr=True, highlight=False).print(f"khue: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


@app.command()
def run() -> None:
    """Set everything up and serve the portal: database, web and worker in one command. Ctrl-C stops all of it."""
    from khue.site.postgres import PostgresFailed
    from khue.site.serve import CannotStart

    try:
        _run()
    except (CannotStart, PostgresFailed, BadSetting) as error:
        stop_with(str(error))


def _run() -> None:
    from khue.site import environment as env
    from khue.site import serve

    port = env.number("PORT", 8000, 1, 65535)
    serve.require_free_port(port)
    postgres = serve.open_database()

    def leave(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    crew = serve.Crew({"web": serve.web_command(port), "worker": serve.worker_command()}, postgres)
    try:
        _files_for_loading()
        crew.start_loading("web")
        with serve.database_stays(postgres):
            _prepare()
        serve.forget_metrics()
        _announce(port)
        crew.watch()
    except KeyboardInterrupt:
        console.print("\nstopping …")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        crew.end()
        if postgres is not None:
            postgres.stop()


def _files_for_loading() -> None:
    """What a process reads while it loads and two processes must not make at once: compiled messages, the secret key."""
    from django.conf import settings

    from khue.site.messages import compile_messages

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
    compile_messages()
    settings.SECRET_KEY  # noqa: B018 - reading it makes the file on the first start


def _require_rules() -> None:
    """No service starts on rules that do not hold. Raises CannotStart with every failure."""
    from khue.core.rules.engine import RulebookError
    from khue.core.rules.lawbook import LawError
    from khue.core.rules.scenarios import ScenarioError
    from khue.site.rules import law
    from khue.site.serve import CannotStart

    try:
        law.rulebook_at_hand("en")
        law.check()
    except (LawError, RulebookError, ScenarioError) as error:
        raise CannotStart(f"the rules of the city do not hold (khue rules check):\n{error}") from error


def _prepare() -> None:
    _require_rules()
    django_ready()
    from django.conf import settings

    from khue.site import sample, setup

    def say(what: str) -> None:
        console.print(f"[dim]· {what}[/dim]")

    setup.prepare(say)
    setup.check_mode()
    setup.mark_mode()
    if settings.KHUE_SAMPLE and sample.is_empty():
        sample.build(say)
    from django.db import connections

    connections.close_all()


def _announce(port: int) -> None:
    from django.conf import settings

    from khue.site import sample

    console.print(f"\n[bold]Khuê[/bold] → http://127.0.0.1:{port}/vi/")
    if settings.KHUE_SAMPLE:
        for persona in sample.personas():
            console.print(f"  {persona.key:<14} {persona.name.vi} · {persona.role.vi}", soft_wrap=True)
        console.print("  sign in as any of them on the start page (sample city only)")
    console.print("  Ctrl-C stops everything\n")


@app.command()
def setup() -> None:
    """Migrations, rights, city package, messages and static files, without starting anything."""
    from khue.site import serve
    from khue.site.postgres import PostgresFailed

    postgres = None
    try:
        postgres = serve.open_database()
        with serve.database_stays(postgres):
            _prepare()
    except (serve.CannotStart, PostgresFailed, BadSetting) as error:
        stop_with(str(error))
    finally:
        if postgres is not None:
            postgres.stop()


@days.command("add")
def days_add(
    start: Annotated[str, typer.Argument(help="a day as 2026-02-13; it is not counted itself")],
    number: Annotated[int, typer.Argument(help="working days to add", min=0, max=2000)],
) -> None:
    """The working day that many days after START, with the city's holidays and swap days."""
    from khue.core.calendar import read_overrides, vietnam_calendar

    try:
        day = date.fromisoformat(start)
    except ValueError:
        stop_with(f"{start!r} is not a day: write it as 2026-02-13")
    import khue_hanoi

    overrides = read_overrides(khue_hanoi.path("calendar.toml").read_text(encoding="utf-8"))
    years = range(day.year, day.year + 2 + number // 200)
    typer.echo(vietnam_calendar(years, overrides).add_working_days(day, number).isoformat())


@procedures.command("check")
def procedures_check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="definition files; the city package's when left out")
    ] = None,
) -> None:
    """Check procedure definitions and name every problem with its file and line."""
    django_ready()
    import khue_hanoi
    from khue.features.dossiers.domain.checking import check_files
    from khue.features.dossiers.usecases.loading import has_parameter
    from khue.features.people.queries.city import known_rights
    from khue.kernel.documents import sides

    paths = files or sorted(khue_hanoi.path("procedures").glob("*.toml"))
    for missing in [path for path in paths if not path.is_file()]:
        stop_with(f"there is no file {missing}")
    problems = check_files(paths, rights=known_rights(), has_parameter=has_parameter, documents=sides())
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{len(paths)} definitions in order")


@ledger.command("verify")
def ledger_verify() -> None:
    """Recompute every balance from the postings and compare; check every entry and seal."""
    django_ready()
    from khue.features.ledger.queries import verify

    report = verify()
    typer.echo(str(report))
    if not report.sound:
        raise typer.Exit(1)


def main() -> None:
    sys.exit(app())


if __name__ == "__main__":
    main()
