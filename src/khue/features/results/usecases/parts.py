"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.models import Result
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

NAMES = uuid5(NAMESPACE_URL, "khue:results")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def locked_result(result_id: int, deed: Deed, seen: int | None = None) -> Result:
    """The result, locked, and the subject of the deed. Raises Missing, Stale when the page showed an older state."""
    found = Result.objects.select_for_update(of=("self",)).select_related("party").filter(pk=result_id).first()
    if found is None:
        raise access.no_such_result()
    deed.subject = f"result:{found.pk}"
    if seen is not None:
        require_seen(seen, found.stamp)
    return found


def touch(result: Result, **values: Any) -> None:
    """Write the named columns and a new stamp."""
    for name, value in values.items():
        setattr(result, name, value)
    result.stamp += 1
    result.save(update_fields=[*values, "stamp"])


def next_number(year: int) -> str:
    """``KQ-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO results_numberyear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"KQ-{year}-{int(cursor.fetchone()[0]):04d}"


def store_papers(uploads: Sequence[Any], result: Result, kind: str, deed: Deed, field: str = "papers") -> list[str]:
    """All files or none; every refusal at once."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept = files.store(
                upload, deed=deed, owner=access.party_key(result), kind=kind, subject=f"result:{result.pk}", field=field
            )
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def about(result: Result) -> dict[str, Any]:
    """What every event of a result carries. The title is public in every version, also before registration."""
    return {
        "subject": f"result:{result.pk}",
        "parties": (access.party_key(result),),
        "result": result.pk,
        "title": result.title_vi,
    }


def path_of(result: Result) -> str:
    return f"/results/{result.pk}/"


def tell_owner(result: Result, title: Text, body: Text, *, deed: Deed) -> None:
    """The person who handed the result in, and those who act for a party that goes on for the owner."""
    for reader in people.readers([result.handed_in_by], (f"result:{result.pk}",), access.party_key(result), deed.today):
        if reader != deed.actor.key:
            deed.notify(reader, "result", title, body, path_of(result))


def tell_desk(right: str, result: Result, title: Text, body: Text, *, deed: Deed) -> None:
    """Everybody who holds the right hears of it, except who did it."""
    tell([card.key for card in people.people_with_right(right, deed.today)], result, title, body, deed=deed)


def tell(keys: Iterable[str], result: Result, title: Text, body: Text, *, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "result", title, body, path_of(result))
