"""Tables of the kernel, one module per thing."""

from khue.kernel.models.access_keys import AccessKey, KeptAnswer, KeyUse
from khue.kernel.models.audit import AuditCheckpoint, AuditRecord, AuditValues
from khue.kernel.models.clock import BusinessClock
from khue.kernel.models.files import StoredFile
from khue.kernel.models.jobs import JobFailure, JobGivenUp
from khue.kernel.models.notices import Notice, NoticePreference
from khue.kernel.models.once import OnceDone
from khue.kernel.models.timeline import TimelineRow
from khue.kernel.models.user import User
from khue.kernel.models.viewing import PersonalView

__all__ = [
    "AccessKey",
    "AuditCheckpoint",
    "AuditRecord",
    "AuditValues",
    "BusinessClock",
    "JobFailure",
    "JobGivenUp",
    "KeptAnswer",
    "KeyUse",
    "Notice",
    "NoticePreference",
    "OnceDone",
    "PersonalView",
    "StoredFile",
    "TimelineRow",
    "User",
]
