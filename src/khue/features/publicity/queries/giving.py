"""The 360Giving package as text, part by part: however many awards there are, one is held at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from khue.features.publicity.domain.giving import grants, head
from khue.features.publicity.queries.figures import awards, publisher


def giving_parts(address: str, moment: datetime) -> Iterator[str]:
    """``address``: where this server stands, without a slash at its end."""
    by = publisher()
    yield json.dumps(head(by, address=address, moment=moment), ensure_ascii=False)[:-1] + ', "grants": ['
    for place, each in enumerate(grants(awards(), by, address=address)):
        yield (",\n" if place else "\n") + json.dumps(each, ensure_ascii=False)
    yield "\n]}\n"
