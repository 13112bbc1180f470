"""The record of a party that another system has identified: found by its number, or opened. Joins a deed."""

from __future__ import annotations

from datetime import date

from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.people import access, events
from khue.features.people.domain import (
    RegisterOrganisation,
    RegisterPerson,
    check_citizen_number,
    check_tax_code,
    may_be_organisation,
)
from khue.features.people.domain.commands import IdentifiedParty
from khue.features.people.models import Organisation, Person
from khue.features.people.queries import party_id, same_party
from khue.features.people.queries.lineage import goes_on_under
from khue.features.people.usecases.registering import new_organisation, new_person
from khue.kernel.deeds import Deed

TAKEN = ("people.person_known", "people.tax_code_taken")
SOURCE = "system"


def identified_party(asked: IdentifiedParty, *, deed: Deed) -> str:
    """The key of the party as it stands today. A record that is there is left as it is: its owner corrects it.

    Two at once open one record: the second waits for the first and takes it. Raises Refused when the number can't be
    one, or when a new record lacks what every record needs.
    """
    number = _number(asked, deed.today)
    found = _known(asked, number) or (_opened(asked, number, deed=deed), False)
    key = f"party:{found[0]}"
    return same_party(key)[0] if found[1] else key


def _number(asked: IdentifiedParty, today: date) -> str:
    number, wrong = (
        check_citizen_number(asked.number, None, today.year, "number")
        if asked.kind == "person"
        else check_tax_code(asked.number, "number")
    )
    if wrong is not None:
        raise Refused.because(wrong)
    return number


def _known(asked: IdentifiedParty, number: str) -> tuple[int, bool] | None:
    """The record with this number, and whether it goes on under another."""
    rows = (
        Person.objects.filter(citizen_number=number)
        if asked.kind == "person"
        else Organisation.objects.filter(tax_code=number)
    )
    return rows.annotate(goes_on=goes_on_under("party_id")).values_list("pk", "goes_on").first()


def _opened(asked: IdentifiedParty, number: str, *, deed: Deed) -> int:
    try:
        return party_id(_new(asked, number, deed=deed))
    except Refused as refused:
        twin = _known(asked, number) if any(reason.code in TAKEN for reason in refused.decision.reasons) else None
        if twin is None:
            raise Refused.because(*(_renamed(reason) for reason in refused.decision.reasons)) from refused
        return twin[0]


def _renamed(reason: Reason) -> Reason:
    """The number has one name for both kinds of parties."""
    field = "number" if reason.field in ("tax_code", "citizen_number") else reason.field
    return Reason(reason.code, reason.text, reason.next_step, field, reason.source)


def _new(asked: IdentifiedParty, number: str, *, deed: Deed) -> str:
    if asked.kind == "person":
        person = RegisterPerson(asked.name, number, email=asked.email, phone=asked.phone, source=SOURCE)
        return new_person(person, deed=deed).party.key
    organisation = RegisterOrganisation(
        asked.name, asked.legal_form, number, email=asked.email, phone=asked.phone, source=SOURCE
    )
    require(may_be_organisation(organisation, provinces=access.provinces()))
    party = new_organisation(organisation, deed=deed)
    deed.emit(events.OrganisationRegistered(subject=party.key, parties=(party.key,), name=party.name))
    return party.key
