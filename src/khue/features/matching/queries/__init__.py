"""Reading pairs, answers, weights and introductions. Only what everybody may read of demands and offers stands in a pair."""

from khue.features.matching.domain.thirds import Third
from khue.features.matching.queries.introductions import (
    IntroductionRow,
    introduction,
    introductions,
    introductions_of_pair,
    state_words,
)
from khue.features.matching.queries.market import everything_open, touched_since
from khue.features.matching.queries.pairs import (
    VIEWS,
    AnswerRow,
    PairCard,
    PairPart,
    PairRow,
    accompanied_offer,
    matched_offer,
    pair_card,
    pairs,
    stands,
)
from khue.features.matching.queries.persons import holds_of_persons
from khue.features.matching.queries.thirds import (
    THIRD_VIEWS,
    AgencyRow,
    OfferSides,
    ThirdCard,
    ThirdRow,
    offer_sides,
    third_card,
    third_party,
    third_rows,
)
from khue.features.matching.queries.triads import (
    TriadRow,
    TriadSideRow,
    matters,
    triad,
    triad_stands,
    triads,
    triads_of_offer,
)
from khue.features.matching.queries.weights import EditionRow, current, edition_rows, standing_answers
from khue.features.matching.queries.wired import wire_thirds

__all__ = [
    "THIRD_VIEWS",
    "VIEWS",
    "AgencyRow",
    "AnswerRow",
    "EditionRow",
    "IntroductionRow",
    "OfferSides",
    "PairCard",
    "PairPart",
    "PairRow",
    "Third",
    "ThirdCard",
    "ThirdRow",
    "TriadRow",
    "TriadSideRow",
    "accompanied_offer",
    "current",
    "edition_rows",
    "everything_open",
    "holds_of_persons",
    "introduction",
    "introductions",
    "introductions_of_pair",
    "matched_offer",
    "matters",
    "offer_sides",
    "pair_card",
    "pairs",
    "standing_answers",
    "stands",
    "state_words",
    "third_card",
    "third_party",
    "third_rows",
    "touched_since",
    "triad",
    "triad_stands",
    "triads",
    "triads_of_offer",
    "wire_thirds",
]
