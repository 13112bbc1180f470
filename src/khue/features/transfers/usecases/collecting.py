"""The fee of a licence is owed to the city, and came in when a bank statement shows it (decision 0062)."""

from __future__ import annotations

from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.entries import Entry, Posting
from khue.features.ledger.usecases import post
from khue.features.people import queries as people
from khue.features.transfers import access
from khue.features.transfers.models import Purchase, SpreadLicence
from khue.features.transfers.usecases.parts import NAMES, tell, write
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.receivables import ExpectReceipt
from khue.features.treasury.usecases import expect_receipt
from khue.kernel.deeds import Deed, command

KIND = "licence_fee:"
RECEIVABLE, INCOME = "recovery.receivable", "exchange.licence_income"


def owe_fee(row: Purchase, made: SpreadLicence, deed: Deed) -> None:
    """As part of the grant: the user owes the fee under a reference. It names no budget line: what comes in is income, and is spent again
    only by an appropriation."""
    subject, of = f"{KIND}{made.pk}", f"purchase:{row.pk}"
    text = Text(
        f"Phí sử dụng công nghệ {row.number}: {made.party_name}", f"Fee for the use of {row.number}: {made.party_name}"
    )
    postings = (Posting(RECEIVABLE, row.fee, subject=subject), Posting(INCOME, -row.fee, subject=of))
    post(Entry(uuid5(NAMES, f"licence-fee:{made.pk}"), deed.today, text, of, postings), deed=deed)
    due = ExpectReceipt(subject, "", access.key_of(made.party_id), made.party_name, row.fee)
    write(made, fee=row.fee, fee_reference=expect_receipt(due, deed=deed))


def follow_receivable(receivable_id: int, *, actor: Actor) -> None:
    """Bring a fee to where its receivable stands. Repeated, it finds everything done and writes nothing."""
    actor.require("job.transfers.follow_receivables")
    subject = treasury.receivable_facts(receivable_id).subject
    number = subject.removeprefix(KIND)
    if not subject.startswith(KIND) or not number.isdigit():
        return
    with command("transfers.follow_receivable", actor) as deed:
        row = (
            SpreadLicence.objects.select_for_update(of=("self",))
            .select_related("purchase")
            .filter(pk=int(number))
            .first()
        )
        known = treasury.receivable_facts(receivable_id)  # under the lock
        if row is None or known.received == row.fee_received:
            deed.nothing_done()
            return
        deed.subject = f"purchase:{row.purchase_id}"
        deed.before(licence=row.pk, received=row.fee_received)
        whole = known.received == row.fee
        write(row, fee_received=known.received, fee_on=known.received_on if whole else None)
        deed.about(access.key_of(row.party_id))
        deed.after(licence=row.pk, received=row.fee_received, reference=known.reference)
        if whole:
            key = access.key_of(row.party_id)
            keys = [key] if people.party(key).kind == "person" else people.representatives([row.party_id], deed.today)
            title = Text(
                f"Đã nhận đủ phí sử dụng công nghệ {row.purchase.number}",
                f"The fee for {row.purchase.number} has come in",
            )
            tell(
                keys,
                title,
                Text(row.purchase.title_vi, row.purchase.title_en),
                f"/transfers/purchases/no/{row.purchase.number}/",
                deed,
            )
