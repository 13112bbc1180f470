"""How fast rules answer, beside OpenFisca-core with its country template in an environment of its own.

    .venv/bin/python -m bench.rules

Both sides compute basic income, income tax, social contribution and disposable income of the same people, and the
results must be equal to the unit. OpenFisca's time is that of ``calculate`` alone on a simulation that was built
before; ours is everything from columns to answers, and for one case with the whole trace kept. The city's own rules
follow: ten million cost lines, one answer of the questionnaire, loading and checking the whole law.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench.figures import Figure, tell, timed
from khue.core.rules.questions import possible

PEOPLE, LINES, CASES, ROUNDS = 1_000_000, 10_000_000, 2_000, 9
YARDSTICK = ("openfisca-core==46.0.1", "openfisca-country-template==8.2.0")
HOME = Path(__file__).parent.parent / "var" / "bench" / "openfisca"
CITY, RULE, ON = "khue_hanoi", "missions.equipment-support", date(2026, 11, 22)


def run(quick: bool = False) -> list[Figure]:
    part = 100 if quick else 1
    theirs, beside = _beside_openfisca(PEOPLE // part, CASES // part, 2 if quick else ROUNDS)
    return [*beside, *_city(LINES // part), *_questionnaire(theirs, 2 if quick else 40)]


def _beside_openfisca(size: int, cases: int, rounds: int) -> tuple[float, list[Figure]]:
    """OpenFisca's seconds for one case, and the figures of both sides."""
    from bench.country import ON as MONTH
    from bench.country import columns, people, rulebook
    from khue.core.rules.batch import ask_many
    from khue.core.rules.engine import Point

    bound = rulebook().at("template.income", Point(MONTH))
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder) / "people.npz", **people(size))
        theirs = _openfisca(folder, rounds, cases)
        found = np.load(Path(folder) / "found.npz")
        given = columns(size)
        ours = [timed(lambda: ask_many(bound, given, size)) for _ in range(rounds)]
        answers = ask_many(bound, given, size)
    differ = sum(int((np.rint(found[name]) != values).sum()) for name, values in answers.values.items())
    one = _one_case(bound, cases)
    return theirs["one"], [
        Figure(
            "one case, with its trace", 1e6 * one, "µs", f"<= {1e6 * theirs['one'] / 5:.1f}",
            f"OpenFisca without trace: {1e6 * theirs['one']:.0f} µs, {theirs['one'] / one:.1f} times as long",
        ),
        Figure(
            f"{size:,} persons, all four", 1000 * median(ours), "ms", f"<= {200 * median(theirs['many']):.1f}",
            f"OpenFisca: {1000 * median(theirs['many']):.0f} ms, {median(theirs['many']) / median(ours):.1f} times as long",
        ),
        Figure("results that differ from OpenFisca", differ, "units", "<= 0", f"{4 * size:,} compared"),
        Figure("unshared memory, columns and answers included", _unshared(), "MB", "<= 400"),
    ]  # fmt: skip


def _openfisca(folder: str, rounds: int, cases: int) -> dict[str, Any]:
    """Seconds of the other side; its environment is made once, below var/."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *YARDSTICK]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    side = Path(__file__).parent / "openfisca_side.py"
    done = subprocess.run(
        [str(python), str(side), folder, str(rounds), str(cases)], check=True, stdout=subprocess.PIPE, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _one_case(bound: Any, cases: int) -> float:
    taken = []
    for number in range(cases):
        facts = {"age": 10 + number % 50, "salary": number % 400 * 100}
        started = time.perf_counter()
        answer = bound.answer(facts)
        _ = answer.outcome, answer.values
        taken.append(time.perf_counter() - started)
    return median(taken)


def _unshared() -> float:
    import psutil

    return float(psutil.Process().memory_full_info().uss / 2**20)


def _city(lines: int) -> list[Figure]:
    from khue.core.rules.batch import ask_many
    from khue.core.rules.engine import Point
    from khue.core.rules.loading import check_scenarios, city_law, city_rulebook

    def load() -> None:
        nonlocal rulebook, scenarios
        rulebook = city_rulebook(CITY, city_law(CITY))
        scenarios = check_scenarios(CITY, rulebook)

    rulebook, scenarios = city_rulebook(CITY, city_law(CITY)), 0
    loading = median(timed(load) for _ in range(3))
    given = _cost_lines(lines)
    bound = rulebook.at(RULE, Point(ON))
    many = [timed(lambda: ask_many(bound, given, lines)) for _ in range(3)]
    amounts = given["amount"].data
    bare = median(timed(lambda: np.where(amounts % 3 == 0, amounts // 2, amounts).sum()) for _ in range(3))
    return [
        Figure(
            f"{lines:,} cost lines of {RULE}", median(many), "s", "<= 2" if lines == LINES else "",
            f"one bare NumPy formula over the same amounts: {bare:.2f} s",
        ),
        Figure(
            "loading and checking the whole law", loading, "s", "<= 2",
            f"{len(rulebook.book.instruments)} instruments, {len(rulebook.book.entries)} values, "
            f"{len(rulebook.rules)} rules, {scenarios} scenarios",
        ),
    ]  # fmt: skip


def _questionnaire(theirs: float, people: int) -> list[Figure]:
    """Seconds from an address to what is possible, why, and the next question: as the page asks, over all six resolutions."""
    from khue.core.rules.engine import Point
    from khue.core.rules.loading import city_law, city_rulebook
    from khue.features.eligibility.domain import ENTITLEMENT, askable, check, read_answers, shorts, spelled

    rulebook = city_rulebook(CITY, city_law(CITY, sample=True))
    bounds = tuple(rulebook.at(id, Point(ON)) for id in rulebook.rules if id.startswith(ENTITLEMENT))
    facts, taken, asked = askable(bounds), [], 0
    dice = random.Random(57)
    for _person in range(people):
        typed: list[tuple[str, str]] = []
        while True:
            started = time.perf_counter()
            done = check(bounds, read_answers(facts, typed))
            _ = shorts(done.answers), done.left
            following = done.next
            taken.append(time.perf_counter() - started)
            if following is None:
                break
            given = possible(following, done.answers[0])
            typed.append((following.name, spelled(dice.choice(given))))
        asked += len(typed)
    slow = sorted(taken)[int(len(taken) * 0.95)]
    return [
        Figure(
            "one answer of the questionnaire, 95th percentile", 1000 * slow, "ms", "<= 15",
            f"median {1000 * median(taken):.1f} ms, {len(bounds)} kinds of support, {asked / people:.0f} questions a person; "
            f"OpenFisca, {len(bounds)} single cases: {1000 * len(bounds) * theirs:.0f} ms",
        )
    ]  # fmt: skip


def _cost_lines(lines: int) -> dict[str, Any]:
    from khue.core.rules.batch import Values

    rng = np.random.default_rng(34)
    return {
        "task_kind": Values(rng.integers(1, 3, lines, dtype=np.int8)),
        "cost_class": Values(rng.integers(1, 3, lines, dtype=np.int8)),
        "amount": Values(rng.integers(0, 10**12, lines)),
        "other_public": Values(np.where(rng.random(lines) < 0.05, 5, 0)),
        "software": Values(rng.random(lines) < 0.3),
        "serves_task_directly": Values(rng.random(lines) < 0.8),
    }


if __name__ == "__main__":
    tell(run, __doc__)
