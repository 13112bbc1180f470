"""A rule over files: Parquet in partitions, read and written batch by batch, on all cores of one machine or on Spark."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from khue.core.bilingual import Text
from khue.core.rules.arrow import Task
from khue.core.rules.kinds import Kind
from khue.core.rules.reading import FactProblem, FactsRefused

ROWS: Final = 131_072
"""Cases in memory at a time, per process."""

BILLION: Final = 10**9

PART_ROWS: Final = 4_000_000
"""A part of work reads about as many rows: large enough to be worth a process, small enough to share out."""


@dataclass(slots=True)
class Tally:
    """What came of a simulation: cases by outcome, sums of money before and after, who gains and who loses."""

    rows: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    total: int = 0
    total_before: int = 0
    gain: int = 0
    lose: int = 0
    problems: dict[str, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        for name in ("rows", "total", "total_before", "gain", "lose"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kept, more in ((self.outcomes, other.outcomes), (self.problems, other.problems)):
            for key, count in more.items():
                kept[key] = kept.get(key, 0) + count

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def tally(found: pa.RecordBatch, value: str | None) -> Tally:
    """Counts and sums of a batch of answers; ``value`` is the column of money, None when the rule grants none."""
    told = Tally(rows=found.num_rows)
    for pair in found.column("outcome").value_counts():
        told.outcomes[pair["values"].as_py()] = pair["counts"].as_py()
    for pair in found.column("problem").drop_null().value_counts():
        told.problems[pair["values"].as_py()] = pair["counts"].as_py()
    if value is not None:
        now = found.column(value).fill_null(0)
        told.total = _sum(now)
        if f"{value}_before" in found.schema.names:
            before = found.column(f"{value}_before").fill_null(0)
            told.total_before = _sum(before)
            told.gain = pc.sum(pc.greater(now, before)).as_py() or 0
            told.lose = pc.sum(pc.less(now, before)).as_py() or 0
    return told


def _sum(amounts: Any) -> int:
    """An exact sum: thousands of the largest amounts do not fit into 64 bits, so billions are added apart."""
    whole = pc.divide(amounts, BILLION)
    rest = pc.subtract(amounts, pc.multiply(whole, BILLION))
    return int(pc.sum(whole).as_py() or 0) * BILLION + int(pc.sum(rest).as_py() or 0)


def money_of(task: Task) -> str | None:
    """The value of the rule that is money."""
    for name, node in task.bounds[-1].rule.ruling.values.items():
        if node.kind is Kind.MONEY:
            return name
    return None


def simulate(
    task: Task,
    source: Path,
    target: Path | None,
    *,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Tally:
    """Asks the rule for every row of a Parquet file or folder; answers go to ``target``, a folder of parts.

    Memory stays bounded by processes times ROWS. ``progress`` hears rows done and rows in all; ``stop`` is asked between
    parts. Raises FactsRefused for files without rows, a column of the wrong type, or a kept column that is not there.
    """
    task.check()  # before any file is opened
    parts = list(_parts(source))
    rows = sum(part.rows for part in parts)
    _check_columns(task, parts)
    if target is not None:
        target.mkdir(parents=True, exist_ok=True)
    done = Tally()
    jobs = [(task, part, target and target / f"part-{number:05}.parquet") for number, part in enumerate(parts)]
    for found in _all(jobs, processes or os.cpu_count() or 1, stop):
        done.add(found)
        if progress:
            progress(done.rows, rows)
    return done


@dataclass(frozen=True, slots=True)
class Part:
    """Some row groups of one file."""

    file: str
    groups: tuple[int, ...]
    rows: int


def _parts(source: Path) -> Iterator[Part]:
    files = sorted(source.rglob("*.parquet")) if source.is_dir() else [source]
    for file in files:
        about = pq.ParquetFile(file).metadata
        groups: list[int] = []
        rows = 0
        for number in range(about.num_row_groups):
            groups.append(number)
            rows += about.row_group(number).num_rows
            if rows >= PART_ROWS:
                yield Part(str(file), tuple(groups), rows)
                groups, rows = [], 0
        if groups:
            yield Part(str(file), tuple(groups), rows)


def _check_columns(task: Task, parts: list[Part]) -> None:
    if not parts:
        raise FactsRefused(
            [FactProblem("in", Text("Không có tệp Parquet nào.", "There is no Parquet file."), code="file")]
        )
    problems = []
    for file in sorted({part.file for part in parts}):
        names = set(pq.read_schema(file).names)
        for column in (*task.keep, *task.names.values()):
            if column not in names:
                text = Text(
                    f"Tệp {Path(file).name} không có cột này.", f"The file {Path(file).name} has no such column."
                )
                problems.append(FactProblem(column, text, code="column"))
        facts = [task.names.get(name, name) for name in task.bounds[-1].facts]
        if not names & set(facts):
            listed = ", ".join(facts)
            text = Text(f"Tệp không có cột nào của quy tắc: {listed}.", f"The file has none of the facts: {listed}.")
            problems.append(FactProblem("in", text, code="column"))
    if problems:
        raise FactsRefused(problems)


Job = tuple[Task, Part, Path | None]


def _all(jobs: list[Job], processes: int, stop: Callable[[], bool]) -> Iterator[Tally]:
    if processes == 1 or len(jobs) == 1:
        for job in jobs:
            if stop():
                return
            yield _run(job)
        return
    # A fresh process holds nothing of ours: threads and connections of the caller do not come along.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_run, job) for job in jobs}
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in finished:
                yield each.result()
            if stop():
                for each in waiting:
                    each.cancel()
                return


def _run(job: Job) -> Tally:
    task, part, target = job
    told, value, writer = Tally(), money_of(task), None
    wanted = [task.names.get(name, name) for name in task.bounds[-1].facts]
    file = pq.ParquetFile(part.file)
    columns = [name for name in dict.fromkeys((*task.keep, *wanted)) if name in file.schema_arrow.names]
    temporary = target and target.with_suffix(".part")
    try:
        for batch in file.iter_batches(ROWS, row_groups=list(part.groups), columns=columns):
            found = task.run(batch)
            told.add(tally(found, value))
            if temporary is not None:
                writer = writer or pq.ParquetWriter(temporary, found.schema, compression="zstd")
                writer.write_batch(found)
    finally:
        if writer is not None:
            writer.close()
    if target is not None and temporary is not None and temporary.exists():
        # A part appears whole or not at all: whoever reads the folder never sees half of one.
        temporary.replace(target)
    return told
