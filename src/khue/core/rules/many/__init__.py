"""Many cases: the same operations on NumPy columns, with the same result to the đồng."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from khue.core.rules.many.column import EPOCH, FIRST, Column, Faults, Lines, as_data, both, nothing
from khue.core.rules.many.days import after, worked_days
from khue.core.rules.many.lists import lines_any, lines_count, lines_latest, lines_total
from khue.core.rules.many.values import (
    among,
    both_hold,
    capped,
    choose,
    comparing,
    comparing_shares,
    does_not_hold,
    either_holds,
    extreme,
    is_option,
    joining,
    legal_value,
    ordinarily,
    share_of,
)

__all__ = ["EPOCH", "FIRST", "OPERATIONS", "Column", "Faults", "Lines", "as_data", "both", "nothing", "worked_days"]

OPERATIONS: Final[dict[str, Callable[..., Column]]] = {
    "and": both_hold,
    "or": either_holds,
    "not": does_not_hold,
    "choose": choose,
    "ordinarily": ordinarily,
    "is": is_option,
    "among": among,
    "less": comparing(np.less),
    "at_most": comparing(np.less_equal),
    "more": comparing(np.greater),
    "at_least": comparing(np.greater_equal),
    "equals": comparing(np.equal),
    "share_less": comparing_shares(np.less),
    "share_at_most": comparing_shares(np.less_equal),
    "share_more": comparing_shares(np.greater),
    "share_at_least": comparing_shares(np.greater_equal),
    "share_equals": comparing_shares(np.equal),
    "plus": joining(lambda a, b: a + b),
    "minus": joining(lambda a, b: a - b),
    "times": joining(lambda a, b: a * b),
    "share_plus": joining(lambda a, b: (a[0] * b[1] + b[0] * a[1], a[1] * b[1])),
    "share_minus": joining(lambda a, b: (a[0] * b[1] - b[0] * a[1], a[1] * b[1])),
    "share_times": joining(lambda a, b: (a[0] * b[0], a[1] * b[1])),
    "of": share_of,
    "least": joining(lambda a, b: extreme(a, b, np.minimum)),
    "capped": capped,
    "greatest": joining(lambda a, b: extreme(a, b, np.maximum)),
    "after": after,
    "before": after,
    "days_until": joining(lambda a, b: b - a),
    "law": legal_value,
    "lines_count": lines_count,
    "lines_total": lines_total,
    "lines_any": lines_any,
    "lines_latest": lines_latest,
}
"""What each operation does to columns: ``operation(constant, faults, *columns)``."""
