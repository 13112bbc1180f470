"""Rules that give a share: one case, many cases and Arrow say the same fraction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from khue.core.rules.answer import plain_json
from khue.core.rules.arrow import ask_batch
from khue.core.rules.batch import OUTCOMES, ask_many
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point
from khue.core.rules.expressions import choose, law, share, yesno
from khue.core.rules.rows import as_columns, as_rows
from khue.core.rules.rule import Refusal, Ruling, rule, say
from tests.core.rules.cases import law_of, random_case, rulebook_of, value

LAW = (
    value("test.floor", "percent", "from = 2025-01-01, value = 30"),
    value("test.third", "fraction", 'from = 2025-01-01, value = "1/3"'),
)


@rule("test.split", title=("Tỷ lệ chia", "Split"), cites=("res-1.cap",), since=date(2026, 1, 1))
def split() -> Ruling:
    """Of a share of the budget: what an author gets, and shares that the law alone gives."""
    budget = share("budget", "Phần ngân sách", "Budget share", ask=("?", "?"))
    shared = yesno("shared", "Chia sẻ", "Shared", ask=("?", "?"))
    part = choose(shared, budget.times(law.share("test.floor")), law.share("test.third"))
    return Ruling(
        values={
            "value": part,
            "rest": law.share("test.third") + law.share("test.floor"),
            "law": law.share("test.third"),
        },
        then=say("{part}", "{part}", part=part),
        refusals=(Refusal("nothing", budget.equals(Fraction(0)), say("Không có gì.", "Nothing.")),),
    )


def bound() -> Bound:
    return rulebook_of(law_of(*LAW), split).at("test.split", Point(date(2026, 6, 1)))


@given(st.lists(random_case(bound()), min_size=1, max_size=30))
def test_one_case_many_cases_and_arrow_give_the_same_fraction(cases: list[Mapping[str, Any]]) -> None:
    asked = bound()
    alone = [asked.answer(case) for case in cases]
    together = ask_many(asked, as_columns(asked, cases), len(cases))
    rows = [row["values"] for row in as_rows(together, cases)]
    columns: dict[str, list[Any]] = {
        "budget": [str(case["budget"]) if "budget" in case else None for case in cases],
        "shared": [case.get("shared") for case in cases],
    }
    batch = pa.RecordBatch.from_arrays(
        [pa.array(columns["budget"], pa.string()), pa.array(columns["shared"], pa.bool_())], names=list(columns)
    )
    arrow = ask_batch(asked, batch).to_pylist()
    for answer, outcome, row, told in zip(alone, together.outcome, rows, arrow, strict=True):
        assert told["outcome"] == OUTCOMES[outcome] == answer.outcome.value
        assert row == plain_json(answer.values)
        for name in ("value", "rest", "law"):
            pair = told[f"{name}_parts"], told[f"{name}_whole"]
            granted = answer.values.get(name)
            assert pair == ((granted.numerator, granted.denominator) if granted is not None else (None, None))


def test_a_batch_keeps_parts_and_whole_apart_in_lowest_terms() -> None:
    cases = [{"budget": Fraction(2, 4), "shared": True}, {"budget": Fraction(0), "shared": True}, {"shared": False}]
    found = ask_many(bound(), as_columns(bound(), cases), 3)
    assert found.values["value"].tolist() == [3, 0, 0]
    assert found.wholes["value"].tolist() == [20, 1, 1]
    assert found.wholes["law"].tolist() == [3, 1, 1]


def test_rows_tell_a_share_as_everywhere_and_whole_ones_without_a_stroke() -> None:
    cases = [{"budget": Fraction(1), "shared": True}]
    found = list(as_rows(ask_many(bound(), as_columns(bound(), cases), 1), cases))
    assert json.loads(json.dumps(found[0]["values"])) == {"value": "3/10", "rest": "19/30", "law": "1/3"}
