"""Lawful erasures that a restore undid: read off the audit of the later city, and carried out again in the restored one.

The audit is read from the database that the restore put aside, or from an export of it with its values. It names keys and
grounds, never a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from khue.features.privacy.domain.erasing import Confirmed

DEEDS = ("privacy.confirm_erasure", "privacy.repeat_erasure")
UNKNOWN_GROUND = "theo quyết định xóa trước khi khôi phục"
_TOLD = """
SELECT r.actor, r.at, v.body FROM kernel_auditrecord r
JOIN kernel_auditvalues v ON v.record_id = r.id AND v.part = 'values'
WHERE r.deed = ANY(%s) AND v.body IS NOT NULL ORDER BY r.id
"""


def told_by_database(connection: Any) -> tuple[Confirmed, ...]:
    """What the audit of a database says was erased; ``connection`` is psycopg's."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [list(DEEDS)])
        rows = cursor.fetchall()
    return tuple(_confirmed(actor, at, json.loads(body)) for actor, at, body in rows)


def told_by_export(lines: Iterable[str]) -> Iterator[Confirmed]:
    """The same from ``khue audit export --with-values``: each record's values stand behind it."""
    record: Mapping[str, Any] = {}
    for line in lines:
        mark, _space, rest = line.rstrip("\n").partition(" ")
        if mark == "R":
            found = json.loads(rest.partition(" ")[2])
            record = found if found.get("deed") in DEEDS else {}
        elif mark == "V" and record:
            part, _salt, body = rest.split(" ", 2)
            if part == "values":
                yield _confirmed(record["actor"], datetime.fromisoformat(record["at"]), json.loads(body))


def _confirmed(actor: str, at: datetime, values: Mapping[str, Any]) -> Confirmed:
    said = values["after"]
    first = said.get("first_at")
    return Confirmed(
        kind=said["kind"],
        subject=said["of"],
        ground=said.get("ground") or UNKNOWN_GROUND,
        proposed_by=said["by_proposal_of"],
        decided_by=said.get("decided_by") or actor,
        at=datetime.fromisoformat(first) if first else at,
    )


def undone(told: Iterable[Confirmed]) -> tuple[Confirmed, ...]:
    """Those whose data are in the city's database again, each once."""
    from khue.features.privacy.queries import still_there

    return tuple(found for found in {each.subject: each for each in told}.values() if still_there(found))


def repeat(found: Iterable[Confirmed]) -> Iterator[tuple[Confirmed, str]]:
    """Each erasure carried out again, with why not where something holds the record back now (empty: it is gone)."""
    from khue.core.errors import KhueError, Refused
    from khue.features.privacy.usecases import repeat_erasure
    from khue.kernel.clock import job_actor

    for each in found:
        try:
            repeat_erasure(each, actor=job_actor("privacy.repeat_erasures"))
        except Refused as refused:
            yield each, "; ".join(reason.text.en for reason in refused.decision.reasons)
        except KhueError as error:
            yield each, error.text.en
        else:
            yield each, ""
