"""The four ways in which a deed can fail. No status codes here: ``kernel`` maps them to pages and API problems."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason


class KhueError(Exception):
    """What all four share: a message that says what happened, why, and what to do next."""

    def __init__(self, text: Text, next_step: Text | None = None) -> None:
        super().__init__(text.en or text.vi)
        self.text = text
        self.next_step = next_step


class Refused(KhueError):
    """A rule says no. Carries the decision with all its reasons."""

    def __init__(self, decision: Decision) -> None:
        first = decision.reasons[0]
        super().__init__(first.text, first.next_step)
        self.decision = decision

    @classmethod
    def because(cls, *reasons: Reason) -> Refused:
        return cls(Decision.refuse(*reasons))


class NotAllowed(KhueError):
    """The actor lacks the right, whatever the matter."""


class Missing(KhueError):
    """There is no such thing, or not for this actor."""


class Conflict(KhueError):
    """Somebody was faster: the record changed since the page was opened, or the deed was done already."""


class Stale(Conflict):
    """What was seen before is out of date: look again, then decide."""


def require(decision: Decision) -> Decision:
    """The decision itself when granted; raises Refused otherwise."""
    if not decision.granted:
        raise Refused(decision)
    return decision
