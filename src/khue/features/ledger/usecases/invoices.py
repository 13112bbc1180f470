"""Claiming invoice lines, and giving them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.features.ledger import domain, queries
from khue.features.ledger.domain import InvoiceLine
from khue.features.ledger.models import InvoiceLineClaim
from khue.features.people import queries as people
from khue.kernel.deeds import Deed


def claim_invoice_line(claim: InvoiceLine, *, deed: Deed) -> None:
    """Take one invoice line for ``claim.subject``; see ``claim_invoice_lines``."""
    claim_invoice_lines((claim,), deed=deed)


def claim_invoice_lines(claims: Sequence[InvoiceLine], *, deed: Deed) -> None:
    """Take invoice lines: each counts once in the whole city. Claiming the same line for the same subject and amount
    again changes nothing. Raises Refused with one reason per line that is incomplete, twice in ``claims``, or held by
    another record, which the reason names.
    """
    wanted = [claim.canonical() for claim in claims]
    faults = [reason for claim in wanted for reason in domain.may_claim(claim).reasons]
    faults += domain.twins(wanted)
    if faults:
        raise Refused.because(*faults)
    if not wanted:
        return
    wanted.sort(key=lambda claim: claim.key)  # two dossiers with common lines then wait, and never for each other
    _require_free_under_other_codes(wanted)
    if _insert_claims(wanted, deed) < len(wanted):
        _require_held(wanted)
    deed.after(invoice_lines=[claim.name for claim in wanted])


def _insert_claims(claims: Sequence[InvoiceLine], deed: Deed) -> int:
    rows = [(*claim.key, claim.subject, claim.amount) for claim in claims]
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO ledger_invoicelineclaim
                   (seller_tax_code, symbol, number, line, subject, amount, claimed_at)
               SELECT c.*, %s FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::bigint[])
                   AS c(seller_tax_code, symbol, number, line, subject, amount)
               ON CONFLICT (seller_tax_code, symbol, number, line) WHERE released_at IS NULL DO NOTHING""",
            [deed.moment, *map(list, zip(*rows, strict=True))],
        )
        return int(cursor.rowcount)


def _require_free_under_other_codes(claims: Sequence[InvoiceLine]) -> None:
    """A seller that was merged keeps its invoices: under the successor's tax code they do not count again, nor the other way round."""
    others = people.other_tax_codes({claim.seller_tax_code for claim in claims})
    named = [claim for claim in claims if claim.seller_tax_code in others]
    if not named:
        return
    wait_for_each_other(f"invoice:{claim.name}" for claim in named)
    held = InvoiceLineClaim.objects.filter(
        seller_tax_code__in={code for codes in others.values() for code in codes},
        number__in={claim.number for claim in named},
        released_at=None,
    )
    holders = {(row.seller_tax_code, row.symbol, row.number, row.line): row for row in held}
    taken = [
        domain.invoice_line_taken(claim, queries.subject_link(row.subject).label)
        for claim in named
        for code in others[claim.seller_tax_code]
        if (row := holders.get((code, *claim.key[1:]))) is not None
    ]
    if taken:
        raise Refused.because(*taken)


def wait_for_each_other(names: Iterable[str]) -> None:
    """Of two deeds that claim the same thing under two codes the second waits until the first has ended."""
    with connection.cursor() as cursor:
        for name in sorted(set(names)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _require_held(claims: Sequence[InvoiceLine]) -> None:
    """Every line is now held by the subject that asked; raises Refused naming the holders of the others."""
    taken: list[Reason] = []
    held = InvoiceLineClaim.objects.filter(
        seller_tax_code__in={claim.seller_tax_code for claim in claims},
        number__in={claim.number for claim in claims},
        released_at=None,
    )
    holders = {(row.seller_tax_code, row.symbol, row.number, row.line): row for row in held}
    for claim in claims:
        row = holders.get(claim.key)
        if row is None:
            raise _moved_on(claim)
        if row.subject != claim.subject:
            taken.append(domain.invoice_line_taken(claim, queries.subject_link(row.subject).label))
        elif row.amount != claim.amount:
            taken.append(domain.invoice_amount_differs(claim, row.amount))
    if taken:
        raise Refused.because(*taken)


def _moved_on(claim: InvoiceLine) -> Conflict:
    return Conflict(
        Text(f"Dòng hóa đơn {claim.name} vừa thay đổi ở hồ sơ khác.", f"Invoice line {claim.name} has just changed elsewhere."),
        Text("Mời ông/bà gửi lại.", "Please submit again."),
    )  # fmt: skip


def release_invoice_lines(subject: str, *, deed: Deed) -> int:
    """Give back every line that ``subject`` holds; how many. They may then be claimed by another record."""
    released = InvoiceLineClaim.objects.filter(subject=subject, released_at=None).update(released_at=deed.moment)
    if released:
        deed.after(invoice_lines_released=released)
    return released
