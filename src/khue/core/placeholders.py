"""Names in braces inside a text: ``{number}``. Plain replacement, no format language."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-z_]*)\}")


def placeholders_in(text: str) -> tuple[str, ...]:
    """Every name that stands in braces, in order."""
    return tuple(_PLACE.findall(text))


def has_stray_braces(text: str) -> bool:
    """Whether a brace stands that belongs to no placeholder."""
    return bool(re.search(r"[{}]", _PLACE.sub("", text)))


def fill_in(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders replaced; a value that is missing or empty leaves nothing."""
    return _PLACE.sub(lambda found: str(values.get(found.group(1)) or ""), text)
