"""Items come before a council and leave it; interests are declared and reviewed."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.councils import access, events
from khue.features.councils.domain.commands import DeclareInterest, PutItem, ReviewInterest, WithdrawItem
from khue.features.councils.domain.experts import ground_reasons
from khue.features.councils.domain.items import may_declare, may_put, may_review
from khue.features.councils.domain.words import ITEM
from khue.features.councils.models import Council, InterestDeclaration, Item, ItemPaper, ItemParty
from khue.features.councils.queries import interests_in_item, members_of, readable_item, seat_of
from khue.features.councils.usecases.parts import council_event, locked_council, locked_item
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed, command
from khue.kernel.uploads import Upload


def put_item(asked: PutItem, *, actor: Actor) -> int:
    """An item before the council, entered by whoever runs it; its id. Rooms above use ``put_items``."""
    actor.require(access.RUN)
    with command("councils.put_item", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        item = put(asked, deed=deed)
        deed.subject = f"council:{asked.council_id}"
        deed.result(item)
        return item


def put(asked: PutItem, *, deed: Deed) -> int:
    """The same as part of a bigger deed of a room above. Raises Refused, Missing."""
    council = locked_council(asked.council_id)
    require(may_put(asked, council.state))
    cards = people.parties(party.party for party in asked.parties)
    missing = [party.party for party in asked.parties if party.party not in cards]
    if missing:
        raise people.UNKNOWN
    last = Item.objects.filter(council=council).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            item = Item.objects.create(
                council=council,
                number=last + 1,
                subject=asked.subject,
                title=asked.title.strip()[:400],
                field=asked.field,
                put_by=deed.actor.key,
                put_at=deed.moment,
            )
    except IntegrityError as error:
        raise Refused.because(_there_already()) from error
    ItemParty.objects.bulk_create(
        ItemParty(item=item, party_id=cards[party.party].id, role=party.role) for party in asked.parties
    )
    deed.after(item=item.number, title=item.title, parties=[party.party for party in asked.parties])
    deed.emit(
        council_event(
            events.ItemPut,
            council,
            tuple(m.person for m in members_of(council.pk)),
            item=item.pk,
            item_subject=item.subject,
            title=item.title,
        )
    )
    _tell_barred(item, council, deed=deed)
    return int(item.pk)


def _tell_barred(item: Item, council: Council, *, deed: Deed) -> None:
    """Members in whose case an interest was found at once; the audit names them with the records."""
    persons = [member.person for member in members_of(council.pk)]
    found = [one for one in interests_in_item(item.pk, persons, deed.today) if one.bars]
    if found:
        deed.after(interests=[f"{one.person}: {one.kind} ({one.record})" for one in found])


def withdraw_item(asked: WithdrawItem, *, actor: Actor) -> None:
    """The item goes; what was scored about it stays on record."""
    actor.require(access.RUN)
    with command("councils.withdraw_item", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.subject = f"council:{withdraw(asked, deed=deed)}"
        deed.result(True)


def withdraw(asked: WithdrawItem, *, deed: Deed) -> int:
    """The same as part of a bigger deed of a room above, whose record has ended; the council's id. Raises Refused, Missing."""
    item = locked_item(asked.item_id)
    reasons = tuple(ground_reasons(asked.ground))
    if reasons:
        raise Refused.because(*reasons)
    deed.before(item=item.number, item_state=item.state)
    item.state = ITEM.after(item.state, "withdraw")
    item.ended_ground = asked.ground.strip()[:500]
    item.save(update_fields=["state", "ended_ground"])
    deed.after(item=item.number, item_state=item.state, item_ground=item.ended_ground)
    deed.emit(
        council_event(
            events.ItemWithdrawn,
            item.council,
            tuple(m.person for m in members_of(item.council_id)),
            item=item.pk,
            item_subject=item.subject,
            title=item.title,
        )
    )
    return int(item.council_id)


def add_paper(
    item_id: int, title: str, file: Upload, blind: Upload | None, *, once: UUID | None = None, actor: Actor
) -> int:
    """A paper of the item, with its redacted copy for the blind phase; its id. Raises Refused, Missing, NotAllowed."""
    actor.require(access.RUN)
    readable_item(item_id, actor)
    received = files.receive(file, field="file")
    redacted = files.receive(blind, field="blind") if blind else None
    with command("councils.add_paper", actor) as deed:
        if (done := deed.repeated(once)) is not None:
            return int(done)
        item = locked_item(item_id)
        deed.subject = f"council:{item.council_id}"
        if not title.strip():
            raise Refused.because(_no_paper_title())
        full = files.store(
            received, deed=deed, owner=actor.key, kind="council-paper", subject=f"council_item:{item_id}"
        )
        copy = None
        if redacted is not None:
            copy = files.store(
                redacted, deed=deed, owner=actor.key, kind="council-blind", subject=f"council_blind:{item_id}"
            )
        try:
            with transaction.atomic():
                paper = ItemPaper.objects.create(
                    item=item,
                    title=title.strip()[:300],
                    file=full.pk,
                    blind=copy.pk if copy else None,
                    added_by=actor.key,
                    added_at=deed.moment,
                )
        except IntegrityError as error:
            raise Refused.because(_paper_there()) from error
        deed.after(item=item.number, paper=paper.title, sha256=full.sha256, blind=copy.sha256 if copy else "")
        deed.result(paper.pk)
        return int(paper.pk)


