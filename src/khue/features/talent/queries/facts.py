"""Facts for decisions, read under the caller's locks."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Sum

from khue.features.talent.domain.engagements import DueFacts
from khue.features.talent.domain.needs import SearchFacts
from khue.features.talent.domain.offers import OfferFacts
from khue.features.talent.domain.words import BONUS, LIVE_OFFERS
from khue.features.talent.models import Candidacy, Engagement, Evaluation, ExpertDue, Need, Offer


def search_facts(need: Need, known: str) -> SearchFacts:
    profile = getattr(need, "profile", None)
    if profile is None:
        return SearchFacts(need.state, (), None, False, False, known)
    return SearchFacts(
        need.state, tuple(profile.origins), profile.closes_on, profile.by_invitation, profile.put_on is not None, known
    )


def offer_facts(candidacy: Candidacy, renews: Engagement | None, longest: int) -> OfferFacts:
    """``ready`` for a first contract: recommended; for a renewal: the newest evaluation says so and stands."""
    live = Offer.objects.filter(state__in=LIVE_OFFERS)
    if renews is None:
        taken = live.filter(need=candidacy.need_id, renews=None).exists()
        return OfferFacts(candidacy.state == "recommended", taken, None, longest)
    last = renews.evaluations.exclude(state="set_aside").order_by("-no").first()
    ready = (
        renews.state in ("running", "completed")
        and last is not None
        and last.outcome == "renew"
        and last.state in ("concluded", "final")
    )
    return OfferFacts(ready, live.filter(renews=renews).exists(), renews.until_on, longest)


def due_facts(row: ExpertDue) -> DueFacts:
    return DueFacts(row.kind, row.state, row.amount, row.engagement.state)


def bonus_left(engagement: Engagement) -> int:
    """What the contract still holds for bonuses, đồng."""
    return int(engagement.dues.filter(kind=BONUS, state="planned").aggregate(s=Sum("amount"))["s"] or 0)


def last_evaluated(engagement: Engagement) -> tuple[int, date]:
    """(number of the newest evaluation, where the next period begins)."""
    found = engagement.evaluations.aggregate(no=Max("no"))["no"] or 0
    until = engagement.evaluations.exclude(state="set_aside").aggregate(u=Max("until_on"))["u"]
    return found, until or engagement.from_on


def ending_stands(engagement: Engagement, today: date) -> str:
    """Where the newest evaluation that says "end" stands; ``final`` too when nobody contested it in time."""
    row: Evaluation | None = (
        engagement.evaluations.filter(outcome="end").exclude(state="set_aside").order_by("-no").first()
    )
    if row is None:
        return ""
    over = row.contest_until is None or today > row.contest_until
    return "final" if row.state == "final" or (row.state == "concluded" and over) else row.state
