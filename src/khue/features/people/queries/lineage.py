"""Which records are one party: the way on from a former record, and everything that goes on under a present one.

Keys of parties are text in every room; while a passage stands, queries follow it. Constant: one query for any number
of keys, however long the chains are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast, Coalesce, Concat

from khue.features.people.models import Dissolution, Organisation, Party, Passage, Share
from khue.features.people.queries.cards import PartyCard, parties, party, party_id

LINES = """
WITH RECURSIVE up AS (
    SELECT x AS start, x AS id, false AS lapsed, 0 AS depth FROM unnest(%s::bigint[]) AS x
    UNION ALL
    SELECT up.start, p.successor_id, up.lapsed OR s.kind <> 'duplicate', up.depth + 1
    FROM up JOIN people_passage p ON p.former_id = up.id AND p.whole AND p.ended_at IS NULL
            JOIN people_succession s ON s.id = p.succession_id
), top AS (
    SELECT DISTINCT ON (start) start, id AS root, lapsed FROM up ORDER BY start, depth DESC
), down AS (
    SELECT root, root AS id FROM top
    UNION
    SELECT down.root, p.former_id FROM down JOIN people_passage p
        ON p.successor_id = down.id AND p.whole AND p.ended_at IS NULL
)
"""
LINEAGE = f"""
{LINES}
SELECT top.start, top.root, top.lapsed, array_agg(down.id ORDER BY down.id)
FROM top JOIN down USING (root) GROUP BY 1, 2, 3
"""
KIN = """
WITH RECURSIVE up AS (
    SELECT former_id AS start, successor_id AS id, 1 AS depth FROM people_passage WHERE whole AND ended_at IS NULL
    UNION ALL
    SELECT up.start, p.successor_id, up.depth + 1
    FROM up JOIN people_passage p ON p.former_id = up.id AND p.whole AND p.ended_at IS NULL
), top AS (
    SELECT DISTINCT ON (start) start, id AS root FROM up ORDER BY start, depth DESC
), kin AS (
    SELECT start AS id, root FROM top UNION SELECT root, root FROM top
)
SELECT other.id FROM kin JOIN kin other USING (root) WHERE kin.id IN ({rows})
"""


@dataclass(frozen=True, slots=True)
class Lineage:
    """``root`` the present party; ``ids`` all records that are it now; ``lapsed``: a change in law lies between."""

    start: int
    root: int
    lapsed: bool
    ids: tuple[int, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The present party first."""
        others = (number for number in self.ids if number != self.root)
        return (f"party:{self.root}", *(f"party:{number}" for number in others))


def lineages(ids: Collection[int]) -> Mapping[int, Lineage]:
    """The lineage of each party id; one query. An id that is nobody's is its own root."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LINEAGE, [wanted])
        return {row[0]: Lineage(row[0], row[1], row[2], tuple(row[3])) for row in cursor.fetchall()}


def same_party(key: str) -> tuple[str, ...]:
    """All keys that name this party today, the present one first: what is asked for one is asked for all of them."""
    number = party_id(key)
    return lineages([number])[number].keys


def same_parties(keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The same for many keys; one query."""
    numbers = {key: party_id(key) for key in keys}
    found = lineages(set(numbers.values()))
    return {key: found[number].keys for key, number in numbers.items()}


def present_keys(keys: Iterable[str]) -> Mapping[str, str]:
    """Each key with the key of the party as it stands today; one query."""
    return {key: all_keys[0] for key, all_keys in same_parties(keys).items()}


def present(keys: Iterable[str], known: Mapping[int, Lineage] | None = None) -> Mapping[str, PartyCard]:
    """For those of the keys that go on under another party: that party's card. Two queries, one when there is none.

    With the lineages of these keys ``known`` one query less.
    """
    now_of = {key: known[party_id(key)].keys[0] for key in keys} if known is not None else present_keys(keys)
    on = {key: now for key, now in now_of.items() if key != now}
    if not on:
        return {}
    cards = parties(set(on.values()))
    return {key: cards[now] for key, now in on.items()}


def present_party(key: str) -> PartyCard:
    """The card of the party as it stands today. Raises Missing."""
    return party(same_party(key)[0])


def holders(subjects: Collection[str]) -> Mapping[str, str]:
    """Who took over these subjects (``dossier:12``) when a party was divided: subject → present party key."""
    rows = Share.objects.filter(subject__in=list(subjects), ended_at=None).values_list(
        "subject", "passage__successor_id"
    )
    taken = {subject: f"party:{number}" for subject, number in rows}
    on = present_keys(set(taken.values()))
    return {subject: on[key] for subject, key in taken.items()}


def holder(subjects: Collection[str], otherwise: str) -> str:
    """The present key of whoever holds the matter (known by these subjects): by a share, or as ``otherwise`` goes on."""
    return next(iter(holders(subjects).values()), "") or same_party(otherwise)[0]


def kin_of(rows: QuerySet[Any, Any]) -> RawSQL:
    """Records that are one party today with one of these (rows of one column: party numbers), as rows to narrow others by. Parties to which
    nothing ever happened are left out, so it is a short list however many rows there are."""
    sql, params = rows.query.sql_with_params()
    return RawSQL(KIN.format(rows=sql), params)


def with_kin(rows: QuerySet[Any, Any]) -> QuerySet[Party, int]:
    """These party numbers and every record that is one party with them today, as rows to narrow others by."""
    return Party.objects.filter(Q(pk__in=rows) | Q(pk__in=kin_of(rows))).values_list("pk", flat=True)


def held_now(kind: str, party: str = "party") -> Combinable:
    """An expression for a query: number of the party that took over the row's matter (``kind:pk``) by name, else the column ``party``."""
    subject = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    taken = Share.objects.filter(subject=subject, ended_at=None).values("passage__successor")[:1]
    return Coalesce(Subquery(taken), F(party), output_field=BigIntegerField())


def dissolved_ids() -> QuerySet[Party, int]:
    """Numbers of the parties that are no more, with what they were before, as rows to narrow others by."""
    return with_kin(Dissolution.objects.filter(ended_at=None).values("party"))


def goes_on_under(party: str = "pk") -> Exists:
    """A condition: the party in this column goes on whole under another."""
    return Exists(Passage.objects.filter(former=OuterRef(party), whole=True, ended_at=None))


def is_present(key: str) -> bool:
    return not Party.objects.filter(goes_on_under(), pk=party_id(key)).exists()


def subject_id(subject: str) -> int:
    """The number in ``dossier:12``; 0 for anything else."""
    number = subject.partition(":")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 18 else 0


def other_tax_codes(codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Tax codes under which the same organisation stands as well: before it was merged, or since. Codes of nobody we know and those
    without another are left out. One query where all sellers are strangers, as most are; three otherwise."""
    rows = Organisation.objects.filter(tax_code__in=codes).values_list("tax_code", "party_id")
    owners = {code: number for code, number in rows if code}
    if not owners:
        return {}
    lines = lineages(set(owners.values()))
    found = {code: lines[number].ids for code, number in owners.items() if len(lines[number].ids) > 1}
    every = {number for ids in found.values() for number in ids}
    kept = Organisation.objects.filter(party__in=every).values_list("party_id", "tax_code")
    said = {number: code for number, code in kept if code}
    told = {code: tuple(sorted({said[one] for one in ids if one in said} - {code})) for code, ids in found.items()}
    return {code: others for code, others in told.items() if others}
