"""Who may do what with the law. Reading is everybody's."""

from __future__ import annotations

CONFIRM = "rulebook.confirm"
