"""What fits what on the technology exchange: every public demand against every listed offer, each pair with its reasons.

Words: pair (a demand and an offer that may fit, derived anew whenever one of them changes), answer (a side says whether the pair is of
use, and why), weights (how much each criterion counts, in numbered editions that the answers move), introduction (a broker proposes a
pair to both sides). It writes nothing into a demand or an offer. Nothing leans on this room. Method: ``docs/algorithms/matching.md``.
"""
