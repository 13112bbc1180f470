"""``python -m tests.chaos.prepare``: a city for the kill test in the folder KHUE_VAR, on a server that runs already.

Tables, city package, personas, a budget, and three cases as bystanders that nobody touches during the kills.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from khue.core.actor import Actor
    from khue.site.sample.parties import Parties
    from khue.site.sample.stories import Story

MONEY = 900_000_000_000
SELLER = "0100109106"
FIRST_INVOICE = 900_000  # far from those of the cases that are played over HTTP


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
    import django

    django.setup()
    from khue.kernel import clock
    from khue.site import setup
    from khue.site.sample import parties, payments, stories

    setup.prepare(lambda what: None)
    setup.check_mode()
    registrar = clock.job_actor("sample")
    made = parties.register_personas(registrar.today, actor=registrar)
    stories.open_budget(actor=_act(made, "accountant"))
    stories.appropriate(MONEY, actor=_act(made, "accountant"))
    payments.main_account(actor=_act(made, "accountant"))
    _story(made, 1).applied()
    _story(made, 2).applied().accepted_for_processing().appraised()
    _story(made, 3).applied().accepted_for_processing().appraised().granted().agreed().delivered(1).accepted(1)


def _act(made: Parties, key: str) -> Actor:
    """A persona now: every deed has a moment of its own."""
    from khue.features.people import queries as people
    from khue.kernel import clock

    registrar = clock.job_actor("sample")
    found = people.standing(made.users[key], registrar.today)
    assert found is not None, "the persona was registered just now"
    return replace(
        registrar,
        key=found.key,
        name=found.name,
        person_id=found.person_id,
        user_id=made.users[key],
        acts_for=tuple(found.acts_for),
        rights=frozenset(found.rights),
        units=tuple(found.units),
        mandate=found.mandate,
    )


def _story(made: Parties, number: int) -> Story:
    from khue.site.sample.applications import Item, Project
    from khue.site.sample.stories import Story

    items = (
        Item("Máy đo", "purchase", 90_000_000 + number, invoice=FIRST_INVOICE + number),
        Item("Điện, vật tư", "operation", 7_000_000),
    )
    project = Project(f"Hồ sơ có trước {number}", "research-topic", "digital-technology", items)
    return Story(lambda key: _act(made, key), project, made.organisations["institute"], "researcher", SELLER)


if __name__ == "__main__":
    main()
