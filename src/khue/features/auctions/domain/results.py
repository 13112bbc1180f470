"""What comes out of an auction, with the sentences that say why."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.bilingual import Text


@dataclass(frozen=True, slots=True)
class Result:
    """``winner`` is a bidder's number, 0 when nobody gets it; ``price`` in đồng; ``why`` says who and why at this price."""

    winner: int = 0
    price: int | None = None
    why: tuple[Text, ...] = ()
