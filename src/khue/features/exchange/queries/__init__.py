"""Reading the exchange: members, offers, technology lists. Frozen values only; no function here gives a confidential word."""

from khue.features.exchange.queries.cards import (
    VIEWS,
    JudgementRow,
    OfferCard,
    OfferLine,
    desk,
    may_read_subject,
    offer_card,
    offers_of,
)
from khue.features.exchange.queries.facts import alike_offers, is_supplier
from khue.features.exchange.queries.holdings import holds_of_persons, matters
from khue.features.exchange.queries.lists import (
    ClearanceRow,
    EntryRow,
    clearance,
    clearances,
    entries,
    entry,
)
from khue.features.exchange.queries.members import (
    VIEWS as MEMBER_VIEWS,
)
from khue.features.exchange.queries.members import (
    MemberCard,
    MemberRow,
    PublicMember,
    directory,
    may_read_papers,
    member_card,
    members,
    memberships_of,
)
from khue.features.exchange.queries.origin import described_from_result
from khue.features.exchange.queries.public import (
    ClaimRow,
    ComparisonView,
    OfferFilter,
    OfferOwnerRow,
    OfferRightRow,
    OfferRow,
    PublicOffer,
    figures,
    offers,
    public_offer,
)
from khue.features.exchange.queries.rules import Term, confirm_months, field_names, terms_of_membership
from khue.features.exchange.queries.searching import KIND as SEARCHED
from khue.features.exchange.queries.searching import search_source, sides
from khue.features.exchange.queries.texts import OfferText, changed_since, every_text, texts_of, touched_offers

__all__ = [
    "MEMBER_VIEWS",
    "SEARCHED",
    "VIEWS",
    "ClaimRow",
    "ClearanceRow",
    "ComparisonView",
    "EntryRow",
    "JudgementRow",
    "MemberCard",
    "MemberRow",
    "OfferCard",
    "OfferFilter",
    "OfferLine",
    "OfferOwnerRow",
    "OfferRightRow",
    "OfferRow",
    "OfferText",
    "PublicMember",
    "PublicOffer",
    "Term",
    "alike_offers",
    "changed_since",
    "clearance",
    "clearances",
    "confirm_months",
    "described_from_result",
    "desk",
    "directory",
    "entries",
    "entry",
    "every_text",
    "field_names",
    "figures",
    "holds_of_persons",
    "is_supplier",
    "matters",
    "may_read_papers",
    "may_read_subject",
    "member_card",
    "members",
    "memberships_of",
    "offer_card",
    "offers",
    "offers_of",
    "public_offer",
    "search_source",
    "sides",
    "terms_of_membership",
    "texts_of",
    "touched_offers",
]
