"""Opening and correcting the records of persons and organisations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, Stale, require
from khue.features.people import access, events
from khue.features.people.domain import (
    CorrectRecord,
    GrantMandate,
    RegisterOrganisation,
    RegisterPerson,
    check_citizen_number,
    check_tax_code,
    clean_name,
    clean_text,
    may_be_organisation,
    may_be_person,
    may_correct,
    tax_code_taken,
)
from khue.features.people.models import Address, Organisation, Party, Person
from khue.features.people.usecases.mandates import new_mandate
from khue.features.people.usecases.records import (
    address_values,
    new_address,
    new_party,
    note_origins,
    parties_of,
    set_name,
)
from khue.kernel.deeds import Deed, command

CHANGED = Stale(
    Text("Thông tin đã thay đổi từ lúc ông/bà mở trang.", "The record changed since you opened the page."),
    Text("Mời ông/bà xem lại bản mới rồi sửa tiếp.", "Please look at the new version and correct it again."),
)
KNOWN_PERSON = Reason(
    "people.person_known",
    Text("Thành phố đã có thông tin của người này.", "The city already has a record of this person."),
    Text("Mời ông/bà tìm thông tin đã có thay vì lập mới.", "Find the existing record instead of opening a new one."),
    "citizen_number",
)
PERSONS = ("name", "citizen_number", "passport", "birth_year", "nationality", "email", "phone", "address")
ORGANISATIONS = ("name", "legal_form", "tax_code", "short_name", "email", "phone", "address")
DECLARED = "Người đăng ký tự khai là người đại diện"


def register_person(asked: RegisterPerson, *, actor: Actor) -> str:
    """Open a person's record; the key. Raises Refused when the person is known already."""
    access.require_write(actor)
    with command("people.register_person", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        key = new_person(asked, deed=deed).party.key
        deed.subject = key
        deed.result(key)
        return key


def new_person(asked: RegisterPerson, *, deed: Deed) -> Person:
    """The person's rows, inside a deed. Raises Refused when the citizen number or passport is known."""
    require(may_be_person(asked, today=deed.today, provinces=access.provinces()))
    number = check_citizen_number(asked.citizen_number, None, deed.today.year)[0] if asked.citizen_number else ""
    try:
        with transaction.atomic():
            party = new_party(Party.Kind.PERSON, asked.name, PERSONS, asked.source, deed=deed)
            person = Person.objects.create(
                party=party,
                citizen_number=number or None,
                passport_number=asked.passport_number.strip().upper(),
                passport_country=asked.passport_country,
                no_number_reason=clean_text(asked.no_number_reason),
                birth_year=asked.birth_year,
                nationality=asked.nationality,
                email=asked.email.strip(),
                phone=clean_text(asked.phone),
                address=new_address(asked.address),
                language="en" if asked.language == "en" else "vi",
            )
    except IntegrityError as error:
        if "citizen_number" in str(error) or "one_record_per_passport" in str(error):
            raise Refused.because(KNOWN_PERSON) from error
        raise
    deed.after(kind="person", nationality=asked.nationality)
    deed.personal(
        name=party.name,
        citizen_number=number,
        passport=asked.passport_number,
        email=asked.email,
        phone=asked.phone,
        address=address_values(asked.address),
    )
    deed.emit(events.PersonRegistered(subject=party.key, parties=(party.key,)))
    return person


def register_organisation(asked: RegisterOrganisation, *, actor: Actor) -> str:
    """Register an organisation or group; the key. A resident who registers it may act for it in everything;
    what a registrar writes down is recorded as written at the counter.

    Raises Refused with the way to ask for a mandate when the tax code is known: one organisation, one record.
    """
    if not access.is_setup(actor):
        access.require_signed_in(actor)
    if asked.source == "self" and actor.may(access.WRITE):
        asked = replace(asked, source="counter")
    require(may_be_organisation(asked, provinces=access.provinces()))
    with command("people.register_organisation", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        party = new_organisation(asked, deed=deed)
        deed.subject = party.key
        deed.emit(
            events.OrganisationRegistered(subject=party.key, parties=parties_of(party.key, actor), name=party.name)
        )
        if actor.person_id is not None and not actor.may(access.WRITE):
            position = clean_text(asked.position)
            ground = f"{DECLARED}: {position}" if position else DECLARED
            new_mandate(GrantMandate(actor.key, party.key, "all", deed.today, None, ground), deed=deed)
        deed.result(party.key)
        return party.key


def new_organisation(asked: RegisterOrganisation, *, deed: Deed) -> Party:
    """The organisation's rows, inside a deed that has judged them. Raises Refused when the tax code is known."""
    tax_code = check_tax_code(asked.tax_code)[0] or None
    values = {"legal_form": asked.legal_form, "tax_code": tax_code, "short_name": clean_text(asked.short_name)}
    try:
        with transaction.atomic():
            party = new_party(Party.Kind.ORGANISATION, asked.name, ORGANISATIONS, asked.source, deed=deed)
            Organisation.objects.create(
                party=party,
                is_group=asked.legal_form == "group",
                email=asked.email.strip(),
                phone=clean_text(asked.phone),
                address=new_address(asked.address),
                **values,
            )
    except IntegrityError as error:
        # Two at once: the second waits for the first and finds its row.
        if tax_code is None or "one_record_per_tax_code" not in str(error):
            raise
        known = Party.objects.get(organisation__tax_code=tax_code)
        raise Refused.because(tax_code_taken(tax_code, known.name)) from error
    deed.after(kind="organisation", name=party.name, **values)
    return party


def correct_own_record(asked: CorrectRecord, *, actor: Actor) -> None:
    """A person puts right what the city holds; the old values stay in the audit's personal part.

    Raises Conflict when the record changed since the page was opened.
    """
    person_id = access.require_signed_in(actor)
    require(may_correct(asked, today=actor.today, provinces=access.provinces()))
    with command("people.correct_own_record", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            return
        party = Party.objects.select_for_update().get(pk=person_id)
        if party.version != asked.version:
            raise CHANGED
        person = Person.objects.select_related("address").get(pk=person_id)
        before, after = _held(party, person), _wanted(asked)
        changed = tuple(field for field in after if after[field] != before[field])
        _refuse_identity_fields(party, changed)
        set_name(party, after["name"])
        person.email, person.phone, person.birth_year = after["email"], after["phone"], after["birth_year"]
        person.language = "en" if asked.language == "en" else "vi"
        if "address" in changed:
            person.address = new_address(asked.address)
        party.version += 1
        note_origins(party, changed, "self", deed.today)
        party.save()
        person.save()
        deed.after(changed=list(changed), version=party.version, language=person.language)
        deed.personal(
            before={field: before[field] for field in changed}, after={field: after[field] for field in changed}
        )
        if changed:
            deed.emit(events.RecordCorrected(subject=party.key, parties=(party.key,), fields=changed))
        deed.result(True)


def _held(party: Party, person: Person) -> dict[str, Any]:
    return {
        "name": party.name,
        "email": person.email,
        "phone": person.phone,
        "birth_year": person.birth_year,
        "address": _address_held(person.address),
    }


def _address_held(address: Address | None) -> dict[str, str] | None:
    if address is None:
        return None
    return {
        "country": address.country,
        "province": address.province,
        "commune": address.commune,
        "line": address.line,
    }


def _wanted(asked: CorrectRecord) -> dict[str, Any]:
    return {
        "name": clean_name(asked.name),
        "email": asked.email.strip(),
        "phone": clean_text(asked.phone),
        "birth_year": asked.birth_year,
        "address": address_values(asked.address),
    }


def _refuse_identity_fields(party: Party, changed: tuple[str, ...]) -> None:
    """What the national identity says is corrected there, not here."""
    fixed = [
        field
        for field in changed
        if field in ("name", "birth_year") and party.origins.get(field, {}).get("source") == "identity"
    ]
    if fixed:
        raise Refused.because(
            *(
                Reason(
                    "people.from_identity",
                    Text("Nội dung này lấy từ định danh điện tử.", "This comes from the national identity."),
                    Text(
                        "Mời ông/bà đề nghị cơ quan quản lý căn cước sửa; lần đăng nhập sau sẽ cập nhật.",
                        "Please have it corrected at the identity authority; the next sign-in brings it here.",
                    ),
                    field,
                )
                for field in fixed
            )
        )
