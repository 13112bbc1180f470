"""The market is weighed: pairs, third sides, weights."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.matching import queries
from khue.features.matching.domain.deciding import (
    next_weights,
)
from khue.features.matching.domain.fitting import Fit, fits
from khue.features.matching.domain.words import BESIDE, PAIRS
from khue.features.matching.models import Followed, Pair, WeightsEdition
from khue.features.matching.usecases.parts import readers
from khue.features.matching.usecases.thirds import tell_thirds, weigh_thirds
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

AT_ONCE = 2_000
MARKET = "matching:market"
COLUMNS = ("points", "parts", "words", "codes", "edition", "weighed_on")


def follow(*, actor: Actor) -> bool:
    """Weigh the market when anything of it has changed since the last time; whether it was. Raises NotAllowed."""
    actor.require("job.matching.follow")
    row, _made = Followed.objects.get_or_create(pk=1)
    newest, moved = queries.touched_since(row.record)
    if moved:
        refresh(actor=actor)
    Followed.objects.filter(pk=1, record__lt=newest).update(record=newest)
    return moved


def refresh(*, actor: Actor) -> int:
    """Every open demand, expert and investor against every listed offer; how many pairs of demand and offer stand afterwards. Who has
    new ones is told in one notice.

    One at a time: the row of ``Followed`` is locked until the deed ends. Raises NotAllowed for everybody but the worker.
    """
    if not actor.may("job.matching.nightly"):
        actor.require("job.matching.follow")
    with command("matching.refresh", actor, subject=MARKET) as deed:
        Followed.objects.get_or_create(pk=1)
        Followed.objects.select_for_update().get(pk=1)
        edition = queries.current()
        wishes, offers, thirds = queries.everything_open(deed.moment)
        owner_of_demand = {one.need.key: people.party_id(one.party) for one in wishes}
        owner_of_offer = {one.offer.key: people.party_id(one.party) for one in offers}
        before = {(row.demand_id, row.offer_id): row for row in Pair.objects.iterator(chunk_size=AT_ONCE)}
        new: list[Pair] = []
        changed: list[Pair] = []
        for fit in fits(wishes, offers, edition.weights):
            row = before.pop((fit.match.need, fit.match.offer), None)
            made = _pair(fit, edition.no, deed)
            made.demander_id, made.supplier_id = owner_of_demand[fit.match.need], owner_of_offer[fit.match.offer]
            if row is None:
                new.append(made)
            elif any(getattr(row, name) != getattr(made, name) for name in COLUMNS[:-1]):
                made.pk, made.found_at = row.pk, row.found_at
                changed.append(made)
        Pair.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
        Pair.objects.bulk_create(new, batch_size=AT_ONCE)
        Pair.objects.bulk_update(changed, [*COLUMNS, "demander", "supplier"], batch_size=AT_ONCE)
        beside = weigh_thirds(thirds, offers, queries.current(BESIDE), deed)
        if not (new or changed or before or beside.moved):
            deed.nothing_done()
        _tell(new, deed)
        tell_thirds(beside.new, deed)
        deed.after(new=len(new), changed=len(changed), gone=len(before), edition=edition.no, **beside.counted())
        return Pair.objects.count()


def _pair(fit: Fit, edition: int, deed: Deed) -> Pair:
    match = fit.match
    return Pair(
        demand_id=match.need,
        offer_id=match.offer,
        points=match.points,
        parts=[[part.criterion, part.weight, part.points, part.said] for part in match.parts],
        words=[list(line) for line in fit.words],
        codes=list(fit.codes),
        edition=edition,
        found_at=deed.moment,
        weighed_on=deed.today,
    )


def _tell(new: list[Pair], deed: Deed) -> None:
    """One notice for each party, however many pairs it has."""
    counts: dict[tuple[int, str], int] = {}
    for row in new:
        for party, view in ((row.demander_id, "needs"), (row.supplier_id, "offers")):
            counts[party, view] = counts.get((party, view), 0) + 1
    keys = readers({party for party, _view in counts}, deed)
    for (party, view), count in sorted(counts.items()):
        of = ("nhu cầu", "demands") if view == "needs" else ("chào bán", "offers")
        title = Text("Có kết nối cung cầu mới", "New matches on the exchange")
        body = Text(
            f"Có {count} cặp có thể phù hợp với các {of[0]} của ông/bà. Mời ông/bà xem và cho biết có hữu ích không.",
            f"Pairs that may fit your {of[1]}: {count}. Please look whether they are of use.",
        )
        for key in keys[party]:
            deed.notify(key, "matching", title, body, f"/matches/?view={view}")


def retune(of: str = PAIRS, *, actor: Actor) -> int:
    """A new edition of the weights of a set when its answers move them; the number of the edition in force. Raises NotAllowed."""
    actor.require("job.matching.nightly")
    with command("matching.retune", actor, subject=MARKET) as deed:
        Followed.objects.get_or_create(pk=1)
        Followed.objects.select_for_update().get(pk=1)
        now, answers = queries.current(of), list(queries.standing_answers(of))
        made = next_weights(now.weights, answers)
        if made is None:
            deed.nothing_done()
            return now.no
        useful = sum(verdict.useful for _party, verdict in answers)
        weights = {name: getattr(made, name) for name in made.__slots__}
        row = WeightsEdition.objects.create(
            of=of, no=now.no + 1, weights=weights, useful=useful, useless=len(answers) - useful, made_at=deed.moment
        )
        deed.after(of=of, edition=row.no, **weights)
        return row.no
