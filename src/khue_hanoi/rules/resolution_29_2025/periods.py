"""When Resolution 29/2025/NQ-HĐND holds."""

from __future__ import annotations

from datetime import date
from typing import Final

IN_FORCE: Final = date(2025, 10, 10)
