"""Pages of the room."""

from khue.features.staff.views.absences import absences, absent, end_absence, stand_down, stand_in
from khue.features.staff.views.desks import desk
from khue.features.staff.views.directory import directory, person

__all__ = ["absences", "absent", "desk", "directory", "end_absence", "person", "stand_down", "stand_in"]
