"""Needs: raise, screen, merge, withdraw. Merging is a person's decision, with its ground."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import NotAllowed, Refused, require
from khue.core.folding import fold
from khue.features.calls import access
from khue.features.calls.domain.commands import MergeNeed, RaiseNeed, ScreenNeed, WithdrawNeed
from khue.features.calls.domain.flows import NEED
from khue.features.calls.domain.needing import may_merge, may_raise, may_screen
from khue.features.calls.events import NeedMerged, NeedRaised, NeedScreened, NeedWithdrawn
from khue.features.calls.models import Need
from khue.features.calls.queries.rules import key_field
from khue.features.calls.usecases.parts import locked_need, new_number, tell, write
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed, command


def raise_need(asked: RaiseNeed, *, actor: Actor) -> int:
    """A party with a mandate raises a need; without a party it is a suggestion, which anybody may make. Its id.

    Raises Refused with every reason; files are taken only from who is signed in.
    """
    party = None
    if asked.party:
        if not actor.may_act_for(asked.party, "submit"):
            raise NotAllowed(
                Text("Ông/bà chưa được ủy quyền thay mặt tổ chức này.", "You hold no mandate for this party."),
                Text("Mời ông/bà xin ủy quyền, hoặc gửi như một góp ý.", "Ask for a mandate, or send it as a suggestion."),
            )  # fmt: skip
        party = people.party(asked.party)
    with command("calls.raise_need", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_raise(asked, key_field(asked.field, deed.today)))
        if party is not None:
            require(people.may_start(party.key, deed.today))
        need = Need.objects.create(
            number=new_number("need", deed.today.year),
            party_id=party.id if party else None,
            party_name=party.name if party else "",
            raised_by=actor.key,
            contact="" if party else asked.contact.strip(),
            title=asked.title.strip(),
            title_en=asked.title_en.strip(),
            folded=fold(f"{asked.title} {asked.title_en} {party.name if party else ''}"),
            description=asked.description.strip(),
            description_en=asked.description_en.strip(),
            field=asked.field,
            product=asked.product.strip(),
            users=asked.users.strip(),
            cost_from=asked.cost_from,
            cost_to=asked.cost_to,
            problem=asked.problem,
            raised_on=deed.today,
            raised_at=deed.moment,
        )
        deed.subject = f"need:{need.pk}"
        _keep_files(need, asked, deed=deed)
        deed.after(number=need.number, field=need.field, party=asked.party, title=need.title)
        if not party:
            deed.personal(contact=need.contact)
        deed.emit(NeedRaised(subject=deed.subject, parties=_parties(need), number=need.number))
        readers = [card.key for card in people.people_with_right(access.PREPARE, deed.today)]
        tell(
            readers,
            Text(f"Nhu cầu mới {need.number}", f"New need {need.number}"),
            Text(need.title, need.title_en or need.title),
            f"/needs/{need.pk}/",
            deed=deed,
        )
        deed.result(need.pk)
        return int(need.pk)


def _keep_files(need: Need, asked: RaiseNeed, *, deed: Deed) -> None:
    reasons: list[Reason] = []
    kept = []
    for upload in asked.files if deed.actor.is_signed_in else ():
        try:
            stored = files.store(
                upload, deed=deed, owner=asked.party or deed.actor.key, kind="evidence", subject=f"need:{need.pk}", field="evidence"
            )  # fmt: skip
        except Refused as refused:
            reasons += refused.decision.reasons
            continue
        kept.append(str(stored.pk))
    require(Decision.refuse_if_any(reasons))
    if kept:
        need.files = kept
        need.save(update_fields=["files"])


def _parties(need: Need) -> tuple[str, ...]:
    keys = (access.party_key(need.party_id), need.raised_by)
    return tuple(dict.fromkeys(key for key in keys if key.startswith("party:")))


def screen_need(asked: ScreenNeed, *, actor: Actor) -> None:
    """The department says whether the need may become an order; a no has its ground."""
    actor.require(access.PREPARE)
    with command("calls.screen_need", actor, subject=f"need:{asked.need_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        need = locked_need(asked.need_id, asked.seen)
        access.require_staff_side(actor, need)
        require(may_screen(need.state, asked.accepted, asked.ground))
        deed.before(state=need.state)
        target = NEED.after(need.state, "accept" if asked.accepted else "decline")
        ended = {} if asked.accepted else {"ended_on": deed.today}
        write(
            need, state=target, screened_by=actor.key, screened_by_name=actor.name, ground=asked.ground.strip(), **ended
        )
        deed.after(state=need.state, ground=need.ground)
        deed.emit(
            NeedScreened(subject=deed.subject, parties=_parties(need), number=need.number, accepted=asked.accepted)
        )
        title = (
            Text(f"Nhu cầu {need.number} đủ điều kiện đặt hàng", f"Need {need.number} is fit to be ordered")
            if asked.accepted
            else Text(f"Nhu cầu {need.number} không đưa vào đặt hàng", f"Need {need.number} is not taken up")
        )
        body = Text(need.ground or need.title, need.ground or need.title_en or need.title)
        tell(_parties(need), title, body, f"/needs/{need.pk}/", deed=deed)
        deed.result(True)


def merge_need(asked: MergeNeed, *, actor: Actor) -> None:
    """The need goes on under another; both stay readable, and whoever raised it is told."""
    actor.require(access.PREPARE)
    with command("calls.merge_need", actor, subject=f"need:{asked.need_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        target = Need.objects.filter(number=asked.into.strip().upper()).values_list("pk", flat=True).first()
        # Both are locked in one order, so that two who merge them into each other do not wait for ever.
        rows = {pk: locked_need(pk) for pk in sorted({asked.need_id, *([target] if target else [])})}
        need = locked_need(asked.need_id, asked.seen)
        access.require_staff_side(actor, need)
        other = rows.get(target) if target else None
        require(
            may_merge(
                need.state,
                own=need.pk,
                into=other.pk if other else None,
                into_state=other.state if other else "raised",
                ground=asked.ground,
            )
        )
        assert other is not None, "may_merge has seen it"
        deed.before(state=need.state)
        write(
            need,
            state=NEED.after(need.state, "merge"),
            merged_into=other,
            screened_by=actor.key,
            screened_by_name=actor.name,
            ground=asked.ground.strip(),
            ended_on=deed.today,
        )
        deed.about(f"need:{other.pk}")
        deed.after(state=need.state, into=other.number, ground=need.ground)
        deed.emit(NeedMerged(subject=deed.subject, parties=_parties(need), number=need.number, into=other.number))
        tell(
            _parties(need),
            Text(f"Nhu cầu {need.number} được gộp vào {other.number}", f"Need {need.number} goes on as {other.number}"),
            Text(need.ground, need.ground),
            f"/needs/{need.pk}/",
            deed=deed,
        )
        deed.result(True)


def withdraw_need(asked: WithdrawNeed, *, actor: Actor) -> None:
    """Whoever raised it takes it back, as long as it is not ordered."""
    with command("calls.withdraw_need", actor, subject=f"need:{asked.need_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        need = locked_need(asked.need_id, asked.seen)
        if not access.is_side_of_need(actor, need):
            raise access.no_such_need()
        require(NEED.decision(need.state, "withdraw"))
        deed.before(state=need.state)
        write(need, state=NEED.after(need.state, "withdraw"), ground=asked.ground.strip(), ended_on=deed.today)
        deed.after(state=need.state, ground=need.ground)
        deed.emit(NeedWithdrawn(subject=deed.subject, parties=_parties(need), number=need.number))
        deed.result(True)
