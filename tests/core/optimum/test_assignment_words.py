"""Every reason, obstacle and give has its sentence in both languages, with the caller's names."""

from __future__ import annotations

import pytest

from khue.core.bilingual import Text
from khue.core.optimum.assignment import Give, Kind, Obstacle, Standing, Why
from khue.core.optimum.assignment.words import FIRST_NAMED, GIVES, OBSTACLES, tell_give, tell_obstacle, tell_standing


def naming(kind: str, name: str) -> Text:
    return Text(f"«{kind} {name}»", f"<{kind} {name}>")


@pytest.mark.parametrize("why", Why)
def test_every_reason_is_told(why: Why) -> None:
    standing = Standing("P1", "R1", why, "", 5, 0, 2, 9, 3, 4, (), (), 0)
    told = tell_standing(standing, naming)
    assert "{" not in told.vi + told.en
    assert ("«reviewer R1»" in told.vi) is (why in FIRST_NAMED)


@pytest.mark.parametrize("kind", Kind)
def test_every_demand_is_told_where_it_gives_or_stands_in_the_way(kind: Kind) -> None:
    told = tell_give(Give(kind, "P1", "R1", 2, 20), naming)
    assert "{" not in told.vi + told.en
    assert told.vi.endswith(".")
    if kind in OBSTACLES:
        assert "7" in tell_obstacle(Obstacle(kind, "R1", 7), naming).en or kind is Kind.FORCED
    assert kind in GIVES
