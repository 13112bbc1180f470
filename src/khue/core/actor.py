"""Who acts: person, mandate, rights and moment. Made once per request or job; the only carrier of the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from khue.core.bilingual import Text
from khue.core.errors import NotAllowed

CITY_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as text and numbers only, so that records outlive accounts.

    ``key``       ``person:12``, ``job:deadlines``, ``public`` – what the audit names
    ``moment``    aware datetime of the city's business clock
    ``acts_for``  keys of the parties this person holds a mandate for, with the scopes of each
    ``former_keys``  keys of records of the same person that were merged into this one (``acts_for`` names them, too)
    ``holds``     subjects (``dossier:12``) that a party of ``acts_for`` took over from one that was divided, with scope
    ``rights``    rights held through roles, each as ``right`` (everywhere) – see ``khue_hanoi/roles.toml``
    ``units``     codes of the units in which the person holds a role
    ``stands_in_for``      key of the absent colleague in whose place the actor works now, or empty
    ``stands_in_parties``  keys of the parties that this colleague may act for: a deputy is as near to them as the colleague
    ``via``       ``key:khue_ab12cd34`` when a program acts with a key in the person's place; the audit names it
    ``within``    the only party in whose name such a key may act; empty for a person at a screen
    """

    key: str
    name: str
    moment: datetime
    person_id: int | None = None
    user_id: int | None = None
    acts_for: tuple[tuple[str, str], ...] = ()
    rights: frozenset[str] = frozenset()
    units: tuple[str, ...] = ()
    mandate: str = ""
    language: str = "vi"
    request_id: str = ""
    former_keys: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    stands_in_for: str = ""
    stands_in_parties: tuple[str, ...] = ()
    via: str = ""
    within: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key under which this person is known, the present one first."""
        return (self.key, *self.former_keys)

    @property
    def hands(self) -> tuple[str, ...]:
        """Everyone whose hands are on the deed: the actor, and the colleague whose deputy the actor is."""
        return (*self.keys, self.stands_in_for) if self.stands_in_for else self.keys

    @property
    def desk(self) -> str:
        """On whose desk the actor works: the own one, or that of the absent colleague."""
        return self.stands_in_for or self.key

    def is_near(self, party_key: str) -> bool:
        """Whether the party is the actor's own side, or that of the colleague in whose place the actor works."""
        return (
            party_key in self.hands
            or any(party == party_key for party, _ in self.acts_for)
            or party_key in self.stands_in_parties
        )

    @property
    def today(self) -> date:
        """The city's calendar day."""
        return self.moment.astimezone(CITY_ZONE).date()

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.units)

    def may(self, right: str) -> bool:
        return right in self.rights

    def may_act_for(self, party_key: str, scope: str) -> bool:
        """Whether the actor is the party or holds a mandate for it with this scope (``all`` covers every scope)."""
        return self.is_oneself(party_key) or any(
            party == party_key and held in (scope, "all") for party, held in self.acts_for
        )

    def holds_subject(self, subject: str, scope: str) -> bool:
        """Whether a party that the actor acts for took this very subject over, and the mandate reaches so far."""
        return any(held == subject and (scope == "" or far in (scope, "all")) for held, far in self.holds)

    def is_oneself(self, party_key: str) -> bool:
        """Whether the party is the actor's own person. A key of an organisation does not reach its holder's own matters."""
        return party_key == self.key and not self.within

    def stands_for(self, party_key: str) -> bool:
        """Whether the actor is the party, or holds any mandate for it."""
        return self.is_oneself(party_key) or any(party == party_key for party, _scope in self.acts_for)

    def require(self, right: str) -> None:
        """Raises NotAllowed when the right is missing."""
        if right not in self.rights:
            raise NotAllowed(
                Text(
                    f"Việc này cần quyền “{right}”; tài khoản của ông/bà chưa được giao quyền đó.",
                    f"This needs the right “{right}”, which your account does not hold.",
                ),
                Text(
                    "Mời ông/bà đề nghị lãnh đạo đơn vị giao quyền, hoặc chuyển việc cho người có quyền.",
                    "Ask the head of your unit for the right, or hand the task to a colleague who holds it.",
                ),
            )

    def at(self, moment: datetime) -> Actor:
        return replace(self, moment=moment)
