"""Pages of the room."""

from khue.features.appeals.views.following import appeal, desk
from khue.features.appeals.views.handling import admission, assign, decide, dialogue, execution, extend
from khue.features.appeals.views.writing import begin, check, withdraw, write

__all__ = [
    "admission",
    "appeal",
    "assign",
    "begin",
    "check",
    "decide",
    "desk",
    "dialogue",
    "execution",
    "extend",
    "withdraw",
    "write",
]
