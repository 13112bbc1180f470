"""A small city for the tests that go through every page: one record of each kind, made through use-cases.

Each room fills its part in a module of its own name (``fill(stock)``); ``ORDER`` says in which order they come into being.
``Stock.argument`` fills the arguments of a route. A route whose argument it does not know fails with the line to add.
"""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from khue.features.people.queries import PERSONA_ACCOUNT
from khue.kernel.models import User
from tests.cast import setup_actor
from tests.house.stock import (
    activities,
    appeals,
    auctions,
    calls,
    councils,
    deals,
    delivery,
    demands,
    desk,
    documents,
    dossiers,
    eligibility,
    exchange,
    fund,
    gatherings,
    intake,
    keytasks,
    ledger,
    matching,
    missions,
    operations,
    people,
    policylab,
    privacy,
    procedures,
    publicity,
    rulebook,
    services,
    staff,
    talent,
    transfers,
)
from tests.house.stock.dossiers import more_dossiers
from tests.house.stock.shape import PERSONAS, SELLER, Stock, act, project

ORDER = (
    people,
    ledger,
    rulebook,
    dossiers,
    operations,
    procedures,
    missions,  # and with it results and treasury
    staff,
    intake,
    appeals,
    privacy,
    desk,
    councils,
    eligibility,
    policylab,
    calls,
    keytasks,
    fund,
    delivery,
    talent,
    activities,
    exchange,
    services,
    auctions,
    demands,
    deals,
    transfers,
    gatherings,
    matching,
    publicity,
    # Last: from the first certificate on, a decision is signed before its agreement.
    documents,
)


def build() -> Stock:
    """Everything, in the order in which it comes into being. Slow parts (PDF) are left to jobs, which do not run."""
    stock = Stock()
    for room in ORDER:
        room.fill(stock)
    # The pages of accounts are asked as people with a password meet them; the sample city's personas have none.
    User.objects.filter(username__startswith=PERSONA_ACCOUNT).update(password=make_password("nobody types this one"))
    stock.everywhere["kind"] = "csv"
    stock.everywhere["provider_id"] = "vneid"
    return stock


__all__ = ["ORDER", "PERSONAS", "SELLER", "Stock", "act", "build", "more_dossiers", "project", "setup_actor"]