def declare_interest(asked: DeclareInterest, *, actor: Actor) -> int:
    """A member about the own interest (it counts at once), or a member or officer about somebody else's; the declaration's id."""
    with command("councils.declare_interest", actor, subject=f"council:{asked.council_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        council = locked_council(asked.council_id)
        if seat_of(council.pk, actor) is None and not actor.may(access.RUN):
            raise access.no_such_council()
        seated = any(member.person == asked.person for member in members_of(council.pk))
        require(may_declare(seated, asked.item_id is not None, bool(asked.party), asked.ground))
        if asked.item_id is not None and not Item.objects.filter(pk=asked.item_id, council=council).exists():
            raise access.no_such_item()
        own = access.is_person(actor, asked.person)
        try:
            with transaction.atomic():
                row = InterestDeclaration.objects.create(
                    council=council,
                    person_id=people.party_id(asked.person),
                    item_id=asked.item_id,
                    party_id=people.party(asked.party).id if asked.party else None,
                    ground=asked.ground.strip()[:1000],
                    state="stands" if own else "reported",
                    declared_by=asked.person if own else actor.key,
                    declared_by_name=actor.name[:200],
                    declared_at=deed.moment,
                )
        except IntegrityError as error:
            raise Refused.because(_declared_already()) from error
        deed.after(declaration=row.pk, state=row.state, item=asked.item_id or 0, party=asked.party)
        deed.personal(person=asked.person, ground=row.ground)
        event = council_event(events.InterestDeclared, council, (asked.person,), reported=not own)
        deed.emit(event)
        if council.prepared_by != actor.key and people.is_party_key(council.prepared_by):
            body = Text("Mời ông/bà xem trang lợi ích liên quan.", "See the page of interests.")
            deed.notify(council.prepared_by, "council", event.line(), body, f"/councils/{council.pk}/interests/")
        deed.result(row.pk)
        return int(row.pk)


def review_interest(asked: ReviewInterest, *, actor: Actor) -> None:
    """What others reported stands or is dismissed, with a ground. By whoever runs the council, never in the own matter."""
    actor.require(access.RUN)
    with command("councils.review_interest", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = (
            InterestDeclaration.objects.select_for_update(of=("self",))
            .select_related("council")
            .filter(pk=asked.declaration_id)
            .first()
        )
        if row is None:
            raise access.no_such_council()
        deed.subject = f"council:{row.council_id}"
        person = f"party:{row.person_id}"
        own = access.is_person(actor, person) or actor.stands_in_for == person
        by_declarer = row.declared_by in actor.hands
        require(may_review(row.state, asked.ground, by_declarer=by_declarer, by_member_concerned=own))
        deed.before(declaration=row.pk, state=row.state)
        row.state = "stands" if asked.stands else "dismissed"
        row.reviewed_by, row.reviewed_by_name = actor.key, actor.name[:200]
        row.reviewed_at, row.review_ground = deed.moment, asked.ground.strip()[:1000]
        row.save()
        deed.after(declaration=row.pk, state=row.state)
        deed.personal(ground=row.review_ground)
        event = council_event(events.InterestReviewed, row.council, (person,), stands=asked.stands)
        deed.emit(event)
        body = Text("Mời ông/bà xem trang hội đồng.", "See the council’s page.")
        deed.notify(person, "council", event.line(), body, f"/councils/{row.council_id}/")
        deed.result(True)


def _there_already() -> Reason:
    return Reason(
        "item.there_already",
        Text("Hồ sơ này đã có trong danh mục của hội đồng.", "This item is before the council already."),
        Text("Mời ông/bà mở trang hội đồng để xem.", "See it on the council’s page."),
        "title",
    )


def _no_paper_title() -> Reason:
    return Reason(
        "item.no_paper_title",
        Text("Chưa ghi tên tài liệu.", "The paper has no title."),
        Text("Mời ông/bà ghi tên tài liệu.", "Enter its title."),
        "title",
    )


def _paper_there() -> Reason:
    return Reason(
        "item.paper_there",
        Text("Hồ sơ đã có tài liệu cùng tên.", "The item has a paper of this title already."),
        Text("Mời ông/bà đặt tên khác.", "Give it another title."),
        "title",
    )


def _declared_already() -> Reason:
    return Reason(
        "interest.declared_already",
        Text("Ông/bà đã khai báo về hồ sơ này.", "You declared this already."),
        Text("Không cần khai báo lại.", "Nothing more is needed."),
        "item",
    )
