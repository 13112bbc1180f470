"""Offers: drawn up within the law's ceilings, approved by a second person, answered by the expert before the clock runs out."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.clock import day_after_months
from khue.core.days import format_day
from khue.core.decision import Decision
from khue.core.errors import Refused, require
from khue.core.money import format_dong
from khue.features.rulebook.usecases import keep_ruling
from khue.features.talent import access
from khue.features.talent.domain.commands import AnswerOffer, DecideOffer, DraftOffer, Terms, WithdrawOffer
from khue.features.talent.domain.offers import (
    OfferFacts,
    may_answer,
    may_decide_offer,
    may_draft,
    total_of,
)
from khue.features.talent.domain.reasons import missing_ground
from khue.features.talent.domain.words import CANDIDACY, DUES, ENGAGEMENT, NEED, OFFER
from khue.features.talent.events import OfferAnswered, OfferSent
from khue.features.talent.models import Candidacy, Engagement, ExpertDue, Need, Offer, OfferResult
from khue.features.talent.queries.facts import offer_facts
from khue.features.talent.queries.rules import answers, ceiling_of, longest_months
from khue.features.talent.usecases.needs import pass_over
from khue.features.talent.usecases.parts import (
    about_need,
    locked_candidacy,
    locked_offer,
    next_number,
    tell,
    tell_person,
    tell_right,
    write,
)
from khue.kernel.deeds import Deed, command


def draft_offer(asked: DraftOffer, *, actor: Actor) -> int:
    """An offer to a recommended candidate, or a renewal; its id. What the rules said of every part is kept with it."""
    actor.require(access.SELECT)
    with command("talent.draft_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        need, candidacy = locked_candidacy(asked.candidacy_id, deed)
        access.require_open(actor, candidacy.person_id)
        renews = _renewed(asked, candidacy)
        said = list(answers(asked.terms, candidacy.origin, deed.today))
        ceilings = [ceiling_of(kind, answer, asked.terms.months) for kind, answer in said]
        facts = offer_facts(candidacy, renews, longest_months(deed.today))
        require(may_draft(facts, asked.terms, ceilings, deed.today))
        binding = all(ceiling.applies for ceiling in ceilings)
        row = _write_offer(asked.terms, candidacy, need, renews, binding, deed)
        for _kind, answer in said:
            keep_ruling(f"expert_offer:{row.pk}", answer, deed=deed)
        deed.decide(Decision.grant(binding=binding))
        deed.about(f"expert_offer:{row.pk}")
        deed.after(offer=row.pk, total=row.total, monthly_pay=row.monthly_pay, months=row.months, state=row.state)
        title = Text(f"Đề nghị hợp đồng chờ duyệt: {need.title}", f"An offer to approve: {need.title}")
        body = Text(f"Tối đa {format_dong(row.total, 'vi')}.", f"At most {format_dong(row.total, 'en')}.")
        tell_right(access.APPROVE, title, body, f"/talent/offers/{row.pk}/", deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _renewed(asked: DraftOffer, candidacy: Candidacy) -> Engagement | None:
    if asked.renews is None:
        return None
    found = Engagement.objects.select_for_update().filter(pk=asked.renews, offer__candidacy=candidacy).first()
    if found is None:
        raise access.no_such_record()
    return found


def _write_offer(
    terms: Terms, candidacy: Candidacy, need: Need, renews: Engagement | None, binding: bool, deed: Deed
) -> Offer:
    try:
        with transaction.atomic():
            row = Offer.objects.create(
                candidacy=candidacy,
                need=need,
                renews=renews,
                no=candidacy.offers.count() + 1,
                monthly_pay=terms.monthly_pay,
                months=terms.months,
                from_on=terms.from_on,
                until_on=day_after_months(terms.from_on, terms.months),
                start=terms.start,
                housing=terms.housing,
                health=terms.health,
                family=terms.family,
                bonus=terms.bonus,
                total=total_of(terms),
                binding=binding,
                drafted_by=deed.actor.key,
                drafted_for=deed.actor.stands_in_for,
                drafted_by_name=deed.actor.name,
                drafted_at=deed.moment,
            )
    except IntegrityError as error:
        # The database saw the twin first: the same refusal as if this deed had come a moment later.
        raise Refused(may_draft(OfferFacts(True, True, None, 0), terms, (), deed.today)) from error
    OfferResult.objects.bulk_create(
        OfferResult(
            offer=row, no=no, title=line.title.strip(), criteria=line.criteria.strip(), due_on=line.due_on, amount=line.amount
        )
        for no, line in enumerate(terms.results, 1)
    )  # fmt: skip
    return row


def decide_offer(asked: DecideOffer, *, actor: Actor) -> None:
    """The second pair of eyes; approved, the offer goes to the expert and its clock runs."""
    actor.require(access.APPROVE)
    with command("talent.decide_offer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        need, candidacy, row = locked_offer(asked.offer_id, deed)
        access.require_open(actor, candidacy.person_id)
        near = actor.is_near(access.key_of(candidacy.person_id))
        hands = (row.drafted_by, row.drafted_for)
        require(may_decide_offer(row.state, hands, actor.hands, near, asked, row.from_on, deed.today))
        deed.before(offer=row.pk, state=row.state)
        write(
            row,
            state=OFFER.after(row.state, "approve" if asked.approved else "reject"),
            decided_by=actor.key,
            decided_by_name=actor.name,
            decided_at=deed.moment,
            answer_by=asked.answer_by if asked.approved else None,
            ground=asked.ground.strip(),
        )
        deed.after(offer=row.pk, state=row.state, answer_by=str(row.answer_by or ""))
        if row.state == "sent":
            deed.emit(OfferSent(**about_need(need, candidacy.person_id), answer_by=f"{row.answer_by:%d/%m/%Y}"))
            title = Text(f"Đề nghị hợp đồng chuyên gia: {need.title}", f"An offer of a contract: {need.title}")
            body = Text(
                f"Mời ông/bà xem và trả lời chậm nhất ngày {row.answer_by:%d/%m/%Y}.",
                f"Please read it and answer by {format_day(row.answer_by, 'en') if row.answer_by else ''}.",
            )
            tell_person(candidacy.person_id, title, body, deed=deed)
        else:
            title = Text(f"Đề nghị không được duyệt: {need.title}", f"The offer was not approved: {need.title}")
            tell((row.drafted_by,), title, Text(row.ground, row.ground), f"/talent/offers/{row.pk}/", deed=deed)
        deed.result(True)


def answer_offer(asked: AnswerOffer, *, actor: Actor) -> int:
    """The expert's own yes or no; with a yes the engagement's id, with a no 0. Two yes at once make one engagement."""
    with command("talent.answer_offer", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        need, candidacy, row = locked_offer(asked.offer_id, deed)
        access.require_expert(actor, candidacy)
        require(may_answer(row.state, row.answer_by, asked, deed.today))
        deed.before(offer=row.pk, state=row.state)
        step = "accept" if asked.accepts else "decline"
        write(
            row, state=OFFER.after(row.state, step), answered_at=deed.moment, ground=asked.ground.strip() or row.ground
        )
        made = _engaged(need, candidacy, row, asked.public_name, deed) if asked.accepts else None
        deed.after(offer=row.pk, state=row.state, engagement=made.pk if made else None)
        deed.emit(OfferAnswered(**about_need(need, candidacy.person_id), accepted=asked.accepts))
        says = OFFER.label(row.state).capitalised()
        title = Text(f"Chuyên gia đã trả lời: {need.title}", f"The expert has answered: {need.title}")
        tell_right(access.SELECT, title, says, f"/talent/offers/{row.pk}/", deed=deed)
        deed.result(made.pk if made else 0)
        return int(made.pk) if made else 0


def _engaged(need: Need, candidacy: Candidacy, offer: Offer, public_name: bool, deed: Deed) -> Engagement:
    """The engagement with its lines, as agreed. A renewal is the next version; the one before closes."""
    before = Engagement.objects.select_for_update().get(pk=offer.renews_id) if offer.renews_id else None
    row = Engagement.objects.create(
        number=before.number if before else next_number("CG", deed.today.year),
        version=before.version + 1 if before else 1,
        previous=before,
        need=need,
        offer=offer,
        person_id=candidacy.person_id,
        name=candidacy.person.name,  # as the person is called now: the contract is drawn up under it
        origin=candidacy.origin,
        unit=need.unit,
        from_on=offer.from_on,
        until_on=offer.until_on,
        public_name=public_name,
        agreed_at=deed.moment,
    )
    lines = [("result", one.title, one.criteria, one.due_on, one.amount) for one in offer.results.order_by("no")]
    last = offer.until_on - timedelta(days=1)
    lines += [
        (kind, label.capitalised().vi, "", offer.from_on if kind == "start" else last, getattr(offer, kind))
        for kind, label in DUES.items()
        if kind != "result" and getattr(offer, kind)
    ]
    ExpertDue.objects.bulk_create(
        ExpertDue(engagement=row, no=no, kind=kind, title=title, criteria=criteria, due_on=due_on, amount=amount)
        for no, (kind, title, criteria, due_on, amount) in enumerate(lines, 1)
    )
    deed.about(f"engagement:{row.pk}")
    if before is not None:
        write(before, state=ENGAGEMENT.after(before.state, "renew"), revision=before.revision + 1)
        deed.about(f"engagement:{before.pk}")
    else:
        write(candidacy, state=CANDIDACY.after(candidacy.state, "engage"))
        write(need, state=NEED.after(need.state, "meet"))
        pass_over(need, deed)
    return row


def withdraw_offer(asked: WithdrawOffer, *, actor: Actor) -> None:
    """The agency takes an offer back before it is answered."""
    actor.require(access.SELECT)
    with command("talent.withdraw_offer", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        need, candidacy, row = locked_offer(asked.offer_id, deed)
        access.require_open(actor, candidacy.person_id)
        faults = [*OFFER.decision(row.state, "withdraw").reasons, *missing_ground(asked.ground)]
        require(Decision.refuse_if_any(faults))
        sent = row.state == "sent"
        deed.before(offer=row.pk, state=row.state)
        write(row, state=OFFER.after(row.state, "withdraw"), ground=asked.ground.strip())
        deed.after(offer=row.pk, state=row.state)
        if sent:
            title = Text(f"Đề nghị hợp đồng được rút lại: {need.title}", f"An offer was withdrawn: {need.title}")
            tell_person(candidacy.person_id, title, Text(row.ground, row.ground), deed=deed)
        deed.result(True)


def lapse_offer(offer_id: int, *, actor: Actor) -> None:
    """The clock of the answer has run out. Repeated, it finds the offer lapsed or answered and writes nothing."""
    actor.require(access.CLOCK_JOB)
    with command("talent.lapse_offer", actor) as deed:
        need, candidacy, row = locked_offer(offer_id, deed)
        if row.state != "sent" or row.answer_by is None or deed.today <= row.answer_by:
            deed.nothing_done()
            return
        deed.before(offer=row.pk, state=row.state)
        write(row, state=OFFER.after(row.state, "lapse"))
        deed.after(offer=row.pk, state=row.state)
        title = Text(f"Đề nghị hợp đồng hết hạn trả lời: {need.title}", f"An offer has lapsed: {need.title}")
        body = Text(
            f"Hạn trả lời là ngày {row.answer_by:%d/%m/%Y}.",
            f"It was to be answered by {format_day(row.answer_by, 'en')}.",
        )
        tell_person(candidacy.person_id, title, body, deed=deed)
        tell_right(access.SELECT, title, body, f"/talent/offers/{row.pk}/", deed=deed)
