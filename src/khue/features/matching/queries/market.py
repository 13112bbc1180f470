"""The whole market as the engine reads it, and whether it has moved since it was last read."""

from __future__ import annotations

from datetime import datetime

from khue.core.actor import CITY_ZONE
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.matching.domain.fitting import Goods, Wish, goods, wish
from khue.features.matching.domain.thirds import Third
from khue.features.matching.queries.wired import thirds
from khue.kernel.models import AuditRecord

OVERLAP = 20
"""Records are numbered before they are committed: so many before the last one are looked at again."""
KINDS = ("demand:", "technology_offer:", "exchange_member:", "technology_entry:", "catalogue_entry:", "expert:")
OF_PARTIES = ("people.", "privacy.")


def everything_open(now: datetime) -> tuple[tuple[Wish, ...], tuple[Goods, ...], tuple[Third, ...]]:
    """Demands that may be answered now, offers that everybody sees today, experts and investors who chose to be found. Restricted
    technology and confidential parts never come in; nor do restricted parties."""
    wishes = tuple(
        wish(
            one.id, one.party, (one.title_vi, one.problem_vi, one.title_en, one.problem_en), one.field, one.codes, one.stage, one.modes,
            one.most, one.territory,
        )
        for one in demands.open_texts(now)
    )  # fmt: skip
    on = now.astimezone(CITY_ZONE).date()
    third = thirds(on)
    asked = frozenset((*(one.need.territory for one in wishes), *(one.territory for one in third))) - {""}
    offered = tuple(
        goods(
            one.id, one.party, (one.title_vi, one.title_en, one.summary_vi, one.summary_en, one.words), one.field, one.codes, one.stage,
            one.modes, one.price, one.territories, asked,
        )
        for one in exchange.every_text(on)
    )  # fmt: skip
    return wishes, offered, third


def touched_since(record: int) -> tuple[int, bool]:
    """The newest audit record, and whether any after ``record`` is about a demand, an offer, a member, a party or a list."""
    newest = AuditRecord.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if newest <= record:
        return record, False
    rows = AuditRecord.objects.filter(id__gt=record - OVERLAP if record else 0, id__lte=newest).order_by("-id")
    found = rows.values_list("deed", "subjects").iterator(chunk_size=2_000)
    return newest, any(_moves(deed, subjects) for deed, subjects in found)


def _moves(deed: str, subjects: list[str]) -> bool:
    """Nearly every deed names a party; of these only what happens to the party itself may show or hide something."""
    return any(subject.startswith(KINDS) for subject in subjects) or (
        deed.startswith(OF_PARTIES) and any(subject.startswith("party:") for subject in subjects)
    )
