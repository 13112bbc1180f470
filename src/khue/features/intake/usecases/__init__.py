"""The verbs of the room. Those that take ``actor`` are commands; those that take ``deed`` join one."""

from khue.features.intake.usecases.following import (
    follow_dossier,
    hand_over_result,
    take_in_delivery,
    take_in_supplement,
    take_in_withdrawal,
)
from khue.features.intake.usecases.paying import note_support_paid, take_in_payment
from khue.features.intake.usecases.receiving import Outcome
from khue.features.intake.usecases.reconciling import give_list, reconcile_day
from khue.features.intake.usecases.sending import (
    Delivered,
    acknowledge_changes,
    deliver,
    number_changes,
    send_again,
    send_all_again,
)
from khue.features.intake.usecases.sources import (
    Shown,
    close_source,
    make_source_key,
    map_procedure,
    register_source,
    reopen_source,
    revoke_source_key,
    rotate_secret,
    subscribe,
)
from khue.features.intake.usecases.taking import take_in_dossier

__all__ = [
    "Delivered",
    "Outcome",
    "Shown",
    "acknowledge_changes",
    "close_source",
    "deliver",
    "follow_dossier",
    "give_list",
    "hand_over_result",
    "make_source_key",
    "map_procedure",
    "note_support_paid",
    "number_changes",
    "reconcile_day",
    "register_source",
    "reopen_source",
    "revoke_source_key",
    "rotate_secret",
    "send_again",
    "send_all_again",
    "subscribe",
    "take_in_delivery",
    "take_in_dossier",
    "take_in_payment",
    "take_in_supplement",
    "take_in_withdrawal",
]
