"""Parties as other rooms see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.folding import fold
from khue.features.people import access
from khue.features.people.domain import LEGAL_FORMS
from khue.features.people.models import (
    Address,
    Mandate,
    Party,
    Passage,
    Restriction,
    RoleHolding,
)
from khue.features.people.queries.periods import during
from khue.kernel.paging import Page, keyset

UNKNOWN = Missing(
    Text("Không tìm thấy thông tin này.", "There is no such record."),
    Text("Mời ông/bà kiểm tra lại đường dẫn.", "Please check the address of the page."),
)


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A party as other rooms see it. ``address`` is one line, ``province`` its name; ``is_private_person`` never goes public."""

    key: str
    id: int
    kind: str
    name: str
    tax_code: str = ""
    legal_form: str = ""
    address: str = ""
    is_private_person: bool = False
    email: str = ""
    phone: str = ""
    short_name: str = ""
    language: str = "vi"
    province: str = ""

    @property
    def legal_form_text(self) -> Text | None:
        return LEGAL_FORMS.get(self.legal_form)


def party(key: str) -> PartyCard:
    """The card of a party. Raises Missing."""
    found = with_parts(Party.objects.filter(pk=party_id(key))).first()
    if found is None:
        raise UNKNOWN
    return card_of(found)


def parties(keys: Iterable[str]) -> dict[str, PartyCard]:
    """Cards by key, in one query; unknown keys are left out."""
    ids = {party_id(key) for key in keys}
    return {card.key: card for card in map(card_of, with_parts(Party.objects.filter(pk__in=ids)))}


def party_id(key: str) -> int:
    """The number in ``party:12``. Raises Missing for anything else."""
    kind, _, number = key.partition(":")
    if kind != "party" or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise UNKNOWN
    return int(number)


def is_party_key(key: str) -> bool:
    """Whether ``party_id`` would read it."""
    kind, _, number = key.partition(":")
    return kind == "party" and number.isascii() and number.isdigit() and len(number) <= 18


def parties_i_act_for(actor: Actor, scope: str) -> tuple[PartyCard, ...]:
    """The actor's own card first, then the parties for which a mandate covers ``scope``, by name."""
    if actor.person_id is None:
        return ()
    ids = {party_id(key) for key, held in actor.acts_for if held in (scope, "all")}
    own = set() if actor.within else {actor.person_id}
    found = Party.objects.filter(~_goes_on(), pk__in=own | ids)
    cards = [card_of(p) for p in with_parts(found.order_by("sort"))]
    return tuple(sorted(cards, key=lambda card: card.key != actor.key))


def everyone_i_act_for(actor: Actor) -> tuple[PartyCard, ...]:
    """The actor's own card first, then every party for which any mandate is held, by name."""
    if actor.person_id is None:
        return ()
    ids = {party_id(key) for key, _ in actor.acts_for} | (set() if actor.within else {actor.person_id})
    cards = map(card_of, with_parts(Party.objects.filter(~_goes_on(), pk__in=ids).order_by("sort", "id")))
    return tuple(sorted(cards, key=lambda card: card.key != actor.key))


def ids_i_stand_for(actor: Actor) -> frozenset[int]:
    """Record numbers of all whom the actor stands for, with what they were before they were merged: for "my …" lists."""
    own = actor.keys if not actor.within else ()
    keys = [*own, *(key for key, _scope in actor.acts_for)]
    return frozenset(party_id(key) for key in keys if is_party_key(key))


def people_with_right(right: str, on: date) -> tuple[PartyCard, ...]:
    """Everyone who holds a role with this right on the day ``on``, by name."""
    ids = RoleHolding.objects.filter(during(on), role__in=access.roles_with(right)).values("person_id")
    return tuple(map(card_of, with_parts(Party.objects.filter(pk__in=ids).order_by("sort", "id"))))


def _goes_on() -> Exists:
    """Former records are not offered: whoever acts, acts for the party that goes on."""
    return Exists(Passage.objects.filter(former=OuterRef("pk"), whole=True, ended_at=None))


