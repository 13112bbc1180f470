"""Tables of the room. What happened is never changed: the triggers of the migrations say so too."""

from khue.features.privacy.models.requests import SubjectRequest

__all__ = ["SubjectRequest"]

# For the deployer's grants: no row of these is ever deleted by the application.
NEVER_DELETED_TABLES = ("privacy_subjectrequest",)
