"""``khue backup`` and ``khue restore``. Exit codes: 0 done, 1 the backup is made and something in it wants a look, 2 not done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from typer.core import TyperGroup

from khue.kernel.loading import django_ready
from khue.site import environment as env
from khue.site.environment import BadSetting

Given = Annotated[Path | None, typer.Option("--passphrase-file", help="a file whose first line is the passphrase")]
Held = Annotated[Path | None, typer.Option(help="a file with the secret key (AGE-SECRET-KEY-1…)")]


def stop(message: str) -> NoReturn:
    Console(stderr=True, highlight=False).print(f"khue: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(2)


def say(text: str) -> None:
    Console(highlight=False).print(text, markup=False, soft_wrap=True)


def backup(
    file: Annotated[Path, typer.Argument(help="the file to write; in a folder, it gets its name from the moment")],
    recipient: Annotated[
        list[str] | None, typer.Option(help="public key that may open it: age1…; several are allowed")
    ] = None,
    passphrase_file: Given = None,
    keep: Annotated[str, typer.Option(help="for a folder: what stays, as 7d,4w,12m; older ones are removed")] = "",
    with_signing_keys: Annotated[
        bool, typer.Option(help="put the keys in it that sign in the city's name, such as the audit key")
    ] = False,
) -> None:
    """Write database, files and secret into one encrypted FILE (age format), while the portal runs."""
    with _clear(), _open_database():
        from django.conf import settings

        from khue.site.backup import making, programs, retention

        lock = _lock(recipient or [], passphrase_file)
        rule = retention.Rule.read(keep) if keep else None
        if rule and not file.is_dir():
            stop("--keep is for a folder: name one in which nothing but backups lies")
        path = file / datetime.now(UTC).strftime(retention.NAME) if file.is_dir() else file
        if not path.parent.is_dir():
            stop(f"there is no folder {path.parent}")
        place = programs.Place.of_settings()
        source = making.Source(place, Path(settings.KHUE_FILES), env.var(), settings.KHUE_CITY)
        with _bar() as progress:
            made = making.make(path, lock, source, signing_keys=with_signing_keys, progress=progress)
        inside = made.manifest.database.bytes + made.manifest.files.bytes
        say(
            f"{path}: {made.bytes / 1e6:,.1f} MB in {made.seconds:.1f} s ({inside / 1e6 / max(made.seconds, 0.001):,.0f} MB/s), "
            f"{made.manifest.files.count} files, {made.manifest.state['rows']['kernel_auditrecord']} audit records"
        )
        for gone in retention.prune(file, rule) if rule else ():
            say(f"removed by --keep {keep}: {gone.name}")
        for name in made.manifest.missing:
            say(f"! a record names the file {name}, and it is not on the disk")
        for name in made.manifest.damaged:
            say(f"! the file {name} is not what was stored: its bytes changed on the disk")
        if made.manifest.missing or made.manifest.damaged:
            raise typer.Exit(1)


def check(
    file: Annotated[Path, typer.Argument(help="a backup")], identity: Held = None, passphrase_file: Given = None
) -> None:
    """Open FILE, read it to its end and hold everything against its manifest; nothing is restored."""
    with _clear():
        from khue.site.backup import restoring

        with _bar() as progress:
            head, manifest = restoring.check(_there(file), _key(identity, passphrase_file), progress)
        rows = manifest.state["rows"]
        say(f"in order: made {head.made_at} by Khuê {head.version} on PostgreSQL {head.postgres}, {head.city}")
        say(
            f"{sum(rows.values())} rows in {len(rows)} tables, {rows['kernel_auditrecord']} audit records, "
            f"{rows['ledger_entry']} ledger entries, {manifest.files.count} files ({manifest.files.bytes / 1e6:,.1f} MB)"
        )
        say("it holds the sample city" if head.sample else "it holds real records")


def restore(
    file: Annotated[Path, typer.Argument(help="a backup")],
    identity: Held = None,
    passphrase_file: Given = None,
    into: Annotated[
        str, typer.Option(help="a folder of data, or postgresql://owner:…@host/name; else KHUE_VAR and DATABASE_URL")
    ] = "",
    replace_existing: Annotated[
        bool, typer.Option(help="take the place of a database that is not empty; it stays under another name")
    ] = False,
) -> None:
    """Bring FILE back: look at all of it, fill a database beside, migrate, prove ledger and audit, then put it in place."""
    if into.startswith(("postgres://", "postgresql://")):
        os.environ["DATABASE_OWNER_URL"] = into
        os.environ["DATABASE_URL"] = into
    elif into:
        os.environ["KHUE_VAR"] = into
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop("DATABASE_OWNER_URL", None)
    var = env.var()
    fresh = frozenset(name for name in ("secret", "audit-key.pem") if not (var / name).exists())
    with _clear():
        key = _key(identity, passphrase_file)
        _there(file)
        with _open_database():
            from django.conf import settings

            from khue.site.backup import programs, restoring

            target = restoring.Target(programs.Place.of_settings(), Path(settings.KHUE_FILES), var, fresh)
            with _bar() as progress:
                done = restoring.restore(file, key, target, replace=replace_existing, progress=progress, say=say)
        say(f"restored: the city as it was at {done.head.made_at}")
        if done.migrated:
            say(f"brought to this version by {done.migrated} migrations")
        say(f"ledger {done.ledger}")
        say(f"audit in order: {done.proof}")
        if done.before:
            say(f"what was there before is now the database {done.before}: drop it when nobody needs it any more")
        for finding in done.findings:
            say(f"! {finding}")
        say("everybody signs in again; start with " + ("SAMPLE=1 khue run" if done.head.sample else "khue run"))


# -- parts -------------------------------------------------------------------------------------------------------------


def _lock(recipients: list[str], passphrase: Path | None) -> Any:
    from khue.site.backup import age

    if bool(recipients) == bool(passphrase):
        stop("who may open it? Give --recipient age1… (several are allowed) or --passphrase-file, one of the two")
    if passphrase is not None:
        return age.Passphrase.read(passphrase)
    for key in recipients:
        age.recipient(key)
    return age.Recipients(tuple(recipients))


def _key(identity: Path | None, passphrase: Path | None) -> Any:
    from khue.site.backup import age

    if bool(identity) == bool(passphrase):
        stop("with what is it opened? Give --identity FILE or --passphrase-file FILE, one of the two")
    return age.Passphrase.read(passphrase) if passphrase is not None else age.Identities.read(identity)  # type: ignore[arg-type]  # one of the two is there, checked before


def _there(file: Path) -> Path:
    if not file.is_file():
        stop(f"there is no file {file}")
    return file


@contextmanager
def _clear() -> Iterator[None]:
    """Whatever can go wrong is one clear line."""
    from khue.site.backup import age, archive, making, programs, restoring, retention
    from khue.site.postgres import PostgresFailed
    from khue.site.serve import CannotStart

    try:
        yield
    except (
        age.CannotOpen, age.BadKey, archive.BadBackup, making.CannotBackUp, programs.ProgramFailed, retention.BadRule,
        restoring.CannotRestore, PostgresFailed, CannotStart, BadSetting,
    ) as error:  # fmt: skip
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename or 'the file'}: {error.strerror or error}")


@contextmanager
def _open_database() -> Iterator[None]:
    """The database of the settings, with Django. An embedded server that did not run is stopped again."""
    from khue.site import serve
    from khue.site.postgres import Postgres

    with ExitStack() as stack:
        if not env.text("DATABASE_URL"):
            server = Postgres(env.var())
            if not server.answers():
                server.home.parent.mkdir(parents=True, exist_ok=True)
                stack.callback(server.stop)
                server.start()
        else:
            serve.open_database()
        django_ready()
        yield
        from django.db import connections

        connections.close_all()


@contextmanager
def _bar() -> Iterator[Any]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    channel = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
        console=channel, transient=True, disable=not channel.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


class _MakeByDefault(TyperGroup):
    """``khue backup FILE`` is ``khue backup make FILE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["make", *args]
        return super().parse_args(ctx, args)


def new_key(
    file: Annotated[Path, typer.Argument(help="where the secret key is written; it must not exist yet")],
) -> None:
    """Make a key pair for backups: the secret key into FILE, the public key onto the screen."""
    import pyrage

    with _clear():
        made = pyrage.x25519.Identity.generate()
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"# public key: {made.to_public()}\n{made}\n")
        typer.echo(str(made.to_public()))


commands = typer.Typer(cls=_MakeByDefault, no_args_is_help=True, help="Backups: one encrypted file with everything.")
commands.command("make")(backup)
commands.command("check")(check)
commands.command("keygen")(new_key)
