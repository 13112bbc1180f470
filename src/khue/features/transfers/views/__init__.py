"""Pages of transfers without refund."""

from khue.features.transfers.views.deeds import (
    check,
    decide,
    end,
    give_back,
    hand_over,
    judge,
    open_file,
    propose,
    recall,
    report,
    sign,
)
from khue.features.transfers.views.pages import transfer, transfers

__all__ = [
    "check",
    "decide",
    "end",
    "give_back",
    "hand_over",
    "judge",
    "open_file",
    "propose",
    "recall",
    "report",
    "sign",
    "transfer",
    "transfers",
]
