"""Fees earned: heard from the room of papers when minutes have all their signatures, in the same deed, once."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from khue.core.actor import CITY_ZONE
from khue.features.councils import events
from khue.features.councils.domain.fees import NORMS, SHEET_NORM, Fee, Worked, fees_for
from khue.features.councils.models import Assignment, FeeEntitlement, Minutes
from khue.features.councils.queries import experts_of
from khue.features.councils.queries.meetings import MeetingPage, meeting_page
from khue.features.councils.queries.panels import seats_of
from khue.features.councils.usecases.parts import council_event
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed


def follow_signatures(minutes_id: int, ground: str, *, deed: Deed) -> None:
    """All signatures are there (no ``ground``), or no longer count. What was earned by them once is not written again."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__council").get(pk=minutes_id)
    minutes.signed_at = None if ground else deed.moment
    minutes.save(update_fields=["signed_at"])
    if ground or FeeEntitlement.objects.filter(minutes=minutes).exists():
        return
    lines = _earned(minutes)
    FeeEntitlement.objects.bulk_create(
        FeeEntitlement(
            minutes=minutes,
            seat_id=fee.seat,
            role=fee.role,
            fee_class=fee.fee_class,
            basis=fee.basis,
            count=fee.count,
            norm=fee.norm,
            norm_on=_day_of(minutes),
            each=fee.each,
            amount=fee.amount,
            earned_at=deed.moment,
        )
        for fee in lines
    )
    deed.after(fees=[f"{fee.seat}: {fee.basis} × {fee.count} = {fee.amount}" for fee in lines])
    council = minutes.meeting.council
    deed.emit(
        council_event(
            events.FeesEarned,
            council,
            (f"council:{council.pk}",),
            minutes=minutes.pk,
            minutes_number=minutes.number,
            members=len({fee.seat for fee in lines}),
            amount=sum(fee.amount or 0 for fee in lines),
            open=sum(fee.amount is None for fee in lines),
        )
    )


def _day_of(minutes: Minutes) -> date:
    """The day of the meeting: the norms of that day hold."""
    return (minutes.meeting.opened_at or minutes.drawn_at).astimezone(CITY_ZONE).date()


def _earned(minutes: Minutes) -> tuple[Fee, ...]:
    on = _day_of(minutes)
    page = meeting_page(minutes.meeting_id, on)
    sheets = _sheets(page)
    worked = [seat for seat in seats_of(page.council.id, past=True) if seat.id in page.present or seat.id in sheets]
    entries = experts_of([seat.person for seat in worked])
    norms = {name: rulebook.parameter(name, on) for name in (*NORMS.values(), SHEET_NORM)}
    return fees_for(
        [
            Worked(
                seat.id,
                seat.role,
                entries[seat.person].fee_class if seat.person in entries else "",
                seat.id in page.present,
                sheets.get(seat.id, 0),
            )
            for seat in worked
        ],
        norms,
    )


def _sheets(page: MeetingPage) -> dict[int, int]:
    """Seat → items that it scored. With the meeting that decides an item, so that no sheet is counted by two minutes."""
    decided = {line.item.id: {seat.id for seat, _ in line.out} for line in page.agenda if line.outcome != "postponed"}
    written = Assignment.objects.filter(item_id__in=decided).annotate(handed_in=Count("sheets")).filter(handed_in__gt=0)
    found: dict[int, set[int]] = {}
    for seat_id, item_id in written.values_list("seat_id", "item_id"):
        if seat_id not in decided[item_id]:
            found.setdefault(seat_id, set()).add(item_id)
    return {seat: len(items) for seat, items in found.items()}
