"""A room above explains money in suspense by what it knows: its own entry takes the amount, the line keeps what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.errors import Conflict, require
from khue.features.treasury.domain.clearing import may_take
from khue.features.treasury.models import Clearing
from khue.features.treasury.usecases.parts import locked_line
from khue.kernel.deeds import Deed


@dataclass(frozen=True, slots=True)
class Taken:
    """A statement line that brought ``aside`` đồng in on ``booked_on``, locked until the deed ends; ``subject`` names it."""

    line_id: int
    booked_on: date
    aside: int
    subject: str
    account_id: int
    payer: str


def look_at_aside(line_id: int) -> Taken:
    """Lock a statement line and say what of it lies in suspense. Raises Missing, Refused when nothing that came in does."""
    account, line = locked_line(line_id)
    require(may_take(line.set_aside))
    return Taken(line.pk, line.booked_on, line.set_aside, f"bank_line:{line.pk}", account.pk, line.counter_name)


def take_aside(found: Taken, amount: int, subject: str, ground: str, entry: UUID, *, deed: Deed) -> None:
    """``amount`` đồng of a line that ``look_at_aside`` locked belong to ``subject``; ``entry`` is the caller's, and debits its suspense.

    Raises Refused when less lies there.
    """
    _account, line = locked_line(found.line_id)
    require(may_take(line.set_aside, amount))
    line.set_aside -= amount
    line.save(update_fields=["set_aside"])
    Clearing.objects.create(
        line=line,
        way="taken",
        amount=amount,
        subject=subject,
        ground=ground.strip()[:500],
        by=deed.actor.key,
        by_name=deed.actor.name,
        at=deed.moment,
        entry=entry,
    )
    deed.after(bank_line=line.pk, taken=amount)


def put_aside_again(entry: UUID, *, deed: Deed) -> Taken:
    """What ``take_aside`` took by ``entry`` lies in suspense again; the caller posts the reversal. Raises Conflict when it does already."""
    known = Clearing.objects.filter(entry=entry, way="taken").values_list("line", flat=True).first()
    account, line = locked_line(known or 0)
    row = Clearing.objects.select_for_update().filter(entry=entry, way="taken", ended_at=None).first()
    if row is None:
        raise Conflict(
            Text("Khoản tiền này đã trở về khoản chờ xử lý.", "This money lies in suspense again already."),
            Text("Mời ông/bà mở lại trang.", "Open the page again."),
        )
    row.ended_at = deed.moment
    row.save(update_fields=["ended_at"])
    line.set_aside += row.amount
    line.save(update_fields=["set_aside"])
    deed.after(bank_line=line.pk, put_aside_again=row.amount)
    return Taken(line.pk, line.booked_on, line.set_aside, f"bank_line:{line.pk}", account.pk, line.counter_name)
