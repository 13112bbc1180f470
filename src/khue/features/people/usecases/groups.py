"""Members of groups without legal form."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.people import access, events
from khue.features.people.domain import AddMember, EndMember, clean_text
from khue.features.people.models import GroupMember, Organisation, Person
from khue.features.people.queries import party_id
from khue.features.people.usecases.records import end_on, no_overlap, unknown
from khue.kernel.deeds import command


def add_member(asked: AddMember, *, actor: Actor) -> int:
    """A person joins a group without legal form; the membership's id."""
    access.require_answer_for(actor, asked.group)
    with command("people.add_member", actor, subject=asked.group) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        group = Organisation.objects.select_related("party").filter(pk=party_id(asked.group), is_group=True).first()
        person = Person.objects.select_related("party").filter(pk=party_id(asked.person)).first()
        if group is None:
            raise unknown()
        if person is None:
            raise Refused.because(_nobody())
        with no_overlap("member_once_at_a_time"):
            member = GroupMember.objects.create(
                group=group,
                person=person,
                position=clean_text(asked.position)[:200],
                valid_from=asked.valid_from,
            )
        deed.after(member=person.party.key, valid_from=asked.valid_from.isoformat())
        deed.emit(
            events.MemberJoined(
                subject=asked.group,
                parties=(asked.group, person.party.key),
                person_name=person.party.name,
                group_name=group.party.name,
            )
        )
        deed.result(member.pk)
        return member.pk


def _nobody() -> Reason:
    return Reason(
        "no_such_person",
        Text("Không có cá nhân nào mang mã số bản ghi này.", "No person has this record number."),
        Text("Người đó đọc mã số tại trang thông tin của mình.", "The person reads it on the page about themselves."),
        "person",
    )


def end_member(asked: EndMember, *, actor: Actor) -> None:
    """A member leaves the group on a day."""
    with command("people.end_member", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = (
            GroupMember.objects.select_for_update(of=("self",))
            .select_related("group__party", "person__party")
            .filter(pk=asked.member_id)
            .first()
        )
        if found is None:
            raise unknown()
        group, person = found.group.party, found.person.party
        if person.key != actor.key:
            access.require_answer_for(actor, group.key)
        deed.before(**end_on(found, asked.ends_on))
        found.save(update_fields=["valid_until"])
        deed.subject = group.key
        deed.after(member=person.key, valid_until=asked.ends_on.isoformat())
        deed.emit(
            events.MemberLeft(
                subject=group.key, parties=(group.key, person.key), person_name=person.name, group_name=group.name
            )
        )
        deed.result(True)
