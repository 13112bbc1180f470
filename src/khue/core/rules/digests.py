"""One digest for one content: the same figures give the same sign on every machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """JSON with sorted names and without spaces. Raises TypeError for what is not plain."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(value: Any) -> str:
    """Sixteen hexadecimal digits over plain JSON values."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:16]
