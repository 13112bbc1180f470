"""A bench-only law: the benefit and tax formulas of OpenFisca's country template, written as rules of ours.

Basic income, income tax, social security contribution (a marginal scale) and what is left, for one person and month.
Figures are the template's own, for months from January 2017; amounts in whole units.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import numpy as np

from khue.core.calendar import WorkCalendar
from khue.core.rules.batch import Values
from khue.core.rules.engine import Rulebook
from khue.core.rules.expressions import choose, count, greatest, law, least, money
from khue.core.rules.lawbook import read_lawbook
from khue.core.rules.rule import Ruling, rule, say

ON = date(2026, 1, 1)

_LAW = """
[issuers.template]
vi = "Mẫu"
en = "Template"
[instruments.template]
number = "1"
kind = "other"
issuer = "template"
vi = "Luật mẫu"
en = "Template law"
adopted = 2017-01-01
in_force = 2017-01-01
certainty = "reported"
url = "https://openfisca.org"
[instruments.template.provisions.taxes]
vi = "thuế và trợ cấp"
en = "taxes and benefits"
"""


def _value(id: str, unit: str, value: str) -> str:
    return (
        f'[[parameter]]\nid = "{id}"\nunit = "{unit}"\nvi = "{id}"\nen = "{id}"\nprovision = "template.taxes"\n'
        f'row = "template"\ncertainty = "reported"\nvalues = [{{ from = 2017-01-01, value = {value} }}]\n'
    )


_PARAMETERS = (
    _value("general.age_of_majority", "count", "18"),
    _value("benefits.basic_income", "dong", "600"),
    _value("taxes.income_tax_rate", "percent", "15"),
    _value("taxes.contribution.rate_first", "percent", "2"),
    _value("taxes.contribution.rate_second", "percent", "6"),
    _value("taxes.contribution.rate_third", "percent", "12"),
    _value("taxes.contribution.from_second", "dong", "6000"),
    _value("taxes.contribution.from_third", "dong", "12400"),
)

_ASK = ("?", "?")
age = count("age", "Tuổi", "Age", ask=_ASK, maximum=200)
salary = money("salary", "Lương", "Salary", ask=_ASK, maximum=10**12)


@rule("template.income", title=("Thu nhập", "Income"), cites=("template.taxes",), since=date(2017, 1, 1))
def income() -> Ruling:
    basic = choose(age >= law.count("general.age_of_majority"), law.money("benefits.basic_income"), 0)
    tax = law.share("taxes.income_tax_rate").of(salary, "down")
    second, third = law.money("taxes.contribution.from_second"), law.money("taxes.contribution.from_third")
    contribution = (
        law.share("taxes.contribution.rate_first").of(least(salary, second), "down")
        + law.share("taxes.contribution.rate_second").of(greatest(least(salary, third) - second, 0), "down")
        + law.share("taxes.contribution.rate_third").of(greatest(salary - third, 0), "down")
    )
    return Ruling(
        values={
            "disposable_income": salary + basic - tax - contribution,
            "basic_income": basic,
            "income_tax": tax,
            "social_security_contribution": contribution,
        },
        then=say("Xong.", "Done."),
    )


def rulebook() -> Rulebook:
    law_ = read_lawbook({"i.toml": tomllib.loads(_LAW), "p.toml": tomllib.loads("\n".join(_PARAMETERS))}, sample=False)
    return Rulebook(law_, [income], WorkCalendar({}))


def people(size: int) -> dict[str, Any]:
    """Ages and salaries of ``size`` people, the same on both sides: salaries in hundreds, so that rates give
    units, nobody old enough for a pension or young enough for an allowance, which are not part of this."""
    rng = np.random.default_rng(20260101)
    return {"age": rng.integers(10, 60, size), "salary": rng.integers(0, 400, size) * 100}


def columns(size: int) -> dict[str, Values]:
    return {name: Values(data) for name, data in people(size).items()}
