"""Reading appeals: facts for decisions, pages, the desk."""

from khue.features.appeals.queries.facts import may_read_subject, suspended_since
from khue.features.appeals.queries.holding import holds_of_persons
from khue.features.appeals.queries.lists import VIEWS, AppealRow, all_appeals, appeals
from khue.features.appeals.queries.pages import (
    AppealPage,
    Panel,
    PanelPage,
    StartPage,
    appeal_page,
    panels,
    start_page,
)
from khue.features.appeals.queries.rules import limits

__all__ = [
    "VIEWS",
    "AppealPage",
    "AppealRow",
    "Panel",
    "PanelPage",
    "StartPage",
    "all_appeals",
    "appeal_page",
    "appeals",
    "holds_of_persons",
    "limits",
    "may_read_subject",
    "panels",
    "start_page",
    "suspended_since",
]
