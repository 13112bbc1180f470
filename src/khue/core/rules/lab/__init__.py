"""The policy lab: a reform run over cases, told as cost by year and programme, who gains and loses, and what it hangs on."""

from khue.core.rules.lab.effects import Effect, amounts_of, effect_of, exact_sum
from khue.core.rules.lab.running import Lab, Piece, Stopped, effects_digest

__all__ = [
    "Effect",
    "Lab",
    "Piece",
    "Stopped",
    "amounts_of",
    "effect_of",
    "effects_digest",
    "exact_sum",
]
