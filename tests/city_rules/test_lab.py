"""The policy lab: the same people before and after, money added up exactly, and what the cost hangs on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import khue_hanoi
from khue.core.rules.drawing import draw
from khue.core.rules.lab import Lab, Stopped, exact_sum
from khue.core.rules.population import Population, PopulationError, read_population
from khue.core.rules.reform import Reform, read_reform
from tests.city_rules.test_city_rules import hanoi

FILE = Path(khue_hanoi.__file__).parent / "population.toml"
RULE = "missions.equipment-support"
YEARS = range(2026, 2029)


def people() -> Population:
    return read_population(FILE, hanoi().rules)


def sixty() -> Reform:
    raw = {"name": "60", "from": "2027-01-01", "parameters": {"missions.equipment.trial_purchase_cap": 60}}
    return read_reform(raw, hanoi().book, hanoi().rules)


def test_the_same_seed_draws_the_same_people_and_another_seed_others() -> None:
    programme = people().programmes[0]
    facts = hanoi().rules[programme.rule].facts
    first, again = (draw(people(), programme, 2026, facts).columns["amount"].data for _ in range(2))
    other = draw(replace(people(), seed=2), programme, 2026, facts).columns["amount"].data
    assert (first == again).all()
    assert (first != other).any()


def test_an_assumption_on_one_fact_leaves_all_other_facts_as_they_were() -> None:
    programme = people().programmes[0]
    facts = hanoi().rules[programme.rule].facts
    sharper = replace(
        programme, draws=tuple(replace(d, yes=Fraction(1, 10)) if d.fact == "software" else d for d in programme.draws)
    )
    before, after = draw(people(), programme, 2026, facts), draw(people(), sharper, 2026, facts)
    assert (before.columns["software"].data != after.columns["software"].data).any()
    assert (before.columns["amount"].data == after.columns["amount"].data).all()


def test_a_larger_city_keeps_the_people_of_the_smaller_one() -> None:
    facts = hanoi().rules[RULE].facts
    larger = people().with_figures({"equipment.lines_per_enterprise": Fraction(1, 250)})
    small, large = (draw(each, each.programmes[0], 2026, facts) for each in (people(), larger))
    assert large.size > small.size
    for name, column in small.columns.items():
        assert (large.columns[name].data[: small.size] == column.data).all(), name
    for name, groups in small.groups.items():
        assert (large.groups[name][: small.size] == groups).all(), name


def test_people_are_drawn_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.core.rules import drawing

    monkeypatch.setattr(drawing, "BLOCK", 100)
    found = list(drawing.blocks(people(), people().programmes[0], 2026, hanoi().rules[RULE].facts))
    assert [each.size for each in found] == [100, 100, 100, 100, 27]
    assert (found[0].columns["amount"].data != found[1].columns["amount"].data).any()
    told = Lab(hanoi(), sixty(), [2027]).run(people().only([RULE]))
    assert told["total"]["2027"]["cases"] == people().cases_in(people().programmes[0], 2027)


def test_a_reform_costs_nothing_before_its_day_and_its_effect_adds_up() -> None:
    told = Lab(hanoi(), sixty(), YEARS).run(people())
    programme = next(each for each in told["programmes"] if each["rule"] == RULE)
    before_reform, after_reform = programme["years"]["2026"], programme["years"]["2027"]
    assert before_reform["cost_after"] == before_reform["cost_before"]
    assert after_reform["gain"] > 0
    for year in programme["years"].values():
        assert year["cost_after"] - year["cost_before"] == year["gained"] - year["lost"]
    for name in ("cost_before", "cost_after", "cases", "gain"):
        for way in programme["dimensions"]:
            parts = [group[name] for group in programme["groups"] if group["dimension"] == way]
            assert sum(parts) == sum(y[name] for y in programme["years"].values())
        assert sum(y[name] for y in told["total"].values()) == sum(
            y[name] for each in told["programmes"] for y in each["years"].values()
        )


def test_a_reform_costs_what_one_case_after_the_other_would() -> None:
    from datetime import date

    from khue.core.rules.engine import Point

    programme = people().programmes[0]
    cases = draw(people(), programme, 2027, hanoi().rules[RULE].facts)
    bound = hanoi().at(RULE, Point(date(2027, 7, 1), reform=sixty()))
    total = 0
    for row in range(cases.size):
        facts = {
            name: column.options[column.data[row] - 1] if column.options else column.data[row].item()
            for name, column in cases.columns.items()
        }
        total += bound.answer(facts).value or 0
    told = Lab(hanoi(), sixty(), [2027]).run(replace(people(), programmes=(programme,)))
    assert told["total"]["2027"]["cost_after"] == total


def test_the_distribution_counts_every_case_that_receives() -> None:
    told = Lab(hanoi(), sixty(), YEARS).run(people())["programmes"][0]
    last = told["years"]["2028"]
    assert sum(told["histogram"]["before"]) == last["granted_before"]
    assert sum(told["histogram"]["after"]) == last["granted_after"]
    assert told["quantiles"]["after"] == sorted(told["quantiles"]["after"])


def test_sensitivity_names_the_values_by_what_they_move() -> None:
    told = Lab(hanoi(), None, [2027]).run(people())["sensitivity"]
    by_id = {line["parameter"]: line for line in told}
    share = by_id["missions.equipment.trial_purchase_cap"]
    assert (share["lower"]["value"], share["higher"]["value"]) == (45, 55)
    assert share["lower"]["cost"] < share["cost"] < share["higher"]["cost"]
    moved = [abs(line["higher"]["cost"] - line["lower"]["cost"]) for line in told]
    assert moved == sorted(moved, reverse=True)


def test_a_run_tells_its_progress_and_can_be_stopped() -> None:
    seen: list[tuple[int, int]] = []
    Lab(hanoi(), None, YEARS, progress=lambda done, steps: seen.append((done, steps))).run(people())
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]
    asked = iter([False, False, True])
    with pytest.raises(Stopped):
        Lab(hanoi(), None, YEARS, stop=lambda: next(asked)).run(people())


def test_published_figures_stand_and_changed_ones_are_assumptions() -> None:
    city = people()
    assert city.figures["enterprises.active"].value == 213_283
    assert city.figures["enterprises.small_or_medium"].value == Fraction(982, 1000)
    assert not city.figures["enterprises.active"].assumed
    changed = city.with_figures({"enterprises.active": Fraction(100_000)})
    assert changed.figures["enterprises.active"].assumed
    assert changed.cases_in(changed.programmes[0], 2026) < city.cases_in(city.programmes[0], 2026)
    with pytest.raises(PopulationError, match="no such figure"):
        city.with_figures({"nothing": Fraction(1)})
    with pytest.raises(PopulationError, match="more than"):
        city.with_figures({"enterprises.active": Fraction(10**12)}).cases_in(city.programmes[0], 2026)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('rule = "missions.equipment-support"', 'rule = "missions.nothing"', "no such rule"),
        ('weight = "15/100"', 'weight = "16/100"', "add up to 1"),
        ('software = { yes = "equipment.software" }', "software = { yes = 25 }", "software needs the share"),
        ('software = { yes = "equipment.software" }', "", "software is not drawn"),
        ('median = "equipment.median_cost"', 'median = "much"', "amount needs a median"),
        ('median = "equipment.median_cost"', 'median = "equipment.software"', "amount needs a median"),
        ('research-topic = "6/10"', 'research = "6/10"', "task_kind needs weights"),
        ('cases = ["enterprises.active", ', 'cases = ["enterprises.none", ', "'enterprises.none' is no figure"),
        ('row = "fund:E"', "", "needs row and url"),
        ("[programme.groups.size]", "[programme.nothing]", "need vi and en"),
        ("seed = 20260101", 'seed = "x"', "seed"),
    ],
)
def test_a_population_that_cannot_be_drawn_says_where(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    (tmp_path / "p.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PopulationError) as refused:
        read_population(tmp_path / "p.toml", hanoi().rules)
    assert what in str(refused.value)


def test_sums_do_not_run_over() -> None:
    assert exact_sum(np.full(30_000, 10**15 - 1, dtype=np.int64)) == 30_000 * (10**15 - 1)
