"""Every measurement runs and gives figures. How fast anything is, a test does not say: that is ``make bench``."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.__main__ import MODULES
from bench.figures import Figure, by_turns, percentile, readable, table
from khue.site.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
# What has to hold on any machine, however loaded: counts, not times.
WHATEVER_THE_MACHINE = {
    "requests that failed",
    "statements per page with 10,000 dossiers",
    "results that differ from OpenFisca",
    "points between our linear optimum and GLOP's",
    "points not proven (floors)",
    "points that pruning may have cost, no floors",
    "points that pruning may have cost, floors at 90 %",
    "portfolio's value not proven",
    "statements of the review dashboard",
    "needs whose best differ from all pairs explained one by one",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a server of its own for all measurements, so that each begins with a copy of the same database."""
    var = tmp_path_factory.mktemp("bench")
    postgres = Postgres(var)
    postgres.start()
    yield var
    postgres.stop()
    shutil.rmtree(postgres.home, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.xdist_group("bench")
@pytest.mark.parametrize("module", MODULES)
def test_a_measurement_runs_and_gives_figures(module: str, server: Path) -> None:
    environment = {**os.environ, "KHUE_BENCH_VAR": str(server)}
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", "--quick"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    figures = [Figure(**row) for row in json.loads(done.stdout.splitlines()[-1])]
    assert figures
    for figure in figures:
        assert math.isfinite(figure.value), figure
        assert figure.value > 0 or figure.name in WHATEVER_THE_MACHINE, figure
        assert figure.met or figure.name not in WHATEVER_THE_MACHINE, figure
        assert figure.row().count("|") == 6


def test_every_measurement_has_a_module_and_every_target_of_the_issue_is_asked() -> None:
    for module in MODULES:
        assert (ROOT / "bench" / f"{module}.py").exists()
    # What nobody starts is no measurement.
    family = {path.stem for path in (ROOT / "bench").glob("*.py")}
    assert family - set(MODULES) == {
        *(
            "__init__",
            "__main__",
            "clients",
            "country",
            "database",
            "figures",
            "instances",
            "openfisca_side",
            "ortools_side",
            "rows",
            "web",
        )
    }


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (">= 20000", 20_000, True),
        (">= 20000", 19_999, False),
        ("<= 1.5", 1.51, False),
        ("<= 0", 0, True),
        ("", 9, True),
    ],
)
def test_a_figure_says_whether_its_target_is_met(target: str, value: float, met: bool) -> None:
    figure = Figure("speed", value, "ms", target)
    assert figure.met is met
    assert ("**no**" in table([figure])) is not met


def test_a_target_without_a_sign_is_refused() -> None:
    with pytest.raises(ValueError, match=">= or <="):
        _ = Figure("speed", 1, "ms", "= 3").met


def test_the_percentile_is_a_measured_value() -> None:
    assert percentile([3, 1, 2, 4], 50) == 2
    assert percentile(range(1, 101), 99) == 99
    assert percentile([7], 99) == 7
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_deeds_are_taken_by_turns_and_the_first_turn_only_warms_up() -> None:
    done: list[str] = []
    medians = by_turns(2, lambda: done.append("ours"), lambda: done.append("theirs"))
    assert done == ["ours", "theirs"] * 3
    assert len(medians) == 2


def test_figures_are_read_with_three_digits() -> None:
    assert [readable(value) for value in (12_345.6, 123.4, 12.34, 0.01234)] == ["12,346", "123", "12.3", "0.0123"]
