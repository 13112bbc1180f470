"""How what an investor looks for is shown, and what its form says first."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from khue.features.services.queries import EntryCard
from khue.features.services.views.lists import no_public_offer, trl
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Words


def blocks(card: EntryCard) -> Iterator[Block]:
    """What an investor says, as everybody reads it."""
    row = card.row
    facts = (
        Answer(_("Investor"), row.member),
        Answer(_("Fields"), row.seeks or "–"),
        Answer(_("Least readiness that will do"), trl(row.least_stage)),
        Answer(_("Country where the right must hold"), row.territory or _("not asked")),
        _sum(_("Into one technology from"), row.ticket_from),
        _sum(_("Into one technology up to"), row.ticket_to),
        Answer(_("Shown until, this day included"), row.until_on, kind="day"),
    )
    yield Block(_("What the investor looks for"), card.summary, facts=facts)
    yield Block(_("Please note"), said=((no_public_offer(), ""),))


def _sum(label: Words, amount: int | None) -> Answer:
    return Answer(label, amount, kind="money") if amount is not None else Answer(label, _("not told"))


def points() -> tuple[str, ...]:
    """What the form says first."""
    return (
        _("You must be a verified member of the exchange as an investor."),
        _("What you write is compared with every offer; the suppliers of offers that fit, and brokers, see you there."),
        no_public_offer(),
    )
