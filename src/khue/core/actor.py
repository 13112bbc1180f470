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
    ``rights``    rights held through roles, each as ``right`` (everywhere) – see ``khue_hanoi/roles.toml``
    ``units``     codes of the units in which the person holds a role
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
        return party_key == self.key or any(
            party == party_key and held in (scope, "all") for party, held in self.acts_for
        )

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
