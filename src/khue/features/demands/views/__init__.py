"""Pages of the market of problems."""

from khue.features.demands.views.asking import close, desk, extend, mend, mine, new, publish, withdraw
from khue.features.demands.views.choosing import award, secret, short_list, trial
from khue.features.demands.views.proposing import leave, propose
from khue.features.demands.views.public import demand, demands, public
from khue.features.demands.views.searching import find

__all__ = [
    "award",
    "close",
    "demand",
    "demands",
    "desk",
    "extend",
    "find",
    "leave",
    "mend",
    "mine",
    "new",
    "propose",
    "public",
    "publish",
    "secret",
    "short_list",
    "trial",
    "withdraw",
]
