"""Rules over Parquet: the same answers as one by one, problems named, parts whole, work that can be stopped."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.core.rules.arrow import SHARE_STEPS, Task, ask_batch
from khue.core.rules.batch import CHUNK, Values, ask_many
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.lawbook import to_json
from khue.core.rules.loading import city_law
from khue.core.rules.reading import FactsRefused
from khue.core.rules.simulating import Tally, simulate, tally
from tests.city_rules.test_city_rules import CITY, ON, RULES, hanoi
from tests.core.rules.cases import random_case

EQUIPMENT = "missions.equipment-support"

TYPES: Mapping[Kind, pa.DataType] = {
    Kind.MONEY: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.SHARE: pa.string(),
    Kind.DAY: pa.date32(),
    Kind.YESNO: pa.bool_(),
    Kind.CHOICE: pa.string(),
}


def arrow_type(fact: Fact) -> pa.DataType:
    if fact.kind is Kind.LINES:
        return pa.list_(pa.struct([pa.field(name, arrow_type(field)) for name, field in (fact.fields or {}).items()]))
    return TYPES[fact.kind]


def table_of(bound: Bound, cases: list[dict[str, Any]]) -> pa.RecordBatch:
    schema = pa.schema([pa.field(name, arrow_type(fact)) for name, fact in bound.facts.items()])
    rows = [{name: _told(case.get(name)) for name in bound.facts} for case in cases]
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{key: _told(each) for key, each in line.items()} for line in value]
    return str(value) if isinstance(value, Fraction) else value


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_columns_of_arrow_say_the_same_as_one_by_one(rule: str, data: st.DataObject) -> None:
    bound = hanoi().at(rule, Point(ON))
    cases = data.draw(st.lists(random_case(bound), min_size=1, max_size=15))
    found = ask_batch(bound, table_of(bound, cases)).to_pylist()
    for case, row in zip(cases, found, strict=True):
        answer = bound.answer(case)
        if answer.fault:
            assert (row["outcome"], row["problem"]) == ("problem", answer.fault.field or "case")
            continue
        assert row["outcome"] == answer.outcome.value
        assert {name: row[name] for name in bound.values} == dict.fromkeys(bound.values) | answer.values
        assert row["refusal"] == (answer.refusals[0].code if answer.refusals else None)


def equipment_cases(rows: int, seed: int = 1) -> pa.Table:
    rng = np.random.default_rng(seed)
    return pa.table(
        {
            "id": np.arange(rows),
            "task_kind": np.array(["research-topic", "trial-production"])[rng.integers(0, 2, rows)],
            "cost_class": np.array(["purchase", "operation"])[rng.integers(0, 2, rows)],
            "amount": rng.integers(0, 10**12, rows),
            "other_public": np.where(rng.random(rows) < 0.05, 5, 0),
            "software": rng.random(rows) < 0.3,
            "serves_task_directly": pa.array(rng.random(rows) < 0.8, mask=rng.random(rows) < 0.01),
        }
    )


REFORM = {"name": "60", "from": "2026-01-01", "parameters": {"missions.equipment.trial_purchase_cap": 60}}


def task(**more: Any) -> Task:
    return Task(CITY, to_json(city_law(CITY)), EQUIPMENT, ON, **{"keep": ("id",)} | more)


def test_a_folder_is_asked_part_by_part_and_told_in_sum(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(3):
        pq.write_table(equipment_cases(1000, number), source / f"{number}.parquet", row_group_size=300)
    seen: list[tuple[int, int]] = []
    told = simulate(task(reform=REFORM), source, target, processes=2, progress=lambda a, b: seen.append((a, b)))
    answers = pq.read_table(target)
    assert (told.rows, answers.num_rows, sorted(seen)[-1]) == (3000, 3000, (3000, 3000))
    assert told.total == sum(value or 0 for value in answers["value"].to_pylist())
    assert told.total_before == sum(value or 0 for value in answers["value_before"].to_pylist())
    assert (told.gain > 0, told.lose) == (True, 0)
    assert sum(told.outcomes.values()) == 3000
    one = hanoi().at(EQUIPMENT, Point(ON))
    first = pq.read_table(source / "0.parquet").to_pylist()[0]
    alone = one.answer({name: value for name, value in first.items() if name != "id" and value is not None})
    assert answers.to_pylist()[0]["value_before"] == alone.value


def test_work_that_is_stopped_leaves_whole_parts_only(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(3):
        pq.write_table(equipment_cases(50, number), source / f"{number}.parquet")
    done: list[int] = []
    told = simulate(
        task(), source, target, processes=1, progress=lambda rows, _: done.append(rows), stop=lambda: len(done) == 2
    )
    assert told.rows == 100
    assert sorted(path.name for path in target.iterdir()) == ["part-00000.parquet", "part-00001.parquet"]


def test_a_bad_row_is_reported_and_the_others_are_computed() -> None:
    bound = hanoi().at(EQUIPMENT, Point(ON))
    cases = equipment_cases(4).set_column(3, "amount", pa.array([5, -5, None, 10**15 + 1]))
    found = ask_batch(bound, cases.to_batches()[0]).to_pylist()
    assert [row["problem"] for row in found] == [None, "amount", None, "amount"]
    assert [row["outcome"] == "problem" for row in found] == [False, True, False, True]
    assert ["amount" in (row["missing"] or "") for row in found] == [False, False, True, False]
    assert [row["expected"] is None for row in found] == [True, False, False, False]
    assert all("from 0 to 1,000,000,000,000,000" in row["expected"] for row in found[1:])


@pytest.mark.parametrize(
    ("column", "values", "wanted"),
    [("amount", ["1"], "int64"), ("software", [1], "bool"), ("task_kind", [3], "string"), ("amount", [1.5], "int64")],
)
def test_a_column_of_the_wrong_type_is_refused_with_what_it_needs(column: str, values: list[Any], wanted: str) -> None:
    cases = equipment_cases(1)
    place = cases.schema.get_field_index(column)
    with pytest.raises(FactsRefused, match=f"{column}: .*needs {wanted}"):
        ask_batch(hanoi().at(EQUIPMENT, Point(ON)), cases.set_column(place, column, pa.array(values)).to_batches()[0])


def test_files_that_cannot_be_used_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(FactsRefused, match="no Parquet file"):
        simulate(task(), tmp_path, tmp_path / "out")
    pq.write_table(equipment_cases(2).drop(["id"]), tmp_path / "in.parquet")
    with pytest.raises(FactsRefused, match=r"in\.parquet has no such column"):
        simulate(task(), tmp_path / "in.parquet", tmp_path / "out")
    pq.write_table(pa.table({"id": [1]}), tmp_path / "other.parquet")
    with pytest.raises(FactsRefused, match="none of the facts"):
        simulate(task(), tmp_path / "other.parquet", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_columns_may_have_names_of_their_own() -> None:
    cases = equipment_cases(10).rename_columns(
        ["id", "task_kind", "cost_class", "chi_phi", "other_public", "software", "serves_task_directly"]
    )
    plain = task().run(equipment_cases(10).to_batches()[0])
    assert task(names={"amount": "chi_phi"}).run(cases.to_batches()[0]).equals(plain)


@pytest.mark.parametrize(
    "values",
    [
        pa.array(["1/2", "30%", "0,6", None, "2"]),
        pa.array([0.5, 0.3, 0.6, None, 2.0]),
        pa.array([Decimal("0.5"), Decimal("0.3"), Decimal("0.6"), None, Decimal("2")], pa.decimal128(5, 2)),
    ],
)
def test_shares_are_read_exactly_from_words_decimals_and_numbers(values: Any) -> None:
    rule = "missions.author-reward-floor"
    if rule not in RULES:
        pytest.skip("the rule of the author's reward is not there yet")
    bound = hanoi().at(rule, Point(ON))
    batch = pa.RecordBatch.from_pydict({"after_tax_profit": pa.array([10**15 - 1] * 5), "budget_share": values})
    shares = [Fraction(1, 2), Fraction(3, 10), Fraction(3, 5), None, None]
    found = ask_batch(bound, batch).to_pylist()
    for share, row in zip(shares, found, strict=True):
        if share is not None:
            assert row["value"] == bound.answer({"after_tax_profit": 10**15 - 1, "budget_share": share}).value
    assert [row["problem"] for row in found] == [None, None, None, None, "budget_share"]


def test_a_number_that_is_no_exact_share_is_a_problem() -> None:
    rule = "missions.author-reward-floor"
    if rule not in RULES:
        pytest.skip("the rule of the author's reward is not there yet")
    batch = pa.RecordBatch.from_pydict({"after_tax_profit": [1], "budget_share": [1 / 3]})
    assert ask_batch(hanoi().at(rule, Point(ON)), batch).to_pylist()[0]["problem"] == "budget_share"
    assert SHARE_STEPS == 10**6


def test_sums_of_many_large_amounts_are_exact() -> None:
    largest = 10**15
    batch = pa.RecordBatch.from_pydict(
        {"outcome": ["granted"] * 20_000, "problem": pa.nulls(20_000, pa.string()), "value": [largest - 1] * 20_000}
    )
    assert tally(batch, "value").total == 20_000 * (largest - 1)
    whole = Tally()
    whole.add(tally(batch, "value"))
    assert whole.outcomes == {"granted": 20_000}


def test_chunks_do_not_show_in_the_answers() -> None:
    bound = hanoi().at(EQUIPMENT, Point(ON))
    rows = CHUNK + 17
    amounts = np.arange(rows, dtype=np.int64)
    facts = {
        "task_kind": Values(np.full(rows, "trial-production")),
        "cost_class": Values(np.full(rows, 1)),
        "amount": Values(amounts),
        "other_public": Values(np.zeros(rows, dtype=np.int64)),
        "software": Values(np.zeros(rows, dtype=bool)),
    }
    found = ask_many(bound, facts, rows, workers=2)
    assert (found.values["value"] == amounts // 2).all()
    assert found.count(1) == rows
