"""Experts and investors are weighed against every offer, as part of the deed that weighs the market."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.features.matching.domain.fitting import Goods
from khue.features.matching.domain.thirds import Third, ThirdFit, third_fits
from khue.features.matching.models import ThirdPair
from khue.features.matching.queries import EditionRow
from khue.features.matching.usecases.parts import readers
from khue.features.people import queries as people
from khue.kernel.deeds import Deed

AT_ONCE = 2_000
SAME = ("points", "parts", "words", "edition")


@dataclass(frozen=True, slots=True)
class Beside:
    """What weighing the third sides changed."""

    new: tuple[ThirdPair, ...]
    changed: int
    gone: int

    @property
    def moved(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def counted(self) -> dict[str, int]:
        """For the audit record; nothing where there was nothing."""
        return (
            {"new_thirds": len(self.new), "changed_thirds": self.changed, "gone_thirds": self.gone}
            if self.moved
            else {}
        )


def weigh_thirds(thirds: Sequence[Third], offers: Sequence[Goods], edition: EditionRow, deed: Deed) -> Beside:
    """Rows made anew, changed and deleted; joins the deed that is under way, which holds the market."""
    owners = {one.offer.key: people.party_id(one.party) for one in offers}
    before = {(row.offer_id, row.entry): row for row in ThirdPair.objects.iterator(chunk_size=AT_ONCE)}
    new: list[ThirdPair] = []
    changed: list[ThirdPair] = []
    for found in third_fits(thirds, offers, edition.weights):
        made = _pair(found, owners[found.fit.match.offer], edition.no, deed)
        row = before.pop((made.offer_id, made.entry), None)
        if row is None:
            new.append(made)
        elif any(getattr(row, name) != getattr(made, name) for name in SAME):
            made.pk, made.found_at = row.pk, row.found_at
            changed.append(made)
    ThirdPair.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    ThirdPair.objects.bulk_create(new, batch_size=AT_ONCE)
    ThirdPair.objects.bulk_update(changed, [*SAME, "weighed_on", "supplier", "party", "sort"], batch_size=AT_ONCE)
    return Beside(tuple(new), len(changed), len(before))


def _pair(found: ThirdFit, supplier: int, edition: int, deed: Deed) -> ThirdPair:
    match = found.fit.match
    return ThirdPair(
        offer_id=match.offer,
        supplier_id=supplier,
        entry=found.third.entry,
        sort=found.third.sort,
        party_id=people.party_id(found.third.party),
        points=match.points,
        parts=[[part.criterion, part.weight, part.points, part.said] for part in match.parts],
        words=[list(line) for line in found.fit.words],
        edition=edition,
        found_at=deed.moment,
        weighed_on=deed.today,
    )


def tell_thirds(new: Iterable[ThirdPair], deed: Deed) -> None:
    """One notice for each party, however many it has."""
    counts: dict[tuple[int, str], int] = {}
    for row in new:
        for party, view in ((row.supplier_id, "offers"), (row.party_id, "mine")):
            counts[party, view] = counts.get((party, view), 0) + 1
    keys = readers({party for party, _view in counts}, deed)
    for (party, view), count in sorted(counts.items()):
        if view == "offers":
            title = Text("Có chuyên gia, nhà đầu tư phù hợp", "Experts or investors that may fit")
            body = Text(
                f"Có {count} chuyên gia, nhà đầu tư có thể phù hợp với chào bán của ông/bà. Mời ông/bà xem lý do.",
                f"Experts and investors that may fit your offers: {count}. Please look at the reasons.",
            )
        else:
            title = Text("Có công nghệ phù hợp với ông/bà", "Technologies that may fit you")
            body = Text(
                f"Có {count} chào bán công nghệ có thể phù hợp với nội dung ông/bà đã công bố. Mời ông/bà xem lý do.",
                f"Offers that may fit what you have published: {count}. Please look at the reasons.",
            )
        for key in keys[party]:
            deed.notify(key, "matching", title, body, f"/matches/thirds/?view={view}")
