"""The daily cash picture: what each account held, what came in, what went out, what is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, Sum, Value, When

from khue.features.treasury.models import BankLine, PaymentOrder, Statement
from khue.features.treasury.queries.accounts import AccountCard, city_accounts

DAYS = 31


@dataclass(frozen=True, slots=True)
class CashDay:
    """One account on one day, in đồng: ``opening`` + ``came_in`` - ``went_out`` = ``closing``, as the bank says."""

    account: str
    day: date
    opening: int
    came_in: int
    went_out: int
    closing: int


@dataclass(frozen=True, slots=True)
class CashAccount:
    """An account now. ``known_until``: the last day of a statement. ``in_transit``: sent, not on a statement yet."""

    account: AccountCard
    known_until: date | None
    balance: int
    in_transit: int
    waiting: int
    days: tuple[CashDay, ...]

    @property
    def after_transit(self) -> int:
        """What is left when everything that is on its way has arrived."""
        return self.balance - self.in_transit


def cash(until: date, days: int = DAYS) -> tuple[CashAccount, ...]:
    """Every account with its last ``days`` days up to ``until`` on which something moved."""
    return tuple(_account(card, until, days) for card in city_accounts())


def _account(card: AccountCard, until: date, days: int) -> CashAccount:
    first = Statement.objects.filter(account=card.id, imported_at__isnull=False).order_by("starts_on", "pk")
    anchor = first.values_list("starts_on", "opening").first()
    lines = BankLine.objects.filter(account=card.id, booked_on__lte=until)
    start = until - timedelta(days=days - 1)
    balance = (anchor[1] if anchor else 0) + _sum(lines.filter(booked_on__lt=start))
    found = []
    into = Sum(Case(When(amount__gt=0, then=F("amount")), default=Value(0)))
    out = Sum(Case(When(amount__lt=0, then=-F("amount")), default=Value(0)))
    moved = lines.filter(booked_on__gte=start).values("booked_on").annotate(into=into, out=out).order_by("booked_on")
    for row in moved:
        closing = balance + row["into"] - row["out"]
        found.append(CashDay(card.number, row["booked_on"], balance, row["into"], row["out"], closing))
        balance = closing
    last = Statement.objects.filter(account=card.id, imported_at__isnull=False).order_by("-ends_on").values_list("ends_on", flat=True)  # fmt: skip
    waiting = BankLine.objects.filter(account=card.id, waiting=True).count()
    return CashAccount(card, last.first(), balance, _in_transit(card.id), waiting, tuple(found))


def _sum(rows: object) -> int:
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)  # type: ignore[attr-defined]  # a query set of either model


def _in_transit(account: int) -> int:
    rows = PaymentOrder.objects.filter(account=account, state__in=("sent", "part_paid"))
    return int(rows.aggregate(total=Sum(F("amount") - F("settled")))["total"] or 0)
