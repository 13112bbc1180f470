"""Reading results: the public register, files of results, what is on offer, money. Frozen values only."""

from khue.features.results.queries.cards import (
    VIEWS,
    AuthorRow,
    ConsentRow,
    FileRow,
    ListRow,
    OwnershipRow,
    ResultCard,
    VersionRow,
    desk,
    may_read_subject,
    result_card,
    results_of,
)
from khue.features.results.queries.facts import agreed_shares, claimants, owners_of, result_of_consent
from khue.features.results.queries.origins import origin, origins_for, wire_origin
from khue.features.results.queries.periods import periods_to_remind
from khue.features.results.queries.register import (
    OfferRow,
    OwnerRow,
    PublicResult,
    RegisterRow,
    RightRow,
    figures,
    offered,
    public_result,
    register,
)

__all__ = [
    "VIEWS",
    "AuthorRow",
    "ConsentRow",
    "FileRow",
    "ListRow",
    "OfferRow",
    "OwnerRow",
    "OwnershipRow",
    "PublicResult",
    "RegisterRow",
    "ResultCard",
    "RightRow",
    "VersionRow",
    "agreed_shares",
    "claimants",
    "desk",
    "figures",
    "may_read_subject",
    "offered",
    "origin",
    "origins_for",
    "owners_of",
    "periods_to_remind",
    "public_result",
    "register",
    "result_card",
    "result_of_consent",
    "results_of",
    "wire_origin",
]
