"""Tables of the room. What happened is never changed: the triggers of the migrations say so too."""

from khue.features.privacy.models.breaches import Breach, BreachNotice, BreachWord
from khue.features.privacy.models.consents import ConsentRecord
from khue.features.privacy.models.erasing import Erasure
from khue.features.privacy.models.requests import SubjectRequest

__all__ = ["Breach", "BreachNotice", "BreachWord", "ConsentRecord", "Erasure", "SubjectRequest"]

# For the deployer's grants: rows of the first are only ever added, of the second never deleted by the application.
APPEND_ONLY_TABLES = ("privacy_consentrecord",)
NEVER_DELETED_TABLES = ("privacy_subjectrequest", "privacy_erasure")
