"""``khue audit``: export the audit, verify an export, seal and publish a checkpoint.

``verify`` loads neither Django nor a database driver: an outsider runs it on a file alone.
Exit codes: 0 in order, 1 the record is broken, 2 the input or the set-up can't be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from khue.kernel.loading import django_ready

if TYPE_CHECKING:
    from khue.core import proof

audit = typer.Typer(no_args_is_help=True, help="The audit record: export, verify offline, seal.")
BROKEN, UNUSABLE = 1, 2


def _stop(message: str, code: int = UNUSABLE) -> NoReturn:
    Console(stderr=True, highlight=False).print(f"khue: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def _say(text: str = "") -> None:
    Console(highlight=False).print(text, markup=False, soft_wrap=True)


def _bar(*columns: MofNCompleteColumn) -> Progress:
    # On the error channel: what stands on the output channel is the answer alone.
    channel = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        *columns,
        TimeRemainingColumn(),
        console=channel,
        transient=True,
        disable=not channel.is_terminal,
    )


@contextmanager
def _django() -> Iterator[None]:
    """Django for the block; what goes wrong with database, key or file becomes one clear line."""
    from django.db import Error

    try:
        django_ready()
        yield
    except Error as error:
        first = str(error).strip().splitlines() or [type(error).__name__]
        _stop(f"the database can't be used: {first[0]}")
    except (OSError, ValueError) as error:
        _stop(str(error))


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """A file that appears under its name only when it is complete."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@audit.command("export")
def export_audit(
    file: Annotated[Path, typer.Argument(help="file to write; an existing one is replaced")],
    values: Annotated[
        bool, typer.Option("--values", help="with the values before and after, personal ones too, unless erased")
    ] = False,
) -> None:
    """Write the whole audit into FILE, for checking it elsewhere with ``khue audit verify``."""
    with _django(), _bar(MofNCompleteColumn()) as bar, _whole_file(file) as stream:
        from django.conf import settings

        from khue.kernel import audit as kernel_audit

        task = bar.add_task("exporting", total=None)
        written = kernel_audit.export(
            stream,
            with_values=values,
            city=settings.KHUE_CITY,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    _say(f"{written} records written to {file}")


@audit.command("checkpoint")
def checkpoint_audit(
    out: Annotated[Path | None, typer.Option(help="also write the checkpoint to this file, for publishing")] = None,
) -> None:
    """Seal what was recorded since the last checkpoint, sign it and print it: one line, to be published."""
    with _django():
        from khue.kernel import audit as kernel_audit
        from khue.kernel import clock

        made = kernel_audit.seal_checkpoint(clock.now()) or kernel_audit.latest_checkpoint()
        if made is None:
            _say("there is no record yet: nothing to seal")
            return
        if out is not None:
            with _whole_file(out) as stream:
                stream.write(made.line + "\n")
    typer.echo(made.line)


@audit.command("verify")
def verify_audit(
    file: Annotated[Path, typer.Argument(help="an export written by khue audit export")],
    anchor: Annotated[
        Path | None, typer.Option(help="a checkpoint published before: the file that checkpoint --out wrote")
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(help="a public key to trust: 64 hex digits, or a PEM file; several after a change of key"),
    ] = None,
) -> None:
    """Check every record, link, seal and signature of FILE, without a database.

    Exit code 0: in order. 1: something was changed, removed, reordered or cut off. 2: the input can't be used.
    """
    # Signatures are for this command alone; the other commands of ``khue`` start without them.
    from khue.core import proof

    keys = [_key(given) for given in key or ()]
    fixed = _anchor(anchor) if anchor else None
    try:
        with file.open("rb") as stream, _bar() as bar:
            if stream.read(2) != b"H ":
                raise proof.Unusable("this is not an audit export of Khuê: its first line is no header")
            stream.seek(0)
            task = bar.add_task("verifying", total=max(file.stat().st_size, 1))
            report = proof.verify_export(_watched(stream, bar, task), anchor=fixed, public_keys=keys)
    except proof.Unusable as error:
        _stop(f"{file}: {error}")
    except OSError as error:
        _stop(f"{file}: {error.strerror or error}")
    _tell(report)
    if not report.ok:
        raise typer.Exit(BROKEN)


def _watched(stream: IO[bytes], bar: Progress, task: object) -> Iterator[bytes]:
    read = 0
    for count, line in enumerate(stream):
        read += len(line)
        if count % 20_000 == 0:
            bar.update(task, completed=read)  # type: ignore[arg-type]  # a TaskID is an int
        yield line


def _key(given: str) -> str:
    from khue.core import proof

    try:
        path = Path(given)
        text = path.read_text(encoding="ascii") if len(given) != 64 and path.is_file() else given
        return proof.load_public_key(text)
    except UnicodeDecodeError:
        _stop(f"{given}: the public key is not readable PEM")
    except (ValueError, OSError) as error:
        _stop(f"{given}: {error}")


def _anchor(path: Path) -> proof.Checkpoint:
    from khue.core import proof

    try:
        with path.open("rb") as stream:
            return proof.Checkpoint.read(stream.read(100_000).decode())
    except UnicodeDecodeError:
        _stop(f"{path}: not a checkpoint: this is not text")
    except proof.BadCheckpoint as error:
        _stop(f"{path}: not a checkpoint: {error}")
    except OSError as error:
        _stop(f"{path}: {error.strerror or error}")


def _tell(report: proof.Report) -> None:
    _say(
        f"{report.records} records in {report.chains} chains, {report.checkpoints} checkpoints, "
        f"{report.sealed} records sealed"
    )
    if report.values_proven or report.values_absent:
        _say(f"values: {report.values_proven} shown and proven, {report.values_absent} not shown or erased")
    for known in report.keys:
        _say(f"signed with key {known}")
    if report.anchored_at is not None and report.ok:
        _say(f"identical with the anchor up to checkpoint {report.anchored_at}")
    for finding in report.findings:
        _say(f"✗ {finding}")
    if report.more_findings:
        _say(f"✗ and {report.more_findings} more")
    for gap in report.cannot_prove:
        _say(f"? not proven: {gap}")
    _say("in order" if report.ok else "BROKEN")
