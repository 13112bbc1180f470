"""The reviewer's own sheet: saved half-filled, handed in whole, revised in the discussion."""

from __future__ import annotations

from django.db.models import Max

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.councils import access, events, queries
from khue.features.councils.domain.commands import SaveSheet, SubmitSheet
from khue.features.councils.domain.scoring import SheetFacts, criteria_from, may_save, may_submit, total_of
from khue.features.councils.models import Assignment, Review, ScoreSheet, SheetDraft
from khue.features.councils.queries import reviews as reading
from khue.features.councils.usecases.parts import council_event
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

LONGEST = 5_000


def save_sheet(asked: SaveSheet, *, actor: Actor) -> int:
    """Keep what is filled in so far, without judging it; the draft's version. The audit holds none of it.

    Raises Refused when no sheet is taken any more, Conflict when the draft was saved elsewhere meanwhile, Missing.
    """
    with command("councils.save_sheet", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = _locked(asked.assignment_id, actor)
        deed.subject = f"council:{row.item.council_id}"
        require(may_save(_facts(row, actor, deed)))
        draft = SheetDraft.objects.select_for_update().filter(assignment=row).first()
        require_seen(asked.seen, draft.version if draft else 0)
        known = {f"points_{one.key}" for one in criteria_from(row.review.template.criteria)} | {"comment"}
        values = {name: text[:LONGEST] for name, text in asked.values if name in known}
        if draft is None:
            draft = SheetDraft(assignment=row, version=0)
        draft.values, draft.version, draft.saved_at = values, draft.version + 1, deed.moment
        draft.save()
        deed.after(assignment=row.pk, item=row.item.number, draft=draft.version)
        deed.result(draft.version)
        return int(draft.version)


def _locked(assignment_id: int, actor: Actor) -> Assignment:
    row = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("seat", "item__council", "review__template")
        .filter(pk=assignment_id)
        .first()
    )
    if row is None or not access.is_person(actor, f"party:{row.seat.person_id}"):
        raise reading.no_such_review()
    return row


def _facts(row: Assignment, actor: Actor, deed: Deed) -> SheetFacts:
    """Under the lock of the round, so that no sheet comes in while it moves on."""
    review = Review.objects.select_for_update(of=("self",)).get(pk=row.review_id)
    barred = next((one for one in queries.interests_in_item(row.item_id, actor.keys, deed.today) if one.bars), None)
    given = row.sheets.filter(phase="independent").exists()
    return SheetFacts(
        review.state, row.ended_at is None, given, barred.text if barred else None, review.closes_at, deed.moment
    )


def submit_sheet(asked: SubmitSheet, *, actor: Actor) -> int:
    """The reviewer's own sheet; its number. In the discussion a revised one stands beside the first. The draft goes."""
    with command("councils.submit_sheet", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = _locked(asked.assignment_id, actor)
        deed.subject = f"council:{row.item.council_id}"
        facts = _facts(row, actor, deed)
        criteria = criteria_from(row.review.template.criteria)
        points = dict(asked.points)
        require(may_submit(facts, criteria, points, asked.comment))
        last = row.sheets.aggregate(last=Max("number"))["last"] or 0
        revised = facts.state == "discussion"
        sheet = ScoreSheet.objects.create(
            assignment=row,
            number=last + 1,
            phase="discussion" if revised else "independent",
            points={one.key: points[one.key] for one in criteria},
            total=total_of(criteria, points),
            comment=asked.comment.strip(),
            submitted_by=actor.key,
            submitted_at=deed.moment,
        )
        SheetDraft.objects.filter(assignment=row).delete()
        deed.after(assignment=row.pk, item=row.item.number, sheet=sheet.number, phase=sheet.phase, total=sheet.total)
        deed.emit(
            council_event(
                events.SheetSubmitted, row.item.council, (actor.key,), item=row.item_id, item_subject=row.item.subject,
                title=row.item.title, revised=revised,
            )
        )  # fmt: skip
        deed.result(sheet.number)
        return int(sheet.number)
