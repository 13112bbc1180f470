"""A party asks to take part in the exchange; an officer verifies, suspends, lets go on; either side ends it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused, require
from khue.features.exchange import access
from khue.features.exchange.domain.members import (
    KINDS,
    LIVE,
    MEMBER,
    AskMembership,
    MoveMembership,
    may_ask,
    may_move,
)
from khue.features.exchange.events import MembershipAsked, MembershipMoved
from khue.features.exchange.models import Member, MemberStep
from khue.features.exchange.queries.facts import memberships_now
from khue.features.exchange.usecases.parts import (
    locked_member,
    store_papers,
    tell_right,
    tell_side,
    write,
)
from khue.features.people import queries as people
from khue.features.people.usecases import standing_party
from khue.kernel.deeds import Deed, command


def ask_membership(asked: AskMembership, *, actor: Actor) -> list[int]:
    """One membership for each kind that the party asks for, awaiting the officer; their ids. Raises Refused, NotAllowed."""
    access.require_side(actor, asked.party)
    with command("exchange.ask_membership", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return [int(one) for one in done]
        party = standing_party(asked.party)
        require(may_ask(asked, _live(party.id)))
        made = [_member(asked, party, kind, deed) for kind in dict.fromkeys(asked.kinds)]
        deed.subject = f"exchange_member:{made[0].pk}"
        papers = store_papers(asked.papers, deed.subject, asked.party, "exchange-member", deed)
        Member.objects.filter(pk__in=[member.pk for member in made]).update(papers=papers)
        deed.about(asked.party)
        for member in made[1:]:
            deed.about(f"exchange_member:{member.pk}")
        deed.after(kinds=[member.kind for member in made], state="asked")
        title = Text(f"Đăng ký thành viên Sàn: {party.name}", f"Somebody asks to join the exchange: {party.name}")
        body = Text("Mời ông/bà xác minh tư cách tham gia.", "Please verify how the party takes part.")
        tell_right(access.MEMBERS, title, body, f"/exchange/members/{made[0].pk}/", deed=deed)
        ids = [member.pk for member in made]
        deed.result(ids)
        return ids


def _live(party_id: int) -> frozenset[str]:
    return frozenset(memberships_now(party_id).filter(state__in=LIVE).values_list("kind", flat=True))


def _member(asked: AskMembership, party: people.PartyCard, kind: str, deed: Deed) -> Member:
    try:
        with transaction.atomic():
            member = Member.objects.create(
                party_id=party.id,
                party_name=party.name,
                kind=kind,
                about=asked.about.strip(),
                asked_by=deed.actor.key,
                asked_by_name=deed.actor.name,
                asked_at=deed.moment,
            )
    except IntegrityError as error:  # somebody else of the same side was faster
        raise Refused(may_ask(asked, frozenset({kind}))) from error
    _note(member, "ask", asked.about.strip(), deed)
    deed.emit(
        MembershipAsked(
            subject=f"exchange_member:{member.pk}",
            parties=(asked.party,),
            member=member.pk,
            kind=kind,
        )
    )
    return member


def move_membership(asked: MoveMembership, *, actor: Actor) -> str:
    """Verify, refuse, suspend, let go on (an officer) or end (an officer or the member itself); the state that follows."""
    with command("exchange.move_membership", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        member = locked_member(asked.member_id, deed)
        party = access.key_of(member.party_id)
        own = asked.step == "close" and access.may_submit(actor, party, deed.subject)
        if not own:
            if not access.is_side(actor, member.party_id, deed.subject) and not actor.may(access.READ):
                raise access.no_such_member()
            actor.require(access.MEMBERS)
        member = locked_member(asked.member_id, deed, asked.seen)
        near = actor.is_near(party) or member.asked_by in actor.hands
        require(may_move(member.state, asked, near=near, own=own))
        deed.before(state=member.state)
        state = MEMBER.after(member.state, asked.step)
        first = state == "active" and member.active_on is None
        write(member, state=state, **({"active_on": deed.today} if first else {}))
        _note(member, asked.step, asked.ground.strip(), deed)
        deed.about(party)
        deed.after(state=state, ground=asked.ground.strip())
        label = MEMBER.label(state)
        deed.emit(
            MembershipMoved(
                subject=deed.subject,
                parties=(party,),
                member=member.pk,
                kind=member.kind,
                vi=label.vi,
                en=label.en,
            )
        )
        kind = KINDS[member.kind]
        title = Text(f"Thành viên Sàn ({kind.vi}): {label.vi}", f"Member of the exchange ({kind.en}): {label.en}")
        body = Text(asked.ground.strip(), asked.ground.strip())
        tell_side(member.party_id, title, body, f"/exchange/members/{member.pk}/", deed=deed)
        deed.result(state)
        return state


def _note(member: Member, step: str, ground: str, deed: Deed) -> None:
    MemberStep.objects.create(
        member=member, step=step, ground=ground, by=deed.actor.key, by_name=deed.actor.name, at=deed.moment
    )
