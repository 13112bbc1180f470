"""``khue rules simulate``: a rule over files, on one machine or on Spark; a reform over a drawn population."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from khue.core.actor import CITY_ZONE
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Rulebook, RuleMissing
from khue.core.rules.json_lines import CHUNK, UnreadableLine, answered_lines, as_line
from khue.core.rules.lawbook import to_json
from khue.core.rules.reform import Reform
from khue.site.rules import law, people
from khue.site.rules.inputs import language_of, no_rule, point_of, problem, reform_of, reform_read
from khue.site.rules.telling import print_json, told_plainly


def simulate_rule(
    rule: Annotated[str, typer.Argument(help="the rule's id; left out with --population")] = "",
    source: Annotated[
        str, typer.Option("--in", help="a Parquet file or a folder of them; or JSON lines (.ndjson, .jsonl)")
    ] = "",
    target: Annotated[
        str,
        typer.Option(
            "--out", help="a folder for the answers, in parts (for JSON lines: a file); sums alone when left out"
        ),
    ] = "",
    on: Annotated[str, typer.Option("--on", help="the day whose law counts, as 2026-11-22; today when left out")] = "",
    known_on: Annotated[str, typer.Option("--known-on", help="only what the city knew on that day")] = "",
    reform: Annotated[str, typer.Option("--reform", help="a JSON or YAML file with changed values or rules")] = "",
    engine: Annotated[
        str, typer.Option("--engine", help="local, or spark (make spark); --master says where it runs")
    ] = "local",
    master: Annotated[
        str, typer.Option("--master", help="with --engine spark: local[*], spark://host:7077, yarn …")
    ] = "local[*]",
    name: Annotated[list[str], typer.Option("--name", help="fact=column, where a column has a name of its own")] = [],  # noqa: B006
    keep: Annotated[list[str], typer.Option("--keep", help="a column that comes out as it went in")] = [],  # noqa: B006
    processes: Annotated[int, typer.Option("--processes", help="0: one per core", min=0, max=256)] = 0,
    population: Annotated[bool, typer.Option("--population", help="over the drawn population of the city")] = False,
    years: Annotated[
        str, typer.Option("--years", help="with --population: first-last; 2026-2030 when nothing says otherwise")
    ] = "",
    seed: Annotated[int, typer.Option("--seed", help="with --population: 0 for that of the file", min=0)] = 0,
    programme: Annotated[
        list[str], typer.Option("--programme", help="with --population: this rule only; may be said several times")
    ] = [],  # noqa: B006
    assumptions: Annotated[
        str, typer.Option("--assumptions", help="with --population: a JSON or YAML file of a study of the policy lab")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="vi or en")] = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="as JSON, for programs")] = False,
) -> None:
    """Ask a rule for every row of Parquet files or JSON lines, or run a reform over the city's drawn population."""
    with told_plainly(lang, as_json):
        book = law.rulebook_at_hand(language_of(lang))
        if population:
            asked = people.asked_for(book, assumptions, years, seed, programme)
            with _progress() as bar:
                told = _over_people(book, reform_of(reform, book), asked, bar)
        else:
            told = _over_files(
                book, rule, source, target, (on, known_on, reform), (engine, master), name, keep, processes, lang
            )
        if as_json:
            print_json(told)
        else:
            _print(told)


# ---- over files ------------------------------------------------------------------------------------------------------


def _over_files(
    book: Rulebook,
    rule: str,
    source: str,
    target: str,
    when: tuple[str, str, str],
    where: tuple[str, str],
    names: list[str],
    keep: list[str],
    processes: int,
    language: str,
) -> dict[str, Any]:
    from khue.core.rules.arrow import Task

    on, known_on, reform = when
    today = datetime.now(CITY_ZONE).date()
    point = point_of(on, known_on, reform_of(reform, book), today)
    try:
        book.rule(rule, point)
    except RuleMissing as missing:
        raise no_rule(rule, book, missing) from None
    if not source or not Path(source).exists():
        raise problem("in", "file", f"Không tìm thấy “{source}”.", f"“{source}” is not there.")
    engine, master = where
    if Path(source).suffix in (".ndjson", ".jsonl"):
        return _over_lines(book.at(rule, point), Path(source), target, engine, language)
    task = Task(
        law.city(),
        to_json(book.book),
        rule,
        point.on,
        point.known_on,
        reform_read(reform) if reform else None,
        _names(names, book, rule),
        tuple(keep),
    )
    if engine == "spark":
        return _on_spark(task, source, target, master)
    if engine != "local":
        raise problem("engine", "engine", "Chọn local hoặc spark.", "Choose local or spark.")
    from khue.core.rules.simulating import simulate

    with _progress() as bar:
        line = bar.add_task(rule, total=None)

        def seen(done: int, rows: int) -> None:
            bar.update(line, completed=done, total=rows)

        told = simulate(
            task, Path(source), Path(target) if target else None, processes=processes or None, progress=seen
        )
    return told.to_json()


