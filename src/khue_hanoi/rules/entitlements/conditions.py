"""What the entitlements share: how a condition that is not met is said."""

from __future__ import annotations

from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import Expression, as_expression
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Refusal, Sentence

OPEN: Final = as_expression(True, Kind.YESNO)
"""The value of a programme for which the law gives no amount: it is open to the applicant."""


def needs(
    code: str, condition: Expression, why: tuple[str, str], then: tuple[str, str], *rests_on: str, **values: Expression
) -> Refusal:
    """A condition of a programme: refused with ``why`` where it is not met; ``then`` is what the reader can do."""
    return Refusal(code, ~condition, Sentence(Text(*why), values), next_step=Text(*then), rests_on=rests_on)
