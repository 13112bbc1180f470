"""The deeds of the room: weigh the market anew, answer a pair, introduce a pair or three sides to each other and answer that."""

from khue.features.matching.usecases.answering import answer_pair, answer_third, locked_pair
from khue.features.matching.usecases.introducing import (
    answer_introduction,
    introduce,
    lapse_introductions,
    path_of,
    withdraw_introduction,
)
from khue.features.matching.usecases.market import follow, refresh, retune
from khue.features.matching.usecases.triads import answer_triad, lapse_triads, propose_triad, withdraw_triad

__all__ = [
    "answer_introduction",
    "answer_pair",
    "answer_third",
    "answer_triad",
    "follow",
    "introduce",
    "lapse_introductions",
    "lapse_triads",
    "locked_pair",
    "path_of",
    "propose_triad",
    "refresh",
    "retune",
    "withdraw_introduction",
    "withdraw_triad",
]
