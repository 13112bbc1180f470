"""Rounds of scoring: opened, assigned, scored independently, discussed, closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.councils import access, events, queries
from khue.features.councils.domain.commands import (
    AcceptProposal,
    AssignItem,
    EndAssignment,
    MoveReview,
    OpenReview,
    PublishSheet,
)
from khue.features.councils.domain.experts import ground_reasons
from khue.features.councils.domain.scoring import (
    criteria_from,
    may_assign,
    may_discuss,
    may_publish,
)
from khue.features.councils.domain.words import ITEM, REVIEW
from khue.features.councils.models import Assignment, Council, Item, Review, Seat, SheetTemplate
from khue.features.councils.queries import reviews as reading
from khue.features.councils.usecases.parts import council_event, locked_council, tell_members
from khue.kernel.deeds import Deed, command

GIVEN_ALREADY = Conflict(
    Text("Hồ sơ vừa được phân công cho thành viên này.", "The member was just given this item."),
    Text("Mời ông/bà mở lại trang đợt chấm.", "Open the review again."),
)


def publish_sheet(asked: PublishSheet, *, actor: Actor) -> int:
    """A new version of a template; its id. Sheets under way keep the version they began with."""
    actor.require(access.RUN)
    with command("councils.publish_sheet", actor, subject=f"score_sheets:{asked.key}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        criteria = criteria_from(asked.criteria)
        require(may_publish(asked.name, criteria))
        last = SheetTemplate.objects.filter(key=asked.key).aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                row = SheetTemplate.objects.create(
                    key=asked.key[:40],
                    number=last + 1,
                    name=asked.name.strip()[:200],
                    criteria=list(asked.criteria),
                    published_by=actor.key,
                    published_by_name=actor.name[:200],
                    published_at=deed.moment,
                )
        except IntegrityError as error:
            raise GIVEN_ALREADY from error
        deed.after(key=row.key, number=row.number, criteria=[one.key for one in criteria])
        deed.result(row.pk)
        return int(row.pk)


def open_review(asked: OpenReview, *, actor: Actor) -> int:
    """Items go into a round of independent scoring; the round's id."""
    actor.require(access.RUN)
    with command("councils.open_review", actor, subject=f"council:{asked.council_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        council = locked_council(asked.council_id)
        template = SheetTemplate.objects.filter(pk=asked.template_id).first()
        items = list(Item.objects.select_for_update().filter(pk__in=asked.items, council=council).order_by("pk"))
        reasons = tuple(_opening(asked, council, template, items, deed))
        if reasons:
            raise Refused.because(*reasons)
        assert template is not None
        last = Review.objects.filter(council=council).aggregate(last=Max("number"))["last"] or 0
        review = Review.objects.create(
            council=council,
            number=last + 1,
            template=template,
            state="blind" if asked.blind else "independent",
            closes_at=asked.closes_at,
            opened_by=actor.key,
            opened_at=deed.moment,
        )
        for item in items:
            item.state, item.review = ITEM.after(item.state, "score"), review
            item.save(update_fields=["state", "review"])
        deed.after(review=review.number, state=review.state, items=[item.number for item in items])
        event = council_event(events.ReviewOpened, council, (f"council:{council.pk}",), review=review.number)
        deed.emit(event)
        tell_members(council, event.line(), deed=deed, path=f"/councils/reviews/{review.pk}/")
        deed.result(review.pk)
        return int(review.pk)


def _opening(
    asked: OpenReview, council: Council, template: SheetTemplate | None, items: list[Item], deed: Deed
) -> Iterable[Reason]:
    again = Text("Mời ông/bà chọn lại.", "Please choose again.")
    if council.state != "founded":
        yield Reason(
            "review.council", Text("Hội đồng chưa thành lập hoặc đã giải thể.", "The council is not at work."), again
        )
    if template is None:
        yield Reason("review.template", Text("Chưa chọn mẫu phiếu chấm.", "No template is chosen."), again, "template")
    if not asked.items or len(items) != len(set(asked.items)):
        yield Reason("review.items", Text("Chưa chọn hồ sơ nào để chấm.", "No item is chosen."), again, "items")
    for item in items:
        if item.state != "listed":
            label = ITEM.label(item.state)
            yield Reason(
                "review.item_state",
                Text(
                    f"Hồ sơ số {item.number} đang ở trạng thái “{label.vi}”.",
                    f"Item {item.number} is “{label.into('en')}”.",
                ),
                again,
                "items",
            )
    if asked.closes_at <= deed.moment:
        yield Reason(
            "review.closes",
            Text("Hạn nộp phiếu phải ở sau thời điểm hiện tại.", "The last moment lies ahead."),
            again,
            "closes_at",
        )


def assign_item(asked: AssignItem, *, actor: Actor) -> int:
    """Give an item to a member; the assignment's id. An interest refuses always, the rest gives way to a ground."""
    actor.require(access.RUN)
    with command("councils.assign_item", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        item = Item.objects.filter(pk=asked.item_id).first()
        seat = Seat.objects.filter(pk=asked.seat_id).first()
        if item is None or seat is None or item.council_id != seat.council_id:
            raise access.no_such_item()
        council = locked_council(item.council_id)
        deed.subject = f"council:{council.pk}"
        row = give(item, seat, asked.ground, council, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def accept_proposal(asked: AcceptProposal, *, actor: Actor) -> int:
    """All pairs of a proposal, or none; how many. Each is judged again: what changed since is refused with its reason."""
    actor.require(access.RUN)
    with command("councils.accept_proposal", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        card = reading.readable_review(asked.review_id, actor)
        council = locked_council(card.council_id)
        deed.subject = f"council:{council.pk}"
        items = Item.objects.filter(council=council).in_bulk([item for item, _ in asked.pairs])
        seats = Seat.objects.filter(council=council).in_bulk([seat for _, seat in asked.pairs])
        if not asked.pairs or any(item not in items or seat not in seats for item, seat in asked.pairs):
            raise access.no_such_item()
        for item, seat in asked.moved:
            _move_away(card.id, item, seat, council, deed=deed)
        for item, seat in asked.pairs:
            give(items[item], seats[seat], "", council, deed=deed, proposed=True)
        deed.after(proposed=len(asked.pairs), moved=len(asked.moved))
        deed.result(len(asked.pairs))
        return len(asked.pairs)


def _move_away(review_id: int, item: int, seat: int, council: Council, *, deed: Deed) -> None:
    """What the proposal moves to somebody else. Raises Conflict when it was scored or ended meanwhile."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("seat", "item", "review")
    row = rows.filter(review_id=review_id, item_id=item, seat_id=seat, ended_at=None).first()
    if row is None or row.sheets.exists():
        raise GIVEN_ALREADY
    take_back(row, "Phân công lại theo phương án có ít thay đổi nhất.", council, deed=deed)


def give(item: Item, seat: Seat, ground: str, council: Council, *, deed: Deed, proposed: bool = False) -> Assignment:
    """One pair, under the council's lock. ``proposed`` by the solver, which weighed the field already."""
    item.refresh_from_db()
    review = item.review
    if review is None:
        raise reading.no_such_review()
    card = reading.readable_review(review.pk, deed.actor)
    line = queries.seat_line(seat.pk)
    judged = queries.item(item.pk)
    ties = queries.interests_in_item(item.pk, [line.person], deed.today)
    told = queries.veiled_interests(ties, queries.hidden_in(item.council_id, deed.actor))
    [candidate] = reading.candidates(card, judged, [line], deed.today, told)
    facts = replace(candidate.facts, matches=True) if proposed else candidate.facts
    require(may_assign(facts, ground))
    try:
        with transaction.atomic():
            row = Assignment.objects.create(
                review=review,
                item=item,
                seat=seat,
                ground=ground.strip()[:500],
                assigned_by=deed.actor.key,
                assigned_at=deed.moment,
            )
    except IntegrityError as error:
        raise GIVEN_ALREADY from error
    deed.after(assignment=row.pk, item=item.number, seat=seat.number, ground=row.ground)
    person = f"party:{seat.person_id}"
    event = council_event(
        events.ItemAssigned, council, (person,), item=item.pk, item_subject=item.subject, title=item.title
    )
    deed.emit(event)
    due = card.closes_at.astimezone(deed.moment.tzinfo)
    body = Text(f"Hạn nộp phiếu: {due:%d/%m/%Y}.", f"Sheets are due on {format_day(due, 'en')}.")
    deed.notify(person, "council", event.line(), body, f"/councils/assignments/{row.pk}/")
    return row


def end_assignment(asked: EndAssignment, *, actor: Actor) -> None:
    """A reviewer gives an item back, or the secretary takes it away. Sheets handed in stay, and no longer count."""
    with command("councils.end_assignment", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Assignment.objects.select_related("seat", "item", "review").filter(pk=asked.assignment_id).first()
        if row is None or not (actor.may(access.RUN) or access.is_person(actor, f"party:{row.seat.person_id}")):
            raise reading.no_such_review()
        council = locked_council(row.item.council_id)
        row = Assignment.objects.select_for_update(of=("self",)).select_related("seat", "item", "review").get(pk=row.pk)
        deed.subject = f"council:{council.pk}"
        reasons = list(ground_reasons(asked.ground))
        if row.ended_at is not None or row.review.state == "closed":
            reasons.append(
                Reason(
                    "assign.over",
                    Text("Phân công này đã kết thúc.", "This assignment is over."),
                    Text("Mời ông/bà mở lại trang đợt chấm.", "Open the review again."),
                )
            )
        if reasons:
            raise Refused.because(*reasons)
        take_back(row, asked.ground.strip(), council, deed=deed)
        deed.result(True)


def take_back(row: Assignment, ground: str, council: Council, *, deed: Deed) -> None:
    row.ended_at, row.ended_ground = deed.moment, ground[:500]
    row.save(update_fields=["ended_at", "ended_ground"])
    deed.after(ended_assignment=row.pk, item=row.item.number, ground=row.ended_ground)
    person = f"party:{row.seat.person_id}"
    deed.emit(
        council_event(
            events.AssignmentEnded, council, (person,), item=row.item_id, item_subject=row.item.subject,
            title=row.item.title, ground=row.ended_ground,
        )
    )  # fmt: skip


def pass_on(seat: Seat, successor: Seat | None, council: Council, *, deed: Deed) -> None:
    """What a leaving member has not scored goes to the successor, as far as nothing but load or field speaks against it."""
    ground = f"Thay thành viên ghế số {seat.number}: {seat.ended_ground}"
    rows = Assignment.objects.filter(seat=seat, ended_at=None).select_related("item", "seat", "review")
    left = []
    for row in rows.exclude(review__state="closed").order_by("pk"):
        take_back(row, ground, council, deed=deed)
        if successor is None or row.review.state == "discussion" or row.sheets.exists():
            left.append(row.item.number)
            continue
        try:
            with deed.attempt():
                give(row.item, successor, ground, council, deed=deed)
        except Refused:
            left.append(row.item.number)  # an interest of the successor: the secretary assigns it anew
    if left:
        deed.after(items_to_assign=left)


def open_discussion(asked: MoveReview, *, actor: Actor) -> None:
    """Independent scoring ends; from now on members without an interest see all sheets."""
    _move(asked, "discuss", actor=actor)


def close_review(asked: MoveReview, *, actor: Actor) -> None:
    """The round is over: its items are scored and can be put on an agenda."""
    _move(asked, "close", actor=actor)


def _move(asked: MoveReview, step: str, *, actor: Actor) -> None:
    actor.require(access.RUN)
    with command("councils.open_discussion" if step == "discuss" else "councils.close_review", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        review = Review.objects.filter(pk=asked.review_id).first()
        if review is None:
            raise reading.no_such_review()
        council = locked_council(review.council_id)
        review = Review.objects.select_for_update().get(pk=review.pk)
        deed.subject = f"council:{council.pk}"
        deed.before(review=review.number, state=review.state)
        state = REVIEW.after(review.state, step)
        if step == "discuss":
            lines = reading.assignments_of(review.pk)
            missing = sorted({line.name for line in lines if not line.given})
            over = deed.moment >= review.closes_at
            require(may_discuss(missing, time_is_over=over, ground=asked.ground))
            review.discussed_at = deed.moment
        else:
            review.closed_at = deed.moment
            for item in Item.objects.select_for_update().filter(review=review, state="scoring").order_by("pk"):
                item.state = ITEM.after(item.state, "close_scoring")
                item.save(update_fields=["state"])
        review.state = state
        review.save(update_fields=["state", "discussed_at", "closed_at"])
        deed.after(review=review.number, state=state, ground=asked.ground.strip())
        event = council_event(
            events.ReviewMoved, council, (f"council:{council.pk}",), review=review.number, state=state
        )
        deed.emit(event)
        tell_members(council, event.line(), deed=deed, path=f"/councils/reviews/{review.pk}/")
        deed.result(True)
