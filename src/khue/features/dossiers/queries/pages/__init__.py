"""What the pages of a dossier show: one frozen value per page, with the same number of queries however large the case."""

from khue.features.dossiers.queries.pages.finding import find, may_read_subject, with_marks
from khue.features.dossiers.queries.pages.following import case, case_of
from khue.features.dossiers.queries.pages.mine import all_my_dossiers, my_dossiers
from khue.features.dossiers.queries.pages.shapes import (
    ApologyLine,
    CasePage,
    DecisionLine,
    DraftPage,
    EditorLine,
    IssuedView,
    MyRow,
    SupplementLine,
    TimelineLine,
)
from khue.features.dossiers.queries.pages.writing import as_read_under, draft, draft_after_move, no_such_section

__all__ = [
    "ApologyLine",
    "CasePage",
    "DecisionLine",
    "DraftPage",
    "EditorLine",
    "IssuedView",
    "MyRow",
    "SupplementLine",
    "TimelineLine",
    "all_my_dossiers",
    "as_read_under",
    "case",
    "case_of",
    "draft",
    "draft_after_move",
    "find",
    "may_read_subject",
    "my_dossiers",
    "no_such_section",
    "with_marks",
]
