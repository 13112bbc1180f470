"""Taking the personal values out of a person's record, inside the deed that erases. The row, its key and its links stay."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from khue.features.people.models import (
    Address,
    DuplicatePair,
    LinkedIdentity,
    Mandate,
    MandateRequest,
    Party,
    Person,
    PersonErasure,
    RecordChange,
    Succession,
)
from khue.features.people.queries import UNKNOWN, party_id
from khue.features.people.usecases.records import set_name
from khue.kernel.deeds import Deed
from khue.kernel.erasing import GONE
from khue.kernel.models import User

ERASED_NAME = "Người đã xóa dữ liệu"


def hold_party(key: str, *, deed: Deed) -> None:
    """Lock the party's row until the deed ends, so that two deeds about one person follow each other. Raises Missing."""
    if Party.objects.select_for_update().filter(pk=party_id(key)).first() is None:
        raise UNKNOWN


def erase_person(key: str, ground: str, *, proposed_by: str, deed: Deed) -> dict[str, int]:
    """Erase record, contact, account, history of one person; how much went, by kind. The caller judged that it may.

    The database keeps the rest: history gives way only to an erasure, and an erased record takes no values again.
    """
    number = party_id(key)
    party = Party.objects.select_for_update().get(pk=number)
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=number)
    name, user, address = party.name, person.user, person.address_id
    held = (person.citizen_number, person.passport_number, person.birth_year, person.email, person.phone, address)
    gone = {"record": 1 + sum(1 for value in held if value), "accounts": 1 if user else 0}
    Person.objects.filter(pk=number).update(
        user=None, citizen_number=None, passport_number="", passport_country="", no_number_reason=GONE, birth_year=None,
        nationality="VN", email="", phone="", address=None,
    )  # fmt: skip
    PersonErasure.objects.create(
        party=party, ground=ground, erased_at=deed.moment, proposed_by=proposed_by, erased_by=deed.actor.key
    )
    set_name(party, ERASED_NAME)
    party.origins = {}
    party.version += 1
    party.save()
    if address is not None:
        Address.objects.filter(pk=address).delete()
    gone["identities"] = LinkedIdentity.objects.filter(person=number).delete()[0]
    gone["history"] = RecordChange.objects.filter(party=number).update(before="", after=GONE)
    about = Q(passages__former=number) | Q(passages__successor=number)
    merged = Succession.objects.filter(about).exclude(taken={}).values_list("pk", flat=True)
    gone["merges"] = Succession.objects.filter(pk__in=list(merged)).update(taken={})
    DuplicatePair.objects.filter(Q(first=number) | Q(second=number)).update(grounds=[])
    _mandates(number, name, deed=deed)
    if user is not None:
        _close_account(user)
    return gone


def _mandates(number: int, name: str, *, deed: Deed) -> None:
    """Mandates end today; their ground names nobody."""
    mine = Mandate.objects.filter(Q(person=number) | Q(for_party=number))
    mine.filter(Q(valid_until=None) | Q(valid_until__gt=deed.today), valid_from__lte=deed.today).update(
        valid_until=deed.today, end_ground=GONE
    )
    mine.filter(ground__contains=name).update(ground=GONE)
    requests = MandateRequest.objects.filter(person=number)
    requests.filter(state="open").update(state="refused", answered_at=deed.moment, answer=GONE)
    requests.update(ground=GONE)


def _close_account(user: User) -> None:
    """The account opens nothing any more and names nobody; sessions and keys go."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from allauth.usersessions.models import UserSession

    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    sessions = list(UserSession.objects.filter(user=user))
    transaction.on_commit(lambda: [session.end() for session in sessions])
    UserSession.objects.filter(user=user).update(ip="0.0.0.0", user_agent="")
    user.username, user.email, user.is_active = f"erased-{user.pk}", "", False
    user.set_unusable_password()
    user.save()
