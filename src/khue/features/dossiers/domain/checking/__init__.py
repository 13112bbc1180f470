"""Is a definition file in order? Every problem at once, each with its file and line."""

from khue.features.dossiers.domain.checking.files import Problem, check, check_content, check_files, parsed
from khue.features.dossiers.domain.checking.names import KEY, OWN_ENDING, OWN_NAMES, PREFILLS, UNITS, City, is_own_name

__all__ = [
    "KEY",
    "OWN_ENDING",
    "OWN_NAMES",
    "PREFILLS",
    "UNITS",
    "City",
    "Problem",
    "check",
    "check_content",
    "check_files",
    "is_own_name",
    "parsed",
]
