"""The yardstick, run by an environment of its own: OpenFisca-core with its country template on the same people.

Reads ages and salaries from the folder named on the command line, writes what it computed there, and prints seconds as
JSON. Nothing of Khuê is imported here, and nothing of this by Khuê.
"""

import json
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

VARIABLES = ("basic_income", "income_tax", "social_security_contribution", "disposable_income")
MONTH = "2026-01"


def simulation(system, builder_class, ages, salaries):
    builder = builder_class()
    size = len(ages)
    people = np.arange(size).astype(str)
    builder.create_entities(system)
    builder.declare_person_entity("person", people)
    households = builder.declare_entity("household", people)
    builder.join_with_persons(households, people, roles=np.array(["adult"] * size))
    made = builder.build(system)
    fill(made, ages, salaries)
    return made


def fill(made, ages, salaries):
    made.set_input("age", MONTH, ages)
    made.set_input("salary", MONTH, salaries)
    status = made.household.get_holder("housing_occupancy_status").variable.possible_values
    free = np.array([status.free_lodger] * len(ages)) if len(ages) == 1 else None
    made.set_input(
        "housing_occupancy_status", "2026-01", free if free is not None else np.full(len(ages), "free_lodger")
    )


def main() -> None:
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_country_template import CountryTaxBenefitSystem

    folder, rounds, cases = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    system = CountryTaxBenefitSystem()
    one = []
    made = simulation(system, SimulationBuilder, np.array([30]), np.array([20000.0]))
    for number in range(cases):
        for name in ("age", "salary", *VARIABLES, "pension", "parenting_allowance", "housing_tax", "housing_allowance"):
            made.delete_arrays(name)
        made.set_input("age", MONTH, np.array([number % 60]))
        made.set_input("salary", MONTH, np.array([float(number % 400 * 100)]))
        started = time.perf_counter()
        for name in VARIABLES:
            made.calculate(name, MONTH)
        one.append(time.perf_counter() - started)
    people = np.load(folder / "people.npz")
    many = []
    for _ in range(rounds):
        made = simulation(system, SimulationBuilder, people["age"], people["salary"].astype(np.float32))
        started = time.perf_counter()
        found = {name: made.calculate(name, MONTH) for name in VARIABLES}
        many.append(time.perf_counter() - started)
    np.savez(folder / "found.npz", **found)
    print(json.dumps({"one": median(one), "many": many}))


main()
