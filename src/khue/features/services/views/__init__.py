"""Pages of announcements, the catalogue and tickets."""

from khue.features.services.views.announcing import announcements, feed, publish, withdraw
from khue.features.services.views.catalogue import catalogue, desk, entry, mine, new, renew, review, take_down
from khue.features.services.views.tickets import answer, complain, order, step, ticket, tickets

__all__ = [
    "announcements",
    "answer",
    "catalogue",
    "complain",
    "desk",
    "entry",
    "feed",
    "mine",
    "new",
    "order",
    "publish",
    "renew",
    "review",
    "step",
    "take_down",
    "ticket",
    "tickets",
    "withdraw",
]
