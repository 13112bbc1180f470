"""A need is raised, approved by a second person, published with its profile, or given up."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.councils.queries import key_fields
from khue.features.talent import access
from khue.features.talent.domain.commands import CloseSearch, DecideNeed, PublishProfile, RaiseNeed, WithdrawNeed
from khue.features.talent.domain.needs import may_decide, may_publish, may_raise
from khue.features.talent.domain.reasons import missing_ground, reason
from khue.features.talent.domain.words import CANDIDACY, NEED, OPEN_CANDIDACIES
from khue.features.talent.events import CandidacyEnded, NeedPublished
from khue.features.talent.models import Need, Offer, Profile
from khue.features.talent.usecases.parts import about_need, locked_need, next_number, tell_person, tell_right, write
from khue.kernel.deeds import Deed, command


def raise_need(asked: RaiseNeed, *, actor: Actor) -> int:
    """A unit needs an expert; the need's id. A second person approves it. Raises Refused with every reason."""
    actor.require(access.RAISE)
    with command("talent.raise_need", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        require(may_raise(asked, actor.units, deed.today))
        need = Need.objects.create(
            number=next_number("NCCG", deed.today.year),
            unit=asked.unit,
            title=asked.title.strip(),
            task=asked.task.strip(),
            product=asked.product.strip(),
            not_inside=asked.not_inside.strip(),
            from_on=asked.from_on,
            until_on=asked.until_on,
            raised_by=actor.key,
            raised_for=actor.stands_in_for,
            raised_by_name=actor.name,
            raised_at=deed.moment,
        )
        deed.subject = f"need_of_expert:{need.pk}"
        deed.after(need=need.number, title=need.title, unit=need.unit, state=need.state)
        title = Text(f"Nhu cầu chuyên gia chờ duyệt: {need.title}", f"A need for an expert to approve: {need.title}")
        tell_right(access.APPROVE, title, Text(need.product, need.product), _path(need), deed=deed)
        deed.result(need.pk)
        return int(need.pk)


def decide_need(asked: DecideNeed, *, actor: Actor) -> None:
    """The second pair of eyes."""
    actor.require(access.APPROVE)
    with command("talent.decide_need", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        need = locked_need(asked.need_id, deed, asked.seen)
        require(may_decide(need.state, (need.raised_by, need.raised_for), actor.hands, asked))
        deed.before(state=need.state)
        write(
            need,
            state=NEED.after(need.state, "approve" if asked.approved else "refuse"),
            decided_by=actor.key,
            decided_by_name=actor.name,
            decided_at=deed.moment,
            ground=asked.ground.strip(),
        )
        deed.decide(Decision.grant())
        deed.after(state=need.state, ground=need.ground)
        title = Text(f"Nhu cầu chuyên gia: {need.title}", f"Need for an expert: {need.title}")
        deed.notify(need.raised_by, "talent", title, NEED.label(need.state).capitalised(), _path(need))
        deed.result(True)


def withdraw_need(asked: WithdrawNeed, *, actor: Actor) -> None:
    """Given up before it was published."""
    actor.require(access.RAISE)
    with command("talent.withdraw_need", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        need = locked_need(asked.need_id, deed, asked.seen)
        faults = [*NEED.decision(need.state, "withdraw").reasons, *missing_ground(asked.ground)]
        require(Decision.refuse_if_any(faults))
        deed.before(state=need.state)
        write(need, state=NEED.after(need.state, "withdraw"), ground=asked.ground.strip())
        deed.after(state=need.state, ground=need.ground)
        deed.result(True)


def publish_profile(asked: PublishProfile, *, actor: Actor) -> int:
    """What is asked of the expert, and until when one can apply; the profile's id."""
    actor.require(access.SELECT)
    with command("talent.publish_profile", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        need = locked_need(asked.need_id, deed, asked.seen)
        require(may_publish(need.state, need.until_on, asked, key_fields(deed.today), deed.today))
        profile = Profile.objects.create(
            need=need,
            criteria=asked.criteria.strip(),
            field=asked.field,
            origins=sorted(asked.origins),
            by_invitation=asked.by_invitation,
            published_on=deed.today,
            closes_on=asked.closes_on,
            published_by=actor.key,
            published_by_name=actor.name,
        )
        deed.before(state=need.state)
        write(need, state=NEED.after(need.state, "publish"))
        deed.after(state=need.state, closes_on=str(profile.closes_on), origins=profile.origins)
        deed.emit(NeedPublished(**about_need(need), closes_on=f"{profile.closes_on:%d/%m/%Y}"))
        deed.result(profile.pk)
        return int(profile.pk)


def close_search(asked: CloseSearch, *, actor: Actor) -> None:
    """Nobody is chosen: everybody who waits hears of it; an offer that still stands is withdrawn first."""
    actor.require(access.SELECT)
    with command("talent.close_search", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        need = locked_need(asked.need_id, deed, asked.seen)
        faults = [*NEED.decision(need.state, "close").reasons, *missing_ground(asked.ground)]
        if Offer.objects.filter(need=need, state__in=("drafted", "sent")).exists():
            faults += _live_offer()
        require(Decision.refuse_if_any(faults))
        deed.before(state=need.state)
        write(need, state=NEED.after(need.state, "close"), ground=asked.ground.strip())
        pass_over(need, deed)
        deed.after(state=need.state, ground=need.ground)
        deed.result(True)


def _live_offer() -> list[Reason]:
    return [
        reason(
            "live_offer", "Còn một đề nghị đang chờ duyệt hoặc chờ trả lời.", "An offer is still drafted or awaits its answer.",
            "Mời ông/bà rút đề nghị đó trước.", "Withdraw it first.",
        )
    ]  # fmt: skip


def pass_over(need: Need, deed: Deed) -> None:
    """Whoever still waits for this post is told that it went to somebody else, or to nobody."""
    for row in need.candidacies.select_for_update().filter(state__in=OPEN_CANDIDACIES).order_by("pk"):
        write(row, state=CANDIDACY.after(row.state, "pass_over"))
        says = CANDIDACY.label(row.state)
        deed.emit(CandidacyEnded(**about_need(need, row.person_id), says=says.vi, says_en=says.into("en")))
        title = Text(f"Kết quả tuyển chọn: {need.title}", f"Outcome of the search: {need.title}")
        body = Text(
            "Vị trí này không chọn hồ sơ của ông/bà. Trân trọng cảm ơn ông/bà đã quan tâm.",
            "Your application was not chosen this time. Thank you for your interest.",
        )
        tell_person(row.person_id, title, body, deed=deed)


def _path(need: Need) -> str:
    return f"/talent/needs/{need.pk}/"
