"""Whose data may not be processed, for the rooms above."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.people import access
from khue.features.people.models import Party
from khue.features.people.queries.cards import party_id
from khue.kernel.wording import language

RESTRICTED = Text("Dữ liệu đang được hạn chế xử lý", "The processing of these data is restricted")
"""Stands in a list where the name would stand; ``restricted_words`` in the reader's language."""
SHORTEST_NAME = 6
"""Letters of a name that is looked for in other people's words: a shorter one would be found in half of them."""
_NOT_IN_NAMES = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class BarredNames:
    """Names as they may stand in words that belong to no known record: what a bank or another system wrote.

    ``by_key``: ``party:12`` → the folded name; ``spelled``: the names as they are. A namesake is taken for the person: what is left
    out of a list by mistake harms nobody, and who works on the line reads on.
    """

    by_key: Mapping[str, str]
    spelled: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_key)

    def find(self, *texts: str) -> str:
        """The key of the first whose whole name stands in one of the texts, with marks or without; empty for nobody."""
        if not self.by_key:
            return ""
        words = f" {' | '.join(_plain(fold(text)) for text in texts)} "
        return next((key for key, name in self.by_key.items() if f" {name} " in words), "")


def _plain(folded: str) -> str:
    return _NOT_IN_NAMES.sub(" ", folded).strip()


def restricted_words() -> str:
    """What stands where the name would stand, in the reader's language."""
    return RESTRICTED.into(language())


def is_restricted(party: str) -> bool:
    """Whether the processing of the person's data is restricted now."""
    return access.restriction_of(party) is not None


def bars(actor: Actor, party: str) -> bool:
    """Whether a restriction of this party's data keeps the reader out."""
    return access.barring(actor, party) is not None


def barred_ids(actor: Actor) -> frozenset[int]:
    """The ids of all parties whose restriction keeps this reader out: few. No more than one query per request."""
    return access.barred_ids(actor)


def barred_keys(actor: Actor) -> frozenset[str]:
    """The same as ``party:<id>``."""
    return frozenset(f"party:{number}" for number in access.barred_ids(actor))


def require_unrestricted(actor: Actor, party: str) -> None:
    """Raises NotAllowed with the reason for who may not read while the processing is restricted."""
    access.require_unrestricted(actor, party)


def barred_names(actor: Actor) -> BarredNames:
    """The names of those whose restriction keeps this reader out. One query where there is anybody, none otherwise."""
    return names_of(barred_keys(actor))


def names_of(keys: Collection[str]) -> BarredNames:
    """The same for parties that are known already."""
    if not keys:
        return BarredNames({})
    rows = list(Party.objects.filter(pk__in=[party_id(key) for key in keys]).values_list("pk", "name"))
    known = {f"party:{number}": _plain(fold(name)) for number, name in rows if len(name) >= SHORTEST_NAME}
    return BarredNames(known, tuple(name for _number, name in rows if len(name) >= SHORTEST_NAME))
