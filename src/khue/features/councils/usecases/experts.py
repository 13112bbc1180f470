"""Joining the register of experts and leaving it; what it says of an expert."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.councils import access, events
from khue.features.councils.domain.commands import (
    AnswerInvitation,
    ClassExpert,
    InviteExpert,
    LeaveRegister,
    Profile,
    UpdateProfile,
)
from khue.features.councils.domain.experts import ground_reasons, may_record_profile
from khue.features.councils.domain.words import EXPERT, FEE_CLASSES
from khue.features.councils.models import Expert, ExpertProfile, Seat
from khue.features.councils.queries.fields import key_fields
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

NOTICE = "council"


def invite_expert(asked: InviteExpert, *, actor: Actor) -> int:
    """Ask a person to join; the expert's id. Whoever declined or left can be asked again.

    Raises Refused for an organisation, for somebody who is invited or on the register already, and without a source.
    """
    actor.require(access.EXPERTS)
    with command("councils.invite_expert", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        card = people.party(asked.person)
        if not card.is_private_person:
            raise Refused.because(_not_a_person())
        if people.is_restricted(card.key):
            raise Refused.because(_restricted())
        if not asked.source.strip():
            raise Refused.because(_no_source())
        expert = _invited(card.id, asked.source.strip()[:300], deed=deed)
        deed.subject = f"expert:{expert.pk}"
        deed.after(state=expert.state, source=expert.source)
        event = events.ExpertInvited(subject=deed.subject, parties=(card.key,), by=actor.name)
        deed.emit(event)
        body = Text(
            "Mời ông/bà mở lời mời, điền lĩnh vực chuyên môn rồi nhận lời, hoặc trả lời không tham gia.",
            "Open the invitation, name your fields and accept, or say no.",
        )
        title = Text(
            "Mời ông/bà tham gia danh sách chuyên gia của Thành phố.",
            "You are invited to the city’s register of experts.",
        )
        deed.notify(card.key, NOTICE, title, body, f"/councils/experts/{expert.pk}/answer/")
        deed.result(expert.pk)
        return int(expert.pk)


def _invited(person_id: int, source: str, *, deed: Deed) -> Expert:
    """A new row, or the old one once more. The unique person makes the second of two at once wait and then refuse."""
    fresh = {
        "source": source,
        "invited_by": deed.actor.key,
        "invited_by_name": deed.actor.name[:200],
        "invited_at": deed.moment,
    }
    expert, created = Expert.objects.get_or_create(person_id=person_id, defaults=fresh)
    if created:
        return expert
    expert = Expert.objects.select_for_update().get(pk=expert.pk)
    deed.before(state=expert.state)
    expert.state = EXPERT.after(expert.state, "invite")
    for name, value in fresh.items():
        setattr(expert, name, value)
    expert.answered_at, expert.ground = None, ""
    expert.version += 1
    expert.save()
    return expert


def answer_invitation(asked: AnswerInvitation, *, actor: Actor) -> None:
    """The invited person's own answer: with a profile when it is yes. Raises Missing for anybody else."""
    with command("councils.answer_invitation", actor, subject=f"expert:{asked.expert_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        expert = _own_expert(asked.expert_id, actor)
        deed.before(state=expert.state)
        state = EXPERT.after(expert.state, "accept" if asked.accepts else "decline")
        if asked.accepts:
            if asked.profile is None:
                raise ValueError("an accepted invitation comes with a profile")
            expert.profile = _new_profile(expert, asked.profile, deed=deed)
        expert.state, expert.answered_at, expert.ground = state, deed.moment, asked.ground.strip()[:500]
        expert.version += 1
        expert.save()
        deed.after(state=state)
        person = f"party:{expert.person_id}"
        event = events.ExpertAnswered(subject=deed.subject, parties=(person,), accepted=asked.accepts)
        deed.emit(event)
        if people.is_party_key(expert.invited_by):
            deed.notify(
                expert.invited_by,
                NOTICE,
                Text(f"{actor.name}: {event.line().vi}", f"{actor.name}: {event.line().into('en')}"),
                Text("Mời ông/bà xem trang chuyên gia.", "See the expert’s page."),
                f"/councils/experts/{expert.pk}/",
            )
        deed.result(True)


def update_profile(asked: UpdateProfile, *, actor: Actor) -> None:
    """A newer profile takes the place of the one before, which stays readable. By the expert, or an officer of the register.

    Raises Conflict when the profile moved on since the page was opened.
    """
    with command("councils.update_profile", actor, subject=f"expert:{asked.expert_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        expert = _locked(asked.expert_id)
        if not actor.may(access.EXPERTS) and not access.is_person(actor, f"party:{expert.person_id}"):
            raise access.no_such_expert()
        if expert.state != "active":
            raise Refused.because(_not_on_register())
        assert expert.profile is not None
        require_seen(asked.seen, expert.profile.number)
        deed.before(profile=expert.profile.number)
        expert.profile = _new_profile(expert, asked.profile, deed=deed)
        expert.version += 1
        expert.save()
        person = f"party:{expert.person_id}"
        deed.emit(events.ProfileUpdated(subject=deed.subject, parties=(person,), number=expert.profile.number))
        deed.result(True)


def _new_profile(expert: Expert, profile: Profile, *, deed: Deed) -> ExpertProfile:
    require(may_record_profile(profile, key_fields(deed.today)))
    employer = people.party(profile.employer) if profile.employer else None
    last = ExpertProfile.objects.filter(expert=expert).order_by("-number").values_list("number", flat=True).first()
    row = ExpertProfile.objects.create(
        expert=expert,
        number=(last or 0) + 1,
        degree=profile.degree,
        fields=list(dict.fromkeys(profile.fields)),
        specialities=[word.strip()[:120] for word in dict.fromkeys(profile.specialities) if word.strip()],
        languages=list(dict.fromkeys(profile.languages)),
        employer_id=employer.id if employer else None,
        employer_name=(employer.name if employer else profile.employer_name)[:200],
        position=profile.position[:200],
        load_limit=profile.load_limit,
        unavailable_until=profile.unavailable_until,
        recorded_by=deed.actor.key,
        recorded_by_name=deed.actor.name[:200],
        recorded_at=deed.moment,
    )
    deed.after(profile=row.number, fields=row.fields, load_limit=row.load_limit)
    return row


def class_expert(asked: ClassExpert, *, actor: Actor) -> None:
    """Which fee class the expert belongs to; what a class is worth is a figure of the law, and is not settled here."""
    actor.require(access.EXPERTS)
    with command("councils.class_expert", actor, subject=f"expert:{asked.expert_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        expert = _locked(asked.expert_id)
        if access.is_person(actor, f"party:{expert.person_id}"):
            raise Refused.because(_own_class())
        require_seen(asked.seen, expert.version)
        if asked.fee_class not in FEE_CLASSES:
            raise Refused.because(_choose("fee_class"))
        deed.before(fee_class=expert.fee_class)
        expert.fee_class = asked.fee_class
        expert.version += 1
        expert.save(update_fields=["fee_class", "version"])
        deed.after(fee_class=expert.fee_class)
        deed.result(True)


def leave_register(asked: LeaveRegister, *, actor: Actor) -> None:
    """The expert leaves, or an officer takes the entry off. Refused while the expert sits on a council."""
    with command("councils.leave_register", actor, subject=f"expert:{asked.expert_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        expert = _locked(asked.expert_id)
        person = f"party:{expert.person_id}"
        if not actor.may(access.EXPERTS) and not access.is_person(actor, person):
            raise access.no_such_expert()
        reasons = list(ground_reasons(asked.ground))
        sits = Seat.objects.filter(person_id=expert.person_id, ended_at=None).exclude(council__state="dissolved")
        names = list(sits.values_list("council__name", flat=True)[:5])
        if names:
            reasons.append(_still_seated(names))
        if reasons:
            raise Refused.because(*reasons)
        deed.before(state=expert.state)
        expert.state = EXPERT.after(expert.state, "leave")
        expert.ground = asked.ground.strip()[:500]
        expert.version += 1
        expert.save(update_fields=["state", "ground", "version"])
        deed.after(state=expert.state, ground=expert.ground)
        deed.emit(events.ExpertLeft(subject=deed.subject, parties=(person,)))
        deed.result(True)


def _locked(expert_id: int) -> Expert:
    found = Expert.objects.select_for_update(of=("self",)).select_related("profile").filter(pk=expert_id).first()
    if found is None:
        raise access.no_such_expert()
    return found


def _own_expert(expert_id: int, actor: Actor) -> Expert:
    found = _locked(expert_id)
    if not access.is_person(actor, f"party:{found.person_id}"):
        raise access.no_such_expert()
    return found


def _not_a_person(field: str = "person") -> Reason:
    return Reason(
        "expert.not_a_person",
        Text("Cần chọn một cá nhân.", "A person is needed here."),
        Text("Mời ông/bà chọn lại.", "Please choose again."),
        field,
    )


def _restricted() -> Reason:
    return Reason(
        "expert.restricted",
        Text(
            "Dữ liệu của người này đang bị hạn chế xử lý theo yêu cầu của chính người đó.",
            "The processing of this person’s data is restricted at the person’s own wish.",
        ),
        Text("Mời ông/bà chọn người khác.", "Please choose somebody else."),
        "person",
    )


def _no_source() -> Reason:
    return Reason(
        "expert.no_source",
        Text("Chưa nêu nguồn giới thiệu chuyên gia.", "It is not said how the city knows this expert."),
        Text("Mời ông/bà ghi nguồn giới thiệu.", "Say where the proposal comes from."),
        "source",
    )


def _not_on_register() -> Reason:
    return Reason(
        "expert.not_active",
        Text("Chuyên gia này hiện không có trong danh sách.", "This expert is not on the register now."),
        Text("Mời ông/bà gửi lời mời trước.", "Send an invitation first."),
    )


def _own_class() -> Reason:
    return Reason(
        "expert.own_class",
        Text("Ông/bà không được tự xếp mức thù lao cho mình.", "Nobody sets the own fee class."),
        Text("Mời ông/bà đề nghị đồng nghiệp thực hiện.", "Ask a colleague to do it."),
        "fee_class",
    )


def _choose(field: str) -> Reason:
    return Reason(
        "expert.choose",
        Text("Lựa chọn không có trong danh sách.", "This is not on the list."),
        Text("Mời ông/bà chọn lại.", "Please choose again."),
        field,
    )


def _still_seated(names: list[str]) -> Reason:
    listed = ", ".join(names)
    return Reason(
        "expert.still_seated",
        Text(f"Chuyên gia còn là thành viên của: {listed}.", f"The expert still sits on: {listed}."),
        Text("Mời ông/bà thay người tại các hội đồng đó trước.", "Replace the member there first."),
        "ground",
    )
