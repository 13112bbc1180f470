"""Reading the sanctions list. It is not public: no provision that the city works under orders its publication."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.people.domain.sanctions import KINDS, SanctionFacts, sanction_reason
from khue.features.people.models import Organisation, Party, Sanction
from khue.features.people.queries.cards import UNKNOWN, PartyCard, card_of, party_id, with_parts
from khue.features.people.queries.lineage import Lineage, lineages
from khue.features.people.queries.periods import during
from khue.kernel.paging import Page, keyset

ALIKE = 88
"""Of 100: names alike enough to be shown to a person for confirmation."""


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """One entry. ``party`` is (key, name) once a person has confirmed whom it is about."""

    id: int
    kind: str
    label: Text
    name: str
    tax_code: str
    document: str
    document_on: date
    issuer: str
    url: str
    ground: str
    binding: bool
    valid_from: date
    valid_until: date | None
    party: tuple[str, str] | None
    recorded_at: datetime

    @property
    def party_name(self) -> str:
        return self.party[1] if self.party else ""


def list_sanctions(words: str, state: str, after: str | None, on: date, size: int = 25) -> Page[SanctionLine]:
    """The list, newest first. ``state``: ``open`` (nobody confirmed the party), ``holds`` (on that day) or all."""
    from khue.core.folding import fold

    found = Sanction.objects.select_related("party")
    for word in fold(words).split()[:8]:
        found = found.filter(Q(folded__contains=word) | Q(tax_code__startswith=word))
    if state == "open":
        found = found.filter(party__isnull=True)
    elif state == "holds":
        found = found.filter(during(on))
    return keyset(found, ["-recorded_at", "-id"], after, size).of(_line)


def sanction(sanction_id: int) -> SanctionLine:
    """Raises Missing."""
    found = Sanction.objects.select_related("party").filter(pk=sanction_id).first()
    if found is None:
        raise UNKNOWN
    return _line(found)


def _line(row: Sanction) -> SanctionLine:
    return SanctionLine(
        id=row.pk,
        kind=row.kind,
        label=KINDS[row.kind],
        name=row.name,
        tax_code=row.tax_code,
        document=row.document,
        document_on=row.document_on,
        issuer=row.issuer,
        url=row.url,
        ground=row.ground,
        binding=row.binding,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        party=(row.party.key, row.party.name) if row.party else None,
        recorded_at=row.recorded_at,
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that an entry may be about, and why: same tax code, or how alike the names are (of 100)."""

    card: PartyCard
    same_tax_code: bool
    alike: int


def candidates(line: SanctionLine, most: int = 10) -> tuple[Candidate, ...]:
    """Parties that the entry may be about, the likeliest first. The tax code decides before the name does."""
    from rapidfuzz import fuzz

    from khue.core.folding import fold

    folded = fold(line.name)
    wanted = Q(folded=folded[:420])
    for word in sorted(folded.split(), key=len, reverse=True)[:2]:
        wanted |= Q(folded__contains=word)
    if line.tax_code:
        wanted |= Q(pk__in=Organisation.objects.filter(tax_code__startswith=line.tax_code[:10]).values("pk"))
    found = []
    for party in with_parts(Party.objects.filter(wanted).order_by("sort", "id"))[:500]:
        card = card_of(party)
        same = bool(line.tax_code) and card.tax_code == line.tax_code
        alike = round(fuzz.token_sort_ratio(folded, party.folded))
        if same or alike >= ALIKE:
            found.append(Candidate(card, same, alike))
    return tuple(sorted(found, key=lambda c: (not c.same_tax_code, -c.alike, c.card.id))[:most])


def sanctions_of(
    keys: Collection[str], on: date, known: Mapping[int, Lineage] | None = None
) -> Mapping[str, tuple[Reason, ...]]:
    """For each key the entries that hold on that day, as reasons with their source, also those of merged records.

    Two queries, one with the lineages ``known``. Only entries that a person has confirmed count.
    """
    numbers = {key: party_id(key) for key in keys}
    lines = lineages(set(numbers.values())) if known is None else known
    everyone = {number for line in lines.values() for number in line.ids}
    rows = Sanction.objects.filter(during(on), party__in=everyone).order_by("-binding", "-valid_from", "id")
    by_party: dict[int, list[Reason]] = {}
    for row in rows:
        by_party.setdefault(row.party_id or 0, []).append(sanction_reason(_facts(row)))
    return {key: tuple(r for i in lines[number].ids for r in by_party.get(i, ())) for key, number in numbers.items()}


def _facts(row: Sanction) -> SanctionFacts:
    return SanctionFacts(
        row.kind,
        row.document,
        row.document_on,
        row.issuer,
        row.url,
        row.ground,
        row.binding,
        row.valid_from,
        row.valid_until,
    )
