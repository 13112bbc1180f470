"""Reading the working life of staff. Frozen values only."""

from khue.features.staff.queries.absences import (
    AbsenceLine,
    Away,
    StandIn,
    absence,
    absences_covered_by,
    absences_of,
    away_between,
    away_on,
    stand_in,
    stand_ins,
)
from khue.features.staff.queries.directory import (
    STATES,
    TONES,
    Asked,
    StaffLine,
    colleagues,
    directory,
    staff_line,
    whole_directory,
)

__all__ = [
    "STATES",
    "TONES",
    "AbsenceLine",
    "Asked",
    "Away",
    "StaffLine",
    "StandIn",
    "absence",
    "absences_covered_by",
    "absences_of",
    "away_between",
    "away_on",
    "colleagues",
    "directory",
    "staff_line",
    "stand_in",
    "stand_ins",
    "whole_directory",
]
