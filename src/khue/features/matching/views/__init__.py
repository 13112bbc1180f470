"""Pages of matches."""

from khue.features.matching.views.introducing import introduce, introduction, introductions, reply, withdraw
from khue.features.matching.views.pairs import answer, matches, pair
from khue.features.matching.views.thirds import answer_third, sides, third, third_rows
from khue.features.matching.views.triads import propose_triad, reply_triad, triad, triads, withdraw_triad
from khue.features.matching.views.weights import weights

__all__ = [
    "answer",
    "answer_third",
    "introduce",
    "introduction",
    "introductions",
    "matches",
    "pair",
    "propose_triad",
    "reply",
    "reply_triad",
    "sides",
    "third",
    "third_rows",
    "triad",
    "triads",
    "weights",
    "withdraw",
    "withdraw_triad",
]
