"""The entitlements as they stand on a day, what the record says of a party, and a person's saved checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point, RuleMissing
from khue.core.rules.expressions import Fact
from khue.features.eligibility.domain import ENTITLEMENT, Kept, Start, facts_of_record, facts_told, one_for_each
from khue.features.eligibility.models import SavedCheck
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.features.rulebook import queries as rulebook
from khue.kernel.paging import Page, keyset

WAITING = Text("Những bước tiếp theo và nơi hỏi", "What comes, and whom to ask")


@dataclass(frozen=True, slots=True)
class Entitlements:
    """Every entitlement in force on a day, ready to be asked, and the edition of the law behind them."""

    bounds: tuple[Bound, ...]
    edition: str


@dataclass(frozen=True, slots=True)
class SavedLine:
    """A saved check. ``yes`` counts the entitlements that said yes on its day."""

    id: int
    name: str
    party: str
    day: date
    saved_at: datetime
    edition: str
    answers: tuple[tuple[str, str], ...]
    outcomes: tuple[Kept, ...]

    @property
    def yes(self) -> int:
        return sum(each.outcome == "granted" for each in self.outcomes)


def entitlements(on: date) -> Entitlements:
    """One query at most: the law that holds now. Rules that are not in force on the day are left out."""
    book = rulebook.rulebook()
    found = []
    for id in book.rules:
        if id.startswith(ENTITLEMENT):
            try:
                found.append(book.at(id, Point(on)))
            except RuleMissing:
                continue
    return Entitlements(tuple(found), book.edition)


_offers: list[Callable[[date], Mapping[str, Start]]] = []


def wire_starts(offer: Callable[[date], Mapping[str, Start]]) -> None:
    """A room above, or the site, tells on a day which entitlements are begun where; none twice."""
    if offer not in _offers:
        _offers.append(offer)


def starts(on: date) -> dict[str, Start]:
    """Exactly one way on from each entitlement in force on the day."""
    rules = [bound.rule for bound in entitlements(on).bounds]
    waiting = {
        rule.id: Start("waiting", WAITING, reverse("eligibility:support", args=[rule.id.removeprefix(ENTITLEMENT)]))
        for rule in rules
    }
    return one_for_each([rule.id for rule in rules], [offer(on) for offer in _offers], waiting)


# ---- who asks --------------------------------------------------------------------------------------------------------


def parties(actor: Actor) -> tuple[PartyCard, ...]:
    """For whom the actor may ask: the own person first, then the organisations the actor acts for."""
    return people.everyone_i_act_for(actor)


def record_of(card: PartyCard, facts: dict[str, Fact]) -> dict[str, Any]:
    """What the record of a party answers already."""
    return facts_of_record(
        facts,
        legal_form=card.legal_form,
        is_person=card.is_private_person,
        in_city=card.province == rulebook.city_package().NAME.vi,
    )


def told_of(card: PartyCard, facts: dict[str, Fact], actor: Actor) -> dict[str, Any]:
    """What the actor answered for this party in the last saved check, of what a record can't answer yet."""
    last = SavedCheck.objects.filter(owner__in=actor.keys, party=card.key).order_by("-pk").first()
    return facts_told(facts, _pairs(last.answers)) if last else {}


# ---- saved checks ----------------------------------------------------------------------------------------------------


def saved_checks(actor: Actor, after: str | None = None, size: int = 25) -> Page[SavedLine]:
    """The actor's own, newest first."""
    rows = SavedCheck.objects.filter(owner__in=actor.keys)
    return keyset(rows, ["-id"], after, size).of(_line)


def saved_check(check_id: int, actor: Actor) -> SavedLine:
    """Raises Missing for one that is not there, or is somebody else's."""
    row = SavedCheck.objects.filter(owner__in=actor.keys, pk=check_id).first()
    if row is None:
        raise no_such_check()
    return _line(row)


def no_such_check() -> Missing:
    return Missing(
        Text("Không có lần tra cứu này, hoặc đã được xóa.", "There is no such saved check, or it was deleted."),
        Text("Mời ông/bà mở danh sách tra cứu đã lưu.", "Open the list of your saved checks."),
    )


def _line(row: SavedCheck) -> SavedLine:
    return SavedLine(
        id=row.pk,
        name=row.name,
        party=row.party,
        day=row.day,
        saved_at=row.saved_at,
        edition=row.edition,
        answers=_pairs(row.answers),
        outcomes=tuple(map(Kept.from_json, row.outcomes)),
    )


def _pairs(kept: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(typed)) for name, typed in kept)
