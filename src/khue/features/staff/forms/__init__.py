"""Forms of the room: text in, command out."""

from khue.features.staff.forms.absences import AbsenceForm, EndAbsenceForm
from khue.features.staff.forms.desks import DeskForm
from khue.features.staff.forms.directory import SearchForm

__all__ = ["AbsenceForm", "DeskForm", "EndAbsenceForm", "SearchForm"]
