"""Rules on Apache Spark in its local-cluster mode (a master, workers of their own): row by row what one machine says."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from khue.core.rules.arrow import Task, ask_batch
from khue.core.rules.engine import Point
from khue.core.rules.lawbook import to_json
from khue.core.rules.loading import city_law
from khue.core.rules.simulating import simulate
from tests.city_rules.test_city_rules import CITY, ON, RULES, hanoi
from tests.city_rules.test_simulating import EQUIPMENT, REFORM, equipment_cases, table_of
from tests.core.rules.cases import random_case

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("spark")]
ROWS = 40


def no_spark() -> str:
    """Why the rules cannot run on Spark here; empty when they can."""
    import importlib.util
    import shutil

    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: make spark"
    return "" if shutil.which("java") else "java is missing"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if reason := no_spark():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    home = tmp_path_factory.mktemp("spark")
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_WORKER_DIR": str(home / "work")}
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(home / "warehouse"))
        .config("spark.local.dir", str(home))
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    # Its connections are closed by the garbage collector, after the streams of the tests are.
    logging.getLogger("py4j").setLevel(logging.WARNING)
    yield session
    session.stop()


def test_a_simulation_says_the_same_as_on_one_machine(spark: Any, tmp_path: Path) -> None:
    from khue.core.rules import spark as on_spark

    source = tmp_path / "in"
    source.mkdir()
    for number in range(2):
        pq.write_table(
            equipment_cases(5_000, number).drop(["id"]).append_column("id", [range_of(number)]),
            source / f"{number}.parquet",
        )
    asked = Task(CITY, to_json(city_law(CITY)), EQUIPMENT, ON, reform=REFORM, keep=("id",))
    here = simulate(asked, source, tmp_path / "here", processes=1)
    there = on_spark.simulate(asked, spark, str(source), str(tmp_path / "there"))
    assert there.to_json() == here.to_json()
    ours = pq.read_table(tmp_path / "here").sort_by("id")
    theirs = pq.read_table(tmp_path / "there").sort_by("id").cast(ours.schema)
    assert theirs.equals(ours)


def range_of(number: int) -> pa.Array:
    return pa.array(range(number * 5_000, (number + 1) * 5_000), pa.int64())


def test_every_rule_says_the_same_on_spark_for_random_facts(spark: Any) -> None:
    """All rules in one job: each row of the frame is a rule with a batch of cases, which a worker asks."""
    law = to_json(city_law(CITY))
    cases = {rule: packed(table_of(hanoi().at(rule, Point(ON)), drawn(rule))) for rule in RULES}

    def ask(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = [packed(Task(CITY, law, row["rule"], ON).run(unpacked(row["cases"]))) for row in batch.to_pylist()]
            yield pa.RecordBatch.from_arrays([batch.column("rule"), pa.array(found, pa.binary())], ["rule", "found"])

    frame = spark.createDataFrame(list(cases.items()), "rule string, cases binary").repartition(2)
    told = {
        row["rule"]: unpacked(bytes(row["found"]))
        for row in frame.mapInArrow(ask, "rule string, found binary").collect()
    }
    assert set(told) == set(RULES)
    for rule in RULES:
        assert told[rule].equals(ask_batch(hanoi().at(rule, Point(ON)), unpacked(cases[rule]))), rule


def drawn(rule: str) -> list[dict[str, Any]]:
    """Random cases of a rule, as many as one row of the frame holds."""
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=ROWS,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=random_case(hanoi().at(rule, Point(ON))))
    def draw(case: dict[str, Any]) -> None:
        found.append(case)

    draw()
    return found


def packed(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()


def unpacked(stored: bytes) -> pa.RecordBatch:
    return pa.ipc.open_stream(stored).read_next_batch()
