"""Headers that carry words."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote


def disposition(name: str, *, inline: bool = False) -> str:
    """Content-Disposition by RFC 6266: the name as it is, and in plain letters for old programs."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = plain.encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\x20-\x7e]|[\"\\%;]", "", plain).strip() or "file"
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
