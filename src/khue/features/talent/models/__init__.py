"""Tables of the room."""

from khue.features.talent.models.engagements import Engagement, Evaluation, ExpertDue
from khue.features.talent.models.needs import Candidacy, Need, NumberYear, Profile
from khue.features.talent.models.offers import Offer, OfferResult

__all__ = [
    "Candidacy",
    "Engagement",
    "Evaluation",
    "ExpertDue",
    "Need",
    "NumberYear",
    "Offer",
    "OfferResult",
    "Profile",
]
