"""Money that is to come in (khoản phải thu): it counts as received only when it stands on a statement, in one sum or in several."""

from __future__ import annotations

from dataclasses import dataclass, field

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.core.money import format_dong

RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class ExpectReceipt:
    """``amount`` đồng of ``subject`` (``claim:3``) are owed to the city by ``party``; ``line`` is the budget line that had paid it."""

    subject: str
    line: str
    party: str
    party_name: str
    amount: int


@dataclass(slots=True)
class OpenReceivable:
    """A receivable as matching sees it; ``received`` moves while lines are taken one after the other."""

    id: int
    reference: str
    amount: int
    received: int
    party_name: str
    subject: str

    @property
    def outstanding(self) -> int:
        return self.amount - self.received


@dataclass(slots=True)
class Receivables:
    """Receivables found by reference and by what is outstanding."""

    by_reference: dict[str, OpenReceivable] = field(default_factory=dict)

    @classmethod
    def of(cls, *found: OpenReceivable) -> Receivables:
        return cls({one.reference: one for one in found})

    def near(self, references: tuple[str, ...], amount: int) -> list[OpenReceivable]:
        """Those that a line names, and those that owe exactly its amount; each once, none that is settled."""
        named = [self.by_reference[ref] for ref in references if ref in self.by_reference]
        owing = [one for one in self.by_reference.values() if one.outstanding == amount]
        return [one for one in {id(one): one for one in (*named, *owing)}.values() if one.outstanding > 0]


def receipt_says(amount: int, outstanding: int) -> Text:
    """How the amount of a line compares with what is owed."""
    vi, en = format_dong(amount, "vi"), format_dong(amount, "en")
    owed_vi, owed_en = format_dong(outstanding, "vi"), format_dong(outstanding, "en")
    if amount == outstanding:
        return Text(f"Đúng số còn phải thu {vi}.", f"Exactly what is still owed, {en}.")
    if amount < outstanding:
        return Text(f"Thu {vi} trong {owed_vi} còn phải thu.", f"{en} of the {owed_en} still owed.")
    over_vi, over_en = format_dong(amount - outstanding, "vi"), format_dong(amount - outstanding, "en")
    return Text(f"Thừa {over_vi} so với {owed_vi} còn phải thu.", f"{over_en} more than the {owed_en} still owed.")


def names_party(text: str, party_name: str, least: int) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(fold(party_name), fold(text)) >= least
