"""What several deeds share: locking, ledger ids, moving an order. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection

from khue.features.ledger.domain import PAYABLE, SUSPENSE, Paying
from khue.features.treasury import access
from khue.features.treasury.models import BankLine, CityAccount, Clearing, PaymentOrder
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

NAMES = uuid5(NAMESPACE_URL, "khue:treasury")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def locked_account(account_id: int) -> CityAccount:
    """The account, locked: what a statement brings is taken in one after the other. Raises Missing."""
    found = CityAccount.objects.select_for_update().filter(pk=account_id).first()
    if found is None:
        raise access.no_such_account()
    return found


def locked_order(order_id: int, seen: int | None = None) -> PaymentOrder:
    """Raises Missing; Conflict when it moved on since ``seen``."""
    found = PaymentOrder.objects.select_for_update().filter(pk=order_id).first()
    if found is None:
        raise access.no_such_order()
    if seen is not None:
        require_seen(seen, found.version)
    return found


def locked_orders(ids: Iterable[int]) -> list[PaymentOrder]:
    """In order of their ids, so that two deeds never wait for each other."""
    return list(PaymentOrder.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))


def locked_line(line_id: int) -> tuple[CityAccount, BankLine]:
    """Account first, as an import does. Raises Missing."""
    account_id = BankLine.objects.filter(pk=line_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise access.no_such_line()
    account = locked_account(account_id)
    return account, BankLine.objects.get(pk=line_id)


def paying(order: PaymentOrder) -> Paying:
    """What is sent back to a payer is owed by the suspense of its bank line, and by no budget line."""
    owed = SUSPENSE if order.subject.startswith("bank_line:") else PAYABLE
    return Paying(order.subject, f"order:{order.pk}", order.line, owed=owed)


def outstanding(order: PaymentOrder) -> int:
    return order.amount - order.settled


def save_order(order: PaymentOrder, *fields: str) -> None:
    order.version += 1
    order.save(update_fields=[*fields, "version"])


def move_orders(orders: Iterable[PaymentOrder]) -> None:
    """State, settled sum and day of many orders in one statement."""
    rows = [(order.pk, order.state, order.settled, order.settled_on) for order in orders]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE treasury_paymentorder o SET state = n.state, settled = n.settled, settled_on = n.settled_on,"
            " version = o.version + 1"
            " FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::date[]) AS n(id, state, settled, settled_on)"
            " WHERE o.id = n.id",
            [list(column) for column in zip(*rows, strict=True)],
        )


def put_back(order: PaymentOrder, *, deed: Deed) -> None:
    """The order that would have sent it back is cancelled: the money lies in suspense again."""
    found = Clearing.objects.select_related("line").filter(order=order, ended_at=None).first()
    if found is not None:
        Clearing.objects.filter(pk=found.pk).update(ended_at=deed.moment)
        found.line.set_aside += found.amount
        found.line.save(update_fields=["set_aside"])
