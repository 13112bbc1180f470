"""Pages of intake, for officers and administrators."""

from khue.features.intake.views.cases import case, cases
from khue.features.intake.views.connecting import (
    close,
    make_key,
    map_procedure,
    register,
    reopen,
    revoke_key,
    rotate,
    source,
    sources,
    subscribe,
)
from khue.features.intake.views.reconciling import compare, report, reports
from khue.features.intake.views.sending import hand_over, queue, send_again, send_all_again

__all__ = [
    "case",
    "cases",
    "close",
    "compare",
    "hand_over",
    "make_key",
    "map_procedure",
    "queue",
    "register",
    "reopen",
    "report",
    "reports",
    "revoke_key",
    "rotate",
    "send_again",
    "send_all_again",
    "source",
    "sources",
    "subscribe",
]
