"""Weights of the drawn population: shown whole, changed exactly, and each change moves only what hangs on it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from khue.core.rules.drawing import draw
from khue.core.rules.population import PopulationError
from khue.core.rules.weights import weighted, weightings
from tests.city_rules.test_city_rules import hanoi
from tests.city_rules.test_lab import RULE, people

SMALL, LARGE, PUBLIC = (f"{RULE}/size/{code}" for code in ("small", "large", "public"))


def test_the_weights_of_each_way_of_each_programme_add_up_to_one_and_have_names_of_their_own() -> None:
    found = [way for each in people().programmes for way in weightings(each, hanoi().rules[each.rule].facts)]
    assert {way.way for way in found if way.rule == RULE} == {"size", "field", "task_kind", "cost_class"}
    for way in found:
        assert way.total({}) == 1, way.way
        assert all(part.text.vi and part.text.en for part in way.parts)
    ids = [part.id for way in found for part in way.parts]
    assert len(ids) == len(set(ids))


def test_another_weight_moves_its_groups_and_leaves_other_ways_as_they_were() -> None:
    programme = people().programmes[0]
    facts = hanoi().rules[RULE].facts
    other = weighted(people(), {SMALL: Fraction(1), LARGE: Fraction(0), PUBLIC: Fraction(0)})
    before, after = draw(people(), programme, 2026, facts), draw(other, other.programmes[0], 2026, facts)
    assert set(after.groups["size"].tolist()) == {0}
    assert len(set(before.groups["size"].tolist())) == 3
    assert (before.groups["field"] == after.groups["field"]).all()
    assert (before.columns["software"].data == after.columns["software"].data).all()


def test_the_weight_of_an_option_moves_how_often_it_is_chosen() -> None:
    other = weighted(
        people(), {f"{RULE}/cost_class/purchase": Fraction(0), f"{RULE}/cost_class/operation": Fraction(1)}
    )
    cases = draw(other, other.programmes[0], 2026, hanoi().rules[RULE].facts)
    assert set(cases.columns["cost_class"].data.tolist()) == {2}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({SMALL: Fraction(1, 2)}, "add up to 9/10"),
        ({SMALL: Fraction(-1)}, "from 0 to 1"),
        ({f"{RULE}/size/giant": Fraction(1)}, "no such weight"),
        ({"nothing": Fraction(1)}, "no such weight"),
    ],
)
def test_weights_that_cannot_be_say_why(changed: dict[str, Fraction], told: str) -> None:
    with pytest.raises(PopulationError, match=told):
        weighted(people(), changed)
