"""A party that is no more: its offers go off the list and its memberships end, each in a deed of its own with the reason."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.domain.members import KINDS, LIVE, MEMBER
from khue.features.exchange.domain.words import CHECKED, LIVE_STATES, OFFER, PENDING, RETURNED
from khue.features.exchange.events import MembershipMoved, OfferWithdrawn
from khue.features.exchange.models import MemberStep
from khue.features.exchange.usecases.parts import about, locked_member, locked_offer, path_of, tell_side, write
from khue.features.people import queries as people
from khue.kernel.deeds import command

JOB = "job.exchange.end_with_party"


def end_offer(offer_id: int, *, actor: Actor) -> bool:
    """By the job, once the supplier is no more; whether it was taken off now. Safe to repeat; nothing where the end was taken back."""
    actor.require(JOB)
    with command("exchange.end_offer", actor) as deed:
        offer, _newest = locked_offer(offer_id, deed)
        why = people.why_no_more(people.holder([deed.subject], access.key_of(offer.party_id)))
        if why is None or offer.state not in LIVE_STATES:
            deed.nothing_done()
            return False
        ground = both(why)
        deed.before(state=offer.state)
        offer.versions.filter(outcome__in=[PENDING, CHECKED]).update(outcome=RETURNED, note=ground)
        write(offer, state=OFFER.after(offer.state, "withdraw"), ground=ground)
        deed.after(state=offer.state, ground=ground)
        deed.emit(OfferWithdrawn(**about(offer)))
        title = Text(
            f"Chào bán “{offer.title_vi}” đã được rút khỏi Sàn", f"The offer “{offer.title_vi}” is off the list"
        )
        tell_side(offer.party_id, title, why, path_of(offer), deed=deed)
        return True


def end_membership(member_id: int, *, actor: Actor) -> bool:
    """The same for a membership."""
    actor.require(JOB)
    with command("exchange.end_membership", actor) as deed:
        member = locked_member(member_id, deed)
        why = people.why_no_more(people.holder([deed.subject], access.key_of(member.party_id)))
        if why is None or member.state not in LIVE:
            deed.nothing_done()
            return False
        deed.before(state=member.state)
        write(member, state=MEMBER.after(member.state, "close"))
        ground = both(why)
        MemberStep.objects.create(
            member=member, step="close", ground=ground, by=actor.key, by_name=actor.name, at=deed.moment
        )
        party = access.key_of(member.party_id)
        deed.about(party)
        deed.after(state=member.state, ground=ground)
        label, kind = MEMBER.label(member.state), KINDS[member.kind]
        deed.emit(
            MembershipMoved(
                subject=deed.subject, parties=(party,), member=member.pk, kind=member.kind, vi=label.vi, en=label.en
            )
        )
        title = Text(f"Thành viên Sàn ({kind.vi}): {label.vi}", f"Member of the exchange ({kind.en}): {label.en}")
        tell_side(member.party_id, title, why, f"/exchange/members/{member.pk}/", deed=deed)
        return True


def both(said: Text) -> str:
    """A ground is one text for all its readers: in both languages where nobody's hand wrote it."""
    return f"{said.vi} / {said.into('en')}"
