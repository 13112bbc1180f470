"""What fits what: every need against every offer and back, the same points whichever side asks, explained part by part.

``Need`` and ``Offer`` are plain values; ``Weights`` say how much each criterion counts, within published bounds. ``Catalogue``
gives the weight of each word, ``explain`` one pair with its reasons. ``market.Market`` finds the best of all pairs with NumPy,
which is loaded with that module only, and agrees with ``explain`` to the last point. Points are whole, from 0 to 1000; nothing
depends on the clock, on chance or on the order of what is given. How it works: ``docs/algorithms/matching.md``.
"""

from khue.core.matching.pair import Catalogue, Match, Need, Offer, Part, explain, words_of
from khue.core.matching.weights import BOUNDS, CRITERIA, START, Verdict, Weights, tuned

__all__ = [
    "BOUNDS",
    "CRITERIA",
    "START",
    "Catalogue",
    "Match",
    "Need",
    "Offer",
    "Part",
    "Verdict",
    "Weights",
    "explain",
    "tuned",
    "words_of",
]
