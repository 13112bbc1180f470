"""Accounts: the national identity of residents, user name and password of staff."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.people import access, events
from khue.features.people.domain import LinkIdentity, RegisterPerson, check_citizen_number, clean_name, may_be_person
from khue.features.people.models import LinkedIdentity, Party, Person
from khue.features.people.queries import party_id
from khue.features.people.usecases.records import note_origins, set_name, unknown
from khue.features.people.usecases.registering import new_person
from khue.kernel.deeds import Deed, command
from khue.kernel.models import User

NO_SUBJECT = Reason(
    "people.identity",
    Text("Hệ thống định danh không trả về mã tài khoản.", "The identity provider named no account."),
    Text("Mời ông/bà đăng nhập lại.", "Please sign in again."),
)
USERNAME_TAKEN = Reason(
    "people.username",
    Text("Tên đăng nhập này đã có người dùng.", "This user name is taken."),
    Text("Mời ông/bà chọn tên khác.", "Please choose another one."),
    "username",
)
NO_NUMBER = "Đăng nhập bằng định danh điện tử, hệ thống định danh không cung cấp số định danh cá nhân"


def link_identity(asked: LinkIdentity, *, actor: Actor) -> int:
    """The account (user id) of the person behind an identity. The stable subject decides.

    A first sign-in finds the person by citizen number, or opens a record; a later one brings a corrected name.
    """
    if not asked.issuer.strip() or not asked.subject.strip():
        raise Refused.because(NO_SUBJECT)
    user_id = _known_account(asked)
    if user_id is not None:
        return user_id
    with command("people.link_identity", actor) as deed:
        # Two first sign-ins at once: the second waits here and then finds the first one's work.
        found = _linked(asked)
        person = found.person if found else _person_of_identity(asked, deed=deed)
        if person.user_id is None:
            # The user name says nothing about the person: docs/decisions/0001-user-model.md.
            person.user = User.objects.create_user(username=f"r-{uuid4().hex}", email=asked.email.strip())
            person.save(update_fields=["user"])
        if found is None:
            _link(asked, person, deed=deed)
        _bring_up_to_date(asked, person, deed=deed)
        key = person.party.key
        deed.subject = key
        deed.after(issuer=asked.issuer, assurance=asked.assurance)
        deed.personal(subject=asked.subject, name=asked.name)
        deed.emit(events.IdentityLinked(subject=key, parties=(key,)))
        assert person.user_id is not None
        return person.user_id


def _linked(asked: LinkIdentity) -> LinkedIdentity | None:
    return (
        LinkedIdentity.objects.select_related("person__party")
        .filter(issuer=asked.issuer, subject=asked.subject)
        .first()
    )


def _known_account(asked: LinkIdentity) -> int | None:
    """The account of an identity that was linked before and has nothing new to say."""
    found = _linked(asked)
    if found is None or clean_name(asked.name) not in ("", found.person.party.name):
        return None
    return found.person.user_id


def _person_of_identity(asked: LinkIdentity, *, deed: Deed) -> Person:
    number, wrong = check_citizen_number(asked.citizen_number, None, deed.today.year)
    if wrong is None:
        known = (
            Person.objects.select_for_update(of=("self",)).select_related("party").filter(citizen_number=number).first()
        )
        if known is not None:
            return known
    else:
        number = ""
    opening = RegisterPerson(
        name=asked.name,
        citizen_number=number,
        no_number_reason="" if number else NO_NUMBER,
        birth_year=asked.birth_year,
        email=asked.email,
        phone=asked.phone,
        language=asked.language,
        source="identity",
    )
    decision = may_be_person(opening, today=deed.today, provinces=())
    # A contact that cannot be one is left out: it must not keep anybody from signing in.
    odd = {reason.field for reason in decision.reasons} & {"email", "phone", "birth_year"}
    left_out: dict[str, Any] = {field: None if field == "birth_year" else "" for field in odd}
    return new_person(replace(opening, **left_out), deed=deed)


def _link(asked: LinkIdentity, person: Person, *, deed: Deed) -> None:
    try:
        with transaction.atomic():
            LinkedIdentity.objects.create(
                person=person, issuer=asked.issuer, subject=asked.subject, linked_at=deed.moment
            )
    except IntegrityError as error:
        raise Refused.because(NO_SUBJECT) from error


def _bring_up_to_date(asked: LinkIdentity, person: Person, *, deed: Deed) -> None:
    name = clean_name(asked.name)
    party = Party.objects.select_for_update().get(pk=person.pk)
    if not name or name == party.name:
        return
    deed.personal(before={"name": party.name}, after={"name": name})
    set_name(party, name)
    note_origins(party, ["name"], "identity", deed.today)
    party.version += 1
    party.save()
    person.party = party


def give_account(person: str, username: str, password: str | None, *, actor: Actor) -> int:
    """A staff account for a person; the user id. One person has one account; a resident's keeps working as it is.

    Without a password nobody signs in with one: the sample city's personas are entered by their cards.
    """
    access.require_roles(actor)
    with command("people.give_account", actor, subject=person) as deed:
        found = (
            Person.objects.select_for_update(of=("self",)).select_related("user").filter(pk=party_id(person)).first()
        )
        if found is None:
            raise unknown()
        return _give(found, username, password, deed=deed)


def new_account(person: str, username: str, password: str, *, deed: Deed) -> int:
    """The same inside a bigger deed whose use-case has checked who may do it; the user id."""
    found = Person.objects.select_for_update(of=("self",)).select_related("user").filter(pk=party_id(person)).first()
    if found is None:
        raise unknown()
    return _give(found, username, password, deed=deed)


def _give(found: Person, username: str, password: str | None, *, deed: Deed) -> int:
    if User.objects.filter(username__iexact=username).exclude(pk=found.user_id or 0).exists():
        raise Refused.because(USERNAME_TAKEN)
    try:
        with transaction.atomic():
            if found.user is None:
                found.user = User.objects.create_user(username=username, password=password, email=found.email)
                found.save(update_fields=["user"])
            else:
                found.user.username, found.user.is_active = username, True
                found.user.set_password(password)
                found.user.save(update_fields=["username", "password", "is_active"])
    except IntegrityError as error:
        raise Refused.because(USERNAME_TAKEN) from error
    deed.after(username=username)
    return int(found.user.pk)


def person_for(asked: RegisterPerson, *, deed: Deed) -> str:
    """The key of the person with this citizen number, or of a record opened now, inside a bigger deed."""
    number, wrong = check_citizen_number(asked.citizen_number, None, deed.today.year)
    if asked.citizen_number and wrong is None:
        known = Person.objects.filter(citizen_number=number).values_list("pk", flat=True).first()
        if known is not None:
            return f"party:{known}"
    return new_person(asked, deed=deed).party.key
