"""What has happened to the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ValueConfirmed(Event):
    wire: ClassVar[str] = "rulebook.value_confirmed"
    parameter: str
    document: str
    edition: str

    def line(self) -> Text:
        return Text(
            f"Xác nhận giá trị “{self.parameter}” theo {self.document}",
            f"Confirmed the value of “{self.parameter}” from {self.document}",
        )
