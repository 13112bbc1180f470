"""What fits what on the technology exchange: every public demand against every listed offer, each pair with its reasons.

Words: pair (a demand and an offer that may fit, derived anew whenever one of them changes), answer (a side says whether the pair is of
use, and why), weights (how much each criterion counts, in numbered editions that the answers move), introduction (a broker proposes a
pair to both sides), third side (an expert or investor who chose to be found and may fit an offer), triad (a broker proposes an offer's
supplier, an agency, an investor and an expert to each other). It writes nothing into a demand or an offer. Of the rooms above, only
``services`` leans on it: it gives the third sides. Method: ``docs/algorithms/matching.md``.
"""
