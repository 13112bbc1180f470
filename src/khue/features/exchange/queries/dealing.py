"""What a room above must know of an offer and of members to deal about it: public words only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.models import Judgement, Offer
from khue.features.exchange.queries.public import has_confidential
from khue.features.exchange.queries.shown import in_force, listed
from khue.kernel.ui import Link

PageDeeds = Callable[[str, Actor], tuple[Link, ...]]
_page_deeds: list[PageDeeds] = []


@dataclass(frozen=True, slots=True)
class DealtOffer:
    """An offer as a deal sees it. ``owners`` as ``name 1/2``, in the order of the version that is shown; ``price`` in đồng, None where none is
    said; ``result`` the number in the register of results, or empty."""

    id: int
    number: str
    title: Text
    party: str
    supplier: str
    modes: tuple[str, ...]
    price: int | None
    owners: tuple[str, ...]
    public_money: bool
    result: str
    has_confidential: bool


def dealt_offer(offer_id: int) -> DealtOffer:
    """Raises Missing for an offer that was never listed."""
    row = Offer.objects.select_related("shown").filter(pk=offer_id).first()
    if row is None or row.shown is None:
        raise access.no_such_offer()
    shown = row.shown
    owners = tuple(f"{one.name} {one.numerator}/{one.denominator}" for one in shown.owners.order_by("no"))
    return DealtOffer(
        row.pk, row.number, Text(row.title_vi, row.title_en), access.key_of(row.party_id), row.party_name, tuple(shown.modes), shown.price_from,
        owners, shown.public_money, shown.result, has_confidential(shown),
    )  # fmt: skip


def posted_free(result_number: str, on: date) -> bool:
    """Whether a registered result stands on the exchange on the day, to be transferred without refund."""
    return listed(on).filter(shown__result=result_number, shown__modes__contains=["free"]).exists()


def standing(offer_id: int, on: date) -> str:
    """``prohibited``, ``held`` (a binding entry that nobody has ruled on), ``restricted`` or empty: of the version that is shown."""
    rows = Judgement.objects.filter(in_force(on), version__in=Offer.objects.filter(pk=offer_id).values("shown"))
    found = set(rows.values_list("entry__which", "ruling"))
    if ("prohibited", "applies") in found:
        return "prohibited"
    if ("prohibited", "") in found or ("restricted", "") in found:
        return "held"
    return "restricted" if ("restricted", "applies") in found else ""


def may_see_restricted(actor: Actor) -> bool:
    """Whether the actor stands for a party with a clearance today."""
    return access.is_cleared(actor, actor.today)


def wire_page_deeds(answer: PageDeeds) -> None:
    """From now on ``answer(number, actor)`` says what a room above lets the reader do from the public page of an offer."""
    _page_deeds[:] = [answer]


def page_deeds(number: str, actor: Actor) -> tuple[Link, ...]:
    return tuple(link for answer in _page_deeds for link in answer(number, actor))
