"""Files out: approved orders of one account leave in one file, and their money is in transit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.ledger.usecases import post_many
from khue.features.rulebook import queries as rulebook
from khue.features.treasury import access
from khue.features.treasury.domain.orders import ORDER, SendFile, may_send
from khue.features.treasury.models import CityAccount, FileEntry, PaymentFile, PaymentOrder
from khue.features.treasury.queries.orders import standing_holds
from khue.features.treasury.usecases.parts import entry_id, locked_orders, move_orders, outstanding, paying
from khue.kernel.deeds import Deed, command

COPIED = (
    "reference", "party_name", "holder", "number", "bank", "bank_code", "content", "chapter", "sector", "item", "source",
)  # fmt: skip


def send_file(asked: SendFile, *, actor: Actor) -> int:
    """Make the file of these orders; its id. What it holds is copied, and the ledger moves the money into transit."""
    actor.require(access.ORDER)
    with command("treasury.send_file", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        account = CityAccount.objects.filter(pk=asked.account_id).first()
        if account is None:
            raise access.no_such_account()
        orders = locked_orders(asked.orders)
        states = tuple(order.state for order in orders)
        accounts = tuple(order.account_id for order in orders)
        standing = standing_holds(order.pk for order in orders)
        held = [(order.reference, hold.ground) for order in orders for hold in standing.get(order.pk, ())]
        require(may_send(len(orders), len(set(asked.orders)), states, accounts, account.pk, held))
        file = _file(account, orders, deed)
        _leave(file, orders, deed)
        deed.subject = f"payment_file:{file.pk}"
        deed.after(name=file.name, orders=[order.reference for order in orders], total=file.total)
        deed.result(file.pk)
        return int(file.pk)


def _file(account: CityAccount, orders: Sequence[PaymentOrder], deed: Deed) -> PaymentFile:
    total = sum(map(outstanding, orders))
    file = PaymentFile.objects.create(
        name=f"KHUE-{deed.today:%Y%m%d}-{orders[0].pk}-{orders[0].attempt + 1}",
        account=account,
        orders=len(orders),
        total=total,
        made_by=deed.actor.key,
        made_name=deed.actor.name,
        made_at=deed.moment,
        pays_on=rulebook.calendar().add_working_days(
            deed.today - timedelta(days=1), 1
        ),  # today, or the next worked day
    )
    FileEntry.objects.bulk_create(
        FileEntry(
            file=file,
            order=order,
            no=no,
            attempt=order.attempt + 1,
            amount=outstanding(order),
            values={
                **{name: getattr(order, name) for name in COPIED},
                "budget_line": order.line.removeprefix("budget:"),
            },
        )
        for no, order in enumerate(orders, 1)
    )
    return file


def _leave(file: PaymentFile, orders: Sequence[PaymentOrder], deed: Deed) -> None:
    entries = []
    for order in orders:
        order.state, order.attempt = ORDER.after(order.state, "send"), order.attempt + 1
        text = Text(f"Gửi lệnh chi {order.reference}, tệp {file.name}", f"Payment order {order.reference} sent, file {file.name}")  # fmt: skip
        key = entry_id("send", order.pk, order.attempt)
        entries.append(paying(order).sent(outstanding(order), id=key, on=deed.today, text=text))
    move_orders(orders)
    PaymentOrder.objects.filter(pk__in=[order.pk for order in orders]).update(
        attempt=F("attempt") + 1, sent_at=deed.moment
    )
    post_many(entries, deed=deed)
