"""Pages of matches."""

from khue.features.matching.views.introducing import introduce, introduction, introductions, reply, withdraw
from khue.features.matching.views.pairs import answer, matches, pair
from khue.features.matching.views.weights import weights

__all__ = [
    "answer",
    "introduce",
    "introduction",
    "introductions",
    "matches",
    "pair",
    "reply",
    "weights",
    "withdraw",
]
