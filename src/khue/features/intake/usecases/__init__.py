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
from khue.features.intake.usecases.sources import (
    Shown,
    make_source_key,
    map_procedure,
    register_source,
    revoke_source_key,
    rotate_secret,
    subscribe,
)
from khue.features.intake.usecases.taking import take_in_dossier

__all__ = [
    "Outcome",
    "Shown",
    "follow_dossier",
    "hand_over_result",
    "make_source_key",
    "map_procedure",
    "note_support_paid",
    "register_source",
    "revoke_source_key",
    "rotate_secret",
    "subscribe",
    "take_in_delivery",
    "take_in_dossier",
    "take_in_payment",
    "take_in_supplement",
    "take_in_withdrawal",
]
