"""What was opened, for the rooms that go on with it: councils, missions, privacy."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.features.calls import access
from khue.features.calls.models import Member, Proposal
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class CallItem:
    """A proposal as the room of councils needs it: what lies before the council, and whose side it is.

    ``parties`` are keys of lead, members and their organisations, for interests; ``subject`` is ``proposal:12``.
    """

    subject: str
    number: str
    title: str
    field: str
    lead: str
    parties: tuple[str, ...]
    dossier: str
    asked: int


def items_of_call(call_id: int) -> tuple[CallItem, ...]:
    """The hand-over list: every opened proposal that passed the formal check or awaits it, in the order of handing in.

    For the room of councils (through ``site``) and for missions. Says nothing about rights.
    """
    rows = Proposal.objects.filter(
        call=call_id,
        state__in=["opened", "recommended", "not_recommended", "invited", "not_invited", "funded", "refused"],
    )
    return tuple(_item(row) for row in rows.select_related("call").order_by("handed_in_at", "pk"))


def item(subject: str) -> CallItem | None:
    """One proposal by its subject, once it was opened."""
    number = subject.removeprefix("proposal:")
    rows = (
        Proposal.objects.filter(pk=int(number)) if number.isdecimal() and len(number) < 18 else Proposal.objects.none()
    )
    row = rows.filter(state__in=access.OPENED).select_related("call").first()
    return _item(row) if row else None


def _item(row: Proposal) -> CallItem:
    members = Member.objects.filter(proposal=row, removed_at=None, declined_at=None)
    keys = [access.party_key(row.lead_id), row.started_by, row.handed_in_by]
    for person, belongs in members.order_by("pk").values_list("person_id", "organisation_id"):
        keys += [access.party_key(person), access.party_key(belongs)]
    return CallItem(
        subject=f"proposal:{row.pk}",
        number=row.number,
        title=row.title,
        field=row.call.field,
        lead=row.lead_name,
        parties=tuple(dict.fromkeys(key for key in keys if key.startswith("party:"))),
        dossier=f"dossier:{row.dossier_id}",
        asked=row.asked or 0,
    )


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: proposals that they lead, write or have handed in. Two queries."""
    numbers = [access.number_of(key) for same in persons.values() for key in same]
    leads = Proposal.objects.filter(lead__in=numbers).values_list("lead_id", flat=True).distinct()
    members = Member.objects.filter(person__in=numbers, removed_at=None).values_list("person_id", flat=True).distinct()
    return people.told_of_each(
        persons,
        [
            (Text("chủ trì đề xuất phải lưu", "leads proposals that must be kept"), {f"party:{one}" for one in leads}),
            (
                Text("là thành viên của đề xuất phải lưu", "is a member of proposals that must be kept"),
                {f"party:{one}" for one in members},
            ),
        ],
    )


def dossier_of(proposal_id: int) -> int:
    """The dossier that holds what a proposal says. Says nothing about rights."""
    return int(Proposal.objects.values_list("dossier_id", flat=True).get(pk=proposal_id))


def opened_dossiers(call_id: int) -> tuple[int, ...]:
    """The dossiers of opened proposals, in the order of handing in."""
    rows = Proposal.objects.filter(call=call_id, state__in=access.OPENED).order_by("handed_in_at", "pk")
    return tuple(rows.values_list("dossier_id", flat=True))
