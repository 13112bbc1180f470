"""A room expects money: the receivable gets its reference, in the deed of that room."""

from __future__ import annotations

from django.db import connection

from khue.features.treasury.domain.receivables import ExpectReceipt
from khue.features.treasury.domain.reference import RECEIVABLES, reference_of
from khue.features.treasury.models import CityAccount, PaymentOrder, Receivable
from khue.kernel.deeds import Deed


def expect_receipt(asked: ExpectReceipt, *, deed: Deed) -> str:
    """Open a receivable as part of ``deed``; the reference that whoever owes it puts into the transfer.

    The account that is named is the one from which the party was paid last, else the first of the city.
    """
    number = _next_number()
    paid = PaymentOrder.objects.filter(party=asked.party, line=asked.line).order_by("-pk").first()
    account = paid.account if paid is not None else CityAccount.objects.order_by("pk").first()
    row = Receivable.objects.create(
        id=number,
        reference=reference_of(deed.today.year, number % 1_000_000, RECEIVABLES),
        subject=asked.subject,
        line=asked.line,
        party=asked.party,
        party_name=asked.party_name[:200],
        account=account,
        amount=asked.amount,
        expected_at=deed.moment,
    )
    deed.after(receivable=row.reference)
    return str(row.reference)


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('treasury_receivable', 'id'))")
        return int(cursor.fetchone()[0])