def _over_lines(bound: Bound, source: Path, target: str, engine: str, language: str) -> dict[str, Any]:
    """Every line of a file, answered into another one and counted; in bounded memory, whatever its size."""
    if engine != "local":
        raise problem("engine", "engine", "Spark chỉ đọc tệp Parquet.", "Spark reads Parquet files alone.")
    rows, outcomes, fields = 0, Counter[str](), Counter[str]()
    first: dict[str, Any] | None = None
    with _progress() as bar, source.open("rb") as stream, _written(target) as out:
        line = bar.add_task(bound.rule.id, total=source.stat().st_size)
        for answer in answered_lines(stream, bound, language, _read_line):
            rows += 1
            outcomes[answer["outcome"]] += 1
            if problems := answer.get("problems"):
                first = first or answer
                fields.update(each["field"] or each["code"] for each in problems)
            if out:
                out.write(as_line(answer))
            if rows % CHUNK == 0:
                bar.update(line, completed=stream.tell())
    told: dict[str, Any] = {"rows": rows, "outcomes": dict(outcomes), "problems": dict(fields)}
    if first:
        fault = first["problems"][0]
        where = f"{first['row']}, {fault['field']}" if fault["field"] else str(first["row"])
        told["first_problem"] = f"{where}: {fault['text']}"
    return told


@contextmanager
def _written(target: str) -> Iterator[IO[bytes] | None]:
    """The file for the answers; None when only sums are asked. Raises CannotAnswer for a place that can't be written."""
    if not target:
        yield None
        return
    try:
        out = Path(target).open("wb")  # noqa: SIM115 - closed below
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise problem("out", "file", f"Không ghi được {target}: {why}.", f"{target} can't be written: {why}.") from None
    with out:
        yield out


def _read_line(line: bytes) -> Any:
    from khue.kernel.api import bodies

    try:
        return bodies.read(line, line=True)
    except bodies.Unreadable as fault:
        raise UnreadableLine(fault.reason.text) from fault


def _names(given: list[str], book: Rulebook, rule: str) -> Mapping[str, str]:
    facts = book.rules[rule].facts
    found: dict[str, str] = {}
    for each in given:
        fact, equals, column = each.partition("=")
        if not equals or not column or fact not in facts:
            listed = ", ".join(facts)
            raise problem(
                "name",
                "name",
                f"“{each}” chưa đúng: viết thông_tin=cột; các thông tin: {listed}.",
                f"“{each}” is not fact=column; the facts are {listed}.",
            )
        found[fact] = column
    return found


def _on_spark(task: Any, source: str, target: str, master: str) -> dict[str, Any]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise problem(
            "engine",
            "engine",
            "Chưa cài Apache Spark: chạy “make spark”.",
            "Apache Spark is not installed: run “make spark”.",
        ) from None
    from khue.core.rules import spark

    if master.startswith("local"):
        # Workers on this machine run the same Python, which has Khuê; a cluster says its own (PYSPARK_PYTHON).
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.appName("khue rules simulate").master(master).getOrCreate()
    try:
        told: dict[str, Any] = spark.simulate(task, session, source, target or None).to_json()
        return told
    finally:
        session.stop()


# ---- over people -----------------------------------------------------------------------------------------------------


def _over_people(book: Rulebook, reform: Reform | None, asked: people.Asked, bar: Progress) -> dict[str, Any]:
    from khue.core.rules.lab import Lab

    line = bar.add_task("population", total=None)

    def seen(done: int, steps: int) -> None:
        bar.update(line, completed=done, total=steps)

    return Lab(book, reform, asked.years, progress=seen).run(asked.population)


# ---- telling ---------------------------------------------------------------------------------------------------------


def _progress() -> Progress:
    """On the error channel, and only where somebody watches: what is piped stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


def _print(told: Mapping[str, Any]) -> None:
    if "programmes" not in told:
        for key, value in told.items():
            typer.echo(f"{key:<14} {_number(value)}")
        return
    money: Callable[[int], str] = lambda amount: f"{amount / 10**9:>12,.1f}"  # noqa: E731
    typer.echo(f"{'year':<6}{'before, bn':>12}{'after, bn':>12}{'change, bn':>12}{'gain':>9}{'lose':>9}")
    for year, total in told["total"].items():
        change = total["cost_after"] - total["cost_before"]
        sums = "".join(money(each) for each in (total["cost_before"], total["cost_after"], change))
        typer.echo(f"{year:<6}{sums}{total['gain']:>9,}{total['lose']:>9,}")
    typer.echo(f"edition {told['edition']}, seed {told['seed']}, result {told['digest']}")


def _number(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {count:,}" for name, count in value.items()) or "-"
    return f"{value:,}" if isinstance(value, int) else str(value)
