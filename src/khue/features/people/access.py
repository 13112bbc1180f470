"""Who may see and change people's records; the roles of the city package and the rights that they bring."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.people.domain.restricting import why_not_readable
from khue.features.people.models import Restriction

READ, WRITE, ROLES = "people.read", "people.write", "people.roles"
HANDLES = "privacy.handle"
"""Personal-data officers: they alone read what is restricted."""
MERGE, SANCTIONS = "people.merge", "people.sanctions"
SETUP_JOBS = ("job.setup", "job.sample")
"""Jobs that fill an empty city: they may do what an administrator may."""


@dataclass(frozen=True, slots=True)
class Role:
    """``second_person``: another administrator confirms before somebody gets this role (it decides, pays or gives roles)."""

    code: str
    text: Text
    rights: frozenset[str]
    second_person: bool = False


@dataclass(frozen=True, slots=True)
class UnitWords:
    code: str
    text: Text
    body: str


def roles() -> Mapping[str, Role]:
    """The roles of ``roles.toml``. Raises ValueError naming file and key for a role without name or rights."""
    return _roles(settings.KHUE_CITY)


def units() -> Mapping[str, UnitWords]:
    """The units of ``units.toml``."""
    return _units(settings.KHUE_CITY)


def provinces() -> Mapping[str, str]:
    """Code → name of the provinces and cities in force since July 2025."""
    return _provinces(settings.KHUE_CITY)


def rights_of(held: Iterable[str]) -> frozenset[str]:
    """All rights that these roles bring; a role that the city no longer knows brings none."""
    known = roles()
    return frozenset(right for role in held if role in known for right in known[role].rights)


def rights_of_keys() -> tuple[str, ...]:
    """The rights that a key of staff may carry, as the city's ``roles.toml`` says."""
    return tuple(_file(settings.KHUE_CITY, "roles.toml").get("keys", {}).get("rights", ()))


def roles_with(right: str) -> tuple[str, ...]:
    return tuple(code for code, role in roles().items() if right in role.rights)


def is_setup(actor: Actor) -> bool:
    return any(actor.may(job) for job in SETUP_JOBS)


def require_write(actor: Actor) -> None:
    if not is_setup(actor):
        actor.require(WRITE)


def require_roles(actor: Actor) -> None:
    if not is_setup(actor):
        actor.require(ROLES)


def require_merge(actor: Actor) -> None:
    """Who may say that parties are one, go on under another, are renamed or are no more."""
    if not is_setup(actor):
        actor.require(MERGE)


def require_search(actor: Actor) -> None:
    """Who may have all records compared: registrars, and the nightly job."""
    if not actor.may("job.people.find_duplicates"):
        require_merge(actor)


def require_sanctions(actor: Actor) -> None:
    if not is_setup(actor):
        actor.require(SANCTIONS)


def interests_of(actor: Actor) -> frozenset[str]:
    """The keys about which the actor may not decide: one's own, and those of the parties one acts for."""
    return frozenset({*actor.keys, *(key for key, _ in actor.acts_for)})


def may_read(actor: Actor, party_key: str) -> bool:
    """One's own record, the record of a party one acts for, or any record for staff with the right.

    Raises NotAllowed saying why where the processing of the record is restricted.
    """
    if actor.stands_for(party_key):
        return True
    if not actor.may(READ):
        return False
    require_unrestricted(actor, party_key)
    return True


def restriction_of(party_key: str) -> Restriction | None:
    """The restriction in force; None where the data are processed as usual."""
    number = party_key.removeprefix("party:")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Restriction.objects.filter(party=int(number), ended_at=None).first()


@lru_cache(maxsize=64)
def _in_force(request_id: str, moment: datetime) -> Mapping[str, Restriction]:
    """All restrictions in force, read once for a request: few, and a page asks for each record that it shows."""
    return {f"party:{row.party_id}": row for row in Restriction.objects.filter(ended_at=None)}


def barring(actor: Actor, party_key: str) -> Restriction | None:
    """The restriction that keeps this reader out: all but personal-data officers and the one who handled it."""
    if actor.may(HANDLES):
        return None
    known = actor.request_id != ""
    found = _in_force(actor.request_id, actor.moment).get(party_key) if known else restriction_of(party_key)
    return found if found is not None and found.handler not in actor.hands else None


