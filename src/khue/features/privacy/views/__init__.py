"""Pages of the room."""

from khue.features.privacy.views.own import ask_something, mine, withdraw
from khue.features.privacy.views.requests import answer, desk, enter, extend, find, finish, follow, refuse

__all__ = [
    "answer",
    "ask_something",
    "desk",
    "enter",
    "extend",
    "find",
    "finish",
    "follow",
    "mine",
    "refuse",
    "withdraw",
]
