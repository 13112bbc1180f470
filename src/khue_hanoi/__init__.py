"""The city of Hanoi: its law, procedures, roles, units and documents as data. Another city brings another package.

Leans on ``khue.core`` only and is loaded by the setting ``KHUE_CITY``.
"""

from __future__ import annotations

from pathlib import Path

from khue.core.bilingual import Text

NAME = Text("Thành phố Hà Nội", "Hanoi")
PLACE = "Hà Nội"
"""Where documents are dated."""
BODY = "Ủy ban nhân dân Thành phố Hà Nội"
"""The body whose documents are issued, and that stands above its departments."""

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The path of a file or folder of this package: ``path("law", "missions.toml")``."""
    return _ROOT.joinpath(*parts)