def barred_ids(actor: Actor) -> frozenset[int]:
    """Every party whose restriction keeps this reader out. One query per request, shared with ``barring``."""
    if actor.may(HANDLES):
        return frozenset()
    known = actor.request_id != ""
    found = _in_force(actor.request_id, actor.moment).values() if known else Restriction.objects.filter(ended_at=None)
    return frozenset(row.party_id for row in found if row.handler not in actor.hands)


def require_unrestricted(actor: Actor, party_key: str) -> None:
    """Raises NotAllowed with the reason for who may not read while the processing is restricted."""
    found = barring(actor, party_key)
    if found is not None:
        raise NotAllowed(*why_not_readable(found.request, found.begun_at.astimezone(CITY_ZONE).date()))


def may_answer_for(actor: Actor, party_key: str) -> bool:
    """Who may give and end mandates of a party: those who may act for it in everything, and staff with the right."""
    return is_setup(actor) or actor.may(WRITE) or actor.may_act_for(party_key, "all")


def require_answer_for(actor: Actor, party_key: str) -> None:
    if not may_answer_for(actor, party_key):
        raise NotAllowed(
            Text(
                "Ông/bà không có quyền quyết định ai làm việc thay mặt tổ chức, cá nhân này.",
                "You can’t decide who acts for this party.",
            ),
            Text(
                "Mời ông/bà đề nghị người đại diện thực hiện.",
                "Ask a person who represents it to do so.",
            ),
        )


def may_see_keys(actor: Actor, organisation: str) -> bool:
    """Who sees and revokes the keys of an organisation: who may certify for it, and administrators; never a key."""
    if actor.within:
        return False
    return actor.may(ROLES) or actor.may_act_for(organisation, "submit")


def require_keys_of(actor: Actor, organisation: str, *, holder: str = "") -> None:
    """Raises NotAllowed for who may not see the keys, and for making one under another person's mandate."""
    if may_see_keys(actor, organisation) and (actor.may(ROLES) or holder in ("", actor.key)):
        return
    raise NotAllowed(
        Text(
            "Chỉ người được ủy quyền nộp hồ sơ cho tổ chức mới quản lý khóa của tổ chức, với ủy quyền của chính mình.",
            "Keys are managed by persons with a mandate to submit for the organisation, each under their own mandate.",
        ),
        Text("Mời ông/bà xin ủy quyền, hoặc đề nghị quản trị viên.", "Ask for a mandate, or ask an administrator."),
    )


def require_signed_in(actor: Actor) -> int:
    """The person's id. Raises NotAllowed for a visitor."""
    if actor.person_id is None:
        raise NotAllowed(
            Text("Việc này cần đăng nhập.", "Please sign in first."),
            Text("Mời ông/bà đăng nhập rồi thử lại.", "Sign in and try again."),
        )
    return actor.person_id


# ---- files of the city package -------------------------------------------------------------------------------------


@cache
def _file(city: str, name: str) -> dict[str, Any]:
    return tomllib.loads(import_module(city).path(name).read_text("utf-8"))


@cache
def _roles(city: str) -> Mapping[str, Role]:
    found = {}
    for code, raw in _file(city, "roles.toml")["roles"].items():
        if not raw.get("vi") or not raw.get("rights"):
            raise ValueError(f"roles.toml: roles.{code}: needs vi and rights")
        found[code] = Role(
            code, Text(raw["vi"], raw.get("en", "")), frozenset(raw["rights"]), raw.get("second_person") is True
        )
    return found


@cache
def _units(city: str) -> Mapping[str, UnitWords]:
    found = {}
    for code, raw in _file(city, "units.toml")["units"].items():
        if not raw.get("vi") or not raw.get("body"):
            raise ValueError(f"units.toml: units.{code}: needs vi and body")
        found[code] = UnitWords(code, Text(raw["vi"], raw.get("en", "")), raw["body"])
    return found


@cache
def _provinces(city: str) -> Mapping[str, str]:
    return dict(_file(city, "provinces.toml")["provinces"])