def people_with_mandate(scope: str, on: date) -> tuple[tuple[str, str], ...]:
    """Key and name of everyone who may act for some party within ``scope`` on the day ``on``, by name."""
    held = Mandate.objects.filter(during(on), scope__in=(scope, "all")).values("person")
    rows = Party.objects.filter(pk__in=held).order_by("sort", "id")
    return tuple((row.key, row.name) for row in rows)


def find_parties(text: str, limit: int = 20, *, kind: str = "organisation") -> tuple[PartyCard, ...]:
    """Parties whose name holds every word (marks or not), or whose tax code begins so; ``kind`` "" finds persons too."""
    found = with_parts(_search(text, kind).filter(~_goes_on()).exclude(pk__in=restricted_ids()).order_by("sort", "id"))
    return tuple(map(card_of, found[: max(0, limit)]))


def key_of_name(words: str, *, kind: str = "") -> str:
    """The key of the one party that bears exactly this name (marks or not) or tax code; empty when none does, or more than one."""
    words = " ".join(words.split())
    found = find_parties(words, 30, kind=kind) if words else ()
    exact = [card for card in found if bears(card, words)]
    return exact[0].key if len(exact) == 1 else ""


def bears(card: PartyCard, words: str) -> bool:
    """Whether this is the party's whole name or its tax code."""
    return fold(card.name) == fold(words) or bool(card.tax_code and card.tax_code == words)


def list_parties(text: str, kind: str, after: str | None, size: int = 25) -> Page[PartyCard]:
    """The same as a page of a table."""
    found = _search(text, kind).exclude(pk__in=restricted_ids())
    return keyset(with_parts(found), ["sort", "id"], after, size).of(card_of)


def restricted_ids() -> QuerySet[Restriction, int]:
    """Numbers of the persons whose data may not be processed: lists, exports, search and public pages leave them out."""
    return Restriction.objects.filter(ended_at=None).values_list("party", flat=True)


def _search(text: str, kind: str) -> QuerySet[Party]:
    found = Party.objects.all()
    if kind:
        found = found.filter(kind=kind)
    digits = "".join(c for c in text if c.isdigit())
    if digits and not any(c.isalpha() for c in text):
        return found.filter(organisation__tax_code__startswith=digits)
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found


def with_parts(found: QuerySet[Party]) -> QuerySet[Party]:
    return found.select_related("person__address", "organisation__address")


def card_of(found: Party) -> PartyCard:
    if found.kind == Party.Kind.PERSON:
        person = found.person
        return PartyCard(
            key=found.key,
            id=found.pk,
            kind=found.kind,
            name=found.name,
            address=address_line(person.address),
            is_private_person=True,
            email=person.email,
            phone=person.phone,
            language=person.language,
            province=province_of(person.address),
        )
    organisation = found.organisation
    return PartyCard(
        key=found.key,
        id=found.pk,
        kind=found.kind,
        name=found.name,
        tax_code=organisation.tax_code or "",
        legal_form=organisation.legal_form,
        address=address_line(organisation.address),
        email=organisation.email,
        phone=organisation.phone,
        short_name=organisation.short_name,
        province=province_of(organisation.address),
    )


def province_of(address: Address | None) -> str:
    """``Thành phố Hà Nội``; empty without an address, and abroad."""
    if address is None or address.country != "VN":
        return ""
    return access.provinces().get(address.province, address.province)


def address_line(address: Address | None) -> str:
    """``12 Trần Phú, Phường Ba Đình, Thành phố Hà Nội``."""
    if address is None:
        return ""
    province = access.provinces().get(address.province, address.province)
    country = "" if address.country == "VN" else address.country
    return ", ".join(part for part in (address.line, address.commune, province, country) if part)


def mail_address(key: str) -> tuple[str, str] | None:
    """Where a party reads mail and in which language; None when it gave no address."""
    try:
        card = party(key)
    except Missing:
        return None
    return (card.email, card.language) if card.email else None
