"""What other pages show of a case, and who reads its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers.queries import CasePage
from khue.features.fund import access
from khue.features.fund.domain.bodies import SeatFacts
from khue.features.fund.domain.charter import PRODUCTS
from khue.features.fund.models import FundCase
from khue.features.fund.queries.cards import state_of
from khue.features.fund.queries.charter import seat_of
from khue.features.people import queries as people
from khue.kernel.ui import StateView


@dataclass(frozen=True, slots=True)
class CasePanel:
    """What the dossier's own page shows of the case."""

    id: int
    product: Text
    state: StateView
    granted: int | None
    paid: int


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    page: Any


def panels(case: CasePage, actor: Actor) -> tuple[Panel, ...]:
    """What the dossier's page shows of its case."""
    row = FundCase.objects.filter(dossier_id=case.facts.id).first()
    if row is None or not (access.is_side(actor, row) or actor.may(access.READ)):
        return ()
    if not access.is_side(actor, row) and row.party_id in access.barred(actor):
        return ()
    return (Panel("fund/panel.html", CasePanel(row.pk, PRODUCTS[row.product], state_of(row), row.granted, row.paid)),)


def my_seat(actor: Actor) -> SeatFacts | None:
    """The actor's post today."""
    return seat_of(actor, actor.today) if actor.is_signed_in else None


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Reader of files: those of a case for its side and staff, those of the charter for staff of the fund."""
    kind, _, number = subject.partition(":")
    if kind == "fund":
        return actor.may(access.READ)
    row = FundCase.objects.filter(pk=int(number)).first() if kind == "fund_case" and number.isdigit() else None
    if row is None:
        return False
    return access.is_side(actor, row) or (actor.may(access.READ) and row.party_id not in people.barred_ids(actor))
