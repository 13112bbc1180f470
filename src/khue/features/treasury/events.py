"""What the bank and people did with payment orders. The room whose subject is paid hears it by job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrdersMoved(Event):
    """These orders were paid, paid in part, returned or cancelled; whoever follows them asks where each stands now."""

    wire: ClassVar[str] = "treasury.orders_moved"

    orders: tuple[int, ...]

    def line(self) -> Text:
        return Text(
            f"{len(self.orders)} lệnh chi thay đổi trạng thái.", f"{len(self.orders)} payment orders changed state."
        )


@dataclass(frozen=True, kw_only=True)
class ReceivablesMoved(Event):
    """Money came in on these receivables, or a match of theirs was taken back; whoever follows them asks where each stands now."""

    wire: ClassVar[str] = "treasury.receivables_moved"

    receivables: tuple[int, ...]

    def line(self) -> Text:
        return Text(
            f"{len(self.receivables)} khoản phải thu có thay đổi.", f"{len(self.receivables)} receivables changed."
        )
