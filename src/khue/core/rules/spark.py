"""The same rules on Apache Spark: batches of Arrow columns go through the same code on every worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from khue.core.rules.arrow import Task
from khue.core.rules.simulating import Tally, money_of

if TYPE_CHECKING:
    import pyarrow as pa


def simulate_frame(task: Task, frame: Any) -> Any:
    """A Spark frame of answers for a Spark frame of cases; rows keep their order within each partition.

    ``khue`` and the city's package must be on the path of the workers. Raises FactsRefused before anything runs.
    """
    task.check()  # refused here, not in a worker
    kept = [field for field in frame.schema.fields if field.name in task.keep]

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield task.run(batch)

    return frame.mapInArrow(run, schema=_schema(task, kept))


def _schema(task: Task, kept: list[Any]) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    return StructType([*kept, *from_arrow_schema(task.schema).fields])


def simulate(task: Task, spark: Any, source: str, target: str | None) -> Tally:
    """Reads Parquet, asks the rule, writes Parquet in partitions, and tells what came of it."""
    found = simulate_frame(task, spark.read.parquet(source))
    if target is not None:
        found.write.mode("overwrite").parquet(target)
        found = spark.read.parquet(target)
    return _tally(task, found)


def _tally(task: Task, found: Any) -> Tally:
    from pyspark.sql import functions as f

    value = money_of(task)
    zero = f.lit(0)
    sums = [f.count(f.lit(1)).alias("rows")]
    if value is not None:
        now = f.coalesce(f.col(value), zero)
        sums.append(f.sum(now.cast("decimal(38,0)")).alias("total"))
        if f"{value}_before" in found.columns:
            before = f.coalesce(f.col(f"{value}_before"), zero)
            sums.append(f.sum(before.cast("decimal(38,0)")).alias("total_before"))
            sums.append(f.sum((now > before).cast("int")).alias("gain"))
            sums.append(f.sum((now < before).cast("int")).alias("lose"))
    told: dict[str, Any] = found.agg(*sums).collect()[0].asDict()
    result = Tally()
    for name, count in told.items():
        setattr(result, name, int(count or 0))
    result.outcomes = {row[0]: row[1] for row in found.groupBy("outcome").count().collect()}
    result.problems = {
        row[0]: row[1] for row in found.where("problem is not null").groupBy("problem").count().collect()
    }
    return result
