"""Reading pairs, answers, weights and introductions. Only what everybody may read of demands and offers stands in a pair."""

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
    matched_offer,
    pair_card,
    pairs,
    stands,
)
from khue.features.matching.queries.persons import holds_of_persons
from khue.features.matching.queries.weights import EditionRow, current, edition_rows, standing_answers

__all__ = [
    "VIEWS",
    "AnswerRow",
    "EditionRow",
    "IntroductionRow",
    "PairCard",
    "PairPart",
    "PairRow",
    "current",
    "edition_rows",
    "everything_open",
    "holds_of_persons",
    "introduction",
    "introductions",
    "introductions_of_pair",
    "matched_offer",
    "pair_card",
    "pairs",
    "standing_answers",
    "stands",
    "state_words",
    "touched_since",
]
