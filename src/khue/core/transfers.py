"""What every transfer of money through a bank is written with."""

from __future__ import annotations

import re
from typing import Final

LONGEST_CONTENT: Final = 140
"""Characters of the remittance text in ISO 20022 (Max140Text), and what the banks' own forms take."""


def account_number(typed: str) -> str:
    """Letters and digits only, capital: as it is compared and written into files."""
    return re.sub(r"[\s.\-]", "", typed).upper()
