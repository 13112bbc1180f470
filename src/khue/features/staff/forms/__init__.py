"""Forms of the room: text in, command out."""

from khue.features.staff.forms.absences import AbsenceForm, EndAbsenceForm
from khue.features.staff.forms.desks import DeskForm
from khue.features.staff.forms.directory import SearchForm
from khue.features.staff.forms.joining import AcceptForm, AnswerForm, InviteForm, LeaveForm, ProposeForm, ResetForm
from khue.features.staff.forms.office_keys import OfficeKeyForm

__all__ = [
    "AbsenceForm",
    "AcceptForm",
    "AnswerForm",
    "DeskForm",
    "EndAbsenceForm",
    "InviteForm",
    "LeaveForm",
    "OfficeKeyForm",
    "ProposeForm",
    "ResetForm",
    "SearchForm",
]
