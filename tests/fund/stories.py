"""The fund at the tests' day: bodies with posts, a confirmed charter, capital, and cases on their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.features.fund.models import FundCase, Loan
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import fund as sample
from tests.cast import persona

TODAY = date(2026, 3, 2)
CAPITAL = 20_000_000_000


def act(days: int = 0) -> Callable[[str], Actor]:
    """Personas at a moment, ``days`` after the tests' day."""
    return lambda who: persona(who, days=days)


def founded(products: tuple[str, ...] = sample.ALL_PRODUCTS, capital: int = CAPITAL) -> None:
    sample.founded(act(-30), products=products)
    if capital:
        sample.capital_received(capital, act(-20))


def applied(product: str = "grant", asked: int = 600_000_000, **changes: Any) -> FundCase:
    return FundCase.objects.get(pk=sample.applied(sample.Wish(product, asked, **changes), act()))


def approved(product: str = "grant", asked: int = 600_000_000, **changes: Any) -> FundCase:
    case = applied(product, asked, **changes)
    sample.approved(case.pk, act())
    case.refresh_from_db()
    return case


def running(product: str = "grant", asked: int = 600_000_000, **changes: Any) -> FundCase:
    case = approved(product, asked, **changes)
    sample.signed(case.pk, act())
    case.refresh_from_db()
    return case


def lent(asked: int = 600_000_000, **changes: Any) -> Loan:
    """A running loan, drawn in full on the tests' day."""
    case = running("loan", asked, **changes)
    sample.paid_out(case.pk, asked, act())
    return Loan.objects.get(case=case)


def in_suspense(amount: int, days: int = 0) -> int:
    """A statement line that brought ``amount`` đồng, set aside; its id."""
    return sample.came_in(amount, act(days))


def audits(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"fund.{deed}").count()


def told(who: str, words: str) -> bool:
    """Whether the persona has a notice of the fund with these words in its title."""
    return Notice.objects.filter(party=persona(who).key, kind="fund", title_vi__contains=words).exists()
